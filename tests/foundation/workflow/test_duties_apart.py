"""2,000 generated sequences over the real services, with people who may do nearly everything: nobody acts twice (M-07).

Every person of the ward is given every role, so only the separation of duties stands in the way. A sequence is judged
afterwards, from the trail alone and by rules written here a second time.
"""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import FactorReset, RoleGrant, User
from accounts.services import factor_reset, grants
from accounts.services.grants import grant_at_setup
from cadres.models import Absence
from cadres.services.absences import confirm_absence, record_absence
from evaluations.models import Evaluation, Objection, Revision, UnitCycle
from evaluations.services import deciding, objections, publishing, revisions, scoring, self_assessment, unit_month
from evaluations.services.deciding import Choice
from foundation.access.identity import forget
from foundation.audit.models import AuditEvent
from foundation.workflow.errors import DomainError
from tests.cast import SINCE
from tests.evaluations.services.month import IN_TIME, Month, lines_of, open_month, ready_ward
from tests.evaluations.services.revised import PAPER
from tests.sessions import with_factor

pytestmark = pytest.mark.django_db
NAMES = ("head", "deputy", "division_head", "staff", "staff2", "clerk", "officer", "officer2")
CITY, WARD = ("SA", "OC", "LD", "AU"), ("DH", "HR")
OWN = {
    "evaluation.submit_self",
    "evaluation.withdraw_self",
    "objection.file",
    "objection.withdraw",
    "objection.escalate",
}
"""Acts on a matter about oneself that are one's own to do."""


@dataclass
class Play:
    """One stage of the month, the people, and the dice."""

    month: Month
    dice: random.Random
    users: list[User] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def someone(self, *, rather: int | None = None) -> User:
        """Anybody; half of the time the person `rather`, whose act it usually is, if among the players."""
        usual = [user for user in self.users if user.person_id is not None and user.person_id == rather]
        return usual[0] if usual and self.dice.random() < 0.5 else self.dice.choice(self.users)

    def one(self, rows: Any) -> Any:
        found = list(rows)
        return self.dice.choice(found) if found else None

    def sheet(self, *states: str) -> Any:
        people = [user.person_id for user in self.users if user.person_id]
        rows = Evaluation.objects.filter(cycle=self.month.cycle, person_id__in=people, superseded_by__isnull=True)
        return self.one(rows.filter(state__in=states) if states else rows)

    def ward(self) -> UnitCycle:
        return self.month.unit("ward")


def propose_grant(play: Play) -> None:
    fields = {"role": "LD", "unit": None, "valid_from": SINCE, "valid_to": None, "reason": "Cần"}
    grants.propose(user=play.someone(), by=play.someone(), **fields)


def settle_grant(play: Play) -> None:
    grant = play.one(RoleGrant.objects.filter(state="proposed"))
    if grant is not None:
        play.dice.choice([grants.execute, grants.execute, _refuse_grant])(grant=grant, by=play.someone())


def _refuse_grant(*, grant: RoleGrant, by: User) -> None:
    grants.refuse(grant=grant, reason="Không cần", by=by)


def propose_reset(play: Play) -> None:
    factor_reset.propose(user=play.someone(), reason="Mất máy", at=timezone.now(), by=play.someone())


def settle_reset(play: Play) -> None:
    reset = play.one(FactorReset.objects.filter(state="proposed"))
    if reset is not None:
        factor_reset.execute(reset=reset, at=timezone.now(), by=play.someone())


def absent(play: Play) -> None:
    user = play.someone()
    if user.person_id:
        day = date(2026, 4, 1) + timedelta(days=play.dice.randrange(60))
        person = next(person for person in play.month.cast.people.values() if person.pk == user.person_id)
        record_absence(person=person, kind="leave", starts_on=day, ends_on=day, by=user)


def confirm(play: Play) -> None:
    absence = play.one(Absence.objects.filter(confirmed=False))
    if absence is not None:
        confirm_absence(absence=absence, version=absence.row_version, by=play.someone())


def self_assess(play: Play) -> None:
    sheet = play.sheet("DRAFT")
    if sheet is None:
        return
    by = play.someone(rather=sheet.person_id)
    sheet = self_assessment.save_draft(
        evaluation=sheet, lines=lines_of(sheet), note="", version=sheet.row_version, by=by
    )
    self_assessment.submit(evaluation=sheet, version=sheet.row_version, by=by, on=IN_TIME)


def take_back(play: Play) -> None:
    if sheet := play.sheet("SELF_SUBMITTED"):
        self_assessment.withdraw(evaluation=sheet, version=sheet.row_version, by=play.someone(rather=sheet.person_id))


def proceed(play: Play) -> None:
    if sheet := play.sheet("DRAFT"):
        scoring.proceed_without_self(
            evaluation=sheet, version=sheet.row_version, by=play.someone(), on=date(2026, 4, 1)
        )


def score(play: Play) -> None:
    if sheet := play.sheet("SELF_SUBMITTED", "SUPERIOR_DONE"):
        scoring.save_row(evaluation=sheet, lines=lines_of(sheet), version=sheet.row_version, by=play.someone())


def give_back(play: Play) -> None:
    if sheet := play.sheet("SELF_SUBMITTED"):
        scoring.return_to_self(evaluation=sheet, reason="Xem lại", version=sheet.row_version, by=play.someone())


def submit(play: Play) -> None:
    sheet = play.sheet("SUPERIOR_DONE")
    by = play.someone(rather=sheet.superior_id if sheet else None)
    unit_month.submit(unit_cycle=play.ward(), version=play.ward().row_version, by=by)


def return_one(play: Play) -> None:
    if sheet := play.sheet("SUPERIOR_DONE", "PROPOSED"):
        unit_month.return_for_correction(evaluation=sheet, reason="Thiếu", by=play.someone())


def decide(play: Play) -> None:
    ward = play.ward()
    choices = {sheet.pk: Choice("B", "Như nhau") for sheet in Evaluation.objects.filter(unit_cycle=ward)}
    deciding.decide(unit_cycle=ward, choices=choices, version=ward.row_version, by=play.someone(rather=ward.decider_id))


def publish(play: Play) -> None:
    ward = play.ward()
    publishing.publish(unit_cycle=ward, version=ward.row_version, by=play.someone(rather=ward.decider_id))


def object_to(play: Play) -> None:
    if sheet := play.sheet("PUBLISHED"):
        objections.file(
            evaluation=sheet, grounds="Chưa đúng", by=play.someone(rather=sheet.person_id), on=timezone.localdate()
        )


def answer(play: Play) -> None:
    if row := play.one(Objection.objects.filter(state="FILED")):
        objections.answer(objection=row, text="Giữ", outcome="UPHELD", by=play.someone(), on=timezone.localdate())


def escalate(play: Play) -> None:
    if row := play.one(Objection.objects.filter(state="ANSWERED")):
        objections.escalate(objection=row, by=play.someone(), on=timezone.localdate())


def answer_above(play: Play) -> None:
    if row := play.one(Objection.objects.filter(state="ESCALATED")):
        objections.answer_above(objection=row, text="Giữ", outcome="UPHELD", by=play.someone())


def revise(play: Play) -> None:
    if sheet := play.sheet("PUBLISHED"):
        fields = {
            "kind": "DOCUMENT",
            "reason": "Văn bản mới",
            "grade": "C",
            "departure_reason": "Theo văn bản",
            **PAPER,
        }
        revisions.propose(evaluation=sheet, version=sheet.row_version, by=play.someone(), **fields)


def settle_revision(play: Play) -> None:
    row = play.one(Revision.objects.filter(state="PROPOSED"))
    if row is None:
        return
    if play.dice.random() < 0.6:
        revisions.execute(revision=row, version=row.row_version, by=play.someone())
    else:
        revisions.refuse(revision=row, reason="Không đủ", version=row.row_version, by=play.someone())


Act = Callable[[Play], None]
ALWAYS: list[list[Act]] = [[propose_grant, settle_grant], [propose_reset, settle_reset], [absent, confirm]]
STAGES: dict[str, list[list[Act]]] = {
    "open": [*ALWAYS, [self_assess, take_back, proceed, score, give_back]],
    "ready": [*ALWAYS, [decide, publish, return_one, submit, score]],
    "published": [*ALWAYS, [object_to, answer, escalate, answer_above], [revise, settle_revision]],
}
SHARE = {"open": 0.4, "ready": 0.2, "published": 0.4}


def everybody_may_everything(month: Month) -> list[User]:
    users = [month.user(name) for name in NAMES]
    for user in users:
        for role in (*CITY, *WARD):
            unit = month.cast.units["ward"] if role in WARD else None
            if not RoleGrant.objects.filter(user=user, role=role, unit=unit).exists():
                grant_at_setup(user=user, role=role, unit=unit, valid_from=SINCE)
        with_factor(user)
        forget(user)
    return users


def play_one(play: Play, people: list[User], machines: list[list[Act]]) -> None:
    play.users = play.dice.sample(people, play.dice.randint(3, 6))
    acts = play.dice.choice(machines)
    for act in play.dice.choices(acts, k=play.dice.randint(3, 6)):
        try:
            with transaction.atomic():
                act(play)
            play.done[act.__name__] += 1
        except DomainError as refusal:
            play.refused[refusal.code] += 1


def judge(since: int, users: dict[str, User]) -> list[str]:
    """What the trail says happened since this entry, against the rules of who may not."""
    wrong = []
    for event in AuditEvent.objects.filter(id__gt=since, actor__in=list(users)).exclude(name="", kind="event"):
        actor = users[event.actor]
        for duty, holder in duties(event):
            if holder is not None and holder == (actor.pk if duty.startswith("account") else actor.person_id):
                wrong.append(f"{event.name or event.table_name}: {actor.username} is {duty}")
    return wrong


def duties(event: AuditEvent) -> list[tuple[str, int | None]]:
    """Who must not be the actor of this entry: (duty, person) or (account ..., account)."""
    before, after = event.before or {}, event.after or {}
    changed = {name for name in after if before.get(name) != after[name]}
    if event.table_name == "cadres_absence" and "confirmed" in changed and after["confirmed"] and before:
        return [("the absent person", after["person_id"])]
    if event.table_name == "accounts_rolegrant" and "state" in changed and before and after["state"] == "active":
        return [("account of proposer", after["proposed_by_id"]), ("account of receiver", after["user_id"])]
    if event.table_name == "accounts_factorreset" and event.kind == "row" and before and after["state"] == "executed":
        return [("account of proposer", after["proposed_by_id"]), ("account of subject", after["user_id"])]
    if event.kind != "event" or event.name in OWN:
        return []
    if event.object_type == "evaluations.evaluation":
        sheet = Evaluation.objects.select_related("unit_cycle").get(pk=event.object_id)
        found: list[tuple[str, int | None]] = [("the subject", sheet.person_id)]
        if event.name == "evaluation.decide" and (event.details or {}).get("from") == "PROPOSED":
            found.append(("account of proposer", sheet.unit_cycle.submitted_by_id))
        return found
    if event.object_type == "evaluations.objection":
        sheet = Objection.objects.select_related("evaluation").get(pk=event.object_id).evaluation
        above = [("account of decider", sheet.decided_by_id), ("decider", sheet.decider_id)]
        return [("the subject", sheet.person_id), *(above if event.name == "objection.answer_above" else [])]
    if event.object_type == "evaluations.revision":
        row = Revision.objects.select_related("evaluation").get(pk=event.object_id)
        found = [("the subject", row.evaluation.person_id)]
        if event.name in {"revision.execute", "revision.refuse"}:
            found += [("account of proposer", row.proposed_by_id), ("account of decider", row.evaluation.decided_by_id)]
        return found
    return []


@pytest.mark.parametrize("sequences", [400, pytest.param(2000, marks=pytest.mark.drill)])
def test_generated_sequences_nobody_holds_two_duties(sequences: int) -> None:
    month = open_month()
    people = everybody_may_everything(month)
    users = {str(user.pk): user for user in people}
    play, moves = Play(month, random.Random(7)), 0
    for stage, machines in STAGES.items():
        if stage == "ready":
            ready_ward(month)
        elif stage == "published":
            _publish(month)
        for _ in range(round(sequences * SHARE[stage])):
            last = AuditEvent.objects.order_by("-id").values_list("id", flat=True).first() or 0
            with transaction.atomic():
                play_one(play, people, machines)
                wrong = judge(last, users)
                moves += AuditEvent.objects.filter(id__gt=last).count()
                transaction.set_rollback(True)
            assert wrong == []
    acts = {act.__name__ for machines in STAGES.values() for machine in machines for act in machine}
    assert len(acts - set(play.done)) <= (0 if sequences == 2000 else 2), f"never done: {acts - set(play.done)}"
    apart = [count for code, count in play.refused.items() if code.startswith(("duty_apart", "two_", "own_"))]
    assert sum(apart) > sequences / 10
    assert moves > sequences * 2.5


def _publish(month: Month) -> None:
    ward = month.unit("ward")
    choices = {sheet.pk: Choice("B", "Như nhau") for sheet in Evaluation.objects.filter(unit_cycle=ward)}
    deciding.decide(unit_cycle=ward, choices=choices, version=ward.row_version, by=month.user("head"))
    publishing.publish(unit_cycle=month.unit("ward"), version=month.unit("ward").row_version, by=month.user("head"))
