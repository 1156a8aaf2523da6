"""Writes the city of 2024 into an empty database: units, leaders with their posts, accounts, cases, inspections."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import yaml
from django.contrib.auth.hashers import make_password

from accounts.enums import GrantOrigin, GrantState, Role
from accounts.models import RoleGrant, User
from cadres.enums import EmploymentKind, ManagingLevel, PositionKind, PostingKind
from cadres.models import Person, Position, Posting, RotationRound
from cadres.rules.names import search_key, sort_key
from cadres.services.rotation_night import rotation_night
from cadres.services.rotation_rounds import approve, draw_up
from cadres.services.rotation_rules import load_rotation_rules
from config.demo.accounts import PASSWORD
from config.demo.hanoi2024 import AS_OF, BEGINS, FIRST_CODE, PLAN_188, Leader, leaders, units
from config.demo.inspections_2024 import write_inspections_2024
from config.env import BASE_DIR
from foundation.audit.record import recorded
from foundation.notifications.policies import load_policies
from foundation.workflow.errors import Refused
from organization.models import Unit
from organization.rules.holidays import read_holidays
from organization.services.calendar import load_holidays
from organization.services.units import load_units

BATCH = 1000
HOLIDAYS = Path(BASE_DIR) / "organization" / "data" / "holidays.yaml"
POSTS = {
    str(PositionKind.DIVISION_HEAD): "Trưởng phòng và tương đương",
    str(PositionKind.DIVISION_DEPUTY): "Phó Trưởng phòng và tương đương",
}
ACCOUNTS = (
    ("oc", "Cán bộ Ban Tổ chức Thành ủy", Role.ORGANIZATION_COMMITTEE),
    ("oc2", "Lãnh đạo Ban Tổ chức Thành ủy", Role.ORGANIZATION_COMMITTEE),
    ("ld", "Lãnh đạo thành phố", Role.LEADER),
    ("sa", "Quản trị hệ thống", Role.SYSTEM_ADMIN),
    ("au", "Kiểm toán viên hệ thống", Role.AUDITOR),
    ("tl", "Trưởng Đoàn kiểm tra công vụ thành phố", Role.TEAM_LEAD),
    ("tm", "Thành viên Đoàn kiểm tra công vụ thành phố", Role.TEAM_MEMBER),
)


def seed_2024(*, seed: int, say: Callable[[str], object]) -> None:
    """Everything of the scenario; a second time nothing more happens.

    Raises:
        Refused: the database holds another city.
    """
    if Person.objects.filter(code=f"CB{FIRST_CODE:07d}").exists():
        say("the city of 2024 is there already")
        return
    if Unit.objects.exists() or Person.objects.exists():
        raise Refused("The scenario hanoi-2024 brings its own units: it needs an empty database.", code="not_empty")
    say("units of 2024")
    load_holidays(rows=read_holidays(yaml.safe_load(HOLIDAYS.read_text(encoding="utf-8"))), by=None)
    load_units(units(), by=None)
    load_rotation_rules()
    load_policies()
    say("leaders and their posts")
    write_leaders(leaders(seed))
    accounts = write_accounts()
    say("cases and a round")
    rotation_night(on=AS_OF)
    write_round(accounts)
    say("inspections")
    write_inspections_2024(accounts, seed=seed)


def write_leaders(people: Sequence[Leader]) -> None:
    """People and their posts in bulk, each row with its line of the trail."""
    codes = dict(Unit.objects.values_list("code", "id"))
    with recorded(by=None, source="command"):
        positions = {
            kind: Position.objects.create(
                name=name, search_key=search_key(name), kind=kind, managing_level=ManagingLevel.UNIT
            )
            for kind, name in POSTS.items()
        }
        rows = Person.objects.bulk_create(
            [
                Person(
                    code=one.code, full_name=one.full_name, sort_key=sort_key(one.full_name),
                    search_key=search_key(one.full_name), sex=one.sex, birth_date=one.birth_date,
                    employment_kind=EmploymentKind.CIVIL, rank_code=one.rank_code, joined_on=one.joined_on,
                    unit_id=codes[one.posts[-1].division],
                )
                for one in people
            ],
            batch_size=BATCH,
        )  # fmt: skip
        Posting.objects.bulk_create(
            [
                Posting(
                    person=row, unit_id=codes[held.division], position=positions[one.kind], kind=PostingKind.PRIMARY,
                    valid_from=held.first, valid_to=held.last, decision_number=held.number or f"{row.pk % 900}/QĐ-UBND",
                )
                for one, row in zip(people, rows, strict=True)
                for held in one.posts
            ],
            batch_size=BATCH,
        )  # fmt: skip


def write_accounts() -> dict[str, User]:
    """Accounts of the roles that see the whole city."""
    password = make_password(PASSWORD)
    with recorded(by=None, source="command"):
        users = User.objects.bulk_create(
            [User(username=name, full_name=full, password=password) for name, full, _role in ACCOUNTS]
        )
        grants = RoleGrant.objects.bulk_create(
            [
                RoleGrant(user=user, role=role, valid_from=BEGINS, origin=GrantOrigin.SETUP)
                for user, (_name, _full, role) in zip(users, ACCOUNTS, strict=True)
            ]
        )
        RoleGrant.objects.filter(pk__in=[one.pk for one in grants]).update(state=GrantState.ACTIVE, row_version=2)
    return {user.username: user for user in users}


def write_round(accounts: dict[str, User]) -> RotationRound:
    """The round of Plan 188, drawn up by one and approved by another."""
    made = draw_up(
        unit=Unit.objects.get(code="HN24"), title="Luân chuyển, điều động trưởng, phó phòng theo Kế hoạch 188-KH/TU",
        begins_on=PLAN_188, ends_on=date(2025, 12, 31), by=accounts["oc"], source="command",
        purpose="Người giữ chức vụ trưởng phòng, phó trưởng phòng và tương đương từ đủ 8 năm.",
    )  # fmt: skip
    return approve(
        round=made, document_number="188-KH/TU", on=PLAN_188, today=AS_OF, by=accounts["oc2"], source="command"
    )
