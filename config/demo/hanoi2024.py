"""The city of 2024 on paper: its units, and who led which division when. Plain values, the same for the same seed.

Rows, not totals: on 31/8/2024 there are 81 heads and 245 deputies of divisions with eight years or more in their post;
since Plan 188 (6/11/2023) 97 heads and 203 deputies had gone to a post of the same kind elsewhere. Names of
people and of divisions are invented, numbers are those the city published.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from cadres.enums import PositionKind
from cadres.rules.retirement import add_months
from config.demo import words

AS_OF, PLAN_188, YEAR_BEFORE = date(2024, 8, 31), date(2023, 11, 6), date(2023, 8, 31)
DUE = {PositionKind.DIVISION_HEAD: 81, PositionKind.DIVISION_DEPUTY: 245}
MOVED = {PositionKind.DIVISION_HEAD: 97, PositionKind.DIVISION_DEPUTY: 203}
CIRCLE = {PositionKind.DIVISION_HEAD: (9, 8), PositionKind.DIVISION_DEPUTY: (16, 17)}
"""How many districts take part in the moves of the first field, and of each other one: 9 + 11 x 8, 16 + 11 x 17."""
EIGHT_YEARS = 96
BEGINS = date(2008, 8, 1)
FIRST_CODE = 800_001

DISTRICTS = (
    "BD Ba Đình",
    "HK Hoàn Kiếm",
    "TH Tây Hồ",
    "LB Long Biên",
    "CG Cầu Giấy",
    "DD Đống Đa",
    "HBT Hai Bà Trưng",
    "HM Hoàng Mai",
    "TX Thanh Xuân",
    "HD Hà Đông",
    "NTL Nam Từ Liêm",
    "BTL Bắc Từ Liêm",
)
RURAL = (
    "ST Sơn Tây",
    "SS Sóc Sơn",
    "DA Đông Anh",
    "GL Gia Lâm",
    "TT Thanh Trì",
    "ML Mê Linh",
    "BV Ba Vì",
    "PT Phúc Thọ",
    "DP Đan Phượng",
    "HDU Hoài Đức",
    "QO Quốc Oai",
    "THT Thạch Thất",
    "CM Chương Mỹ",
    "TO Thanh Oai",
    "TTI Thường Tín",
    "PX Phú Xuyên",
    "UH Ứng Hòa",
    "MD Mỹ Đức",
)
DISTRICT_FIELDS = (
    "Phòng Nội vụ", "Phòng Tư pháp", "Phòng Tài chính - Kế hoạch", "Phòng Tài nguyên và Môi trường",
    "Phòng Lao động - Thương binh và Xã hội", "Phòng Văn hóa và Thông tin", "Phòng Giáo dục và Đào tạo", "Phòng Y tế",
    "Thanh tra", "Văn phòng HĐND và UBND", "Phòng Kinh tế", "Phòng Quản lý đô thị",
)  # fmt: skip
DEPARTMENTS = [
    "NV Nội vụ",
    "TP Tư pháp",
    "TC Tài chính",
    "KHDT Kế hoạch và Đầu tư",
    "TNMT Tài nguyên và Môi trường",
    "XD Xây dựng",
    "GTVT Giao thông vận tải",
    "CT Công Thương",
    "NN Nông nghiệp và Phát triển nông thôn",
    "YT Y tế",
    "GDDT Giáo dục và Đào tạo",
    "LD Lao động - Thương binh và Xã hội",
    "VHTT Văn hóa và Thể thao",
    "DL Du lịch",
    "KHCN Khoa học và Công nghệ",
    "TTTT Thông tin và Truyền thông",
    "QHKT Quy hoạch - Kiến trúc",
    "NG Ngoại vụ",
]
DEPARTMENT_FIELDS = (
    "Văn phòng Sở", "Phòng Tổ chức cán bộ", "Thanh tra Sở", "Phòng Kế hoạch - Tổng hợp", "Phòng Nghiệp vụ 1",
    "Phòng Nghiệp vụ 2", "Phòng Nghiệp vụ 3", "Phòng Pháp chế",
)  # fmt: skip
COMMUNES = 579
DEPUTIES = 2


@dataclass(frozen=True, slots=True)
class Division:
    """A division with its posts; `field` is the same in every body."""

    code: str
    name: str
    field: str
    district: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A post somebody held, to the day it ended."""

    division: str
    first: date
    last: date | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class Leader:
    code: str
    full_name: str
    sex: str
    birth_date: date
    joined_on: date
    rank_code: str
    kind: str
    posts: tuple[Held, ...]


def units() -> list[dict[str, str]]:
    """Rows as a file of units has them: city, districts, communes, departments, their divisions."""
    rows = [
        _row("HN24", "Thành phố Hà Nội", "city", ""),
        _row("HN24-UBND", "UBND thành phố Hà Nội", "peoples_committee", "HN24"),
    ]
    names = [("quận", one) for one in DISTRICTS] + [
        ("thị xã" if one.startswith("ST ") else "huyện", one) for one in RURAL
    ]
    for word, one in names:
        code, name = one.split(" ", 1)
        rows.append(_row(f"Q24-{code}", f"Ủy ban nhân dân {word} {name}", "district", "HN24-UBND", "2025-06-30"))
    for number in range(COMMUNES):
        word, one = names[number % len(names)]
        code, name = one.split(" ", 1)
        place, kind = ("phường", "ward") if word == "quận" else ("xã", "commune")
        rows.append(
            _row(
                f"X24-{number + 1:03d}", f"Ủy ban nhân dân {place} số {number // len(names) + 1} ({word} {name})", kind,
                f"Q24-{code}", "2025-06-30",
            )
        )  # fmt: skip
    for one in DEPARTMENTS:
        code, name = one.split(" ", 1)
        rows.append(_row(f"S24-{code}", f"Sở {name}", "department", "HN24-UBND"))
    ends = {row["code"]: row["active_to"] for row in rows}
    rows += [
        _row(one.code, one.name, "division", one.code.rsplit("-P", 1)[0], ends[one.code.rsplit("-P", 1)[0]])
        for one in divisions()
    ]
    return rows


def divisions() -> list[Division]:
    """Each field after the other, and in it one division of each body."""
    found = []
    for number, name in enumerate(DISTRICT_FIELDS, 1):
        for one in (*DISTRICTS, *RURAL):
            found.append(Division(f"Q24-{one.split(' ')[0]}-P{number:02d}", name, name, district=True))
    for number, name in enumerate(DEPARTMENT_FIELDS, 1):
        for one in DEPARTMENTS:
            found.append(Division(f"S24-{one.split(' ')[0]}-P{number:02d}", name, name, district=False))
    return found


def leaders(seed: int) -> list[Leader]:
    """Heads and deputies: those moved since the plan, those with eight years and more, and the others."""
    chance = Random(seed)  # noqa: S311  invented data, no secret
    made: list[Leader] = []
    for kind, posts in (
        (PositionKind.DIVISION_HEAD, [(one, 0) for one in divisions()]),
        (PositionKind.DIVISION_DEPUTY, [(one, place) for place in range(DEPUTIES) for one in divisions()]),
    ):
        moved = list(_moves(kind, posts, chance))
        gone = {post for post, _held in moved}
        rest = [post for post in posts if post not in gone]
        chance.shuffle(rest)
        histories = [held for _post, held in moved]
        histories += [(Held(post[0].code, _long_ago(chance)),) for post in rest[: DUE[kind]]]
        histories += [(Held(post[0].code, _lately(chance)),) for post in rest[DUE[kind] :]]
        made += [
            _leader(FIRST_CODE + len(made) + number, str(kind), held, chance) for number, held in enumerate(histories)
        ]
    return made


Post = tuple[Division, int]


def _moves(kind: PositionKind, posts: Sequence[Post], chance: Random) -> Iterator[tuple[Post, tuple[Held, ...]]]:
    """In each field some districts exchange their people in a circle on one day, each after eight years."""
    for number, name in enumerate(DISTRICT_FIELDS):
        there = [post for post in posts if post[0].field == name and post[0].district and post[1] == 0]
        chance.shuffle(there)
        circle = there[: CIRCLE[kind][number > 0]]
        day = PLAN_188 + timedelta(days=chance.randint(20, 290))
        for place, post in enumerate(circle):
            before = circle[place - 1]
            first = date.fromordinal(
                chance.randint(YEAR_BEFORE.toordinal() + 1, day.toordinal() - 1)
            )  # eight years were full after the August before, and before the move
            yield post, (
                Held(before[0].code, add_months(first, -EIGHT_YEARS), day - timedelta(days=1), "QĐ bổ nhiệm"),
                Held(post[0].code, day, None, f"{chance.randint(100, 999)}/QĐ-UBND-188"),
            )  # fmt: skip


def _long_ago(chance: Random) -> date:
    """Eight years or more on the day; for a quarter not yet a year before."""
    last = add_months(AS_OF, -EIGHT_YEARS).toordinal()
    earlier = add_months(YEAR_BEFORE, -EIGHT_YEARS).toordinal()
    if chance.random() < 0.25:
        return date.fromordinal(chance.randint(earlier + 1, last))
    return date.fromordinal(chance.randint(date(2010, 1, 4).toordinal(), earlier))


def _lately(chance: Random) -> date:
    return date.fromordinal(chance.randint(date(2017, 1, 3).toordinal(), date(2023, 10, 2).toordinal()))


def _leader(number: int, kind: str, posts: tuple[Held, ...], chance: Random) -> Leader:
    sex = chance.choice("MMMFF")
    name = " ".join([chance.choice(words.FAMILY), chance.choice(words.MIDDLE[sex]), chance.choice(words.GIVEN[sex])])
    born = date(chance.randint(1968, 1982), chance.randint(1, 12), chance.randint(1, 28))
    rank = chance.choice(("01.002", "01.002", "01.003") if kind == PositionKind.DIVISION_HEAD else ("01.002", "01.003"))
    return Leader(
        f"CB{number:07d}", name, sex, born, date(born.year + 23, 9, 1), rank, kind, posts,
    )  # fmt: skip


def _row(code: str, name: str, kind: str, parent: str, ends: str = "") -> dict[str, str]:
    return {
        "code": code, "name_vi": name, "name_en": "", "kind": kind, "parent_code": parent, "active_from": "2008-08-01",
        "active_to": ends, "successor_code": "",
    }  # fmt: skip
