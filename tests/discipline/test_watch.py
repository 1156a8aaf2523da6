"""Watch rules suggest once for the same facts, say what they read, and act on nothing."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from directives.models import Undertaking
from discipline.models import Case, CaseBar, Replacement
from discipline.selectors import replacements as selectors
from discipline.services import watch
from discipline.services.replacements import create, propose, reject
from discipline.services.rule_loading import load_rules
from foundation.notifications.models import Notification
from foundation.workflow.errors import NotFound
from tests.cast import Cast, build_cast
from tests.discipline.decided import decided_case
from tests.foundation.audit import rows
from tests.foundation.outbox.twice import run_in_parallel, run_twice

TODAY = date(2026, 4, 1)


@pytest.fixture
def cast() -> Cast:
    load_rules()
    return build_cast()


def promise_of(cast: Cast, key: str, due_on: date) -> Undertaking:
    person = cast.people[key]
    row = rows.undertaking(unit=cast.units["ward"], responsible=person)
    Undertaking.objects.filter(pk=row.pk).update(begins_on=due_on, due_on=due_on)
    row.refresh_from_db()
    return row


@pytest.mark.django_db
def test_overdue_undertaking_suggests_once_with_what_was_read_and_nothing_else_happens(cast: Cast) -> None:
    late = promise_of(cast, "staff", TODAY - timedelta(days=31))
    promise_of(cast, "staff2", TODAY - timedelta(days=30))
    assert watch.look(on=TODAY) == 1 and watch.look(on=TODAY) == 0
    row = Replacement.objects.get()
    assert (row.state, row.watch_rule, row.watch_key, row.proposed_by) == (
        "suggested", "undertaking_overdue", late.code, None,
    )  # fmt: skip
    assert row.rules["watch"]["threshold"] == 30 and row.rules["watch"]["verified"] is False
    assert row.rules["watch"]["inputs"]["undertaking"] == late.code and late.code in row.facts
    assert not Case.objects.exists()
    late.refresh_from_db()
    assert late.state == "planned"
    told = Notification.objects.filter(kind="replacement.suggested").values_list("user__username", flat=True)
    assert sorted(told) == ["officer", "officer2"], "the person hears nothing of a suggestion"
    reject(replacement=row, reason="Có lý do", today=TODAY, version=row.row_version, by=cast.officer)
    assert watch.look(on=TODAY + timedelta(days=1)) == 1, "the other one is over its limit now"
    assert Replacement.objects.filter(watch_key=late.code).count() == 1, "what was not followed does not come again"
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.replacement(person=cast.people["clerk"], watch_rule="undertaking_overdue", watch_key=late.code)


@pytest.mark.django_db
def test_two_reprimands_in_a_term_of_one_track_and_one_violation_once(cast: Cast) -> None:
    staff, clerk, other = (cast.people[key] for key in ("staff", "clerk", "staff2"))
    for number in ("1/QĐ", "2/QĐ"):
        decided_case(staff, number=number)
    party = decided_case(clerk, number="3-QĐ/UBKT", track="party")
    decided_case(clerk, number="3/QĐ", twin=party)
    decided_case(other, number="4/QĐ", on=date(2020, 5, 1))
    decided_case(other, number="5/QĐ")
    decided_case(other, number="6/QĐ", state="rescinded")
    assert watch.look(on=TODAY) == 1
    row = Replacement.objects.get()
    assert (row.person, row.watch_rule) == (staff, "two_reprimands")
    assert "1/QĐ, 2/QĐ" in row.facts and len(row.rules["watch"]["inputs"]["cases"]) == 2


@pytest.mark.django_db
def test_who_is_kept_out_of_a_case_is_kept_out_of_the_replacement_that_names_it(cast: Cast) -> None:
    first, second = (decided_case(cast.people["staff"], number=number) for number in ("1/QĐ", "2/QĐ"))
    kin = rows.person(unit=cast.units["ward"])
    User.objects.filter(pk=cast.officer.pk).update(person_id=kin.pk)
    relative, stranger = User.objects.get(pk=cast.officer.pk), cast.officer2
    kept_out = {"person": kin, "ground": "relative", "since": TODAY}
    bar = CaseBar.objects.create(case=first, **kept_out)
    watch.look(on=TODAY)
    row = Replacement.objects.get()
    assert (row.about_case_ids, row.barred_ids) == ([first.pk, second.pk], [kin.pk])
    assert selectors.readable(stranger).exists() and not selectors.readable(relative).exists()
    told = Notification.objects.filter(kind="replacement.suggested").values_list("user__username", flat=True)
    assert "officer2" in told and "officer" not in told
    with pytest.raises(NotFound):
        reject(replacement=row, reason="Không", today=TODAY, version=row.row_version, by=relative)
    CaseBar.objects.filter(pk=bar.pk).update(lifted_on=TODAY)
    assert selectors.readable(relative).exists(), "the bar was lifted"
    written = create(
        person=cast.people["staff"], kind="transfer", ground="ct24", facts="Theo Quyết định 2/qđ", arose_on=TODAY,
        today=TODAY, by=cast.head,
    )  # fmt: skip
    CaseBar.objects.create(case=second, **kept_out)
    assert not selectors.readable(relative).exists(), "a bar noted later, a number written by hand"
    assert written.about_case_ids == [second.pk]


@pytest.mark.django_db
def test_terms_near_or_over_are_told_once_to_the_officers(cast: Cast) -> None:
    promise_of(cast, "staff", TODAY - timedelta(days=40))
    watch.look(on=TODAY)
    row = Replacement.objects.get()
    assert watch.remind(on=TODAY) == 0
    watch.remind(on=row.talk_due_on)
    watch.remind(on=row.talk_due_on + timedelta(days=1))
    assert Notification.objects.filter(kind="replacement.due").count() == 2, "two officers, once a term"
    propose(replacement=row, talked_on=TODAY, today=row.talk_due_on, version=row.row_version, by=cast.officer)
    row.refresh_from_db()
    assert row.decision_due_on is not None
    watch.remind(on=row.decision_due_on)
    assert Notification.objects.filter(kind="replacement.due").count() == 4


def _overdue() -> None:
    load_rules()
    promise_of(build_cast(), "staff", TODAY - timedelta(days=40))


def test_job_twice(committed_db: Any) -> None:
    _overdue()
    run_twice("discipline.watch", {"on": TODAY.isoformat(), "late": False})
    assert Replacement.objects.count() == 1


def test_job_in_parallel(committed_db: Any) -> None:
    _overdue()
    run_in_parallel("discipline.watch", {"on": TODAY.isoformat(), "late": False})
    assert Replacement.objects.count() == 1
