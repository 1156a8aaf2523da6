"""Bars on a higher post: named with ground and last day, past only with a document, shown to who may read them."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from cadres.bars import Bar, bars_on
from cadres.models import Posting
from cadres.rules.ranks import is_higher
from cadres.services.barring import ExceptionDocument
from cadres.services.postings import appoint, check_transfer, transfer
from cadres.services.posts_beside import add_post
from cadres.services.roster_import import dry_run
from foundation.audit.models import AuditEvent
from foundation.workflow.errors import InvalidInput, Refused
from tests.cadres.conftest import GROUND, UNTIL, Barred
from tests.cast import Cast, position

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
DAY = date(2026, 5, 4)
PAPER = ExceptionDocument("77-QĐ/TU", date(2026, 4, 30))


@pytest.fixture
def bar(cast: Cast, barred: Barred) -> Bar:
    """One that stands against `staff`, who holds no leading post."""
    found = Bar("Khiển trách", UNTIL, GROUND)
    barred[cast.people["staff"].pk] = [found]
    return found


def raised(
    cast: Cast, post: str = "division_head", *, on: date = DAY, paper: ExceptionDocument | None = None
) -> Posting:
    more = {"exception": paper} if paper else {}
    person, unit = cast.people["staff"], cast.units["office"]
    return transfer(
        person=person, unit=unit, position=position(post), on=on, decision_number="9/QĐ", by=cast.officer, **more
    )


@pytest.mark.parametrize(
    ("kind", "held", "higher"),
    [
        ("division_deputy", ["staff"], True), ("division_deputy", [], True), ("staff", [], False),
        ("unit_head", ["unit_deputy"], True), ("division_head", ["unit_deputy"], False),
        ("division_head", ["division_head"], False), ("unit_deputy", ["staff", "unit_head"], False),
    ],
)  # fmt: skip
def test_higher_is_decided_by_the_kind_of_post(kind: str, held: list[str], higher: bool) -> None:
    assert is_higher(kind, held) is higher


def test_a_higher_post_is_refused_with_ground_and_last_day_and_nothing_happens(cast: Cast, bar: Bar) -> None:
    person, unit = cast.people["staff"], cast.units["office"]
    head = position("division_head")
    acts: list[Callable[[], object]] = [
        lambda: raised(cast),
        lambda: check_transfer(
            person=person, unit=unit, position=head, on=DAY, kind="primary", until=None, today=None
        ),
        lambda: add_post(
            person=person, unit=unit, position=head, kind="acting", valid_from=DAY, valid_to=None,
            decision_number="9", version=person.row_version, by=cast.officer,
        ),
        lambda: appoint(person=person, unit=unit, position=head, valid_from=DAY, kind="concurrent", by=cast.officer),
    ]  # fmt: skip
    for act in acts:
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "barred" and refused.value.field == "exception_document"
        assert GROUND in str(refused.value) and "12/03/2028" in str(refused.value)
    assert Posting.objects.filter(person=person).count() == 1
    raised(cast, "staff")  # an equal post is open


def test_a_bar_ends_with_its_last_day_and_the_longest_is_named(cast: Cast, barred: Barred) -> None:
    key = cast.people["staff"].pk
    barred[key] = [Bar("ngắn", DAY, "A"), Bar("dài", UNTIL, "B")]
    assert [found.ground for found in bars_on(key, DAY)] == ["B", "A"]
    assert [found.ground for found in bars_on(key, DAY + timedelta(days=1))] == ["B"]
    barred[key].append(Bar("không rõ", None, "C"))
    assert bars_on(key, UNTIL + timedelta(days=1)) == [barred[key][2]]
    barred[key] = [Bar("hết", DAY, "A")]
    with pytest.raises(Refused):
        raised(cast)
    raised(cast, on=DAY + timedelta(days=1))


def test_an_exception_needs_number_and_date_and_is_recorded(cast: Cast, bar: Bar) -> None:
    for paper, code in (
        (ExceptionDocument("77-QĐ/TU"), "half"),
        (ExceptionDocument("", DAY), "half"),
        (ExceptionDocument("77-QĐ/TU", DAY + timedelta(days=1)), "document_younger"),
    ):
        with pytest.raises(InvalidInput) as refused:
            raised(cast, paper=paper)
        assert refused.value.code == code
    made = raised(cast, paper=PAPER)
    assert (made.exception_document, made.exception_document_date) == ("77-QĐ/TU", date(2026, 4, 30))
    event = AuditEvent.objects.get(name="person.bar_excepted")
    assert event.details["bars"] == [{"ground": GROUND, "until": "2028-03-12"}]
    assert event.details["document"] == "77-QĐ/TU"
    with pytest.raises(InvalidInput) as needless:
        transfer(
            person=cast.people["staff2"], unit=cast.units["office"], position=position("division_head"), on=DAY,
            decision_number="9", exception=PAPER, by=cast.officer,
        )  # fmt: skip
    assert needless.value.code == "not_barred"


def test_pages_and_api_show_the_bar_to_who_may_read_it(cast: Cast, bar: Bar, as_user: SignIn) -> None:
    code = cast.people["staff"].code
    for name in ("officer", "leader", "head", "personnel", "staff"):
        assert GROUND in as_user(name).get(f"/people/{code}/").content.decode(), name
        shown = as_user(name).get(f"/api/v1/people/{code}/bars/").json()
        assert shown == [{"reason": "Khiển trách", "until": "2028-03-12", "ground": GROUND}], name
    assert GROUND not in as_user("auditor").get(f"/people/{code}/").content.decode()
    assert as_user("auditor").get(f"/api/v1/people/{code}/bars/").status_code == 403
    client, road = as_user("officer"), f"/people/{code}/transfer/"
    given = {
        "kind": "primary", "unit": cast.units["office"].code, "position": "Trưởng phòng", "on": "2026-05-04",
        "decision_number": "9/QĐ", "row_version": cast.people["staff"].row_version, "confirm": "1",
    }  # fmt: skip
    refused = client.post(road, given)
    assert refused.status_code == 422 and "12/03/2028" in refused.content.decode()
    paper = {"exception_document": "77-QĐ/TU", "exception_document_date": "2026-04-30"}
    assert client.post(road, {**given, **paper}).status_code == 302
    assert "77-QĐ/TU" in client.get(f"/people/{code}/posts/").content.decode()


def test_a_staff_list_makes_no_exception(cast: Cast, bar: Bar) -> None:
    person = cast.people["staff"]
    titles = ["Mã CB", "Họ và tên", "Ngày sinh", "Đơn vị công tác", "Phòng, ban", "Chức vụ/Chức danh", "Loại"]
    titles.append("Ngày giữ chức vụ hiện tại")
    row = [person.code, person.full_name, f"{person.birth_date:%d/%m/%Y}", cast.units["ward"].name]
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";")
    writer.writerow(titles)
    writer.writerow([*row, cast.units["division"].name, "Trưởng phòng", "Công chức", "04/05/2026"])
    content = target.getvalue().encode("utf-8-sig")
    report = dry_run(content=content, as_of=date(2026, 6, 1), by=cast.officer)
    assert [GROUND in str(problem) for problem in report.errors] == [True]
