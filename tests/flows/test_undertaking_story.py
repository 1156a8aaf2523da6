"""A unit's undertaking from the plan to the accepted report with its proof, in real browsers."""

import re
from datetime import timedelta
from typing import Any

import pytest

from directives.models import DocumentTask, Undertaking, UndertakingEvidence
from directives.services.catalogue_loading import load_catalogues
from foundation.web.clock import local_date
from tests.cast import PASSWORD, build_cast
from tests.foundation.files.samples import pdf
from tests.sessions import sign_in, with_factor


@pytest.mark.timeout(240)
def test_undertaking_from_plan_to_accepted_report(committed_db: Any, site: str, browser: Any) -> None:
    cast = build_cast()
    load_catalogues()
    secret = with_factor(cast.officer)

    def enter(name: str, width: int = 1440, height: int = 900) -> Any:
        page = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN").new_page()
        page.set_default_timeout(15_000)
        sign_in(page, site, name, PASSWORD, secret if name == "officer" else "")
        return page

    head = enter("head")
    road = promise(head, site, cast)
    head.context.close()

    staff = enter("staff", 390, 844)
    staff.goto(f"{site}/inbox/?show=news")
    assert "CK-" in staff.locator("main").inner_text()
    report(staff, f"{site}{road}", percent="40", words="Đã lấy ý kiến 12 tổ dân phố", final=False)
    attach(staff, f"{site}{road}")
    report(staff, f"{site}{road}", percent="100", words="Đã ban hành quy trình", final=True)
    assert staff.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    officer = enter("officer")
    officer.goto(f"{site}/undertakings/?stage=reported")
    officer.locator(f"a[href='{road}']").first.click()
    officer.locator(f"a[href='{road}send_back/']").click()
    officer.locator("[name=reason]").fill("Thiếu phụ lục biểu mẫu")
    officer.locator("main form .acts button").click()
    officer.wait_for_url(re.compile(f"{road}$"))

    staff.goto(f"{site}{road}")
    assert "Thiếu phụ lục biểu mẫu" in staff.locator("main").inner_text()
    report(staff, f"{site}{road}", percent="100", words="Đã bổ sung phụ lục", final=True)
    staff.context.close()

    officer.goto(f"{site}{road}")
    with officer.expect_download() as taken:
        officer.locator("[data-testid=proof] a[download]").click()
    assert taken.value.path().read_bytes() == pdf()
    officer.locator(f"a[href='{road}accept/']").click()
    officer.locator("main form .acts button").click()
    officer.wait_for_url(re.compile(f"{road}$"))
    assert "Đã bổ sung phụ lục" in officer.locator("main").inner_text()
    officer.goto(f"{site}/undertakings/coverage/")
    line = officer.locator("main tbody tr").nth(4)
    assert [line.locator("td.num").nth(place).inner_text().strip() for place in (0, 1)] == ["1", "1"]
    officer.context.close()

    row = Undertaking.objects.get()
    assert (row.state, row.percent, row.settled_by, row.reports.count()) == ("accepted", 100, cast.officer, 3)
    assert UndertakingEvidence.objects.get().added_by == cast.staff


def promise(page: Any, site: str, cast: Any) -> str:
    """The head writes the plan; a deadline before the first day is refused and nothing typed is lost."""
    today = local_date()
    page.goto(f"{site}/undertakings/new/")
    task = DocumentTask.objects.get(document__code="ct24", number=5)
    page.locator("[name=unit]").fill(cast.units["ward"].code)
    page.locator("[name=task]").select_option(str(task.pk))
    page.locator("[name=title]").fill("Rút ngắn một phần ba thời gian trả kết quả hộ tịch")
    page.locator("[name=product]").fill("Quy trình nội bộ được ban hành")
    page.locator("[name=responsible]").fill(cast.people["staff"].code)
    page.locator("[name=begins_on]").fill(today.isoformat())
    page.locator("[name=due_on]").fill((today - timedelta(days=1)).isoformat())
    page.locator("main form .acts button").click()
    page.wait_for_load_state("networkidle")
    assert not Undertaking.objects.exists()
    assert page.locator("[name=title]").input_value().startswith("Rút ngắn")
    page.locator("[name=due_on]").fill((today + timedelta(days=30)).isoformat())
    page.locator("main form .acts button").click()
    page.wait_for_url(re.compile(r"/undertakings/CK-"))
    return f"/undertakings/{Undertaking.objects.get().code}/"


def report(page: Any, url: str, *, percent: str, words: str, final: bool) -> None:
    page.goto(f"{url}report/")
    page.locator("[name=percent]").fill(percent)
    page.locator("[name=text]").fill(words)
    if final:
        page.locator("[name=final]").check()
    page.locator("main form .acts button").click()
    page.wait_for_url(url)


def attach(page: Any, url: str) -> None:
    page.goto(f"{url}evidence/")
    page.locator("[name=title]").fill("Dự thảo quy trình")
    page.locator("[name=file]").set_input_files(
        {"name": "quy-trinh.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    )
    page.locator("main form .acts button").click()
    page.wait_for_url(url)
