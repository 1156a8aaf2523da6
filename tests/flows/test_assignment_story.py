"""A task assigned, extended, handed up without an opinion and answered late; what head and committee then see."""

import re
from datetime import timedelta
from typing import Any

import pytest

from directives.models import Assignment, AssignmentHandoff, SignalRule
from directives.services.extension_limits import load_limits
from directives.services.signals import raise_signals, units_to_count
from foundation.web.clock import local_date
from tests.cast import PASSWORD, build_cast
from tests.sessions import sign_in, with_factor


@pytest.mark.timeout(300)
def test_task_from_giving_to_the_late_answer(committed_db: Any, site: str, browser: Any) -> None:
    cast, today = build_cast(), local_date()
    load_limits()
    SignalRule.objects.create(kind="no_opinion", threshold=1, valid_from=today - timedelta(days=200))
    SignalRule.objects.create(kind="late_answer", threshold=1, valid_from=today - timedelta(days=200))
    secret = with_factor(cast.officer)
    monday = today + timedelta(days=14 - today.weekday())

    def enter(name: str, width: int = 1440, height: int = 900) -> Any:
        page = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN").new_page()
        page.set_default_timeout(20_000)
        sign_in(page, site, name, PASSWORD, secret if name == "officer" else "")
        return page

    def send(page: Any, url: str, **values: str) -> None:
        page.goto(f"{site}{url}")
        fill(page, **values)

    def fill(page: Any, **values: str) -> None:
        for name, value in values.items():
            page.locator(f"[name={name}]").fill(value)
        page.locator("main form .acts button").click()
        page.wait_for_load_state("networkidle")

    head = enter("head")
    sunday = monday - timedelta(days=1)
    send(
        head, "/assignments/new/", person=cast.people["staff"].code, title="Phương án bồi thường khu 3",
        responsibility="Chủ trì tham mưu", product="Tờ trình kèm phương án",
        assigned_on=(today - timedelta(days=25)).isoformat(), due_on=sunday.isoformat(),
    )  # fmt: skip
    asked = head.locator("main").inner_text()
    assert "ngày nghỉ" in asked and f"{monday:%d/%m/%Y}" in asked and not Assignment.objects.exists()
    assert head.locator("[name=title]").input_value() == "Phương án bồi thường khu 3"
    fill(head, due_on=monday.isoformat())
    head.wait_for_url(re.compile(r"/assignments/NV-"))
    road = f"/assignments/{Assignment.objects.get().code}/"

    staff = enter("staff", 390, 844)
    later = monday + timedelta(days=2)
    send(staff, f"{road}more-time/", to_due_on=later.isoformat(), reason="Chờ số liệu của Sở Nông nghiệp và Môi trường")
    head.goto(f"{site}/inbox/")
    assert "xin gia hạn" in head.locator("main").inner_text()
    send(head, f"{road}extensions/1/grant/", note="Đồng ý")
    task = Assignment.objects.get()
    assert (task.due_on, task.original_due_on, task.times_extended) == (later, monday, 1)

    sent, wanted = today - timedelta(days=16), today - timedelta(days=10)
    send(
        staff, f"{road}pass-on/", to_unit=cast.units["ward"].code, matter="Xin ý kiến chọn phương án",
        sent_on=sent.isoformat(), answer_due_on=wanted.isoformat(),
    )  # fmt: skip
    matter = AssignmentHandoff.objects.get()
    assert matter.kind == "up" and matter.without_opinion
    told = staff.locator("[data-testid=story]").inner_text()
    assert "không nêu chính kiến" in told and f"{wanted:%d/%m/%Y}" in told
    assert staff.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    head.goto(f"{site}/assignments/handoffs/?stage=late")
    head.locator(f"a[href='/assignments/handoffs/{matter.pk}/']").click()
    head.locator(f"a[href='/assignments/handoffs/{matter.pk}/answer/']").click()
    fill(head, text="Thuộc trách nhiệm của phòng, đề nghị nêu phương án", on=today.isoformat())
    staff.goto(f"{site}/inbox/?show=news")
    assert "Đã trả lời về" in staff.locator("main").inner_text()
    staff.context.close()

    raise_signals(units=units_to_count(on=today), on=today)
    head.goto(f"{site}{road}")
    story = head.locator("[data-testid=story]").inner_text()
    for words in ("trả lời chậm", "Thời hạn lùi từ", "Chờ số liệu", "không nêu chính kiến"):
        assert words in story, words
    officer = enter("officer")
    for page in (head, officer):
        page.goto(f"{site}/assignments/handoffs/?stage=late&without_opinion=true")
        assert "Xin ý kiến chọn phương án" in page.locator("main").inner_text()
        page.goto(f"{site}/reviews/questions/")
        questions = page.locator("main").inner_text()
        assert cast.units["division"].name in questions or cast.units["ward"].name in questions
    officer.goto(f"{site}/reviews/delays/")
    assert officer.locator("main tbody tr").count() >= 1
    head.context.close()
    officer.context.close()
