"""From a sealed draw to a verified remedy: who draws, who visits with a phone and no signal, the unit, the verifier."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from directives.services.catalogue_loading import load_catalogues
from foundation.audit.record import recorded
from foundation.web.clock import HANOI, local_date
from inspections.models import AttendanceLine, Draw, Finding, Inspection, Minutes, Notice, OfflineBundle, Remedy, Team
from inspections.services.draws import hold_draw
from organization.rules.calendar import add_working_days
from organization.selectors.calendar import working_calendar
from organization.services.units import create_unit
from tests.cast import Cast, build_cast
from tests.flows.desk import Desk
from tests.foundation.files.samples import jpeg, pdf
from tests.inspections.recompute_draw import recompute
from tests.inspections.walk import at_its_time, team_of

NUMBER = "1.742,36"
PLACE = "Cổng số 1, 79 Đinh Tiên Hoàng"
PHOTO = {"name": "quay-3.jpg", "mimeType": "image/jpeg", "buffer": jpeg(64, 48)}
PROOF = {"name": "bao-cao.pdf", "mimeType": "application/pdf", "buffer": pdf()}
STORE = "visitStore.of(document.getElementById('visit').dataset.visit, document.getElementById('visit').dataset.user)"


@pytest.mark.timeout(300)
def test_from_the_sealed_draw_to_the_verified_remedy(committed_db: Any, site: str, browser: Any) -> None:
    cast = build_cast()
    with recorded(by=None, source="test"):
        load_catalogues(by=None)
    create_unit(code="P-03", name="Phường Ba", kind="ward", parent=cast.units["committee"], by=None)
    team_of(cast)
    officer, head = Desk(browser, site, cast.officer), Desk(browser, site, cast.head)
    lead = Desk(browser, site, cast.users["team_second"], phone=True, second=True, touch=True)
    leader = Desk(browser, site, cast.users["team_head"], second=True)
    member = Desk(browser, site, cast.users["inspector"], phone=True, touch=True)

    made = draw(cast, officer, head)
    row = called(cast, made, officer, leader)
    page, visit = f"/inspections/{row.public_id}/", f"/visits/{row.public_id}/"
    for sealed_from in (head, lead, member):
        assert sealed_from.page.goto(f"{site}{page}").status == 404
    lead.go("/inspections/calls/")
    assert PLACE in lead.text() and row.unit.name not in lead.page.content() and lead.narrow()

    with recorded(by=None, source="test"):
        at_its_time(row)
    arrive(row, made, officer, head, lead)
    roll(row, member, visit)
    findings(member, visit)
    minutes(row, lead, visit)
    notice(member, leader, page)
    remedy(head, lead, member)
    assert Inspection.objects.get(pk=row.pk).state == "verified"
    leader.go(f"{visit}after/")
    leader.act("[data-testid=close]", note="Đã khắc phục xong")
    assert Inspection.objects.get(pk=row.pk).state == "closed"
    for desk in (officer, head, lead, leader, member):
        desk.close()


def draw(cast: Cast, officer: Desk, head: Desk) -> Draw:
    """Sealed by its page, the commitment out before the number; the day between passes without the pages."""
    officer.go("/inspections/draws/")
    officer.act(
        "a[href$='/draws/new/']",
        team=Team.objects.get().pk, title="Rút thăm cấp xã",
        kinds=["ward"], places=2, outside_name="VN-Index đóng cửa",
        outside_on=(local_date() + timedelta(days=1)).isoformat(), exclusions="P-03: mới kiểm tra 51 ngày trước",
    )  # fmt: skip
    made = Draw.objects.get()
    address = f"/inspections/draws/{made.code}/"
    assert made.commitment in officer.text() and officer.page.locator("a[href$='/hold/']").count() == 0, "not today"
    head.go(address)
    assert made.commitment in head.text() and "P-01" not in head.page.content()
    made = hold_draw(draw=made, outside_number=NUMBER, on=made.outside_on, by=cast.officer)
    head.go(address)
    assert NUMBER in head.text() and "P-01" not in head.page.content()
    return made


def called(cast: Cast, made: Draw, officer: Desk, leader: Desk) -> Inspection:
    """The unit of one turn: drafted by who drew, approved by the head of the team, the team called."""
    turn = next(turn["turn"] for turn in made.turns if turn["code"] == "P-01")
    officer.go("/inspections/")
    officer.act(
        "a[href*='/inspections/new/']",
        unit="P-01", kind="surprise", contents=["hours", "conduct"], basis=f"{made.code}, lượt {turn}",
        approver=cast.users["team_head"].pk,
    )  # fmt: skip
    row = Inspection.objects.select_related("unit").get()
    leader.go("/inspections/")
    leader.press(f"a[href='/inspections/{row.public_id}/']")
    leader.act("a[href$='/approve/']")
    officer.go(f"/inspections/{row.public_id}/")
    tomorrow = timezone.now().astimezone(HANOI) + timedelta(days=1)
    officer.act(
        "a[href$='/assign/']",
        window_from=f"{tomorrow:%Y-%m-%dT%H:%M}", window_to=f"{tomorrow + timedelta(hours=3):%Y-%m-%dT%H:%M}",
        meeting_place=PLACE, lead=cast.users["team_second"].pk, members=[cast.users["inspector"].pk],
    )  # fmt: skip
    row.refresh_from_db()
    assert row.state == "assigned"
    return row


def arrive(row: Inspection, made: Draw, officer: Desk, head: Desk, lead: Desk) -> None:
    """At the moment of reveal the lead learns the unit and begins at its door; then the draw is opened to everybody."""
    page = f"/inspections/{row.public_id}/"
    lead.go("/inspections/")
    lead.press(f"a[href='{page}']")
    lead.act("a[href$='/declare/']", conflict=["no"])
    lead.act("a[href$='/start/']", place="Bộ phận một cửa")
    row.refresh_from_db()
    assert row.code in lead.text() and "Bộ phận một cửa" in lead.text() and lead.narrow()
    head.go(page)
    assert row.code in head.text() and made.code not in head.page.content(), "the unit reads the order, not the draw"
    officer.go(f"/inspections/draws/{made.code}/")
    officer.act("a[href$='/open/']")
    head.go(f"/inspections/draws/{made.code}/")
    assert "P-01" in head.text()
    text = head.page.request.get(f"{head.address}/inspections/draws/{made.code}/text/").body().decode()
    assert recompute(text, NUMBER, made.commitment) == [turn["code"] for turn in made.turns]


def roll(row: Inspection, member: Desk, visit: str) -> None:
    """The roll by divisions: one person missing, the rest of two divisions present; the leaders are out for now."""
    member.go("/inspections/calls/")
    member.press(f"a[href='/inspections/{row.public_id}/']")
    member.press("[data-testid=open-visit]")
    page = member.page
    page.locator("html[data-visit-pages=keep]").wait_for(state="attached")
    page.get_by_test_id("step-attendance").tap()
    page.get_by_test_id("call-roll").tap()
    page.locator("[data-line]").first.wait_for()
    missing = AttendanceLine.objects.get(person__full_name="Trần Đức Anh")
    office = AttendanceLine.objects.get(person__full_name="Vũ Thị Ngọc Ánh").division_id
    page.locator(f"a.tapchip[href='?division={missing.division_id}']").tap()
    page.locator(f"[data-line='{missing.pk}'] label.bad").tap()
    page.locator(f"[data-line='{missing.pk}'][data-version='{missing.row_version + 1}']").wait_for()
    for division in (missing.division_id, office):
        page.locator(f"a.tapchip[href='?division={division}']").tap()
        page.wait_for_url(f"**?division={division}")
        page.get_by_test_id("rest-present").tap()
        page.locator(f".tapchip[href='?division={division}'] .ti-check").wait_for()
    assert marks() == ["", "", "present", "present", "present", "without_reason"]


def marks() -> list[str]:
    return sorted(AttendanceLine.objects.values_list("mark", flat=True))


def findings(member: Desk, visit: str) -> None:
    """One with a signal; then without one: kept on the phone, sent once, and again because the answer was lost."""
    page = member.page

    def write(text: str) -> None:
        page.get_by_test_id("new-finding").tap()
        page.set_input_files("#id_photos", PHOTO)
        page.wait_for_selector("#photo-row canvas")
        page.locator(".visit-chips label").nth(5).tap()
        page.fill("#id_text", text)
        page.get_by_test_id("save-finding").tap()

    def unsent(count: int) -> None:
        page.locator(f"html[data-unsent='{count}']").wait_for(state="attached", timeout=60_000)

    member.go(visit)
    page.locator("html[data-visit-pages=keep]").wait_for(state="attached")
    write("Quầy 3 không có người")
    page.wait_for_url("**/findings/")
    page.context.set_offline(True)
    page.goto(f"{member.address}{visit}")
    write("Sáu công dân đang chờ")
    page.wait_for_url(f"**{visit}")
    page.goto(f"{member.address}{visit}attendance/")
    page.get_by_test_id("rest-present").tap()
    unsent(3)
    page.goto(f"{member.address}{visit}")
    unsent(3)
    kept = page.get_by_test_id("unsent-list").inner_text()
    assert "Sáu công dân đang chờ" in kept and "Nguyễn Đình Phước" in kept and member.narrow()
    assert Finding.objects.count() == 1 and marks().count("") == 2
    page.evaluate(f"async () => {{ window.kept = (await {STORE}).filter((item) => item.kind === 'finding'); }}")
    page.context.set_offline(False)
    unsent(0)
    second = Finding.objects.get(number=2)
    assert second.offline and second.text == "Sáu công dân đang chờ" and second.photos.count() == 1
    assert marks().count("present") == 5
    stored = OfflineBundle.objects.count()
    with page.expect_response("**/bundle/") as answer:
        page.evaluate("async () => { for (const item of window.kept) await visitStore.put(item); }")
        page.evaluate("window.dispatchEvent(new Event('online'))")
    assert answer.value.status == 200 and answer.value.json()["again"] is True
    unsent(0)
    assert (Finding.objects.count(), second.photos.count(), OfflineBundle.objects.count()) == (2, 1, stored)


def minutes(row: Inspection, lead: Desk, visit: str) -> None:
    """Drawn up and signed at the door, by the lead's phone."""
    lead.go(f"/inspections/{row.public_id}/")
    lead.press("[data-testid=open-visit]")
    lead.press("[data-testid=step-minutes]")
    assert "Sáu công dân đang chờ" in lead.page.content()
    lead.press("[data-testid=draw-up]")
    lead.page.get_by_test_id("code").wait_for()
    lead.act("[data-testid=sign]", "[data-testid=confirm]", representative="Nguyễn Đình Phước", office="Chủ tịch")
    paper = Minutes.objects.get()
    assert paper.state == "signed" and paper.code in lead.page.content() and lead.narrow()
    assert lead.page.request.get(f"{lead.address}{visit}minutes/{paper.number}/").body()[:2] == b"PK"


def notice(member: Desk, leader: Desk, page: str) -> None:
    """Drafted by the member, signed by the head of the team."""
    member.go(page)
    member.press("a[href$='/after/']")
    member.act("[data-testid=draft]", conclusion="Còn tình trạng vắng mặt tại bộ phận một cửa.")
    due = add_working_days(local_date(), 5, working_calendar())
    member.act(
        "[data-testid=recommend]",
        kind="remedy", finding=Finding.objects.get(number=2).pk, text="Bố trí đủ người trực", due_on=due.isoformat(),
    )  # fmt: skip
    assert "Bố trí đủ người trực" in member.text() and member.narrow()
    assert member.page.get_by_test_id("issue").count() == 0, "who drafts does not sign"
    leader.go(page)
    leader.press("a[href$='/after/']")
    leader.act("[data-testid=issue]", number="20")
    made = Notice.objects.get()
    assert made.state == "issued" and made.signed_by == leader.user and Remedy.objects.get().due_on == due


def remedy(head: Desk, lead: Desk, member: Desk) -> None:
    """Reported with proof, returned with a reason, reported again, verified by somebody who did not draft."""
    row = Remedy.objects.get()
    place = f"a[href='/remedies/{row.pk}/']"
    head.go("/remedies/")
    head.press(place)
    head.act("[data-testid=act-proof]", title="Bảng phân công trực", file=PROOF)
    head.act("[data-testid=act-report]", document="45/BC-UBND", text="Đã bố trí hai người trực")
    member.go("/remedies/")
    member.press(place)
    assert member.page.get_by_test_id("act-verify").count() == 0, "who drafted does not verify"
    lead.go("/remedies/")
    lead.press(place)
    lead.act("[data-testid=act-return]", reason="Thiếu lịch trực ngày thứ Bảy")
    head.go(f"/remedies/{row.pk}/")
    assert "Thiếu lịch trực ngày thứ Bảy" in head.text()
    head.act("[data-testid=act-report]", document="46/BC-UBND", text="Đã bổ sung lịch trực thứ Bảy")
    lead.go(f"/remedies/{row.pk}/")
    lead.act("[data-testid=act-verify]", note="Đã xem tại chỗ")
    row.refresh_from_db()
    assert row.state == "verified" and row.reports.count() == 2 and lead.narrow()
