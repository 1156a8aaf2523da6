"""A fixed cast of people in a small city, for tests of every room."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password

from accounts.enums import Role
from accounts.models import User
from accounts.services.grants import grant_at_setup
from accounts.services.users import create_account
from cadres.enums import PositionKind
from cadres.models import Person, Position
from cadres.rules.names import search_key
from cadres.services.people import create_person
from cadres.services.postings import appoint
from foundation.audit.record import recorded
from organization.models import Unit
from organization.services.units import create_division, create_unit
from tests.worlds import world_of, worlds

PASSWORD = "mot-cau-that-dai-de-nho"
SINCE = date(2026, 1, 1)
POSTS = {
    "chair": ("Chủ tịch Ủy ban nhân dân thành phố", PositionKind.UNIT_HEAD),
    "head": ("Chủ tịch Ủy ban nhân dân phường", PositionKind.UNIT_HEAD),
    "deputy": ("Phó Chủ tịch Ủy ban nhân dân phường", PositionKind.UNIT_DEPUTY),
    "division_head": ("Trưởng phòng", PositionKind.DIVISION_HEAD),
    "staff": ("Chuyên viên", PositionKind.STAFF),
}


@dataclass
class Cast:
    """Units, people and accounts by the short names tests use."""

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        try:
            return self.__dict__["users"][name]
        except KeyError:
            raise AttributeError(name) from None


def position(name: str) -> Position:
    title, kind = POSTS[name]
    with recorded(by=None):
        found: Position = Position.objects.get_or_create(
            search_key=search_key(title), defaults={"name": title, "kind": kind}
        )[0]
    return found


def add_person(
    cast: Cast, key: str, full_name: str, unit: Unit, post: str, *, account: bool = True, **more: Any
) -> Person:
    """One more person with a main post since the cast's first day, and an account unless told otherwise."""
    number = len(cast.people) + 1
    person = create_person(
        code=f"CB{number:07d}",
        full_name=full_name,
        employment_kind=more.pop("employment_kind", "civil"),
        by=None,
        birth_date=date(1985, 3, 1 + number % 28),
        national_id=f"0010{number:08d}",
        **more,
    )
    appoint(person=person, unit=unit, position=position(post), valid_from=SINCE, by=None)
    person.refresh_from_db()
    cast.people[key] = person
    if account:
        cast.users[key] = add_account(key, full_name, person)
    return person


_hash: list[str] = []


def add_account(username: str, full_name: str, person: Person | None = None) -> User:
    """An account with the cast's password, and the rights of the person's posts."""
    if not _hash:
        _hash.append(make_password(PASSWORD))
    user = create_account(
        username=username,
        full_name=full_name,
        person_id=person.pk if person else None,
        by=None,
        password_hash=_hash[0],
    )
    if person is not None:
        from cadres.services.rights import sync_rights  # the rights need the account that now exists

        sync_rights(person=person, by=None)
    return user


@world_of(Cast, "cast")
def build_cast() -> Cast:
    """City > People's Committee > two wards with divisions; one account per role of the matrix."""
    made = worlds.copy()
    if made is not None:
        cast: Cast = made if isinstance(made, Cast) else made.cast
        return cast
    return _new_cast()


def _new_cast() -> Cast:
    cast = Cast()
    city = create_unit(code="HN", name="Thành phố Hà Nội", kind="city", parent=None, by=None)
    committee = create_unit(
        code="UBND", name="Ủy ban nhân dân thành phố Hà Nội", kind="peoples_committee", parent=city, by=None
    )
    ward = create_unit(code="P-01", name="Ủy ban nhân dân phường Hà Đông", kind="ward", parent=committee, by=None)
    other = create_unit(code="P-02", name="Ủy ban nhân dân phường Cửa Nam", kind="ward", parent=committee, by=None)
    division = create_division(unit=ward, name="Phòng Kinh tế, Hạ tầng và Đô thị", by=None)
    office = create_division(unit=ward, name="Văn phòng HĐND và UBND", by=None)
    cast.units = {
        "city": city,
        "committee": committee,
        "ward": ward,
        "other": other,
        "division": division,
        "office": office,
    }
    add_person(cast, "chair", "Trần Quốc Khánh", committee, "chair")
    add_person(cast, "head", "Nguyễn Đình Phước", ward, "head")
    add_person(cast, "deputy", "Lê Thị Hồng Ánh", ward, "deputy")
    add_person(cast, "division_head", "Đỗ Mạnh Cường", division, "division_head")
    add_person(cast, "staff", "Nguyễn Thị Thúy An", division, "staff")
    add_person(cast, "staff2", "Trần Đức Anh", division, "staff")
    add_person(cast, "clerk", "Vũ Thị Ngọc Ánh", office, "staff")
    add_person(cast, "other_head", "Bùi Thị Kim Dung", other, "head")
    add_person(cast, "other_staff", "Phạm Tiến Dũng", other, "staff")
    for key, name, role, unit in (
        ("admin", "Hoàng Quản Trị", Role.SYSTEM_ADMIN, None),
        ("officer", "Đặng Thị Khánh Vân", Role.ORGANIZATION_COMMITTEE, None),
        ("officer2", "Phan Thị Lệ Thu", Role.ORGANIZATION_COMMITTEE, None),
        ("leader", "Ngô Lãnh Đạo", Role.LEADER, None),
        ("personnel", "Phùng Thị Thanh Xuân", Role.PERSONNEL, ward),
        ("auditor", "Lý Kiểm Toán", Role.AUDITOR, None),
    ):
        cast.users[key] = add_account(key, name)
        grant_at_setup(user=cast.users[key], role=role, unit=unit, valid_from=SINCE)
    return cast
