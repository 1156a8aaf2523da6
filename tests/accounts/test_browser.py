"""A session that ends while a page stands open: the page keeps what was typed and goes on after signing in (M-51)."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Session
from tests.cast import PASSWORD, build_cast
from tests.sessions import sign_in


def test_open_page_survives_the_end_of_its_session(site: str, browser_page: Any) -> None:
    build_cast()
    page = browser_page
    sign_in(page, site, "head", PASSWORD)
    page.goto(f"{site}/people/")
    token = page.get_attribute("meta[name=csrf-token]", "content")
    Session.objects.update(last_seen_at=timezone.now() - timedelta(days=1))
    page.fill(".fbar input[name=q]", "Thúy An")  # the list asks for the rows that fit
    notice = page.locator("#live .note")
    notice.wait_for()
    assert "Phiên đã kết thúc" in notice.inner_text()
    assert page.input_value(".fbar input[name=q]") == "Thúy An" and page.url == f"{site}/people/"
    other = page.context.new_page()
    other.set_default_timeout(30_000)
    other.goto(f"{site}{notice.locator('a').get_attribute('href')}")
    other.fill("#id_username", "head")
    other.fill("#id_password", PASSWORD)
    other.click("form[method=post] button.btn-primary")
    other.wait_for_url(f"{site}/accounts/me/")
    other.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    notice.wait_for(state="detached")
    assert page.get_attribute("meta[name=csrf-token]", "content") != token
    assert page.input_value(".fbar input[name=q]") == "Thúy An"
