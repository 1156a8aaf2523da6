"""visible_to() equals a naive oracle on 1,000 generated trees with transfers, ended posts and merged units (M-03)."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.models import RoleGrant, User
from cadres.models import Person, Position, Posting
from directives.models import Assignment
from foundation.access import visible_to
from foundation.audit.record import recorded
from organization.models import Unit, UnitSuccession
from tests.access.oracle import Oracle
from tests.foundation.audit import rows

LEVELS = 5
LOOKED_AT = {"unit": Unit, "person": Person, "posting": Posting, "assignment": Assignment, "succession": UnitSuccession}
SIZES = st.integers(0, 19).flatmap(
    lambda kind: st.integers(1, 12) if kind < 15 else st.integers(13, (40, 200)[kind > 18])
)
ROLES = ("OC", "LD", "DH", "HR", "TL", "AU", "SA")


class Tree:
    """A small city drawn from one seed; made in bulk, so that a thousand of them take no hour."""

    def __init__(self, seed: int, size: int, today: date) -> None:
        self.chance, self.today = random.Random(seed), today
        self.units = self._units(size)
        self.people = self._people(self.chance.randint(1, 12))
        self.users = self._users()

    def _span(self) -> tuple[date, date | None]:
        """Days that are past, present or still to come."""
        first = self.today + timedelta(days=self.chance.choice((-400, -30, -1, 0, 1, 30)))
        last = self.chance.choice((None, None, first, first + timedelta(days=self.chance.choice((1, 29, 31, 500)))))
        return first, last

    def _units(self, size: int) -> list[Unit]:
        made: list[Unit] = []
        keys = self._keys(Unit, size)
        for number, key in enumerate(keys):
            above = [unit for unit in made if unit.path.count(".") < LEVELS]
            parent = self.chance.choice(above) if above and self.chance.random() < 0.9 else None
            path = f"{parent.path if parent else ''}{_base36(key)}."
            fields = {"code": f"T{key}", "name": f"U{number}", "kind": "department", "search_key": f"u{number}"}
            made.append(Unit(pk=key, parent=parent, path=path, **fields))
        Unit.objects.bulk_create(made)
        merged = [UnitSuccession(predecessor=a, successor=b, effective_on=self.today, kind="merge")
                  for a, b in zip(made[::3], made[1::3], strict=False)]  # fmt: skip
        UnitSuccession.objects.bulk_create(merged)
        return made

    def _people(self, count: int) -> list[Person]:
        post = Position.objects.get_or_create(search_key="post", defaults={"name": "Post", "kind": "staff"})[0]
        made = []
        for key in self._keys(Person, count):
            unit = self.chance.choice([*self.units, None])
            fields = {"code": f"P{key}", "full_name": f"P{key}", "employment_kind": "civil", "search_key": f"p{key}"}
            made.append(Person(pk=key, unit=unit, sort_key=f"{key:08d}", **fields))
        Person.objects.bulk_create(made)
        postings, tasks = [], []
        for person in made:
            first, last = self._span()
            at = self.chance.choice(self.units)
            postings.append(Posting(person=person, unit=at, position=post, valid_from=first, valid_to=last))
            concurrent = {"kind": "concurrent", "valid_from": self.today}
            postings.append(Posting(person=person, unit=self.chance.choice(self.units), position=post, **concurrent))
            words = {"code": f"T{person.pk}", "title": "t", "responsibility": "r", "product": "p"}
            tasks.append(Assignment(person=person, unit=at, assigned_on=first, due_on=first, **words))
        Posting.objects.bulk_create(postings)
        Assignment.objects.bulk_create(tasks)
        return made

    def _users(self) -> list[User]:
        made, grants = [], []
        for number, key in enumerate(self._keys(User, 4)):
            person = self.people[number] if number < len(self.people) and self.chance.random() < 0.8 else None
            person_id = person.pk if person else None
            made.append(User(pk=key, username=f"u{key}", full_name="U", person_id=person_id))
        User.objects.bulk_create(made)
        for user in made:
            for _ in range(self.chance.randint(0, 3)):
                role, (first, last) = self.chance.choice(ROLES), self._span()
                unit = self.chance.choice(self.units) if role in {"DH", "HR"} else None
                grants.append(RoleGrant(user=user, role=role, unit=unit, valid_from=first, valid_to=last))
        RoleGrant.objects.bulk_create(grants)
        for states in (("active",), ("refused",), ("active", "ended")):
            chosen = [grant.pk for grant in grants if self.chance.random() < (0.6 if states == ("active",) else 0.2)]
            for state in states:
                legal = {"active": "proposed", "refused": "proposed", "ended": "active"}[state]
                RoleGrant.objects.filter(pk__in=chosen, state=legal).update(state=state)
        return made

    def _keys(self, model: type[Any], count: int) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [model._meta.db_table, count],
            )
            return [key for (key,) in cursor.fetchall()]


def all_of(model: Any) -> Any:
    return model._default_manager.all()


def _base36(number: int) -> str:
    text = ""
    for _ in range(6):
        number, digit = divmod(number, 36)
        text = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + text
    return text


@pytest.mark.django_db
@pytest.mark.parametrize("trees", [150, pytest.param(1000, marks=pytest.mark.drill)])
def test_rows_in_reach_equal_the_oracle_on_generated_trees(trees: int) -> None:
    seen: set[tuple[str, bool]] = set()

    @settings(
        max_examples=trees,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.generate,),  # a tree is a seed: nothing to make smaller
        suppress_health_check=list(HealthCheck),
    )
    @given(seed=st.integers(0, 2**32), size=SIZES)
    def compare(seed: int, size: int) -> None:
        today = timezone.localdate()
        with transaction.atomic():
            with recorded(by=None, source="test"):
                tree = Tree(seed, size, today)
            objects = {kind: list(all_of(model).select_related(*RELATED[kind])) for kind, model in LOOKED_AT.items()}
            for user in tree.users:
                oracle = Oracle(user, today)
                for kind, model in LOOKED_AT.items():
                    wanted = {row.pk for row in objects[kind] if oracle.may(kind, "read", row)}
                    found = set(visible_to(user, all_of(model)).values_list("pk", flat=True))
                    assert found == wanted, (kind, oracle.roles, found ^ wanted)
                    seen.add((kind, bool(wanted)))
            transaction.set_rollback(True)

    compare()
    assert seen == {(kind, some) for kind in LOOKED_AT for some in (True, False)}


RELATED: dict[str, tuple[str, ...]] = {
    "unit": (), "person": ("unit",), "posting": ("person__unit",), "assignment": ("unit",),
    "succession": ("predecessor", "successor"),
}  # fmt: skip


@pytest.mark.django_db
def test_unit_whose_path_only_begins_alike_is_not_below() -> None:
    """A path ends with a dot: 000001. is not above 0000010. ."""
    with recorded(by=None, source="test"):
        first, longer = rows.unit(path="zz0001."), rows.unit(path="zz00010.")
        user = rows.user()
        grant = RoleGrant.objects.create(user=user, role="DH", unit=first, valid_from=date(2020, 1, 1))
        RoleGrant.objects.filter(pk=grant.pk).update(state="active")
    assert set(visible_to(user, Unit.objects.all())) == {first}
    assert longer not in set(visible_to(user, Unit.objects.all()))
