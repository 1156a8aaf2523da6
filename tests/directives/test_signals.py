"""Questions about avoidance: what they are asked of, by which dated rule, who sees and answers them; no verdicts."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, connection
from django.test.utils import CaptureQueriesContext

from directives.enums import SignalKind
from directives.models import Assignment, AssignmentExtension, AvoidanceSignal, SignalAnswer, SignalRule
from directives.rules.signals import Fact, moved_often, questions
from directives.services import signals as services
from foundation.audit.record import recorded
from foundation.workflow.errors import InvalidInput, Refused
from tests.cast import Cast, build_cast
from tests.foundation.audit import rows
from tests.foundation.outbox.twice import run_in_parallel, run_twice
from tests.sessions import signed_in

ON = date(2026, 11, 18)
QUARTER = date(2026, 10, 1)
URL = "/reviews/questions/"


def test_threshold_is_counted_by_subject() -> None:
    facts = [Fact((1, 7), f"NV{number}", ON) for number in range(2)] + [Fact((1, 8), "NV9", ON)]
    assert {subject: found.count for subject, found in questions(facts, threshold=2).items()} == {(1, 7): 2}
    moved = [Fact((1, 7), "NV1", ON, 1), Fact((1, 7), "NV2", ON, 2), Fact((1, 8), "NV3", ON, 1)]
    assert {subject: found.count for subject, found in moved_often(moved, threshold=2).items()} == {(1, 7): 1}


@pytest.fixture
def ruled(cast: Cast) -> Cast:
    services.load_rules()
    return cast


def task(cast: Cast, key: str, **more: Any) -> Assignment:
    person = cast.people[key]
    fields = {"title": "Việc", "responsibility": "x", "product": "y", "assigned_on": QUARTER, "due_on": ON}
    with recorded(by=None):
        row: Assignment = Assignment.objects.create(
            code=f"T{Assignment.objects.count():05d}", person=person, unit=person.unit, **{**fields, **more}
        )
    return row


def passed(row: Assignment, cast: Cast, **more: Any) -> Any:
    fields = {"to_unit": cast.units["office"], "sent_on": date(2026, 11, 3), "opinion": ""}
    with recorded(by=None):
        return rows.handoff(assignment=row, **{**fields, **more})


def count(on: date = ON) -> int:
    return services.raise_signals(units=services.units_to_count(on=on), on=on)


def asked() -> dict[str, tuple[int, Any]]:
    return {row.kind: (row.count, row.person_id) for row in AvoidanceSignal.objects.filter(stands=True)}


@pytest.mark.django_db
def test_each_kind_is_asked_of_its_rows_only(ruled: Cast) -> None:
    cast, staff = ruled, ruled.people["staff"].pk
    assert SignalRule.objects.filter(verified=False).count() == len(SignalKind) and services.load_rules() == 0
    first, second = task(cast, "staff", times_extended=2), task(cast, "staff", times_extended=1)
    passed(first, cast)
    assert count() == 0
    passed(second, cast, opinion="Đề nghị chấp thuận")
    passed(second, cast, number=2, state="sent", already_delegated=True, delegation="QĐ 12")
    withdrawn = passed(first, cast, number=2, already_delegated=True)
    with recorded(by=None):
        type(withdrawn).objects.filter(pk=withdrawn.pk).update(state="withdrawn")
        for row in (first, second):
            wish = rows.extension(assignment=row, from_due_on=ON, to_due_on=ON + timedelta(days=5), asked_on=ON)
            AssignmentExtension.objects.filter(pk=wish.pk).update(state="granted", settled_on=ON)
    for number in (3, 4):
        passed(second, cast, number=number, opinion="x", answer_due_on=date(2026, 11, 10))
    count()
    assert asked() == {
        SignalKind.NO_OPINION: (2, staff), SignalKind.DELEGATED: (1, staff), SignalKind.EXTENDED: (1, staff),
        SignalKind.LATE_ANSWER: (2, None),
    }  # fmt: skip
    late = AvoidanceSignal.objects.get(kind=SignalKind.LATE_ANSWER)
    assert late.unit == cast.units["office"] and {row["figure"] for row in late.rows} == {6}
    moved = AvoidanceSignal.objects.get(kind=SignalKind.EXTENDED)
    assert [row["code"] for row in moved.rows] == [first.code] and moved.period == QUARTER


@pytest.mark.django_db
def test_question_falls_when_its_rows_do_and_is_asked_again(ruled: Cast) -> None:
    row = task(ruled, "staff")
    made = [passed(row, ruled, number=number) for number in (1, 2)]
    assert (count(), count()) == (1, 0)
    with recorded(by=None):
        type(made[0]).objects.filter(pk=made[0].pk).update(state="withdrawn")
    assert (count(), count(), asked()) == (1, 0, {})
    passed(row, ruled, number=3)
    assert count() == 1 and AvoidanceSignal.objects.get().stands


@pytest.mark.django_db
def test_next_rule_is_dated_and_the_old_one_keeps_its_time(ruled: Cast) -> None:
    values: dict[str, Any] = {"kind": "no_opinion", "span": "quarter", "by": ruled.officer, "today": ON}
    for wrong, field in (
        ({"threshold": 0, "valid_from": ON, "verified": False, "legal_basis": ""}, "threshold"),
        ({"threshold": 3, "valid_from": date(2026, 1, 1), "verified": False, "legal_basis": ""}, "valid_from"),
        ({"threshold": 3, "valid_from": ON, "verified": True, "legal_basis": " "}, "legal_basis"),
    ):
        with pytest.raises(InvalidInput) as refused:
            services.set_rule(**values, **wrong)
        assert refused.value.field == field
    services.set_rule(**values, threshold=3, valid_from=ON, verified=False, legal_basis="")
    with pytest.raises(Refused):
        services.set_rule(**values, threshold=4, valid_from=ON, verified=False, legal_basis="")
    before = SignalRule.objects.get(kind="no_opinion", valid_to__isnull=False)
    assert (before.threshold, before.valid_to) == (2, ON - timedelta(days=1))
    row = task(ruled, "staff")
    for number in (1, 2):
        passed(row, ruled, number=number)
    assert count() == 0
    passed(row, ruled, number=3)
    assert count() == 1


@pytest.mark.django_db
def test_head_committee_and_the_person_see_it_and_the_head_answers(ruled: Cast) -> None:
    row = task(ruled, "staff")
    for number in (1, 2):
        passed(row, ruled, number=number)
    count()
    pk = AvoidanceSignal.objects.get().pk
    url, head = f"{URL}{pk}/", signed_in(ruled.head)
    text = head.get(url).content.decode()
    assert row.code in text and "?" in text and "Chỉ thị 24-CT/TU" in text
    assert head.get(URL).context["page"].total == 1
    assert [signed_in(ruled.users[name]).get(url).status_code for name in ("officer", "staff")] == [200, 200]
    assert [signed_in(ruled.users[name]).get(url).status_code for name in ("staff2", "other_head")] == [404, 404]
    assert [signed_in(user).get(URL).context["page"].total for user in (ruled.leader, ruled.personnel)] == [0, 0]
    assert signed_in(ruled.leader).get(url).status_code == 404
    assert signed_in(ruled.officer).post(url, {"text": "x"}).status_code == 403
    assert head.post(url, {"text": " "}).status_code == 422
    assert head.post(url, {"text": "Đã trao đổi trực tiếp với phòng."}).status_code == 302
    said = head.post(f"/api/v1/avoidance-signals/{pk}/answers/", {"text": "Thêm"}, content_type="application/json")
    assert said.status_code == 201 and SignalAnswer.objects.count() == 2
    assert "Đã trao đổi" in signed_in(ruled.officer).get(url).content.decode()
    assert (head.get(URL).context["page"].total, head.get(f"{URL}?stage=answered").context["page"].total) == (0, 1)
    api = signed_in(ruled.officer).get("/api/v1/avoidance-signals/?kind=no_opinion").json()["results"]
    assert [(one["count"], one["threshold"], one["verified"]) for one in api] == [(2, 2, False)]
    with pytest.raises((IntegrityError, InternalError)), recorded(by=None):
        SignalAnswer.objects.update(text="khác")


@pytest.mark.django_db
def test_questions_are_evidence_of_nothing(ruled: Cast) -> None:
    """No room above reads them: a month of evaluation and a case know no question."""
    from pathlib import Path

    above = [path for room in ("evaluations", "discipline") for path in Path(room).rglob("*.py")]
    assert above and not [
        path for path in above if "AvoidanceSignal" in (text := path.read_text(encoding="utf-8"))
        or "directives.selectors.signals" in text or "directives.selectors import signals" in text
    ]  # fmt: skip


@pytest.mark.django_db
def test_list_and_rules_cost_the_same_with_one_question_and_three(ruled: Cast) -> None:
    client = signed_in(ruled.officer)
    counts: list[list[int]] = []
    for keys in (("staff",), ("staff2", "clerk")):
        for key in keys:
            row = task(ruled, key)
            for number in (1, 2):
                passed(row, ruled, number=number)
        count()
        client.get(URL)
        counts.append([])
        for url in (URL, f"{URL}rules/", "/api/v1/avoidance-signals/"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            counts[-1].append(len(queries))
    assert counts[0] == counts[1] and AvoidanceSignal.objects.count() == 3


def test_counting_twice_or_in_parallel_asks_once(committed_db: Any) -> None:
    cast = build_cast()
    services.load_rules()
    row = task(cast, "staff")
    for number in (1, 2):
        passed(row, cast, number=number)
    run_twice("directives.raise_signals", {"on": "2026-11-18", "late": False})
    passed(row, cast, number=3)
    run_in_parallel("directives.raise_signals", {"on": "2026-11-19", "late": False})
    assert [found.count for found in AvoidanceSignal.objects.all()] == [3]
