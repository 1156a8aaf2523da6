"""The official appendix replaces the working wordings: sent, pasted, compared, confirmed, put into force by another."""

import re
from datetime import timedelta
from typing import Any

import pytest

from directives.models import CatalogueVersion, Indicator
from directives.services.catalogue_loading import load_catalogues
from foundation.web.clock import local_date
from tests.cast import PASSWORD, build_cast
from tests.foundation.sheets.test_documents import document
from tests.sessions import sign_in, with_factor

ROAD = "/documents/catalogues/ct24/"
WORDS = "wordprocessingml.document"


def official() -> list[tuple[str, str]]:
    rows = Indicator.objects.filter(version__number=1).order_by("group__number", "number")
    return [(row.code, f"Nội dung chính thức của biểu hiện {row.code}") for row in rows]


@pytest.mark.timeout(240)
def test_official_appendix_replaces_the_working_wordings(committed_db: Any, site: str, browser: Any) -> None:
    cast = build_cast()
    load_catalogues()
    secrets = {name: with_factor(cast.users[name]) for name in ("officer", "officer2")}
    items = official()
    old = Indicator.objects.get(version__number=1, code="TN-05")
    judged = old.text_vi  # what somebody recorded under it yesterday reads

    def enter(name: str) -> Any:
        page = browser.new_context(viewport={"width": 1440, "height": 900}, locale="vi-VN").new_page()
        page.set_default_timeout(15_000)
        sign_in(page, site, name, PASSWORD, secrets.get(name, ""))
        return page

    page = enter("officer")
    page.goto(f"{site}{ROAD}")
    page.locator(f"a[href='{ROAD}draft/']").click()
    send_24_rows_as_a_file(page, items)
    page.locator("[name=text]").fill("\n".join(f"{code}. {words}" for code, words in items))
    page.locator("main form .acts button").click()
    page.wait_for_url(re.compile(f"{ROAD}2/$"))
    compare_and_confirm(page, site, items, judged)
    page.context.close()

    page = enter("officer2")
    page.goto(f"{site}{ROAD}2/")
    page.locator(f"a[href='{ROAD}2/force/']").click()
    page.locator("[name=valid_from]").fill(local_date().isoformat())
    page.locator("main form .acts button").click()
    page.wait_for_url(re.compile(f"{ROAD}2/$"))
    page.context.close()
    made = CatalogueVersion.objects.get(number=2)
    assert (made.state, made.valid_from, made.decided_by) == ("in_force", local_date(), cast.officer2)

    page = enter("staff")
    every_wording_of_its_day(page, site, judged)
    page.context.close()
    old.refresh_from_db()
    assert old.text_vi == judged


def send_24_rows_as_a_file(page: Any, items: list[tuple[str, str]]) -> None:
    """A table that lacks one item is refused with its group; nothing typed is lost."""
    rows = [[code, words] for code, words in items if code != "TN-05"]
    sent = {"name": "phu-luc.docx", "mimeType": f"application/vnd.openxmlformats-officedocument.{WORDS}"}
    page.locator("[name=origin]").fill("Phụ lục Chỉ thị 24-CT/TU, bản giấy do Văn phòng Thành ủy giao")
    page.locator("[name=file]").set_input_files({**sent, "buffer": document(rows=rows)})
    page.locator("main form .acts button").click()
    said = page.locator("main form").inner_text()
    assert "TN" in said and "8" in said and "9" in said
    assert page.locator("[name=origin]").input_value().startswith("Phụ lục Chỉ thị 24")
    assert not CatalogueVersion.objects.filter(number=2).exists()


def compare_and_confirm(page: Any, site: str, items: list[tuple[str, str]], judged: str) -> None:
    """Side by side; one item is mended, then each is ticked; who drafted finds the last act locked."""
    line = page.locator("#TN-05")
    assert judged in line.inner_text() and "Nội dung chính thức của biểu hiện TN-05" in line.inner_text()
    line.locator("a").click()
    page.locator("[name=text_vi]").fill("Đẩy việc của mình lên cấp trên hoặc sang đơn vị khác (chính thức)")
    page.locator("main form .acts button").click()
    page.wait_for_url(re.compile(f"{ROAD}2/"))
    for code, _words in items[:-1]:
        page.locator(f"input[name=item][value={code}]").check()
    page.locator(".sticky-acts button").click()
    page.wait_for_load_state("networkidle")
    assert page.locator("input[name=item]").count() == 1
    assert page.locator(f"a[href='{ROAD}2/force/']").count() == 0  # one item waits
    page.locator("input[name=item]").check()
    page.locator(".sticky-acts button").click()
    page.wait_for_load_state("networkidle")
    assert page.locator("input[name=item]").count() == 0
    assert page.locator(f"a[href='{ROAD}2/force/']").count() == 0  # who drafted does not put it into force
    assert page.goto(f"{site}{ROAD}2/force/").status == 200
    page.locator("main form .acts button").click()
    page.wait_for_load_state("networkidle")
    assert CatalogueVersion.objects.get(number=2).state == "draft"


def every_wording_of_its_day(page: Any, site: str, judged: str) -> None:
    """Everybody reads the new wording; yesterday keeps the old one, in the pages and in the API."""
    page.goto(f"{site}{ROAD}")
    new = page.locator("#TN-05").inner_text()
    assert "(chính thức)" in new and judged not in new
    page.locator(f"a[href='{ROAD}1/']").click()
    page.wait_for_url(re.compile(f"{ROAD}1/$"))
    assert judged in page.locator("#TN-05").inner_text()
    yesterday = local_date() - timedelta(days=1)
    for day, wording in ((yesterday, judged), (local_date(), "(chính thức)")):
        found = page.request.get(f"{site}/api/v1/indicators/?catalogue=ct24&on={day}&group=TN").json()["results"]
        assert wording in next(row["text_vi"] for row in found if row["code"] == "TN-05")
