"""Two wards become one in the browser: an officer merges them, the new head closes the month that was open."""

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import User
from cadres.models import Person
from evaluations.enums import EvaluationState
from evaluations.models import Evaluation, UnitCycle
from evaluations.selectors.frameworks import spec_of
from evaluations.services.opening import open_cycle
from evaluations.services.proceeding import proceed
from foundation.web.clock import local_date
from organization.models import Reorganisation, Unit
from tests.cast import PASSWORD, Cast, build_cast
from tests.evaluations.services.month import Month
from tests.sessions import sign_in, with_factor


def scored_month(cast: Cast) -> Month:
    """This month, everybody of both wards scored and proposed, nothing decided."""
    from evaluations.services import unit_month

    period = local_date().replace(day=1)
    month = Month(cast, open_cycle(period=period, on=local_date(), by=None).cycle)
    superiors = {"deputy": "head", "division_head": "deputy", "staff": "division_head", "staff2": "division_head"}
    superiors |= {"clerk": "deputy", "other_staff": "other_head"}
    for key, superior in superiors.items():
        proceed(ids=[month.sheet(key).pk])
        sheet = month.sheet(key)
        month.score(sheet, superior, **good_not_excellent(sheet))
    for superior in ("division_head", "deputy"):
        ward = month.unit("ward")
        unit_month.submit(unit_cycle=ward, version=ward.row_version, by=month.user(superior))
    return month


def good_not_excellent(sheet: Evaluation) -> dict[str, str]:
    """Points that make a B: no quota stands in the way."""
    criteria = spec_of(sheet.cycle.framework).card(sheet.subject_group).criteria
    return {one.code: str(one.max_points - 6) for one in criteria if one.required and one.max_points > 10}


def shown(page: Any) -> str:
    return str(page.locator("main").inner_text())


@pytest.mark.timeout(300)
def test_two_wards_become_one_and_the_new_head_publishes_the_open_month(
    committed_db: Any, valkey: Any, site: str, browser: Any
) -> None:
    cast = build_cast()
    month = scored_month(cast)
    secret = with_factor(cast.officer)
    page = browser.new_context(viewport={"width": 1440, "height": 900}, locale="vi-VN").new_page()
    page.set_default_timeout(20_000)
    sign_in(page, site, "officer", PASSWORD, secret)
    merge(page, site, cast)

    row = Reorganisation.objects.get()
    assert (row.state, row.people) == ("done", 8)
    new = Unit.objects.get(code="P-99")
    page.goto(f"{site}/people/?unit=P-99")
    listed = shown(page)
    for key in ("head", "deputy", "division_head", "staff", "staff2", "clerk", "other_head", "other_staff"):
        assert cast.people[key].full_name in listed
        assert Person.objects.get(pk=cast.people[key].pk).unit.path.startswith(new.path)  # type: ignore[union-attr]
    page.context.close()

    page = browser.new_context(viewport={"width": 1440, "height": 900}, locale="vi-VN").new_page()
    page.set_default_timeout(20_000)
    sign_in(page, site, "head", PASSWORD)
    for code in ("P-02", "P-01"):
        decide_and_publish(page, site, month.cycle.period, code)
    sheets = Evaluation.objects.filter(unit_cycle__unit__code__in=["P-01", "P-02"])
    assert set(sheets.values_list("state", flat=True)) == {EvaluationState.PUBLISHED}
    assert set(UnitCycle.objects.filter(unit__code__in=["P-01", "P-02"]).values_list("published_by", flat=True)) == {
        User.objects.get(username="head").pk
    }
    page.context.close()


def merge(page: Any, site: str, cast: Cast) -> None:
    """Kind, order, the choice of the head, the preview, the act."""
    page.goto(f"{site}/units/changes/new/")
    page.click("a.kind >> nth=0")
    today = local_date()
    for name, value in {
        "legal_basis": "1656/NQ-UBTVQH15",
        "decided_on": (today - timedelta(days=3)).isoformat(),
        "effective_on": today.isoformat(),
        "unit_1": "P-01",
        "unit_2": "uy ban nhan dan phuong cua nam",
        "new_code": "P-99",
        "new_name": "Ủy ban nhân dân phường Hà Cửa",
    }.items():
        page.fill(f"[name={name}]", value)
    page.click("main form .acts button")
    page.wait_for_url("**/units/changes/*/")
    assert cast.people["other_head"].full_name in shown(page), "two heads come: the page asks which one"
    assert page.locator("input[name=fingerprint]").count() == 0
    page.select_option("select[name=head_0]", str(cast.people["head"].pk))
    page.click("form[action$='choose/'] .acts button")
    page.locator("input[name=fingerprint]").wait_for(state="attached")
    text = shown(page)
    assert cast.people["other_staff"].full_name in text or page.locator("details").count() > 0
    page.click("form:has(input[name=fingerprint]) button")
    page.locator("input[name=fingerprint]").wait_for(state="detached")


def decide_and_publish(page: Any, site: str, period: date, code: str) -> None:
    grid = f"{site}/evaluations/{period:%Y-%m}/units/{code}/"
    page.goto(f"{grid}decide/")
    page.click("[data-testid=check]")
    page.click("[data-testid=decide]")
    page.wait_for_url("**/publish/")
    page.click("main form .acts button")
    page.wait_for_url(grid)
