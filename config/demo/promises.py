"""Undertakings of the demo's units for the tasks of the directive: planned, reported, accepted, sent back, overdue."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from accounts.models import User
from accounts.selectors.people import accounts_of_people
from cadres import models as cadres
from cadres.enums import PositionKind
from config.demo.people import Person
from directives.enums import UndertakingState
from directives.models import DocumentTask, Undertaking, UndertakingReport
from foundation.audit.record import recorded
from organization.models import Unit

DIRECTIVE = "ct24"
PROMISES: Mapping[int, tuple[str, str]] = {
    1: ("Tổ chức tự soi, tự sửa theo 25 biểu hiện tại tất cả chi bộ", "Báo cáo kết quả tự soi, tự sửa"),
    2: ("Ban hành quy định ủy quyền cho cấp phó và trưởng phòng", "Quyết định ủy quyền"),
    3: ("Rà soát chức năng, nhiệm vụ, khắc phục chồng chéo, bỏ trống", "Bảng phân công chức năng"),
    4: ("Thay thế, điều chuyển người không hoàn thành nhiệm vụ hai tháng liền", "Tờ trình phương án nhân sự"),
    5: ("Giải quyết dứt điểm hồ sơ quá hạn, rút ngắn thời gian trả kết quả", "Báo cáo giải quyết tồn đọng"),
    6: ("Phát động thi đua, biểu dương tập thể, cá nhân dám nghĩ, dám làm", "Kế hoạch thi đua"),
}
# For every unit in turn: tasks promised, and how each stands.
TURNS: tuple[tuple[tuple[int, str], ...], ...] = (
    ((1, "accepted"), (5, "planned"), (3, "reported")),
    ((2, "planned"), (5, "overdue")),
    ((1, "reported"), (6, "planned")),
    ((3, "accepted"), (5, "sent_back"), (2, "planned")),
    (),
    ((4, "planned"), (5, "accepted")),
    ((1, "overdue"), (3, "planned")),
)


def write_undertakings(people: Sequence[Person], *, today: date) -> None:
    """Two or three of each unit but every fifth, which promised nothing; nothing happens when there are any."""
    tasks = {task.number: task for task in DocumentTask.objects.filter(document__code=DIRECTIVE)}
    officer = User.objects.filter(username="oc").first()
    if Undertaking.objects.exists() or not tasks or officer is None:
        return
    heads = {one.unit: one.code for one in people if one.kind == PositionKind.UNIT_HEAD and not one.division}
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=heads)}
    rows = {row.code: row for row in cadres.Person.objects.filter(code__in=heads.values())}
    users = accounts_of_people([row.pk for row in rows.values()])
    made: list[tuple[Undertaking, str]] = []
    for turn, (code, head) in enumerate(item for item in sorted(heads.items()) if item[0] not in ("TU", "UBND")):
        for place, (number, fate) in enumerate(TURNS[turn % len(TURNS)]):
            made.append((_promise(units[code], tasks[number], rows[head], fate, today, turn + place), fate))
    made.sort(key=lambda item: item[0].begins_on)
    counted: dict[int, int] = {}
    for row, _fate in made:
        year = row.begins_on.year
        counted[year] = counted.get(year, 0) + 1
        row.code = f"CK-{year}-{counted[year]:06d}"
    with recorded(by=None, source="command"):
        stored = Undertaking.objects.bulk_create([row for row, _fate in made])
        fates = [(row, fate) for row, (_draft, fate) in zip(stored, made, strict=True)]
        _report(fates, {person: user.pk for person, user in users.items()}, officer, today)


def _promise(unit: Unit, task: DocumentTask, head: cadres.Person, fate: str, today: date, turn: int) -> Undertaking:
    title, product = PROMISES[task.number]
    due = today + timedelta(days=20 + 9 * (turn % 6))
    if fate == "overdue":
        due = today - timedelta(days=3 + turn % 5)
    elif fate == "accepted":
        due = today - timedelta(days=12 + turn % 9)
    return Undertaking(
        unit=unit, task=task, title=title, product=product, responsible=head, due_on=due,
        begins_on=due - timedelta(days=70),
    )  # fmt: skip


def _report(fates: Sequence[tuple[Undertaking, str]], users: Mapping[int, int], officer: User, today: date) -> None:
    """Reports of progress, then the states they lead to."""
    reports: list[UndertakingReport] = []
    for row, fate in fates:
        by = users.get(row.responsible_id)
        first = row.begins_on + timedelta(days=25)
        if first <= today:
            text = "Đã giao bộ phận chủ trì, lấy ý kiến các phòng."
            reports.append(UndertakingReport(undertaking=row, number=1, on=first, percent=40, text=text, by_id=by))
        if fate in ("accepted", "reported", "sent_back"):
            day = min(row.due_on, today) - timedelta(days=2)
            text = "Đã hoàn thành, sản phẩm gửi kèm qua hệ thống quản lý văn bản."
            number = 2 if first <= today else 1
            reports.append(
                UndertakingReport(undertaking=row, number=number, on=day, percent=100, text=text, final=True, by_id=by)
            )
    UndertakingReport.objects.bulk_create(reports)
    last = {report.undertaking_id: report for report in reports}
    for row, fate in fates:
        report = last.get(row.pk)
        if report is None:
            continue
        rows = Undertaking.objects.filter(pk=row.pk)
        told = {"percent": report.percent, "reported_on": report.on, "reported_by": report.by_id}
        if not report.final:
            rows.update(row_version=2, **told)
            continue
        rows.update(state=UndertakingState.REPORTED, row_version=2, **told)
        if fate == "accepted":
            rows.update(state=UndertakingState.ACCEPTED, settled_by=officer, row_version=3)
        elif fate == "sent_back":
            why = "Chưa có số liệu hồ sơ tồn đọng của từng phòng; bổ sung phụ lục."
            rows.update(state=UndertakingState.PLANNED, settled_by=officer, return_reason=why, row_version=3)
