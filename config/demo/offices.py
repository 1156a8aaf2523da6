"""Who does what, working regulations and commendations of the demo's units."""

from collections.abc import Sequence
from datetime import date, timedelta

from cadres import models as cadres
from cadres.enums import PositionKind
from cadres.rules.names import search_key
from config.demo.people import Person
from config.demo.plan import MERGED_ON
from directives.enums import CommendationKind, FunctionPart, ReviewResult, UndertakingState
from directives.models import (
    Commendation,
    CommendedPerson,
    Document,
    Function,
    FunctionHolding,
    RegulationReview,
    Undertaking,
    WorkingRegulation,
)
from foundation.audit.record import recorded
from organization.models import Unit

ISSUER = "Ủy ban nhân dân thành phố Hà Nội"
# Name, whether one unit leads it, the leads, those who co-operate.
FUNCTIONS: tuple[tuple[str, bool, tuple[str, ...], tuple[str, ...]], ...] = (
    ("Quản lý trật tự xây dựng trên địa bàn", True, ("SXD",), ("SQHKT",)),
    ("Quản lý quy hoạch, kiến trúc đô thị", True, ("SQHKT",), ("SXD",)),
    ("Cấp giấy phép xây dựng", True, ("SXD",), ("SQHKT", "X-00235")),
    ("Quản lý nhà ở và thị trường bất động sản", True, ("SXD",), ()),
    ("Quản lý cây xanh, công viên, chiếu sáng đô thị", False, ("SXD", "SQHKT"), ()),
    ("Quản lý công viên, cây xanh đô thị ven hồ", True, ("SQHKT",), ()),
    ("Quản lý hành nghề khám bệnh, chữa bệnh", True, ("SYT",), ()),
    ("An toàn thực phẩm bếp ăn tập thể trường học", False, ("SYT", "SGDDT"), ()),
    ("Tuyển sinh đầu cấp", True, ("SGDDT",), ("X-09556", "X-00235")),
    ("Phổ cập giáo dục, xóa mù chữ", True, ("SGDDT",), ()),
    ("Tiếp nhận, trả kết quả thủ tục hành chính cấp xã", False, ("X-09556", "X-00235"), ()),
    ("Theo dõi thực hiện Chỉ thị 24-CT/TU", True, ("TU-TC",), ("SXD", "SYT", "SGDDT", "SQHKT")),
    ("Quản lý chợ đầu mối", True, (), ()),
    ("Thoát nước đô thị, xử lý điểm úng ngập", True, (), ("SXD",)),
)
COMMENDED: tuple[tuple[str, str, str, bool], ...] = (
    ("X-09556", "good_model", "Ngày thứ Tư không hẹn: trả kết quả trong ngày cho người cao tuổi", True),
    ("X-00235", "commendation", "Giải quyết dứt điểm 126 hồ sơ đất đai tồn đọng nhiều năm", True),
    ("SXD", "good_model", "Tổ liên ngành một đầu mối xử lý vi phạm trật tự xây dựng", True),
    ("SYT", "commendation", "Đề xuất phương án mua sắm tập trung, chịu trách nhiệm trước tập thể", False),
    ("X-00070", "good_model", "Chính quyền lắng nghe: trả lời kiến nghị trong 48 giờ", True),
    ("SGDDT", "commendation", "Tuyển sinh trực tuyến không để phụ huynh xếp hàng", False),
)


def write_offices(people: Sequence[Person], *, today: date) -> None:
    """Functions, regulations and commendations; nothing happens when there are any."""
    if Function.objects.exists():
        return
    heads = {one.unit: one.code for one in people if one.kind == PositionKind.UNIT_HEAD and not one.division}
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=[*heads, "TU-TC"])}
    with recorded(by=None, source="command"):
        _functions(units)
        _regulations([units[code] for code in sorted(heads) if code in units], today)
        _commendations(units, heads, today)


def _functions(units: dict[str, Unit]) -> None:
    ground = Document.objects.filter(code="ct24").first()
    rows = [
        Function(code=f"CN-{number:05d}", name=name, search_key=search_key(name), one_lead=one_lead, document=ground)
        for number, (name, one_lead, _leads, _others) in enumerate(FUNCTIONS, start=1)
    ]
    made = Function.objects.bulk_create(rows)
    FunctionHolding.objects.bulk_create(
        FunctionHolding(
            function=row, unit=units[code], part=part, valid_from=MERGED_ON, basis="Quyết định quy định chức năng (mẫu)"
        )
        for row, (_name, _one, leads, others) in zip(made, FUNCTIONS, strict=True)
        for part, codes in ((FunctionPart.LEAD, leads), (FunctionPart.WITH, others))
        for code in codes
        if code in units
    )


def _regulations(units: Sequence[Unit], today: date) -> None:
    """Each unit but every seventh has one; every fifth of them is overdue."""
    made = WorkingRegulation.objects.bulk_create(
        _regulation(unit, turn, today) for turn, unit in enumerate(units) if turn % 7 != 3
    )
    reviews = [
        RegulationReview(
            regulation=row,
            reviewed_on=row.issued_on + timedelta(days=90),
            result=ReviewResult.AMENDED if place % 3 == 0 else ReviewResult.KEPT,
            text="Bổ sung quy định việc vượt thẩm quyền phải báo cáo kèm ý kiến." if place % 3 == 0 else "",
            next_review_on=row.next_review_on,
        )
        for place, row in enumerate(made)
        if place % 4 and row.issued_on + timedelta(days=90) < min(today, row.next_review_on)
    ]
    RegulationReview.objects.bulk_create(reviews)


def _regulation(unit: Unit, turn: int, today: date) -> WorkingRegulation:
    issued = MERGED_ON + timedelta(days=20 + turn)
    due = today - timedelta(days=9 + turn) if turn % 5 == 1 else today + timedelta(days=30 + 6 * turn)
    return WorkingRegulation(
        unit=unit,
        number=f"{10 + turn:02d}/QC-{unit.short_name or unit.code}"[:60],
        issued_on=issued,
        next_review_on=max(due, issued + timedelta(days=1)),
    )


def _commendations(units: dict[str, Unit], heads: dict[str, str], today: date) -> None:
    persons = {row.code: row for row in cadres.Person.objects.filter(code__in=heads.values())}
    accepted = {row.unit_id: row for row in Undertaking.objects.filter(state=UndertakingState.ACCEPTED).order_by("-id")}
    for turn, (code, kind, title, itself) in enumerate(COMMENDED):
        if code not in units:
            continue
        day = today - timedelta(days=20 + 11 * turn)
        row = Commendation.objects.create(
            code=f"KT-{day.year}-{turn + 1:05d}", kind=CommendationKind(kind), title=title, unit=units[code],
            unit_itself=itself, undertaking=accepted.get(units[code].pk), number=f"{310 + turn}/QĐ-UBND",
            issuer=ISSUER, decided_on=day,
        )  # fmt: skip
        if not itself:
            CommendedPerson.objects.create(commendation=row, person=persons[heads[code]])
