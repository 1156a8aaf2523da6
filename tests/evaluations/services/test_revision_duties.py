"""Generated sequences of acts on corrections, by everybody of the cast: duties stay apart whatever the order (M-07)."""

import random
from collections import Counter
from typing import Any

import pytest
from django.db import transaction

from accounts.models import User
from accounts.services.grants import grant_at_setup
from evaluations.models import Evaluation, Revision
from evaluations.services import revisions
from foundation.workflow.errors import DomainError
from tests.cast import SINCE
from tests.evaluations.services.month import Month, open_month
from tests.evaluations.services.revised import PAPER, publish_ward

SEQUENCES, ACTS = 100, 7
PEOPLE = ("officer", "officer2", "head", "chair", "staff", "staff2", "deputy", "other_head", "leader", "personnel")
ALSO_OFFICERS = ("head", "staff")
"""These hold the committee's role too: only the duties keep them out."""


@pytest.fixture
def month(db: Any) -> Month:
    month = open_month()
    publish_ward(month)
    for key in ALSO_OFFICERS:
        grant_at_setup(user=month.user(key), role="OC", unit=None, valid_from=SINCE)
    return month


def act(chance: random.Random, users: dict[str, User], sheet: Evaluation) -> str:
    """One random act of one random person on the sheet in force; its name, or "" where it was refused."""
    by = users[chance.choice(PEOPLE)]
    name = chance.choice(("propose", "propose", "execute", "refuse", "withdraw", "withdraw"))
    current = Evaluation.objects.get(person=sheet.person, cycle=sheet.cycle, superseded_by__isnull=True)
    open_ = Revision.objects.filter(evaluation=current, state="PROPOSED").first()
    try:
        if name == "propose":
            revisions.propose(
                evaluation=current, kind="DOCUMENT", reason="Có văn bản", grade=chance.choice("BCD"),
                departure_reason="Theo văn bản", version=current.row_version, by=by, **PAPER,
            )  # fmt: skip
        elif open_ is None:
            return ""
        elif name == "execute":
            revisions.execute(revision=open_, version=open_.row_version, by=by)
        elif name == "refuse":
            revisions.refuse(revision=open_, reason="Chưa đủ", version=open_.row_version, by=by)
        else:
            revisions.withdraw(revision=open_, version=open_.row_version, by=by)
    except DomainError:
        return ""
    return name


def broken(sheet: Evaluation) -> list[str]:
    """Whoever acted where a duty of theirs forbids it."""
    found = []
    for row in Revision.objects.filter(evaluation__person=sheet.person).select_related(
        "proposed_by", "settled_by", "evaluation__decided_by"
    ):
        proposer, second, old = row.proposed_by, row.settled_by, row.evaluation
        assert proposer is not None
        if proposer.person_id == old.person_id:
            found.append(f"{row.code}: the subject proposed")
        if row.state in ("EXECUTED", "REFUSED"):
            assert second is not None
            if second == proposer:
                found.append(f"{row.code}: one person did both")
            if second.person_id is not None and second.person_id in (old.person_id, old.decider_id):
                found.append(f"{row.code}: the subject or the decider settled it")
            if second == old.decided_by:
                found.append(f"{row.code}: who decided the grade settled it")
        if row.state == "WITHDRAWN" and second != proposer:
            found.append(f"{row.code}: another person withdrew it")
    executed = Revision.objects.filter(evaluation__person=sheet.person, state="EXECUTED").count()
    versions = list(Evaluation.objects.filter(person=sheet.person, cycle=sheet.cycle).values_list("version", flat=True))
    if sorted(versions) != list(range(1, executed + 2)):
        found.append(f"versions {versions} after {executed} corrections")
    return found


def test_duties_stay_apart_in_generated_sequences(month: Month) -> None:
    chance, done, wrong = random.Random("duties of corrections"), Counter[str](), []
    users = {key: month.user(key) for key in PEOPLE}
    sheets = [month.sheet(key) for key in ("staff", "staff2", "clerk")]
    for _sequence in range(SEQUENCES):
        sheet = chance.choice(sheets)
        with transaction.atomic():
            done.update(filter(None, (act(chance, users, sheet) for _act in range(ACTS))))
            wrong += broken(sheet)
            transaction.set_rollback(True)
    assert wrong == []
    assert min(done[name] for name in ("propose", "execute", "refuse", "withdraw")) >= 2, done
