"""The facts a staff list can hold, and the header words each is known by."""

from __future__ import annotations

import re
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.rules.names import search_key


class Field(StrEnum):
    NUMBER = "number"
    CODE = "code"
    NAME = "full_name"
    FAMILY = "family_name"
    GIVEN = "given_name"
    SEX = "sex"
    MALE = "sex_male"
    FEMALE = "sex_female"
    BIRTH = "birth_date"
    BIRTH_MALE = "birth_date_male"
    BIRTH_FEMALE = "birth_date_female"
    NATIONAL_ID = "national_id"
    UNIT = "unit"
    DIVISION = "division"
    POSITION = "position"
    JOB = "job"
    EMPLOYMENT = "employment_kind"
    RANK = "rank_code"
    JOINED = "joined_on"
    HELD_SINCE = "held_since"
    PARTY = "party_admitted_on"
    EDUCATION = "education"
    POLITICAL = "political_level"
    EMAIL = "email"
    NOTE = "note"


LABELS: dict[Field, str | Promise] = {
    Field.NUMBER: _("Running number"),
    Field.CODE: _("Code"),
    Field.NAME: _("Full name"),
    Field.FAMILY: _("Family and middle names"),
    Field.GIVEN: _("Given name"),
    Field.SEX: _("Sex"),
    Field.MALE: _("Male (mark)"),
    Field.FEMALE: _("Female (mark)"),
    Field.BIRTH: _("Date of birth"),
    Field.BIRTH_MALE: _("Date of birth (men)"),
    Field.BIRTH_FEMALE: _("Date of birth (women)"),
    Field.NATIONAL_ID: _("Personal number"),
    Field.UNIT: _("Unit"),
    Field.DIVISION: _("Division"),
    Field.POSITION: _("Position"),
    Field.JOB: _("Job title"),
    Field.EMPLOYMENT: _("Kind of employment"),
    Field.RANK: _("Rank code"),
    Field.JOINED: _("In service since"),
    Field.HELD_SINCE: _("Post held since"),
    Field.PARTY: _("Joined the Party on"),
    Field.EDUCATION: _("Professional education"),
    Field.POLITICAL: _("Political theory"),
    Field.EMAIL: _("E-mail"),
    Field.NOTE: pgettext_lazy("column of a list", "Note"),
}

# Header words without marks and punctuation; the first spelling that fits wins.
WORDS: dict[Field, tuple[str, ...]] = {
    Field.NUMBER: ("stt", "tt", "so tt", "so thu tu", "no"),
    Field.CODE: (
        "ma cb", "ma can bo", "ma so can bo", "ma so cb", "ma cbcc", "ma cbccvc", "ma ccvc", "ma nhan su", "ma nv",
        "ma nhan vien", "so hieu can bo", "so hieu cbcc", "so hieu cbccvc", "so hieu", "ma ho so", "ma so", "ma",
        "ma cong chuc", "so hieu cong chuc", "code",
    ),
    Field.NAME: (
        "ho va ten", "ho ten", "ho va ten khai sinh", "ho ten khai sinh", "ho va ten can bo", "ho ten can bo",
        "ten can bo", "ho va ten cbcc", "ho ten cbcc", "ho va ten cbccvc", "ho dem va ten", "ho dem ten",
        "ho chu dem va ten", "ho ten dem va ten", "ho va ten can bo cong chuc", "ho ten can bo cong chuc",
        "ho va ten nguoi lao dong",
        "full name",
    ),
    Field.FAMILY: ("ho dem", "ho va dem", "ho va ten dem", "ho ten dem", "ho va chu dem", "ho lot", "ho"),
    Field.GIVEN: ("ten",),
    Field.SEX: ("gioi tinh", "phai", "nam nu", "gioi", "gt", "sex"),
    Field.MALE: ("gioi tinh nam",),
    Field.FEMALE: ("gioi tinh nu",),
    Field.BIRTH: (
        "ngay sinh", "ngay thang nam sinh", "nam sinh", "sinh ngay", "ngay thang sinh", "ngay thang nam", "ns",
        "ngay sinh nam sinh", "thang nam sinh", "date of birth",
    ),
    Field.BIRTH_MALE: (),
    Field.BIRTH_FEMALE: (),
    Field.NATIONAL_ID: (
        "so cccd", "cccd", "can cuoc cong dan", "so can cuoc cong dan", "so can cuoc", "can cuoc",
        "so dinh danh ca nhan",
        "so dinh danh", "cmnd cccd", "so cmnd cccd", "cccd cmnd", "so cccd cmnd", "ma dinh danh",
        "ma dinh danh ca nhan",
        "so cccd dinh danh", "so cccd so dinh danh ca nhan", "cmt cccd", "so the can cuoc", "cmnd", "so cmnd",
    ),
    Field.UNIT: (
        "don vi cong tac", "don vi", "co quan", "co quan don vi", "noi cong tac", "co quan cong tac", "ten don vi",
        "co quan don vi cong tac", "don vi co quan", "co quan don vi dang cong tac", "noi lam viec", "don vi lam viec",
        "ten co quan", "ten co quan don vi", "unit",
    ),
    Field.DIVISION: (
        "phong ban", "phong", "bo phan", "phong ban bo phan", "phong chuyen mon", "phong ban don vi",
        "phong ban cong tac",
        "don vi truc thuoc", "phong don vi", "phong ban chuyen mon", "phong ban trung tam", "bo phan cong tac", "to",
        "phong ban truc thuoc", "division",
    ),
    Field.POSITION: (
        "chuc vu chuc danh", "chuc danh chuc vu", "chuc vu", "chuc vu hien tai", "chuc vu chuc danh hien tai",
        "chuc vu cong tac", "chuc vu chuc danh cong tac", "chuc vu dang dam nhiem", "chuc vu hien nay",
        "chuc vu chuc danh hien nay", "chuc vu chinh quyen", "chuc vu vi tri viec lam", "chuc vu hoac chuc danh",
        "chuc vu hoac chuc danh cong tac", "position",
    ),
    Field.JOB: ("chuc danh", "vi tri viec lam", "chuc danh nghe nghiep", "vtvl", "cong viec", "chuc danh cong viec"),
    Field.EMPLOYMENT: (
        "loai", "loai can bo", "doi tuong", "loai hinh", "loai cbcc", "loai lao dong", "phan loai", "loai cong chuc",
        "loai hinh lao dong", "loai cbccvc", "nhom doi tuong", "loai nhan su", "dien can bo", "loai hop dong",
    ),
    Field.RANK: (
        "ma ngach", "ngach", "ma so ngach", "ngach cong chuc", "ma so chuc danh nghe nghiep", "ma ngach cdnn",
        "ngach bac",
        "ma ngach chuc danh nghe nghiep", "ma ngach ma so chuc danh nghe nghiep", "ma ngach cong chuc", "ma cdnn",
    ),
    Field.JOINED: (
        "ngay vao nganh", "ngay tuyen dung", "ngay vao co quan", "ngay bat dau cong tac", "ngay vao lam",
        "nam vao nganh",
        "ngay vao bien che", "thoi diem tuyen dung", "thoi gian tuyen dung", "ngay tham gia cong tac", "ngay cong tac",
        "ngay vao co quan nha nuoc", "thoi diem vao nganh", "ngay hop dong", "ngay vao lam viec", "nam tuyen dung",
        "thang nam vao nganh", "thang nam tuyen dung",
    ),
    Field.HELD_SINCE: (
        "ngay giu chuc vu hien tai", "thoi diem giu chuc vu", "ngay bo nhiem", "ngay giu chuc vu",
        "thoi gian giu chuc vu",
        "ngay nhan chuc vu", "ngay giu chuc danh", "giu chuc vu tu ngay", "thoi diem giu chuc vu hien tai",
        "thoi gian bo nhiem", "ngay dam nhiem", "giu chuc vu tu", "thoi diem bo nhiem", "ngay nhan nhiem vu",
        "thoi gian giu chuc vu hien tai", "ngay vao vi tri", "ngay bo nhiem chuc vu hien tai", "tu ngay",
        "thoi diem giu chuc vu chuc danh", "ngay giu chuc vu chuc danh", "ngay bo nhiem chuc vu", "thang nam bo nhiem",
        "ngay giu vi tri hien tai", "ngay giu chuc vu chuc danh hien tai",
    ),
    Field.PARTY: (
        "ngay vao dang", "ngay vao dang chinh thuc", "ngay ket nap dang", "ngay ket nap", "ngay vao dang csvn",
        "ngay vao dang cong san viet nam", "dang vien tu ngay", "ngay vao dang ngay ket nap", "thang nam vao dang",
        "ngay vao dang du bi", "vao dang ngay", "ngay chinh thuc",
    ),
    Field.EDUCATION: (
        "trinh do chuyen mon", "chuyen mon", "trinh do dao tao", "trinh do", "hoc van", "trinh do cm", "bang cap",
        "trinh do hoc van", "trinh do chuyen mon nghiep vu", "chuyen mon nghiep vu", "hoc vi",
    ),
    Field.POLITICAL: (
        "ly luan chinh tri", "llct", "trinh do llct", "trinh do ly luan chinh tri", "chinh tri", "trinh do chinh tri",
    ),
    Field.EMAIL: ("email", "thu dien tu", "dia chi email", "e mail", "email cong vu", "hop thu", "hop thu dien tu"),
    Field.NOTE: ("ghi chu", "note"),
}  # fmt: skip

_BY_WORDS = {words: field for field, spellings in WORDS.items() for words in spellings}
_PREFIXES = sorted((words for words in _BY_WORDS if words.count(" ") >= 2), key=len, reverse=True)
# What the rest of the spellings have in common: all of these words, and none of those.
_WHEN = r"(?=.*\b(ngay|thang|nam|thoi|tu)\b)"
_GUESSES: tuple[tuple[Field, re.Pattern[str]], ...] = (
    (Field.PARTY, re.compile(_WHEN + r"(?=.*\b(vao|ket nap)\b).*\bdang\b")),
    (Field.NATIONAL_ID, re.compile(r"^(?!.*\b(ngay|noi) cap\b).*\b(cccd|can cuoc|so dinh danh|cmnd)\b")),
    (Field.BIRTH, re.compile(r"^(?!.*\b(noi|con|vo|chong)\b)(?=.*\b(ngay|thang|nam)\b).*\bsinh\b")),
    (Field.NAME, re.compile(r"^ho (va )?ten\b(?!.*\b(cha|me|vo|chong|con)\b)")),
    (Field.JOINED, re.compile(_WHEN + r".*\b(tuyen dung|vao nganh|vao co quan|vao bien che|vao lam)\b")),
    (
        Field.HELD_SINCE,
        re.compile(r"^(?!so nam)" + _WHEN + r".*\b(bo nhiem|giu chuc|nhan chuc|dam nhiem|giu vi tri)\b"),
    ),
    (Field.RANK, re.compile(r"^(?!.*\b(ngay|thoi|bac|ten)\b).*\bngach\b")),
    (Field.POLITICAL, re.compile(r"\b(ly luan|llct)\b")),
    (Field.EDUCATION, re.compile(r"^(trinh do|bang cap)\b.*\b(chuyen mon|cm|dao tao|cao nhat)\b")),
    (Field.EMAIL, re.compile(r"\b(email|e mail|thu dien tu)\b")),
    (Field.SEX, re.compile(r"\bgioi tinh\b")),
    (Field.CODE, re.compile(r"^(ma|so hieu)( so)? (cb|can bo|nhan|cc|cong chuc|vc|vien chuc|nguoi)")),
    (
        Field.EMPLOYMENT,
        re.compile(r"^(loai|doi tuong|dien)\b.*\b(can bo|cong chuc|vien chuc|lao dong|hop dong|cbcc\w*)"),
    ),
    (Field.DIVISION, re.compile(r"^(phong|bo phan)\b.*\b(ban|chuyen mon|trung tam|to|bo phan|cong tac)\b")),
    (Field.UNIT, re.compile(r"^(ten )?(don vi|co quan)\b.*\b(cong tac|don vi|lam viec|quan ly|hien)\b")),
    (Field.POSITION, re.compile(r"^(?!.*\b(dang|doan|kiem nhiem|phu cap|ngay)\b)chuc (vu|danh)\b")),
)
_BRACKETS = re.compile(r"\([^)]*\)")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_DATE_FIELDS = (Field.BIRTH, Field.BIRTH_MALE, Field.BIRTH_FEMALE, Field.JOINED, Field.HELD_SINCE, Field.PARTY)
TAKES_DATE = frozenset(_DATE_FIELDS)


def header_words(text: str) -> str:
    """Header text as it is compared: no marks, no brackets, no punctuation."""
    return _NOT_WORD.sub(" ", _BRACKETS.sub(" ", search_key(text))).strip()


def field_of(header: str, above: str = "") -> Field | None:
    """The field that a header cell names; `above` is the group it stands under."""
    words, group = header_words(header), header_words(above)
    if group and words:
        over = _BY_WORDS.get(group)
        if words in ("nam", "nu") and over in (Field.BIRTH, Field.SEX):
            male = words == "nam"
            if over == Field.BIRTH:
                return Field.BIRTH_MALE if male else Field.BIRTH_FEMALE
            return Field.MALE if male else Field.FEMALE
        if f"{group} {words}" in _BY_WORDS:
            return _BY_WORDS[f"{group} {words}"]
    if not words:
        return None
    found = _BY_WORDS.get(words)
    if found is not None:
        return found
    return next((_BY_WORDS[start] for start in _PREFIXES if words.startswith(start + " ")), None)


def guess_of(header: str) -> Field | None:
    """The field a header probably means when no known spelling fits."""
    words = header_words(header)
    return next((field for field, pattern in _GUESSES if pattern.search(words)), None)
