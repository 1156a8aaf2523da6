"""From the alert of the night to the hand-over, and a proposed round taken over: real browsers, a real worker."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from cadres.models import Posting, RotationCase, RotationItem
from cadres.rules.retirement import add_months
from cadres.selectors.rotation_proposal import WORDS
from config.schedule import PERIODIC
from foundation.notifications.models import Alert, Notification
from foundation.notifications.policies import load_policies
from foundation.outbox.enums import JobState
from foundation.outbox.models import Job
from foundation.outbox.ticker import tick
from foundation.web.clock import local_date
from tests.cadres.rotation.conftest import case_of, long_held
from tests.cadres.rotation.test_proposals import round_with_two
from tests.cast import build_cast
from tests.flows.desk import Desk
from tests.waiting import wait_until

NIGHT = [line for line in PERIODIC if line.name == "cadres.rotation_night"]
REASON = "Giữ vị trí tài chính đủ 5 năm, chưa có trong đợt nào"


def night(on: date) -> None:
    """What beat starts at one o'clock, worked off by the worker."""
    tick(today=on, lines=NIGHT)
    key = f"periodic:cadres.rotation_night:{on.isoformat()}"
    wait_until(lambda: Job.objects.get(key=key).state == JobState.DONE, seconds=40, what=f"the night of {on}")


def offered(desk: Desk, place: str, act: str) -> bool:
    desk.go(place)
    found: int = desk.page.locator(f"main a[href='{place}{act}/']").count()
    return found > 0


def step(desk: Desk, place: str, act: str, **values: Any) -> None:
    """One act of the case, which its page offers."""
    assert offered(desk, place, act), f"{desk.user} is not offered {act}"
    desk.fill(f"{place}{act}/", **values)


@pytest.mark.timeout(300)
def test_from_the_alert_of_the_night_to_the_move_carried_out(
    committed_db: Any, valkey: Any, start_worker: Callable[..., Any], site: str, browser: Any
) -> None:
    cast, today = build_cast(), local_date()
    load_policies()
    begun = add_months(today, -60)
    old = long_held(cast, since=begun)
    person, day = cast.people["staff"], today.isoformat()
    start_worker()
    night(today)
    speaks = Alert.objects.get(thing="rotation", ended_at=None)  # the post stands under two rules and is told of once
    case = RotationCase.objects.get(person=person, pk=speaks.thing_id)
    place, own = f"/rotation/cases/{case.code}/", f"/rotation/own/{case.code}/"

    personnel = Desk(browser, site, cast.users["personnel"])
    personnel.go("/")
    personnel.press(f"#worklist a.head-line[href='{place}']")
    assert person.full_name in personnel.page.locator("h1").inner_text()
    assert not personnel.page.locator(f"a[href='{place}plan/']").count(), "who plans is the head"
    personnel.go("/inbox/")
    told = Notification.objects.get(user=cast.users["personnel"], alert__thing="rotation", alert__thing_id=case.pk)
    personnel.press(f"main a[href='/inbox/{told.pk}/']")
    why = personnel.text()
    for words in ("Vì sao bạn được báo", case.rule.legal_basis, f"{begun:%d/%m/%Y}", f"{today:%d/%m/%Y}", case.code):
        assert words in why, words
    assert "chỉ kết thúc khi làm đúng việc được yêu cầu" in why and "chưa kiểm chứng" in why.casefold()

    head = Desk(browser, site, cast.users["division_head"])
    head.go("/inbox/")
    head.press(f"main a.head-line[href='{place}']")
    values = {
        "destination": cast.units["ward"].code, "position": "Chuyên viên", "move_on": day,
        "hand_over_to": cast.people["staff2"].full_name,
    }  # fmt: skip
    step(head, place, "plan", reason=REASON, **values)
    item = RotationItem.objects.get(case=case)
    assert not offered(head, place, "countersign"), "two different people sign"
    assert not offered(head, place, "announce")

    superior = Desk(browser, site, cast.users["head"])
    superior.go("/inbox/")
    assert "chờ người ký thứ hai" in superior.text()
    superior.press(f"main a.head-line[href='{place}']")
    assert REASON in superior.text()
    step(superior, place, "countersign", reason="Đúng thời hạn, bố trí được người thay")
    superior.close()
    assert no_line(case), "the plan ends what the night had told, for everybody"
    head.go("/")
    assert not head.page.locator(f"#worklist a[href='{place}']").count()
    personnel.go("/inbox/")
    assert not personnel.page.locator(f"main a[href='{place}']").count()

    staff = Desk(browser, site, cast.users["staff"], phone=True)
    assert staff.page.goto(f"{site}{own}").status == 404, "nothing before the announcement"
    step(head, place, "announce", on=day, where="Bảng tin Ủy ban nhân dân phường")
    staff.go("/inbox/?show=news")
    staff.press(f"main a.head-line[href='{own}']")
    shown = staff.text()
    until = today + timedelta(days=30)
    assert f"{until:%d/%m/%Y}" in shown and cast.units["ward"].name in shown and REASON not in shown
    staff.page.locator("main [name=text]").fill("Xin lùi đến hết quý vì đang quyết toán")
    staff.press("main form[data-guard] .acts button")
    wait_until(lambda: RotationItem.objects.get(pk=item.pk).opinion_on, what="the opinion on file")
    assert staff.narrow()

    head.go("/inbox/")
    assert f"{person.full_name} đã có ý kiến" in head.text()
    assert not head_decides(head, place, day), "the opinion is answered first"
    step(head, place, "answer", text="Đã bố trí người quyết toán, không lùi")
    assert no_line(case, waits=True), "nobody owes an answer any more"
    assert not head_decides(head, place, day), "the notice still runs"
    assert f"{until:%d/%m/%Y}" in head.text() and head.page.locator("[name=decision_number]").input_value() == "91/QĐ"
    assert head_decides(head, place, day, urgent_reason="Vị trí tiếp nhận đang khuyết")
    staff.go(own)
    assert "91/QĐ" in staff.text() and "Đã bố trí người quyết toán" in staff.text()
    staff.close()

    step(personnel, place, "execute", handover_number="12/BB-BG", handed_over_on=day)
    assert "12/BB-BG" in personnel.text()
    case.refresh_from_db()
    assert (case.state, case.closed_on) == ("executed", today)
    held = Posting.objects.get(person=person, valid_to=None)
    assert (held.unit, held.valid_from, held.decision_number) == (cast.units["ward"], today, "91/QĐ")
    assert Posting.objects.get(pk=old.pk).valid_to == today - timedelta(days=1)

    night(today + timedelta(days=1))
    mine = RotationCase.objects.filter(person=person)
    assert not mine.exclude(state__in=("executed", "cancelled")).exists(), "the clock of the other rule ended too"
    for row in mine:
        assert no_line(row)
    for desk in (head, personnel):
        for page in ("/", "/inbox/"):
            desk.go(page)
            assert person.full_name not in desk.text(), f"{desk.user} is still told at {page}"
        desk.close()


def head_decides(head: Desk, place: str, day: str, **more: str) -> bool:
    """Whether the decision is taken; where it is refused, the form stays with what was typed."""
    assert offered(head, place, "decide")
    head.go(f"{place}decide/")
    for name, value in {"decision_number": "91/QĐ", "decided_on": day, "effective_on": day, **more}.items():
        head.page.locator(f"main [name={name}]").fill(value)
    with head.page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        head.page.locator("main form[data-guard] .acts button").first.click()
    head.page.wait_for_load_state()
    return bool(answer.value.status == 302)


def no_line(case: RotationCase, **more: Any) -> bool:
    """No alert of the case is open, and no line of anybody waits."""
    alerts = Alert.objects.filter(thing="rotation", thing_id=case.pk, **more)
    lines = Notification.objects.filter(alert__in=alerts, alert__waits=True, handled_at=None)
    return not alerts.filter(ended_at=None, waits=True).exists() and not lines.exists()


def number(address: str) -> int:
    """Of the proposal whose page this is."""
    return int(address.rstrip("/").rsplit("/", 1)[-1])


@pytest.mark.timeout(240)
def test_proposed_round_is_worked_out_compared_and_taken_over(
    committed_db: Any, valkey: Any, start_worker: Callable[..., Any], site: str, browser: Any
) -> None:
    cast = build_cast()
    row = round_with_two(cast)
    case_of(cast, "staff2")
    start_worker()
    officer, place = Desk(browser, site, cast.users["officer"]), f"/rotation/rounds/{row.code}/"

    def ask(rule: str) -> str:
        """Ask by the form and wait on its page until the worker is done; the address of the proposal."""
        officer.go(f"{place}proposals/")
        officer.page.locator("main [name=rule]").select_option(rule)
        officer.press("main form[data-guard] .acts button")
        officer.page.locator("main h2.card-title").first.wait_for()
        return str(officer.page.url).removeprefix(site)

    officer.go(place)
    assert officer.page.locator(f"a[href='{place}proposals/']").count()
    nobody, wide = ask("KH188"), ask("")
    shown = officer.text()
    assert all(cast.people[key].full_name in shown for key in ("staff", "staff2", "other_staff"))
    ((_case, rule),) = Job.objects.get(pk=number(wide)).result["left"]
    with translation.override("vi"):
        assert str(WORDS[rule]) in shown, "which rule stood in the way of the one left over"
    officer.go(f"{wide}?against={number(nobody)}")
    assert officer.page.locator("main h3").count() == 2, "what each of the two leaves open"
    officer.page.locator("input[name=circles]").first.check()
    officer.press("main form[data-guard] button.btn-primary")
    officer.page.wait_for_url(lambda url: url.endswith(place))
    moved = RotationItem.objects.filter(round=row).values_list("case__person__full_name", flat=True)
    assert len(moved) == 2 and all(name in officer.text() for name in moved)
    assert set(RotationItem.objects.filter(round=row).values_list("state", flat=True)) == {"signed"}
    officer.go(f"{place}proposals/")
    assert officer.page.locator("main tbody tr").count() == 2
    officer.page.set_viewport_size({"width": 390, "height": 844})
    for page in (f"{place}proposals/", wide):
        officer.go(page)
        assert officer.narrow(), page
    officer.close()
