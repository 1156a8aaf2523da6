"""The list of units in a browser: quicker with scripts, whole without them, fit for a screen reader."""

from typing import Any

import pytest

from organization.services.units import create_unit
from tests.browser.axe import assert_accessible
from tests.cast import PASSWORD, build_cast
from tests.sessions import sign_in, with_factor
from tests.waiting import wait_until


@pytest.mark.usefixtures("committed_db")
def test_typing_narrows_the_list_in_place(site: str, browser_page: Any) -> None:
    cast = build_cast()
    secret = with_factor(cast.officer)
    create_unit(code="P-09", name="Ủy ban nhân dân phường Kiến Hưng", kind="ward", parent=None, by=None)
    sign_in(browser_page, site, "officer", PASSWORD, secret)
    browser_page.goto(f"{site}/units/")
    browser_page.fill("main input[name=q]", "kien hung")
    rows = browser_page.locator("#unit-rows tbody tr")
    wait_until(lambda: rows.count() == 1, seconds=10, what="the narrowed list")
    assert "kien" in browser_page.url
    assert browser_page.input_value("main input[name=q]") == "kien hung"
    assert_accessible(browser_page)
    for address in ("units/P-09/", "units/calendar/"):
        browser_page.goto(f"{site}/{address}")
        assert_accessible(browser_page)
        assert browser_page.evaluate("document.documentElement.scrollWidth <= innerWidth")
