"""Rotation for the access tests: rules, a round, exceptions, and cases in their states with plans and deferrals."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone

from accounts.models import User
from cadres.models import (
    ListedPost,
    Posting,
    RotationCase,
    RotationException,
    RotationItem,
    RotationRelief,
    RotationRound,
    RotationRule,
)
from cadres.rules.rotation_solver import Settings
from cadres.selectors.rotation_proposal import TASK
from cadres.services.rotation_rules import load_rotation_rules
from foundation.outbox.enums import JobState
from foundation.outbox.models import Job
from tests.cast import Cast
from tests.foundation.audit import rows

DAY = date(2026, 3, 1)
ROTATION_ROWS: dict[str, type[models.Model]] = {
    "rotation_rule": RotationRule, "listed_post": ListedPost, "rotation_exception": RotationException,
    "rotation_round": RotationRound, "rotation_case": RotationCase, "rotation_item": RotationItem,
    "rotation_relief": RotationRelief,
}  # fmt: skip
WAYS: dict[str, tuple[str, ...]] = {
    "staff": ("due", "planned", "announced"),
    "staff2": ("due", "planned", "announced", "decided"),
    "division_head": ("due",),
    "head": ("due", "planned", "announced"),
    "other_staff": ("approaching",),
    "clerk": ("due", "deferred"),
}


def write_rotation(cast: Cast) -> None:
    """One case a person, each at another stage, handled by the unit; of the ward's head by the unit above."""
    load_rotation_rules()
    people, units = cast.people, cast.units
    rule = RotationRule.objects.get(code="ND59")
    ground = RotationRule.objects.get(scope="study")
    for number, key in enumerate(("ward", "other")):
        given = {"title": "Kế hoạch", "purpose": "x", "begins_on": DAY, "ends_on": date(2026, 12, 31)}
        made = RotationRound.objects.create(
            code=f"DLC-2026-{number + 1:03d}", unit=units[key], proposed_by=cast.personnel, **given
        )
        paper = {"document_number": "1838-TB/TU", "document_date": DAY, "issuer": "BTV", "reason": "x"}
        RotationException.objects.create(unit=units[key], valid_from=DAY, until=DAY, **paper)
        if not number:
            RotationRound.objects.filter(pk=made.pk).update(state="approved")
        _worked_out(made, by=cast.head if key == "ward" else cast.officer)
    for number, (key, way) in enumerate(WAYS.items()):
        person: Any = people[key]
        posting = Posting.objects.get(person=person)
        handled = units["committee"] if key == "head" else posting.unit
        case = rows.rotation_case(
            code=f"LC-2026-{number + 1:06d}", person=person, rule=rule, rule_code="ND59", posting=posting, unit=handled
        )
        round_ = RotationRound.objects.get(unit=units["ward"])
        item = rows.rotation_item(
            case=case, destination=units["other"], hand_over_to=people["deputy"], round=round_, proposed_by=cast.head
        )
        for state in way:
            more = {"receiver": units["other"]} if state == "decided" else {}
            RotationCase.objects.filter(pk=case.pk).update(state=state, **more)
        relief = {"case": case, "kind": "defer", "from_on": DAY, "until": DAY, "proposed_by": cast.personnel}
        RotationRelief.objects.create(ground="study", rule=ground, evidence="1/QĐ", **relief)
        RotationRelief.objects.create(ground="apart", apart={"ground": "apart"}, origin_key=f"x:{number}", **relief)
        RotationItem.objects.filter(pk=item.pk).update(opinion="Ý kiến")


def _worked_out(round: RotationRound, *, by: User) -> None:
    """A proposal for the round: a job of whoever asked, which nobody else finds."""
    payload = {
        "round": round.pk, "by": by.pk, "due_by": f"{DAY}", "move_on": f"{DAY}", "rule": "",
        "settings": asdict(Settings()),
    }  # fmt: skip
    counts = {"moved": 0, "asked": 0, "left_by_rule": {}, "best": True, "greedy": 0}
    Job.objects.create(
        task=TASK, key=f"{TASK}:{round.pk}:{by.pk}:1", payload=payload, requested_by=by.pk, state=JobState.DONE,
        finished_at=timezone.now(), result={"circles": [], "left": [], **counts},
    )  # fmt: skip
