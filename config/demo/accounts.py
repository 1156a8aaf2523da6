"""Accounts of the demo: one for each role, everybody of two units, everybody who decides."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.contrib.auth.hashers import make_password

from accounts.enums import GrantOrigin, GrantState, Role
from accounts.models import RoleGrant, User
from accounts.selectors.people import accounts_of_people
from accounts.services.grant_alerts import tell_waiting
from cadres import models as cadres
from cadres.enums import PositionKind, PostingKind
from config.demo.people import Person
from config.demo.plan import COMMITTEE, FULL_ACCOUNT_UNITS, LEADERS, MERGED_ON
from foundation.audit.record import recorded
from organization.models import Unit

PASSWORD = "ky-cuong-2026"  # noqa: S105  known to everybody: demo data exists where DEMO_ALLOWED is set, never in production
HEADS = (PositionKind.UNIT_HEAD, PositionKind.DIVISION_HEAD)
OUTSIDE = {"sa": "Quản trị hệ thống", "au": "Kiểm toán viên hệ thống"}
"""Accounts of people who are not in the registry."""


class Named(NamedTuple):
    """An account with a short name: its role, and who of the registry stands behind it."""

    role: Role
    unit: str = ""
    division: str = ""
    kind: str = ""
    place: int = 0


WARD = FULL_ACCOUNT_UNITS[0]
NAMED: Mapping[str, Named] = {
    "sa": Named(Role.SYSTEM_ADMIN),
    "oc": Named(Role.ORGANIZATION_COMMITTEE, COMMITTEE, "Phòng Cán bộ", PositionKind.STAFF),
    "oc2": Named(Role.ORGANIZATION_COMMITTEE, COMMITTEE, "Phòng Cán bộ", PositionKind.STAFF, 1),
    "ld": Named(Role.LEADER, LEADERS[1][0], "", PositionKind.UNIT_HEAD),
    "dh": Named(Role.DEPARTMENT_HEAD, WARD, "", PositionKind.UNIT_HEAD),
    "dh2": Named(Role.DEPARTMENT_HEAD, FULL_ACCOUNT_UNITS[1], "", PositionKind.UNIT_HEAD),
    "dh-division": Named(Role.DEPARTMENT_HEAD, WARD, "Phòng Kinh tế, Hạ tầng và Đô thị", PositionKind.DIVISION_HEAD),
    "hr": Named(Role.PERSONNEL, WARD, "Văn phòng HĐND và UBND", PositionKind.STAFF),
    "tl": Named(Role.TEAM_LEAD, COMMITTEE, "Phòng Tổng hợp", PositionKind.STAFF),
    "tm": Named(Role.TEAM_MEMBER, COMMITTEE, "Phòng Tổng hợp", PositionKind.STAFF, 1),
    "ca": Named(Role.CADRE, WARD, "Phòng Kinh tế, Hạ tầng và Đô thị", PositionKind.STAFF),
    "au": Named(Role.AUDITOR),
}


def _codes_of_named(people: Sequence[Person]) -> dict[str, str]:
    """Code of the person behind each short name."""
    codes = {}
    for username, named in NAMED.items():
        fitting = [
            one for one in people if (one.unit, one.division, one.kind) == (named.unit, named.division, named.kind)
        ]
        if fitting:
            codes[fitting[named.place].code] = username
    return codes


def write_accounts(people: Sequence[Person]) -> None:
    """Accounts and grants, made where they are missing; one hash serves all, it is slow to compute."""
    named = _codes_of_named(people)
    wanted = [
        one
        for one in people
        if one.unit in FULL_ACCOUNT_UNITS or one.kind in HEADS or one.code in named or one.unit in ("TU", "UBND")
    ]
    rows = {row.code: row for row in cadres.Person.objects.filter(code__in=[one.code for one in wanted])}
    names = {one.code: named.get(one.code, one.code.lower()) for one in wanted}
    known = set(User.objects.filter(username__in=[*names.values(), *OUTSIDE]).values_list("username", flat=True))
    served = set(accounts_of_people([row.pk for row in rows.values()]))  # somebody may have opened one by hand
    with recorded(by=None, source="command"):
        made = [
            User(username=names[one.code], full_name=one.full_name, email=one.email, person_id=rows[one.code].pk)
            for one in wanted
            if names[one.code] not in known and rows[one.code].pk not in served
        ]
        made += [User(username=name, full_name=full) for name, full in OUTSIDE.items() if name not in known]
        if not made:
            return
        password = make_password(PASSWORD)
        for user in made:
            user.password = password
        made = User.objects.bulk_create(made, batch_size=500)
        _grants_of_posts(people, rows, {user.person_id: user for user in made if user.person_id})
        _grants_of_names({user.username: user for user in made})


def _grants_of_posts(people: Sequence[Person], rows: Mapping[str, cadres.Person], users: Mapping[int, User]) -> None:
    """The role that the post of a head carries, as the posting services grant it."""
    heads = {rows[one.code].pk for one in people if one.kind in HEADS and one.code in rows}
    postings = cadres.Posting.objects.filter(
        person_id__in=heads & set(users), valid_to__isnull=True, kind=PostingKind.PRIMARY
    )
    grants = [
        RoleGrant(
            user=users[posting.person_id], role=Role.DEPARTMENT_HEAD, unit_id=posting.unit_id,
            valid_from=posting.valid_from, origin=GrantOrigin.POST, origin_key=f"posting:{posting.pk}",
        )
        for posting in postings
    ]  # fmt: skip
    _into_force(RoleGrant.objects.bulk_create(grants, batch_size=500))


def _grants_of_names(users: Mapping[str, User]) -> None:
    """Roles that follow from no post."""
    ward = Unit.objects.get(code=WARD)
    grants = [
        RoleGrant(
            user=users[username], role=named.role, unit=ward if named.role == Role.PERSONNEL else None,
            valid_from=MERGED_ON, origin=GrantOrigin.SETUP,
        )
        for username, named in NAMED.items()
        if username in users and named.role not in (Role.CADRE, Role.DEPARTMENT_HEAD)
    ]  # fmt: skip
    _into_force(RoleGrant.objects.bulk_create(grants))


def _into_force(grants: Sequence[RoleGrant]) -> None:
    RoleGrant.objects.filter(pk__in=[grant.pk for grant in grants]).update(state=GrantState.ACTIVE, row_version=2)


def waiting_grant(*, on: date) -> None:
    """One proposal that waits for a second person."""
    proposer, receiver = User.objects.get(username="oc"), User.objects.filter(username="tm").first()
    if receiver is None or RoleGrant.objects.filter(proposed_by=proposer).exists():
        return
    with recorded(by=proposer, source="command"):
        made = RoleGrant.objects.create(
            user=receiver, role=Role.TEAM_LEAD, valid_from=on, proposed_by=proposer,
            reason="Được cử làm trưởng đoàn kiểm tra công vụ quý IV.",
        )  # fmt: skip
        tell_waiting([made], on=on)


def listed() -> list[dict[str, str]]:
    """The accounts with a short name, as `demo_accounts` prints them."""
    there = set(User.objects.filter(username__in=NAMED).values_list("username", flat=True))
    return [
        {"username": username, "password": PASSWORD, "role": str(named.role)}
        for username, named in NAMED.items()
        if username in there
    ]
