"""A correction makes version n + 1, needs a second person, tells the subject and keeps n (bar M-30)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from evaluations.models import Evaluation, Revision
from evaluations.services import objections, revision_checks, revisions
from foundation.audit.models import AuditEvent
from foundation.audit.record import recorded
from foundation.notifications.models import Notification
from foundation.workflow.errors import DomainError, StaleVersion, StateChanged
from tests.evaluations.services.month import Month, lines_of, open_month
from tests.evaluations.services.revised import PAPER, execute, propose, publish_ward, versions

pytestmark = pytest.mark.django_db


@pytest.fixture
def month() -> Month:
    return open_month()


def stored(sheet: Evaluation) -> dict[str, Any]:
    return dict(Evaluation.objects.filter(pk=sheet.pk).values().get())


def test_correction_makes_the_next_version_and_keeps_the_first(month: Month) -> None:
    sheet = publish_ward(month)
    before = stored(sheet)
    revision = propose(month, sheet, lines=lines_of(sheet, **first_line(sheet, "1")))
    assert [row.version for row in versions(sheet)] == [1], "a proposal changes nothing"
    new = execute(month, revision)
    assert stored(sheet) == before
    assert (new.version, new.supersedes_id, new.state, new.grade) == (2, sheet.pk, "PUBLISHED", "C")
    assert new.total < sheet.total and new.decided_by == month.user("officer2")
    revision.refresh_from_db()
    assert (revision.state, revision.proposed_by, revision.settled_by) == (
        "EXECUTED", month.user("officer"), month.user("officer2"),
    )  # fmt: skip
    events = AuditEvent.objects.filter(name__in=["revision.propose", "revision.execute", "evaluation.supersede"])
    assert sorted(events.values_list("name", flat=True)) == [
        "evaluation.supersede", "revision.execute", "revision.propose",
    ]  # fmt: skip


def first_line(sheet: Evaluation, points: str) -> dict[str, str]:
    from evaluations.selectors.frameworks import spec_of

    return {spec_of(sheet.cycle.framework).card(sheet.subject_group).criteria[0].code: points}


def test_subject_decider_and_proposer_are_told_once(month: Month) -> None:
    execute(month, propose(month, publish_ward(month)))
    told = Notification.objects.filter(kind__in=["evaluation.revised", "revision.settled"])
    people = sorted(told.values_list("user__username", flat=True))
    assert people == ["division_head", "head", "officer", "staff"]
    asked = Notification.objects.get(kind="revision.proposed")
    assert asked.user == month.user("officer2") and asked.handled_at is not None


@pytest.mark.parametrize("second", ["officer", "staff", "head", "deputy", "personnel", "leader", "admin", "other_head"])
def test_nobody_but_another_authorised_person_puts_it_into_force(month: Month, second: str) -> None:
    sheet = publish_ward(month)
    revision = propose(month, sheet)
    with pytest.raises(DomainError) as error:
        execute(month, revision, by=second)
    assert error.value.code in {"not_found", "forbidden", "duty_apart_proposer"}
    assert len(versions(sheet)) == 1


def test_head_above_is_a_second_person_and_the_decider_may_propose(month: Month) -> None:
    sheet = publish_ward(month)
    revision = propose(month, sheet, by="head")
    with pytest.raises(DomainError):
        execute(month, revision, by="head")
    assert execute(month, revision, by="chair").version == 2


@pytest.mark.parametrize("who", ["staff", "deputy", "personnel", "leader", "auditor", "other_head", "division_head"])
def test_who_neither_decides_nor_keeps_the_organisation_proposes_nothing(month: Month, who: str) -> None:
    with pytest.raises(DomainError) as error:
        propose(month, publish_ward(month), by=who)
    assert error.value.code in {"not_found", "forbidden"}


def test_subject_neither_proposes_nor_executes_through_another_role(month: Month) -> None:
    from accounts.services.grants import grant_at_setup
    from tests.cast import SINCE

    sheet = publish_ward(month)
    grant_at_setup(user=month.user("staff"), role="OC", unit=None, valid_from=SINCE)
    with pytest.raises(DomainError) as error:
        propose(month, sheet, by="staff")
    assert error.value.code == "duty_apart_subject"
    with pytest.raises(DomainError) as error:
        execute(month, propose(month, sheet), by="staff")
    assert error.value.code == "duty_apart_subject"


def test_decider_does_not_settle_the_correction_of_the_own_decision(month: Month) -> None:
    """Even as an officer of the committee."""
    from accounts.services.grants import grant_at_setup
    from tests.cast import SINCE

    revision = propose(month, publish_ward(month))
    grant_at_setup(user=month.user("head"), role="OC", unit=None, valid_from=SINCE)
    for act in (lambda: execute(month, revision, by="head"), lambda: refuse(month, revision, "head")):
        with pytest.raises(DomainError) as error:
            act()
        assert error.value.code == "duty_apart_decider"


def refuse(month: Month, revision: Revision, by: str, reason: str = "Chưa đủ căn cứ") -> Revision:
    return revisions.refuse(revision=revision, reason=reason, version=revision.row_version, by=month.user(by))


def test_refused_with_a_reason_and_withdrawn_change_nothing(month: Month) -> None:
    sheet = publish_ward(month)
    revision = propose(month, sheet)
    with pytest.raises(DomainError) as error:
        refuse(month, revision, "officer2", "")
    assert error.value.code == "reason_missing"
    assert refuse(month, revision, "officer2").state == "REFUSED"
    with pytest.raises(StateChanged):
        execute(month, Revision.objects.get(pk=revision.pk))
    again = propose(month, sheet)
    with pytest.raises(DomainError):
        revisions.withdraw(revision=again, version=again.row_version, by=month.user("officer2"))
    assert revisions.withdraw(revision=again, version=again.row_version, by=month.user("officer")).state == "WITHDRAWN"
    assert len(versions(sheet)) == 1 and again.code.endswith("-2")


def test_one_open_proposal_a_sheet_and_the_old_version_takes_no_more(month: Month) -> None:
    sheet = publish_ward(month)
    revision = propose(month, sheet)
    with pytest.raises(DomainError) as error:
        propose(month, sheet)
    assert error.value.code == "revision_open"
    new = execute(month, revision)
    with pytest.raises(StateChanged):
        propose(month, sheet)
    with pytest.raises(StateChanged):
        objections.file(evaluation=sheet, grounds="Cũ", by=month.user("staff"), on=timezone.localdate())
    third = execute(month, propose(month, new, by="officer2", grade="B", departure_reason="Hủy bỏ"), by="officer")
    assert (third.version, [row.version for row in versions(sheet)]) == (3, [1, 2, 3])


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"kind": "OTHER"}, "unknown_kind"),
        ({"reason": " "}, "reason_missing"),
        ({"document": ""}, "document_missing"),
        ({"document_date": None}, "document_date_missing"),
        ({"document_date": timezone.localdate() + timedelta(days=2)}, "document_date_future"),
        ({"grade": "X"}, "unknown_grade"),
        ({"departure_reason": ""}, "departure_reason_missing"),
        ({"grade": "B"}, "nothing_changes"),
        ({"kind": "OBJECTION"}, "no_upheld_objection"),
        ({"lines": {"KHONG": {"points": "1"}}}, ""),
        ({"reason": "x" * 4001}, "too_long"),
    ],
)
def test_bad_proposals_are_refused(month: Month, given: dict[str, Any], code: str) -> None:
    with pytest.raises(DomainError) as error:
        propose(month, publish_ward(month), **given)
    assert not code or error.value.code == code
    assert not Revision.objects.exists()


def test_version_of_the_sheet_and_of_the_proposal_are_compared(month: Month) -> None:
    sheet = publish_ward(month)
    with pytest.raises(StaleVersion):
        propose(month, sheet, version=sheet.row_version - 1)
    revision = propose(month, sheet)
    with pytest.raises(StaleVersion):
        revisions.execute(revision=revision, version=revision.row_version + 1, by=month.user("officer2"))


def test_one_more_a_than_the_share_needs_a_document_and_takes_nobody_s_place(month: Month) -> None:
    sheet = publish_ward(month)  # one A of at most one is held by staff2
    with pytest.raises(DomainError) as error:
        propose(month, sheet, grade="A")
    assert error.value.code == "quota_exceeded" and "30%" in str(error.value)
    revision = propose(month, sheet, grade="A", quota_document="88/QĐ-UBND ngày 04/03/2026")
    new = execute(month, revision)
    assert new.grade == "A" and month_grade(month, "staff2") == "A"
    revision.refresh_from_db()
    assert [pool["holders"] for pool in revision.quota] == [2]


def month_grade(month: Month, key: str) -> str:
    return str(Evaluation.objects.get(person=month.cast.people[key], superseded_by__isnull=True).grade)


def test_without_a_free_place_the_machine_proposes_b_and_says_why(month: Month) -> None:
    sheet = publish_ward(month)
    _lines, outcome = revision_checks.weigh(evaluation=sheet, lines=None)
    assert outcome.proposed == "B" and outcome.proposal.reasons[-1].code == "QUOTA_USED"
    _lines, allowed = revision_checks.weigh(evaluation=sheet, lines=None, quota_document="88/QĐ-UBND")
    assert allowed.proposed == "A"


def test_lower_grade_is_never_stopped_by_the_share(month: Month) -> None:
    publish_ward(month)
    holder = month.sheet("staff2")
    assert execute(month, propose(month, holder, grade="D")).grade == "D"


def test_system_proposes_and_a_person_puts_it_into_force(month: Month) -> None:
    sheet = publish_ward(month)
    revision = revisions.propose(
        evaluation=sheet, kind="DISCIPLINE", grade="D", reason="Quyết định kỷ luật khiển trách", by=None, **PAPER
    )
    assert revision.proposed_by is None and revision.departure_reason == "Quyết định kỷ luật khiển trách"
    assert execute(month, revision, by="officer").grade == "D"


def test_upheld_objection_leads_to_the_correction(month: Month) -> None:
    sheet = publish_ward(month, first="B")
    today = timezone.localdate()
    objection = objections.file(evaluation=sheet, grounds="Điểm tiến độ", by=month.user("staff"), on=today)
    objections.answer(objection=objection, text="Đúng", outcome="UPHELD", by=month.user("head"), on=today)
    revision = propose(month, sheet, by="head", kind="OBJECTION", grade="A", departure_reason="", document="",
                       document_date=None)  # fmt: skip
    assert revision.objection == objection and revision.proposed_grade == "A"
    assert execute(month, revision, by="officer").grade == "A"


def test_head_never_stands_above_the_unit(month: Month) -> None:
    """The unit's sheet falls: the head standing above is listed, told of, and not changed by itself."""
    head, unit = publish_committee(month)
    with pytest.raises(DomainError) as error:
        propose(month, head, grade="A")
    assert error.value.code == "head_above_unit"
    _lines, outcome = revision_checks.weigh(evaluation=unit, lines=None, grade="C")
    assert [row.pk for row in outcome.heads_above] == [head.pk]
    execute(month, propose(month, unit))
    assert month_grade(month, "head") == "B"
    assert Notification.objects.filter(title__contains="stands above", user=month.user("chair")).exists()
    with pytest.raises(DomainError):
        revisions.propose(
            evaluation=head, kind="ARITHMETIC", reason="Cộng lại", grade="B", by=month.user("officer"),
            version=head.row_version,
        )  # fmt: skip


def publish_committee(month: Month) -> tuple[Evaluation, Evaluation]:
    """The committee's month decided: the wards and their heads at B; returns the head's and the ward's sheet."""
    from evaluations.services import deciding, publishing
    from evaluations.services.deciding import Choice
    from tests.evaluations.services.month import skip_self

    place = month.unit("committee")
    for sheet in Evaluation.objects.filter(unit_cycle=place):
        month.score(skip_self(sheet), "chair")
    place = month.unit("committee")
    choices = {sheet.pk: Choice("B", "Như nhau") for sheet in Evaluation.objects.filter(unit_cycle=place)}
    deciding.decide(unit_cycle=place, choices=choices, version=place.row_version, by=month.user("chair"))
    place = month.unit("committee")
    publishing.publish(unit_cycle=place, version=place.row_version, by=month.user("chair"))
    return month.sheet("head"), month.unit_sheet("ward")


def test_database_refuses_a_later_version_without_two_persons(month: Month) -> None:
    sheet = publish_ward(month)
    revision = propose(month, sheet)
    attacks: dict[str, Callable[[], object]] = {
        "no revision executed": lambda: clone(sheet, grade="A"),
        "one person": lambda: settle(revision, by=month.user("officer")),
        "nobody": lambda: settle(revision, by=None),
        "another grade": lambda: (settle(revision, by=month.user("officer2")), clone(sheet, grade="A")),
        "another person": lambda: (
            settle(revision, by=month.user("officer2")), clone(sheet, person_id=month.cast.people["clerk"].pk),
        ),
        "a version left out": lambda: (settle(revision, by=month.user("officer2")), clone(sheet, version=3)),
        "a draft": lambda: (settle(revision, by=month.user("officer2")), clone(sheet, state="DRAFT")),
        "an edited proposal": lambda: Revision.objects.filter(pk=revision.pk).update(grade="A"),
        "a deleted proposal": lambda: revision.delete(),
        "a version by update": lambda: Evaluation.objects.filter(pk=sheet.pk).update(version=7),
    }  # fmt: skip
    survivors = []
    for name, attack in attacks.items():
        try:
            with transaction.atomic(), recorded(by=month.user("officer2")):
                attack()
                survivors.append(name)
                transaction.set_rollback(True)
        except DatabaseError:
            continue
    assert survivors == []
    assert len(versions(sheet)) == 1


def settle(revision: Revision, *, by: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE evaluations_revision SET state = 'EXECUTED', settled_by_id = %s WHERE id = %s",
            [by.pk if by else None, revision.pk],
        )
        assert cursor.rowcount == 1


def clone(sheet: Evaluation, **changes: Any) -> None:
    """Version 2 as somebody might slip it in, by the executor of a settled revision."""
    row = Evaluation.objects.get(pk=sheet.pk)
    second = Revision.objects.get(evaluation=sheet).settled_by
    row.pk, row.version, row.supersedes, row.grade, row.departure_reason = None, 2, sheet, "C", "Vì"
    row.decided_by = second or row.decided_by
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(force_insert=True)


def test_the_counterpart_of_the_attacks_passes(month: Month) -> None:
    """What refuses above is the second person, not some other constraint."""
    sheet = publish_ward(month)
    revision = propose(month, sheet)
    with transaction.atomic(), recorded(by=month.user("officer2")):
        settle(revision, by=month.user("officer2"))
        clone(sheet)
    assert [row.version for row in versions(sheet)] == [1, 2]


def test_settled_proposal_is_never_edited(month: Month) -> None:
    revision = propose(month, publish_ward(month))
    execute(month, revision)
    for change in ({"settle_note": "khác"}, {"settled_by": month.user("admin")}, {"state": "PROPOSED"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Revision.objects.filter(pk=revision.pk).update(**change)
