"""Inspections of the demo in each further state, the year's programmes, units' own inspections; done once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from accounts.models import User
from accounts.selectors.people import accounts_of_people
from cadres.selectors.postings import head_of
from config.demo.inspections import _draft, begun
from config.demo.past import turn_back
from config.demo.plan import FULL_ACCOUNT_UNITS
from config.demo.proofs import pdf
from config.demo.visits import draft_the_notice, draw_up_and_sign, issue_the_notice, note
from foundation.files.services.intake import Content
from foundation.web.clock import HANOI, local_date
from inspections.models import Inspection, Programme, Remedy, Team
from inspections.services import drafting, evidence, own_checks, programmes, remedies
from organization.models import Unit
from organization.rules.calendar import WorkingCalendar, add_working_days

SECOND = "remedy_open"
STAGES = (
    ("closed", 16),
    ("verified", 12),
    ("report_received", 9),
    (SECOND, 7),
    ("notice_draft", 3),
    ("minutes_signed", 1),
)
"""How far a visit has come, and how many working days ago it was; the oldest first, as their numbers go."""
DONE = "Đã tổ chức họp, phân công người trực từng quầy, gửi văn bản xin lỗi và hẹn lại ngày trả kết quả cho công dân."
CHECKS = (
    (
        "Ba lượt kiểm tra giờ làm việc, một người vắng không lý do.",
        "Đã nhắc nhở trong cuộc họp giao ban.",
        1,
    ),
    ("Hồ sơ tiếp nhận đúng thành phần, trả kết quả đúng hẹn.", "", 0),
    ("Sổ theo dõi văn bản đến chưa ghi đủ thời hạn xử lý.", "Yêu cầu bổ sung sổ trong ba ngày.", 2),
)


@dataclass(frozen=True)
class _Stage:
    team: Team
    people: dict[str, User]
    today: date
    calendar: WorkingCalendar


def write_stages(*, today: date, calendar: WorkingCalendar, say: Callable[[str], object]) -> None:
    """By the services; nothing happens when there is a programme already, or no team."""
    people = {user.username: user for user in User.objects.filter(username__in=("oc", "oc2", "tl", "tm"))}
    team = Team.objects.filter(state="in_force").first()
    if len(people) < 4 or team is None or Programme.objects.exists() or today != local_date():
        return
    say("inspections in every state")
    known = set(Inspection.objects.values_list("unit_id", flat=True))
    free = [
        unit
        for unit in Unit.objects.filter(kind__in=("ward", "commune"), valid_to=None).order_by("code")[:40]
        if unit.pk not in known and unit.code not in FULL_ACCOUNT_UNITS and _head(unit, today) is not None
    ]
    stage = _Stage(team, people, today, calendar)
    second = Unit.objects.get(code=FULL_ACCOUNT_UNITS[1])
    units = [second if until == SECOND else free.pop(0) for until, _days in STAGES]
    rows = [begun(team, unit, people, today) for unit in units]
    days = [max(add_working_days(today, -ago, calendar), team.valid_from) for _until, ago in STAGES]
    turn_back({row.pk: datetime.combine(day, time(8, 5), HANOI) for row, day in zip(rows, days, strict=True)})
    for row, day, (until, _ago) in zip(rows, days, STAGES, strict=True):
        _walk(stage, row, until, day)
    _sealed(stage, free[:2])
    _programmes(stage, units[:6])
    _own_checks(stage, free[:3])


def _head(unit: Unit, today: date) -> User | None:
    person = head_of(unit, today)
    return accounts_of_people([person.pk]).get(person.pk) if person is not None else None


def _walk(stage: _Stage, row: Inspection, until: str, day: date) -> None:
    """One visit of that day, as far as the stage asks."""
    row = Inspection.objects.select_related("unit", "team__unit").get(pk=row.pk)
    note(row, stage.people, datetime.combine(day, time(9, 10), HANOI))
    draw_up_and_sign(row, stage.people, datetime.combine(day, time(11, 20), HANOI))
    if until == "minutes_signed":
        return
    issued = min(add_working_days(day, 1, stage.calendar), stage.today)
    notice = draft_the_notice(row, stage.people, issued, stage.calendar)
    if until == "notice_draft":
        return
    issue_the_notice(notice, stage.people, issued)
    if until == SECOND:
        return
    _report(stage, row)
    if until == "report_received":
        return
    for remedy in Remedy.objects.filter(notice__inspection=row, state="reported"):
        remedies.verify(
            remedy=remedy, note="Đã xem tại chỗ và đối chiếu văn bản gửi công dân.", today=stage.today,
            by=stage.people["tl"], source="command",
        )  # fmt: skip
    if until == "closed":
        remedies.close(inspection=row, note="Các kiến nghị đã thực hiện xong.", by=stage.people["tl"], source="command")


def _report(stage: _Stage, row: Inspection) -> None:
    """The head of the unit reports each remedy with a file."""
    head = _head(row.unit, stage.today)
    assert head is not None  # chosen so
    for remedy in Remedy.objects.filter(notice__inspection=row, state="open").order_by("number"):
        paper = Content("Báo cáo khắc phục.pdf", pdf("Bao cao khac phuc", "Da thuc hien xong."), "application/pdf")
        evidence.add_proof(remedy=remedy, title="Báo cáo khắc phục", upload=paper, by=head, source="command")
        remedies.report(
            remedy=remedy, document=f"{40 + remedy.number}/BC-UBND", text=DONE, reported_on=stage.today,
            today=stage.today, by=head, source="command",
        )  # fmt: skip


def _sealed(stage: _Stage, units: list[Unit]) -> None:
    """One approved whose team is not called yet, one called off before it began."""
    for number, unit in enumerate(units):
        row = _draft(stage.team, unit, stage.people, stage.today, basis="Chỉ đạo tại Thông báo số 118/TB-UBND")
        row = drafting.approve_inspection(inspection=row, on=stage.today, by=stage.people["tl"], source="command")
        if number == 1:
            drafting.cancel_inspection(
                inspection=row, reason="Thanh tra thành phố đang làm việc tại đơn vị", on=stage.today,
                by=stage.people["oc"], source="command",
            )  # fmt: skip


def _programmes(stage: _Stage, units: list[Unit]) -> None:
    """That of the year, approved by another, and the draft of the next."""
    officer, year = stage.people["oc"], stage.today.year
    for ahead, number in ((0, "05/KH-UBND"), (1, "188/KH-UBND")):
        made = programmes.write_programme(
            number=number, title=f"Kế hoạch kiểm tra công vụ năm {year + ahead}", year=year + ahead,
            unit=stage.team.unit, decided_on=stage.today if ahead else date(year, 1, 8), by=officer, source="command",
        )  # fmt: skip
        for place, unit in enumerate(units):
            programmes.add_item(
                programme=made, unit=unit, quarter=place % 4 + 1, by=officer, source="command",
                contents=["hours", "procedures"] if place % 2 else ["hours", "conduct"],
            )  # fmt: skip
        if not ahead:
            programmes.approve_programme(programme=made, by=stage.people["oc2"], source="command")


def _own_checks(stage: _Stage, units: list[Unit]) -> None:
    """Of three heads: one is counted, one waits, one was sent back."""
    for place, (unit, (result, handling, found)) in enumerate(zip(units, CHECKS, strict=False)):
        below = Unit.objects.filter(parent=unit, valid_to=None).order_by("code").first()
        head = _head(unit, stage.today)
        if below is None or head is None:
            continue
        made = own_checks.report_own_check(
            unit=unit, checked=below, kind="surprise" if place else "planned", findings=found, result=result,
            handling=handling, held_on=stage.today - timedelta(days=3 + place), on=stage.today, by=head,
            source="command",
        )  # fmt: skip
        if place == 0:
            own_checks.aggregate_own_check(check=made, by=stage.people["oc"], source="command")
        if place == 2:
            own_checks.send_back_own_check(
                check=made, reason="Chưa nêu thời hạn khắc phục và người thực hiện.", by=stage.people["oc"],
                source="command",
            )  # fmt: skip
