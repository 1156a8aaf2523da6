"""What the words of a post, a kind of employment or a unit mean, whatever way they are written."""

import re
from functools import lru_cache

from cadres.enums import EmploymentKind, PositionKind
from cadres.rules.names import collapsed, search_key

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_ACRONYMS = {
    "ubnd": "UBND", "hđnd": "HĐND", "ubmttq": "UBMTTQ", "mttq": "MTTQ", "cntt": "CNTT", "đtncs": "ĐTNCS",
    "tnmt": "TNMT",
    "thpt": "THPT", "thcs": "THCS", "bhxh": "BHXH", "gpmb": "GPMB", "tp": "TP",
}  # fmt: skip
_SHORT = {"ubnd": "uy ban nhan dan", "hdnd": "hoi dong nhan dan", "tp": "thanh pho", "mttq": "mat tran to quoc"}

_DEPUTY = ("pho ",)
_UNIT_HEADS = (
    "chu tich", "giam doc", "chanh thanh tra", "truong ban", "chanh van phong", "bi thu", "thu truong", "cuc truong",
    "tong giam doc", "hieu truong", "tong bien tap", "vien truong",
)  # fmt: skip
_DIVISION_HEADS = (
    "truong phong", "chanh van phong", "giam doc", "truong ban", "chi cuc truong", "doi truong", "truong bo phan",
    "to truong", "truong trung tam", "chanh thanh tra", "hieu truong", "tram truong", "hat truong",
)  # fmt: skip
_ONLY_DIVISION = ("truong phong", "doi truong", "truong bo phan", "to truong")

_EMPLOYMENT = {
    EmploymentKind.CADRE: ("can bo", "cb", "can bo chuyen trach", "can bo lanh dao"),
    EmploymentKind.CIVIL: ("cong chuc", "cc", "cong chuc cap xa", "cong chuc xa"),
    EmploymentKind.PUBLIC: ("vien chuc", "vc"),
    EmploymentKind.PART_TIME: (
        "khong chuyen trach", "nguoi hoat dong khong chuyen trach", "hoat dong khong chuyen trach", "hdkct",
    ),
    EmploymentKind.CONTRACT: ("hop dong", "hd", "hdld", "lao dong hop dong", "nguoi lao dong", "lhd",
    "hop dong lao dong"),
}  # fmt: skip


@lru_cache(maxsize=4096)
def words(text: str) -> str:
    """Words without marks and punctuation, common abbreviations written out."""
    plain = _NOT_WORD.sub(" ", search_key(text.replace("&", " và "))).split()
    return " ".join(_SHORT.get(word, word) for word in plain)


def position_kind(title: str, *, in_division: bool) -> str:
    """Whether a post leads a unit or a division; the same title may mean either."""
    key = words(title)
    deputy = key.startswith(_DEPUTY)
    bare = key.removeprefix("pho ").removeprefix("quyen ").removeprefix("q ").strip()
    if in_division or bare.startswith(_ONLY_DIVISION):
        if bare.startswith(_DIVISION_HEADS):
            return PositionKind.DIVISION_DEPUTY if deputy else PositionKind.DIVISION_HEAD
        if not bare.startswith("chu tich"):
            return PositionKind.STAFF
    if bare.startswith(_UNIT_HEADS):
        return PositionKind.UNIT_DEPUTY if deputy else PositionKind.UNIT_HEAD
    return PositionKind.STAFF


def employment_kind(text: str) -> str | None:
    """The kind of employment these words name, or None."""
    key = _NOT_WORD.sub(" ", search_key(text)).strip()
    for kind, spellings in _EMPLOYMENT.items():
        if key in spellings:
            return str(kind)
    if key.startswith(("hop dong", "hd ", "hdld ")):
        return str(EmploymentKind.CONTRACT)
    if "khong chuyen trach" in key:
        return str(EmploymentKind.PART_TIME)
    for start, kind in (("can bo", EmploymentKind.CADRE), ("cong chuc", EmploymentKind.CIVIL)):
        if key.startswith(start):
            return str(kind)
    return str(EmploymentKind.PUBLIC) if key.startswith("vien chuc") else None


def employment_from(rank_code: str, title: str) -> str:
    """The kind of employment where a list does not say it: by rank code, then by the post."""
    rank, key = search_key(rank_code), words(title)
    if rank.startswith("v"):
        return str(EmploymentKind.PUBLIC)
    if key.startswith(("chu tich", "pho chu tich", "bi thu", "pho bi thu")):
        return str(EmploymentKind.CADRE)
    if not rank and key.startswith(("nhan vien", "lai xe", "bao ve", "tap vu", "phuc vu")):
        return str(EmploymentKind.CONTRACT)
    if not rank and key.startswith("vien chuc"):
        return str(EmploymentKind.PUBLIC)
    return str(EmploymentKind.CIVIL)


def tidy_title(text: str) -> str:
    """A post or division as it is written: CHỦ TỊCH UBND XÃ becomes Chủ tịch UBND xã; mixed case is left alone."""
    title = collapsed(text)
    if not title.isupper():
        return title
    lowered = [_ACRONYMS.get(word, word) for word in title.lower().split()]
    joined = " ".join(lowered)
    return joined[:1].upper() + joined[1:]
