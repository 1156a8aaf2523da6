"""Figures of units: entered, imported, sent by a program; all or none; the rule is named."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directives.models import MeasureKind, MeasureValue
from directives.selectors.measures import courses_of, totals_of, units_measured
from directives.services.measures import UnitFigures, load_measures, record_figures
from foundation.audit.record import recorded
from foundation.workflow.errors import InvalidInput, StaleVersion
from organization.models import Unit
from tests.cast import Cast
from tests.sessions import signed_in

pytestmark = pytest.mark.django_db
TODAY, OCTOBER = date(2026, 11, 24), date(2026, 10, 1)


@pytest.fixture
def ward(cast: Cast) -> Unit:
    load_measures()
    return cast.units["ward"]


def write(unit: Unit, cast: Cast, period: date = OCTOBER, span: str = "month", **values: str) -> int:
    figures = UnitFigures(unit, {code: Decimal(value) for code, value in values.items()})
    return record_figures(figures=[figures], period=period, span=span, today=TODAY, by=cast.head)


def test_kinds_are_loaded_once(ward: Unit) -> None:
    assert (load_measures(), MeasureKind.objects.count()) == (0, 10)


def test_equal_figures_are_left_alone_and_changed_ones_are_versions(ward: Unit, cast: Cast) -> None:
    assert write(ward, cast, satisfaction_people="89.95", dialogues_held="2") == 2
    assert write(ward, cast, satisfaction_people="89.95", dialogues_held="3") == 1
    held = MeasureValue.objects.get(kind__code="dialogues_held")
    assert (held.value, held.row_version, held.entered_by) == (3, 2, cast.head)


@pytest.mark.parametrize(
    ("values", "period", "said"),
    [
        ({"satisfaction_people": "100.5"}, OCTOBER, "100"),
        ({"dialogues_held": "1"}, date(2026, 11, 1), "30/11/2026"),
        ({"dialogues_held": "1"}, date(2025, 6, 1), "01/07/2025"),
        ({"dialogues_held": "1.5"}, OCTOBER, "Cuộc đối thoại"),
    ],
)
def test_wrong_figure_names_the_rule_and_nothing_is_written(
    ward: Unit, cast: Cast, values: dict[str, str], period: date, said: str
) -> None:
    with recorded(by=None):
        Unit.objects.filter(pk=ward.pk).update(valid_from=date(2025, 7, 1))
    ward.refresh_from_db()
    with pytest.raises(InvalidInput, match=said):
        write(ward, cast, period, citizens_received="5", **values)
    assert not MeasureValue.objects.exists()


def test_dissolved_unit_gets_no_figures(ward: Unit, cast: Cast) -> None:
    with recorded(by=None):
        Unit.objects.filter(pk=ward.pk).update(valid_to=date(2026, 9, 30))
    ward.refresh_from_db()
    with pytest.raises(InvalidInput, match="30/09/2026"):
        write(ward, cast, dialogues_held="1")
    assert write(ward, cast, date(2026, 9, 1), dialogues_held="1") == 1


def test_stale_figure_is_refused(ward: Unit, cast: Cast) -> None:
    write(ward, cast, dialogues_held="2")
    figures = [UnitFigures(ward, {"dialogues_held": Decimal(5)})]
    given = {"figures": figures, "period": OCTOBER, "span": "month", "today": TODAY, "by": cast.head}
    with pytest.raises(StaleVersion):
        record_figures(**given, versions={"dialogues_held": 0})
    assert record_figures(**given, versions={"dialogues_held": 1}) == 1


def test_course_says_change_and_whether_it_is_better(ward: Unit, cast: Cast) -> None:
    for year, value in ((2022, "89.95"), (2023, "81.28")):
        write(ward, cast, date(year, 1, 1), "year", satisfaction_people=value)
    course = courses_of(ward, span="year", until=TODAY)[0]
    assert (course.change, course.tone, course.peers) == (Decimal("-8.67"), "bad", None)
    assert [value for _period, value in course.points] == [Decimal("89.95"), Decimal("81.28")]


def test_totals_sum_numbers_and_take_means_of_shares(ward: Unit, cast: Cast) -> None:
    write(ward, cast, satisfaction_people="80", dialogues_held="2")
    write(cast.units["other"], cast, satisfaction_people="90", dialogues_held="3")
    totals = totals_of(units_measured(cast.officer, on=TODAY), period=OCTOBER, span="month")
    assert (totals[0], totals[5], totals[1]) == (85, 5, None)
    own = totals_of(units_measured(cast.head, on=TODAY), period=OCTOBER, span="month")
    assert (own[0], own[5]) == (80, 2)


def test_head_enters_figures_and_nothing_typed_is_lost(ward: Unit, cast: Cast) -> None:
    client, url = signed_in(cast.head), f"/measures/{ward.code}/2026/10/"
    wrong = client.post(url, {"satisfaction_people": "101", "dialogues_held": "hai"})
    assert wrong.status_code == 422 and 'value="101"' in wrong.content.decode()
    above = client.post(url, {"satisfaction_people": "101"}).content.decode()
    assert "100" in above and not MeasureValue.objects.exists()
    assert client.post(url, {"satisfaction_people": "89,95", "dialogues_held": ""}).status_code == 302
    assert MeasureValue.objects.get().value == Decimal("89.95")
    assert client.post(url, {"satisfaction_people": "90", "seen_satisfaction_people": "0"}).status_code == 409
    assert "89,95" in client.get(url).content.decode()
    assert "89,95" in client.get("/measures/?month=2026-10").content.decode()


def test_chart_is_named_in_the_reader_s_language(ward: Unit, cast: Cast) -> None:
    for month, value in ((9, "88"), (10, "90")):
        write(ward, cast, period=date(2026, month, 1), satisfaction_people=value)
    kind = MeasureKind.objects.get(code="satisfaction_people")
    for language, name in (("vi", kind.name_vi), ("en", kind.name_en)):
        reader = signed_in(cast.head, HTTP_ACCEPT_LANGUAGE=language)
        page = reader.get(f"/measures/{ward.code}/").content.decode()
        assert f'role="img" aria-label="{name}"' in page


def test_units_of_others_do_not_exist(ward: Unit, cast: Cast) -> None:
    stranger = signed_in(cast.other_head)
    for url in (f"/measures/{ward.code}/", f"/measures/{ward.code}/2026/10/", "/measures/none/"):
        assert stranger.get(url).status_code == 404
    assert signed_in(cast.staff).get("/measures/").status_code == 403
    assert ward.name not in stranger.get("/measures/").content.decode()


def listed(*rows: str) -> dict[str, object]:
    header = "Đơn vị;Mức độ hài lòng của người dân;Cuộc đối thoại với người dân"
    content = "\n".join([header, *rows]).encode()
    return {"month": "2026-10", "file": SimpleUploadedFile("so-lieu.csv", content)}


def test_list_is_imported_whole_or_not_at_all(ward: Unit, cast: Cast) -> None:
    client, other = signed_in(cast.officer), cast.units["other"]
    wrong = client.post("/measures/import/", listed(f"{ward.code};90;2", f"{other.name};120;x", "Không có;1;1"))
    text = wrong.content.decode()
    assert wrong.status_code == 422 and "Không có" in text and not MeasureValue.objects.exists()
    above = client.post("/measures/import/", listed(f"{ward.code};90;2", f"{other.code};120;3"))
    assert above.status_code == 422 and ">3<" in above.content.decode().replace("Dòng ", "").replace("Row ", "")
    good = client.post("/measures/import/", listed(f"{ward.code};90,5;2", f"{other.name};80;"))
    assert good.status_code == 302 and MeasureValue.objects.count() == 3
    assert MeasureValue.objects.filter(source="imported").count() == 3
    twice = client.post("/measures/import/", listed(f"{ward.code};1;2", f"{ward.name};1;2"))
    assert twice.status_code == 422
    stranger = signed_in(cast.other_head).post("/measures/import/", listed(f"{ward.code};10;1"))
    assert stranger.status_code == 422 and MeasureValue.objects.get(unit=ward, value=Decimal("90.5"))


def test_api_reads_and_records_within_reach(ward: Unit, cast: Cast) -> None:
    client = signed_in(cast.head)
    body = {"unit": ward.code, "period": "2026-10-01", "figures": [{"kind": "dialogues_held", "value": "4"}]}
    sent = client.post("/api/v1/measures/", body, content_type="application/json")
    assert (sent.status_code, sent.json()) == (201, {"written": 1})
    rows = client.get("/api/v1/measures/?kind=dialogues_held&period_from=2026-10-01").json()["results"]
    assert [(row["unit"], row["value"], row["source"]) for row in rows] == [(ward.code, "4.00", "api")]
    assert len(client.get("/api/v1/measures/kinds/").json()) == 10
    other = {**body, "unit": cast.units["other"].code}
    assert client.post("/api/v1/measures/", other, content_type="application/json").status_code == 422
    late = {**body, "period": "2026-10-02"}
    assert client.post("/api/v1/measures/", late, content_type="application/json").status_code == 422
    assert signed_in(cast.other_head).get("/api/v1/measures/").json()["count"] == 0


def test_pages_cost_the_same_with_few_and_many_figures(ward: Unit, cast: Cast) -> None:
    client = signed_in(cast.officer)
    urls = ("/measures/?month=2026-10", f"/measures/{ward.code}/")
    for url in urls:
        client.get(url)
    before = [_count(client, url) for url in urls]
    for month in range(1, 11):
        write(ward, cast, date(2026, month, 1), dialogues_held="2", citizens_received="3")
    assert [_count(client, url) for url in urls] == before


def _count(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
