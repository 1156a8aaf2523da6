"""The demo city on paper: which units take part, their divisions and posts. Plain values, no database."""

from dataclasses import dataclass
from datetime import date

MERGED_ON = date(2025, 7, 1)
"""Wards and communes begin on this day."""


@dataclass(frozen=True, slots=True)
class DivisionPlan:
    """A division with its posts; `field` chooses the kind of tasks."""

    name: str
    head: str
    deputy: str
    staff: tuple[str, ...]
    field: str


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """A unit that is graded: its head, deputies, divisions; `former` is where its people worked before."""

    code: str
    head: str
    deputy: str
    deputies: int
    divisions: tuple[DivisionPlan, ...]
    least_staff: int
    former: str = ""


OFFICER = "Chuyên viên"
SENIOR = "Chuyên viên chính"

OFFICE = DivisionPlan(
    "Văn phòng HĐND và UBND", "Chánh Văn phòng", "Phó Chánh Văn phòng",
    (OFFICER, "Công chức tài chính - kế toán", "Cán sự", OFFICER, "Nhân viên lái xe"), "office",
)  # fmt: skip
ECONOMY = DivisionPlan(
    "Phòng Kinh tế, Hạ tầng và Đô thị", "Trưởng phòng", "Phó Trưởng phòng",
    (OFFICER, "Công chức địa chính - xây dựng", "Công chức địa chính - xây dựng", SENIOR, OFFICER), "economy",
)  # fmt: skip
SOCIETY = DivisionPlan(
    "Phòng Văn hóa - Xã hội", "Trưởng phòng", "Phó Trưởng phòng",
    (OFFICER, OFFICER, "Cán sự", SENIOR, OFFICER), "society",
)  # fmt: skip
SERVICE = DivisionPlan(
    "Trung tâm Phục vụ hành chính công", "Giám đốc Trung tâm", "Phó Giám đốc Trung tâm",
    ("Công chức tư pháp - hộ tịch", "Viên chức hỗ trợ nghiệp vụ", "Công chức tư pháp - hộ tịch", OFFICER, "Cán sự"),
    "service",
)  # fmt: skip


def _department_division(name: str, head: str = "Trưởng phòng", deputy: str = "Phó Trưởng phòng") -> DivisionPlan:
    return DivisionPlan(name, head, deputy, (SENIOR, OFFICER, OFFICER, "Thanh tra viên", "Kế toán viên"), "department")


DEPARTMENT_DIVISIONS = (
    _department_division("Văn phòng Sở", "Chánh Văn phòng", "Phó Chánh Văn phòng"),
    _department_division("Phòng Tổ chức cán bộ"),
    _department_division("Phòng Kế hoạch - Tài chính"),
    _department_division("Phòng Quản lý nghiệp vụ 1"),
    _department_division("Phòng Quản lý nghiệp vụ 2"),
)
COMMITTEE_DIVISIONS = (
    _department_division("Phòng Tổ chức đảng, đảng viên"),
    _department_division("Phòng Cán bộ"),
    _department_division("Phòng Tổng hợp"),
)

WARDS = (
    ("X-09556", "Q-HD"), ("X-00235", "Q-DD"), ("X-00004", "Q-BD"), ("X-00025", "Q-BD"), ("X-00070", "Q-HK"),
    ("X-00082", "Q-HK"), ("X-00103", "Q-TH"), ("X-00118", "Q-LB"), ("X-00127", "Q-LB"), ("X-00160", "Q-CG"),
    ("X-00175", "Q-CG"), ("X-00190", "Q-DD"), ("X-00226", "Q-DD"), ("X-00229", "Q-DD"), ("X-00256", "Q-HBT"),
    ("X-00292", "Q-HBT"), ("X-00331", "Q-HM"), ("X-00367", "Q-TX"), ("X-00592", "Q-NTL"), ("X-00611", "Q-BTL"),
    ("X-09574", "Q-ST"),
)  # fmt: skip
COMMUNES = (
    ("X-00376", "Q-SS"), ("X-00454", "Q-DA"), ("X-00565", "Q-GL"), ("X-09022", "Q-ML"), ("X-09784", "Q-DP"),
    ("X-09832", "Q-HDU"), ("X-10183", "Q-THT"),
)  # fmt: skip
DEPARTMENTS = ("SXD", "SYT", "SGDDT", "SQHKT")
COMMITTEE = "TU-TC"
LEADERS = (
    ("TU", "Bí thư Thành ủy", "Phó Bí thư Thành ủy", 2),
    ("UBND", "Chủ tịch UBND thành phố", "Phó Chủ tịch UBND thành phố", 4),
)
FULL_ACCOUNT_UNITS = ("X-09556", "X-00235")
"""Everybody of these two units can sign in."""


def graded_units() -> tuple[UnitPlan, ...]:
    """Every unit whose people are graded each month, in the order in which they are made."""
    four = (OFFICE, ECONOMY, SOCIETY, SERVICE)
    wards = [
        UnitPlan(code, "Chủ tịch UBND phường", "Phó Chủ tịch UBND phường", 2, four, 4, former) for code, former in WARDS
    ]
    communes = [
        UnitPlan(code, "Chủ tịch UBND xã", "Phó Chủ tịch UBND xã", 2, four, 4, former) for code, former in COMMUNES
    ]
    departments = [UnitPlan(code, "Giám đốc Sở", "Phó Giám đốc Sở", 3, DEPARTMENT_DIVISIONS, 6) for code in DEPARTMENTS]
    committee = UnitPlan(COMMITTEE, "Trưởng Ban", "Phó Trưởng Ban", 2, COMMITTEE_DIVISIONS, 4)
    return (*wards, *communes, *departments, committee)
