"""Who does what: one lead a day where the decision says one, overlaps and gaps asked about, lists taken whole."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directives.models import Document, Function, FunctionHolding, WorkingRegulation
from directives.rules.functions import alike
from directives.selectors.functions import questions
from directives.services import functions as services
from directives.services.function_carrying import carry_functions
from foundation.audit.record import recorded
from foundation.workflow.errors import InvalidInput, Refused, StaleVersion
from organization.models import Reorganisation, Unit
from organization.rules.order import Order
from organization.services.reorganisation import confirm, plan_for
from tests.cast import Cast
from tests.organization.orders import JULY, JUNE, TODAY, done, drafted, fingerprint, merger
from tests.sessions import signed_in

pytestmark = pytest.mark.django_db
DAY, LATER = date(2026, 3, 1), date(2026, 6, 30)
NAME = "Tiếp nhận và trả kết quả thủ tục hành chính"


def named(cast: Cast, name: str = NAME, *, one_lead: bool = True) -> Function:
    return services.create(name=name, document=None, one_lead=one_lead, by=cast.officer)


def held(cast: Cast, row: Function, unit: str, **changes: Any) -> FunctionHolding:
    given = {"part": "lead", "valid_from": DAY, "by": cast.officer, **changes}
    return services.hold(function=row, unit=cast.units[unit], **given)


def test_one_unit_leads_on_a_day_where_the_decision_says_so(cast: Cast) -> None:
    row = named(cast)
    first = held(cast, row, "ward")
    held(cast, row, "committee", part="with")
    with pytest.raises(Refused, match="Hà Đông") as refused:
        held(cast, row, "other", valid_from=LATER)
    assert (refused.value.code, refused.value.field) == ("two_leads", "unit")
    with pytest.raises(Refused) as refused:
        held(cast, row, "ward", part="with", valid_from=LATER)
    assert refused.value.code == "held_already"
    services.end(holding=first, valid_to=LATER, version=first.row_version, by=cast.officer)
    held(cast, row, "other", valid_from=LATER + timedelta(days=1))
    with pytest.raises(StaleVersion):
        services.end(holding=first, valid_to=DAY, version=1, by=cast.officer)


def test_database_refuses_two_leads_whatever_writes_them(cast: Cast) -> None:
    row = named(cast)
    held(cast, row, "ward")
    with pytest.raises(IntegrityError, match="function_one_lead_a_day"), transaction.atomic(), recorded(by=None):
        FunctionHolding.objects.create(
            function=row, unit=cast.units["other"], part="lead", valid_from=LATER, alone=False
        )


def test_two_leads_stand_where_no_decision_says_one_until_it_does(cast: Cast) -> None:
    row = named(cast, one_lead=False)
    held(cast, row, "ward")
    held(cast, row, "other")
    assert [line.row for line in questions(cast.officer, on=DAY).overlaps] == [row]
    with pytest.raises(Refused) as refused:
        services.edit(function=row, version=1, changes={"one_lead": True}, by=cast.officer)
    assert refused.value.code == "two_leads"
    row.refresh_from_db()
    assert not row.one_lead


def test_unit_that_is_not_there_holds_nothing(cast: Cast) -> None:
    row = named(cast)
    with recorded(by=None):
        Unit.objects.filter(pk=cast.units["other"].pk).update(valid_to=LATER)
    cast.units["other"].refresh_from_db()
    with pytest.raises(Refused, match="30/06/2026"):
        held(cast, row, "other")
    held(cast, row, "other", valid_to=LATER)
    assert row.holdings.count() == 1


def test_name_stands_once_and_must_be_there(cast: Cast) -> None:
    named(cast)
    for name in ("  ", NAME.upper()):
        with pytest.raises(InvalidInput):
            named(cast, name)


def test_questions_name_overlaps_alike_names_gaps_and_idle_units(cast: Cast) -> None:
    led = named(cast)
    first = held(cast, led, "ward")
    named(cast, "Trả kết quả thủ tục hành chính tại phường")
    found = questions(cast.officer, on=DAY)
    assert (found.overlap_count, found.alike_count, found.gap_count) == (0, 1, 1)
    assert {unit.code for unit in found.idle} == {"HN", "UBND", "P-02"}
    services.end(holding=first, valid_to=LATER, version=1, by=cast.officer)
    after = questions(cast.officer, on=LATER + timedelta(days=1))
    assert after.gap_count == 2 and after.gaps[0].last == first
    assert {unit.code for unit in questions(cast.other_head, on=DAY).idle} == {"P-02", "UBND", "HN"}


def test_common_words_make_no_names_alike() -> None:
    names = {1: "quan ly nha nuoc ve dat dai", 2: "quan ly nha nuoc ve y te", 3: "quan ly dat dai tren dia ban"}
    assert alike(names) == [(1, 3)]


def test_functions_follow_their_units_into_the_successor_and_regulations_end(cast: Cast) -> None:
    both, market = named(cast), named(cast, "Quản lý chợ truyền thống")
    held(cast, both, "ward")
    held(cast, both, "other", part="with")
    held(cast, market, "other")
    with recorded(by=None):
        rule = {"number": "1-QC", "issued_on": DAY, "next_review_on": JULY}
        regulation = WorkingRegulation.objects.create(unit=cast.units["ward"], **rule)
    done(cast, merger(cast))
    new = Unit.objects.get(code="P-99")
    rows = FunctionHolding.objects.filter(unit=new).order_by("function_id")
    assert [(row.function, row.part, row.valid_from) for row in rows] == [(both, "lead", JULY), (market, "lead", JULY)]
    assert rows[0].basis.startswith("1656/NQ")
    assert set(FunctionHolding.objects.exclude(unit=new).values_list("valid_to", flat=True)) == {JUNE}
    assert questions(cast.officer, on=JULY).gap_count == 0
    regulation.refresh_from_db()
    assert regulation.ended_on == JUNE


def test_function_of_a_dissolved_unit_is_left_as_a_gap(cast: Cast) -> None:
    row = named(cast)
    held(cast, row, "other")
    order = Order("dissolve", (cast.units["other"].pk,), ())
    plan = plan_for(drafted(cast, order))
    said = {line.group: line.names for line in carry_functions(plan).lines}
    assert said["function_gaps"] == (NAME,)
    done_order(cast, order)
    assert [gap.row for gap in questions(cast.officer, on=JULY).gaps] == [row]
    assert questions(cast.officer, on=JUNE).gap_count == 0


def done_order(cast: Cast, order: Order) -> None:
    row = Reorganisation.objects.get()
    confirm(row=row, version=1, fingerprint=fingerprint(row), by=cast.officer, today=TODAY)


def test_officer_writes_it_down_on_pages_and_everybody_reads_it(cast: Cast) -> None:
    officer, staff = signed_in(cast.officer), signed_in(cast.staff)
    assert staff.get("/functions/new/").status_code == 403
    made = officer.post("/functions/new/", {"name": NAME, "one_lead": "on"})
    url = f"/functions/{Function.objects.get().code}/"
    assert made["Location"] == f"{url}units/"
    form = {"unit": "P-01", "part": "lead", "valid_from": "2026-03-01"}
    assert officer.post(f"{url}units/", form).status_code == 302
    again = officer.post(f"{url}units/", {**form, "unit": "P-02"})
    assert again.status_code == 422 and 'value="P-02"' in again.content.decode()
    pk = FunctionHolding.objects.get().pk
    assert officer.post(f"{url}units/{pk}/end/", {"valid_to": "2026-02-01", "row_version": 1}).status_code == 422
    assert officer.post(f"{url}units/{pk}/end/", {"valid_to": "2026-04-01", "row_version": 1}).status_code == 302
    assert officer.post(f"{url}edit/", {"name": NAME, "note": "x", "row_version": 1}).status_code == 302
    assert staff.post(f"{url}units/", form).status_code == 403
    page = staff.get("/functions/?on=2026-03-15").content.decode()
    assert NAME in page and "Hà Đông" in page
    assert "Hà Đông" not in staff.get("/functions/?on=2026-05-15").content.decode()
    assert NAME in staff.get("/functions/?led=false&on=2026-05-15").content.decode()
    assert NAME not in staff.get("/functions/?led=false&on=2026-03-15").content.decode()
    assert NAME in officer.get("/functions/questions/?on=2026-05-15").content.decode()
    assert staff.get("/functions/CN-99999/").status_code == 404


def _list(*rows: str) -> dict[str, Any]:
    head = "Chức năng, nhiệm vụ;Đơn vị chủ trì;Đơn vị phối hợp;Từ ngày;Căn cứ;Chỉ một đơn vị chủ trì"
    return {"file": SimpleUploadedFile("chuc-nang.csv", "\n".join((head, *rows)).encode())}


def test_list_is_taken_whole_or_not_at_all_and_twice_changes_nothing(cast: Cast) -> None:
    with recorded(by=None):
        Document.objects.create(code="d1", number="12/QĐ", kind="decision", title_vi="x", issuer="UBND")
    officer = signed_in(cast.officer, headers={"accept-language": "en"})
    good = 'Quản lý chợ;P-01;"P-02;UBND";01/03/2026;12/QĐ;x'
    bad = officer.post(
        "/functions/import/", _list(good, "Quản lý bến xe;P-77;;32/03/2026;;", "Quản lý chợ;P-02;;1/4/2026;;")
    )
    said = bad.content.decode()
    assert bad.status_code == 422 and "P-77" in said and "32/03/2026" in said and "Row 4" in said
    assert not Function.objects.exists()
    assert officer.post("/functions/import/", _list(good)).status_code == 302
    row = Function.objects.get()
    assert row.one_lead and row.document.code == "d1"
    parts = sorted(row.holdings.values_list("unit__code", "part"))
    assert parts == [("P-01", "lead"), ("P-02", "with"), ("UBND", "with")]
    assert officer.post("/functions/import/", _list(good)).status_code == 302
    assert row.holdings.count() == 3
    assert officer.post("/functions/import/", _list("")).status_code == 422


def test_api_does_the_same(cast: Cast) -> None:
    officer, staff = signed_in(cast.officer), signed_in(cast.staff)
    json = {"content_type": "application/json"}
    made = officer.post("/api/v1/functions/", {"name": NAME}, **json)
    assert made.status_code == 201, made.content
    url = f"/api/v1/functions/{made.json()['code']}/"
    body = {"unit": "P-01", "part": "lead", "valid_from": "2026-03-01"}
    row = officer.post(f"{url}units/", body, **json).json()["holdings"][0]
    refused = officer.post(f"{url}units/", {**body, "unit": "P-02"}, **json)
    assert refused.status_code == 422 and "two_leads" in refused.content.decode()
    assert staff.post(f"{url}units/", body, **json).status_code == 403
    ended = officer.post(f"{url}units/{row['id']}/end/", {"valid_to": "2026-04-01", "row_version": 1}, **json)
    assert ended.json()["holdings"][0]["valid_to"] == "2026-04-01"
    assert officer.patch(url, {"note": "x", "row_version": 1}, **json).json()["note"] == "x"
    assert staff.get("/api/v1/functions/?unit=P-01&on=2026-03-15").json()["count"] == 1
    assert staff.get("/api/v1/functions/?unit=P-01&on=2026-05-15").json()["count"] == 0
    assert officer.get("/api/v1/functions/questions/?on=2026-05-15").json()["gap_count"] == 1
    assert officer.get("/api/v1/functions/questions/?on=x").status_code == 422


def test_lists_cost_the_same_with_few_and_many(cast: Cast) -> None:
    client = signed_in(cast.officer)
    roads = ("/functions/", "/functions/questions/")
    names = ("chợ truyền thống", "chợ truyền thống, chợ đêm", "cây xanh đô thị", "cây xanh đô thị ven hồ")

    def doubled(name: str) -> None:
        row = named(cast, name, one_lead=False)
        held(cast, row, "ward")
        held(cast, row, "other")

    doubled(names[0])
    doubled(names[1])
    named(cast, "Quản lý bến xe")
    few = [_count(client, road) for road in roads]
    doubled(names[2])
    doubled(names[3])
    named(cast, "Thu gom rác thải")
    assert [_count(client, road) for road in roads] == few


def _count(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
