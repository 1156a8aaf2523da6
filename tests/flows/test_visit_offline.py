"""A visit on a phone in the browser: a finding in six taps, the network cut, everything sent once afterwards."""

from typing import Any

from django.conf import settings

from directives.services.catalogue_loading import load_catalogues
from foundation.audit.record import recorded
from inspections.models import AttendanceLine, Finding, FindingPhoto
from inspections.services import attendance, minutes
from tests.cast import PASSWORD, build_cast
from tests.foundation.files.samples import jpeg
from tests.inspections.visiting import begin
from tests.sessions import sign_in

PHOTO = {"name": "quay-3.jpg", "mimeType": "image/jpeg", "buffer": jpeg(64, 48)}
CAMERA_TAPS = 2
"""The shutter and "use photo" of the phone's own camera."""


def test_a_visit_without_a_signal(site: str, browser: Any, tmp_path: Any, monkeypatch: Any) -> None:
    with recorded(by=None, source="test"):
        load_catalogues(by=None)
    visit = begin(build_cast())
    visit.call_roll()
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="vi-VN", has_touch=True)
    page = context.new_page()
    page.set_default_timeout(20_000)
    wrong: list[str] = []
    page.on(
        "console", lambda message: wrong.append(message.text) if "Content Security Policy" in message.text else None
    )
    taps: list[str] = []

    def tap(name: str) -> None:
        taps.append(name)
        page.get_by_test_id(name).tap()

    def write(text: str = "") -> None:
        taps.append("camera")
        page.set_input_files("#id_photos", PHOTO)
        page.wait_for_selector("#photo-row canvas")
        taps.append("indicator")
        page.locator(".visit-chips label").nth(5).tap()
        if text:
            page.fill("#id_text", text)
        tap("save-finding")

    def unsent(count: int) -> None:  # a page opened without a signal believes it has one: the next try may be 10 s away
        page.locator(f"html[data-unsent='{count}']").wait_for(state="attached", timeout=60_000)

    home = f"{site}/visits/{visit.row.public_id}/"
    sign_in(page, site, "team_member", PASSWORD)
    page.goto(home)
    page.locator("html[data-visit-pages=keep]").wait_for(state="attached")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    tap("new-finding")
    write()
    page.wait_for_url("**/findings/")
    assert len(taps) + CAMERA_TAPS <= 6, taps
    assert Finding.objects.get().photos.get().captured_sha256 == FindingPhoto.objects.get().file.sha256

    context.set_offline(True)
    page.goto(home)  # opened from the device
    page.get_by_test_id("new-finding").tap()
    write("Sáu công dân đang chờ")
    page.wait_for_url(home)
    unsent(1)
    assert "Sáu công dân đang chờ" in page.get_by_test_id("unsent-list").inner_text()
    page.goto(home + "attendance/")
    line = visit.line("head")
    page.locator(f"[data-line='{line.pk}'] label.ok").tap()
    unsent(2)
    assert page.locator("#unsent").is_visible() and Finding.objects.count() == 1
    attendance.mark(line=visit.line("deputy"), mark="present", seen_at=visit.now, now=visit.now, by=visit.lead)
    page.locator(f"[data-line='{visit.line('deputy').pk}'] label.bad").tap()
    unsent(3)

    context.set_offline(False)
    unsent(1)
    conflict = page.locator(".visit-person.conflict")
    conflict.wait_for()
    assert "Lê Thị Hồng Ánh" in conflict.locator(".visit-why").inner_text()
    second = Finding.objects.get(number=2)
    assert second.offline and second.text == "Sáu công dân đang chờ" and second.photos.count() == 1
    assert AttendanceLine.objects.get(pk=line.pk).mark == "present" and visit.line("deputy").mark == "present"
    page.goto(home)
    page.locator("[data-testid=unsent-list] button").nth(1).tap()
    unsent(0)

    monkeypatch.setattr(settings, "FILES_DIR", tmp_path / "files")
    attendance.mark_rest_present(inspection=visit.fresh(), now=visit.now, by=visit.member)
    drawn = minutes.draw_up(inspection=visit.fresh(), now=visit.now, by=visit.lead)
    minutes.sign(minutes=drawn, representative="Nguyễn Đình Phước", office="Chủ tịch", now=visit.now, by=visit.lead)
    page.goto(home)
    page.locator("html[data-visit-pages=drop]").wait_for(state="attached")
    assert page.evaluate("caches.keys()") == []
    assert wrong == []
    context.close()
