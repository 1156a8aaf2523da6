"""Visits of the demo: one under way in the first ward, and the parts of which each visit is made; done once."""

from collections.abc import Callable
from datetime import date, datetime

from accounts.models import User
from config.demo.inspections import begun
from config.demo.plan import FULL_ACCOUNT_UNITS
from directives.models import Indicator
from discipline.rules.papers.letterhead import Letterhead
from foundation.web.clock import local_date, local_moment
from inspections.models import AttendanceLine, Inspection, Notice, Team
from inspections.services import attendance, findings, minutes, notices, samples
from organization.models import Unit
from organization.rules.calendar import WorkingCalendar, add_working_days

CONCLUSION = (
    "Đơn vị đã tổ chức tiếp nhận và giải quyết hồ sơ theo quy định; tuy nhiên việc chấp hành giờ làm việc chưa nghiêm, "
    "hồ sơ đất đai quá hạn kéo dài, chưa gửi văn bản xin lỗi công dân."
)
RECOMMENDED = (
    ("remedy", "Chấn chỉnh việc chấp hành giờ làm việc tại bộ phận tiếp nhận và trả kết quả", 5),
    ("apology", "Gửi văn bản xin lỗi công dân có hồ sơ quá hạn và hẹn lại ngày trả kết quả", 7),
    ("self_criticism", "Kiểm điểm, rút kinh nghiệm đối với người được giao phụ trách bộ phận một cửa", 10),
)


def write_visits(*, today: date, say: Callable[[str], object]) -> None:
    """The visit of this day, by the services, as the team would; nothing happens when one runs already, or no team."""
    people = {user.username: user for user in User.objects.filter(username__in=("oc", "tl", "tm"))}
    team = Team.objects.filter(state="in_force").first()
    running = Inspection.objects.filter(state="in_progress").exists()
    if len(people) < 3 or team is None or running or today != local_date():
        return
    say("the visit of the day")
    note(begun(team, Unit.objects.get(code=FULL_ACCOUNT_UNITS[0]), people, today), people, local_moment())


def note(row: Inspection, people: dict[str, User], at: datetime) -> None:
    """The roll with some marks, samples, a content, two findings."""
    member, row = people["tm"], Inspection.objects.select_related("unit", "team").get(pk=row.pk)
    attendance.call_roll(inspection=row, now=at, by=member, source="command")
    lines = AttendanceLine.objects.filter(inspection=row, mark="").select_related("inspection", "person")[:8]
    for number, line in enumerate(lines):
        mark = "without_reason" if number == 2 else "with_reason" if number == 5 else "present"
        attendance.mark(
            line=line, mark=mark, reason="Họp tại thành phố, có giấy mời" if number == 5 else "",
            seen_at=at, now=at, by=member, source="command",
        )  # fmt: skip
    samples.record_sample(
        inspection=row, subject="Hồ sơ cấp giấy chứng nhận quyền sử dụng đất lần đầu", population=26, sample=26,
        failing=20, worst_delay=134, now=at, by=member, source="command",
    )  # fmt: skip
    samples.check(
        inspection=row, item="hours", result="partly", note="Một quầy không có người trực đầu giờ", now=at,
        by=member, source="command",
    )  # fmt: skip
    absent = AttendanceLine.objects.filter(inspection=row, mark="without_reason").select_related("person").first()
    findings.log_finding(
        inspection=row, severity="recorded", text="Quầy số 3 không có người trong 15 phút đầu giờ, 6 công dân đang chờ",
        place="Quầy số 3, bộ phận một cửa", person=absent.person if absent else None, item="hours",
        indicator=Indicator.objects.filter(code="KL-06", version__state="in_force").first(),
        seen_at=at, now=at, by=member, source="command",
    )  # fmt: skip
    findings.log_finding(
        inspection=row, severity="recorded", text="20 trên 26 hồ sơ đất đai quá hạn, chưa có văn bản xin lỗi",
        item="procedures", explanation="Đơn vị thiếu cán bộ địa chính từ tháng 9", seen_at=at,
        now=at, by=member, source="command",
    )  # fmt: skip


def draw_up_and_sign(row: Inspection, people: dict[str, User], at: datetime) -> None:
    """Everybody left is present; the minutes are signed by both sides."""
    member = people["tm"]
    attendance.mark_rest_present(inspection=row, now=at, by=member, source="command")
    drawn = minutes.draw_up(inspection=row, now=at, by=member, source="command")
    minutes.sign(
        minutes=drawn, representative="Người đứng đầu đơn vị", office="Chủ tịch Ủy ban nhân dân cấp xã",
        opinion="Đơn vị tiếp thu và sẽ khắc phục.", now=at, by=member, source="command",
    )  # fmt: skip


def draft_the_notice(row: Inspection, people: dict[str, User], today: date, calendar: WorkingCalendar) -> Notice:
    """By a member, with three recommendations."""
    row, member = Inspection.objects.select_related("unit", "team__unit").get(pk=row.pk), people["tm"]
    notice = notices.draft_notice(inspection=row, conclusion=CONCLUSION, by=member, source="command")
    for kind, text, days in RECOMMENDED:
        notices.recommend(
            notice=notice, kind=kind, text=text, due_on=add_working_days(today, days, calendar), today=today, by=member,
            source="command",
        )  # fmt: skip
    return notice


def issue_the_notice(notice: Notice, people: dict[str, User], today: date) -> None:
    """Signed by the head of the team."""
    fresh, head = (
        Notice.objects.select_related("inspection__unit", "inspection__team__unit").get(pk=notice.pk),
        people["tl"],
    )
    row, number = fresh.inspection, 19 + Notice.objects.count()
    letterhead = Letterhead(
        authority=row.team.title, superior=row.team.unit.name, symbol="ĐKT", number=str(number),
        signer=head.full_name, capacity=("TRƯỞNG ĐOÀN",), recipients=(f"- {row.unit.name};", "- Lưu: VT, ĐKT."),
    )  # fmt: skip
    notices.issue(notice=fresh, letterhead=letterhead, today=today, version=None, by=head, source="command")
