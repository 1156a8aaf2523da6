"""The monthly grid: who sees what, what a row answers, and that more rows cost no more queries."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from evaluations.models import Evaluation
from tests import sessions
from tests.cast import add_person
from tests.evaluations.pages.conftest import SignIn
from tests.evaluations.services.month import Month, lines_of, open_month, skip_self

GRID = "/evaluations/2026-02/units/{}/"


def division_code(month: Month) -> str:
    return month.cast.units["division"].code


def row_url(month: Month, key: str) -> str:
    return f"{GRID.format(division_code(month))}people/{month.cast.people[key].code}/row/"


def posted(sheet: Evaluation, **points: Any) -> dict[str, Any]:
    """A row as the form sends it; reasons only for the lines named."""
    values: dict[str, Any] = {"row_version": sheet.row_version, "number": "1"}
    for code, line in lines_of(sheet, **points).items():
        values[f"points-{code}"] = line["points"] or ""
        if code in points:
            values[f"reason-{code}"] = line["reason"]
    return values


def by_script(client: Client, url: str, values: dict[str, Any]) -> Any:
    return client.post(url, values, headers={"x-grid": "row"})


def test_rater_sees_own_rows_and_not_the_own_sheet(month: Month, signed_in: SignIn) -> None:
    page = signed_in("division_head").get(GRID.format(division_code(month)))
    text = page.content.decode()
    assert page.status_code == 200
    assert month.cast.people["staff"].full_name in text
    assert f'id="row-{month.cast.people["division_head"].code}"' not in text


def test_stranger_finds_no_such_page(month: Month, signed_in: SignIn) -> None:
    for stranger in ("other_head", "other_staff", "clerk", "admin"):
        client = signed_in(stranger)
        assert client.get(GRID.format(division_code(month))).status_code in (403, 404), stranger
    assert signed_in("other_head").get(GRID.format(division_code(month))).status_code == 404


def test_stranger_cannot_save_a_row(month: Month, signed_in: SignIn) -> None:
    sheet = skip_self(month.sheet("staff"))
    before = sheet.row_version
    assert by_script(signed_in("other_head"), row_url(month, "staff"), posted(sheet)).status_code == 404
    assert by_script(signed_in("staff"), row_url(month, "staff"), posted(sheet)).status_code in (403, 404)
    sheet.refresh_from_db()
    assert sheet.row_version == before


def test_draft_self_scores_stay_hidden_from_the_superior(month: Month, signed_in: SignIn) -> None:
    from evaluations.services import self_assessment

    sheet = month.sheet("staff")
    self_assessment.save_draft(
        evaluation=sheet,
        lines=lines_of(sheet, CL="33.5"),
        note="Điều chỉ mình tôi biết",
        version=sheet.row_version,
        by=month.user("staff"),
    )
    text = signed_in("division_head").get(GRID.format(division_code(month))).content.decode()
    assert "33.5" not in text and "33,5" not in text and "Điều chỉ mình tôi biết" not in text


def test_saving_by_script_answers_with_the_row(month: Month, signed_in: SignIn) -> None:
    sheet = skip_self(month.sheet("staff"))
    answer = by_script(signed_in("division_head"), row_url(month, "staff"), posted(sheet))
    sheet.refresh_from_db()
    assert answer.status_code == 200
    assert sheet.state == "SUPERIOR_DONE" and str(sheet.total) == "90.00"
    text = answer.content.decode()
    assert 'data-state="saved"' in text and f'value="{sheet.row_version}"' in text


def test_saving_without_a_script_leads_back_to_the_grid(month: Month, signed_in: SignIn) -> None:
    sheet = skip_self(month.sheet("staff"))
    answer = signed_in("division_head").post(row_url(month, "staff"), posted(sheet))
    assert answer.status_code == 302 and f"#row-{month.cast.people['staff'].code}" in answer["Location"]


def test_comma_and_point_mean_the_same_and_an_empty_cell_is_not_zero(month: Month, signed_in: SignIn) -> None:
    sheet = skip_self(month.sheet("staff"))
    values = posted(sheet) | {"points-CL": "38,5", "points-TD": ""}
    assert by_script(signed_in("division_head"), row_url(month, "staff"), values).status_code == 200
    sheet.refresh_from_db()
    assert sheet.scores["superior"]["CL"]["points"] == "38.5"
    assert "TD" not in sheet.scores["superior"] and sheet.total is None and sheet.state == "SELF_SUBMITTED"


def test_second_tab_sees_what_the_first_changed(month: Month, signed_in: SignIn) -> None:
    sheet = skip_self(month.sheet("staff"))
    old = posted(sheet, CL="30")
    month.score(sheet, "head", CL="25")
    answer = by_script(signed_in("division_head"), row_url(month, "staff"), old)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "30" in text and "25" in text and "data-current" in text
    sheet.refresh_from_db()
    assert sheet.scores["superior"]["CL"]["points"] == "25"
    assert signed_in("division_head").post(row_url(month, "staff"), old).status_code == 409


def test_far_from_the_self_score_without_a_reason_is_refused_beside_the_row(month: Month, signed_in: SignIn) -> None:
    sheet = month.self_assess("staff")
    answer = by_script(
        signed_in("division_head"), row_url(month, "staff"), posted(sheet) | {"points-KL": "5", "reason-KL": ""}
    )
    assert answer.status_code == 422 and 'data-fields="KL"' in answer.content.decode()
    sheet.refresh_from_db()
    assert not sheet.scores.get("superior")


def test_wrong_number_is_refused_and_named(month: Month, signed_in: SignIn) -> None:
    sheet = skip_self(month.sheet("staff"))
    client = signed_in("division_head")
    for wrong in ("mười", "NaN", "41", "-1", "8.3"):
        answer = by_script(client, row_url(month, "staff"), posted(sheet) | {"points-CL": wrong})
        assert answer.status_code == 422 and 'data-fields="CL"' in answer.content.decode(), wrong


def test_reason_not_shown_by_the_form_is_kept(month: Month, signed_in: SignIn) -> None:
    sheet = month.score(skip_self(month.sheet("staff")), "division_head", CL="30")
    values = posted(sheet) | {"points-CL": "31"}
    assert by_script(signed_in("division_head"), row_url(month, "staff"), values).status_code == 200
    sheet.refresh_from_db()
    assert sheet.scores["superior"]["CL"] == {"points": "31", "reason": "Có căn cứ", "deductions": [], "evidence": []}


def test_panel_is_a_fragment_for_htmx_and_a_page_without(month: Month, signed_in: SignIn) -> None:
    url = row_url(month, "staff").replace("/row/", "/evidence/")
    client = signed_in("division_head")
    part = client.get(url, headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part and month.cast.people["staff"].full_name in part
    assert client.get(url).status_code == 302


def test_submit_is_blocked_with_reasons_until_all_is_scored(month: Month, signed_in: SignIn) -> None:
    client = signed_in("division_head")
    url = GRID.format(division_code(month))
    assert 'aria-disabled="true"' in client.get(url).content.decode()
    for key in ("staff", "staff2"):
        month.score(skip_self(month.sheet(key)), "division_head")
    assert f'href="{url}submit/"' in client.get(url).content.decode()
    version = month.unit("ward").row_version
    assert client.post(url + "submit/", {"row_version": version}).status_code == 302
    assert {month.sheet(key).state for key in ("staff", "staff2")} == {"PROPOSED"}


def test_who_scores_and_decides_reads_that_two_steps_are_one(month: Month, signed_in: SignIn) -> None:
    text = signed_in("head").get(GRID.format("P-01")).content.decode()
    assert "the two steps are one" in text


def test_parent_sees_unit_sheets_and_heads_in_groups(month: Month, signed_in: SignIn) -> None:
    text = signed_in("chair").get(GRID.format("UBND")).content.decode()
    assert 'data-group="UNIT"' in text and 'data-group="HEAD"' in text
    assert 'id="row-unit-P-01"' in text and f'id="row-{month.cast.people["head"].code}"' in text


def test_queries_are_the_same_for_two_rows_and_for_many(db: Any) -> None:
    from tests.cast import build_cast

    cast = build_cast()
    for number in range(12):
        add_person(cast, f"more{number}", f"Nguyễn Văn Thêm {number}", cast.units["office"], "staff", account=False)
    month = open_month(cast)
    for key in [f"more{number}" for number in range(12)] + ["staff", "staff2"]:
        skip_self(month.sheet(key))

    def queries(name: str, code: str) -> int:
        client = Client(headers={"accept-language": "en"})
        sessions.signed_in(cast.users[name], client=client)
        client.get(GRID.format(code))  # the first look marks the sheets as opened
        with CaptureQueriesContext(connection) as caught:
            page = client.get(GRID.format(code))
        assert page.status_code == 200
        return sum("cadres_familytie" not in one["sql"] for one in caught)  # one more for who deals with rotations

    few, many = queries("division_head", division_code(month)), queries("deputy", cast.units["office"].code)
    assert few == many
    assert few <= 25
