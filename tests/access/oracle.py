"""The matrix read a second time, naively: plain loops over the file and the rows, walking parents instead of paths."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connection

from accounts.models import RoleGrant
from cadres.models import FamilyTie, Posting
from foundation.workflow.yaml_text import read_yaml
from organization.models import Unit


@lru_cache(maxsize=1)
def file() -> dict[str, Any]:
    with open(settings.ACCESS_MATRIX, encoding="utf-8") as text:
        loaded: dict[str, Any] = read_yaml(text.read())
    return loaded


class Oracle:
    """What a user may do on a day, row by row."""

    def __init__(self, user: Any, today: date) -> None:
        self.user, self.today = user, today
        self.active = user is not None and user.is_active
        self.parents = dict(Unit.objects.values_list("pk", "parent_id"))
        self.roles: list[tuple[str, int | None]] = []
        self.home: int | None = None
        if self.active:
            self.roles.append(("CA", None))
            for grant in RoleGrant.objects.filter(user_id=user.pk):
                if grant.state == "active" and self._within(grant.valid_from, grant.valid_to):
                    self.roles.append((grant.role, grant.unit_id))
            for post in Posting.objects.filter(person_id=user.person_id or 0, kind="primary"):
                if self._within(post.valid_from, post.valid_to):
                    self.home = post.unit_id

    def _within(self, first: date, last: date | None) -> bool:
        return first <= self.today and (last is None or self.today <= last)

    def _related(self, about: int, person: int) -> bool:
        """A tie between the two that stands, but for one that only the person it is about declared."""
        for tie in FamilyTie.objects.filter(person_id__in=(about, person), relative_id__in=(about, person)):
            if (tie.ended_on is None or tie.ended_on >= self.today) and (
                tie.person_id == person or tie.source != "self"
            ):
                return True
        return False

    def _above(self, unit: int | None) -> list[int]:
        chain = []
        while unit is not None:
            chain.append(unit)
            unit = self.parents[unit]
        return chain

    def rules(self, kind: str, action: str, row: Any) -> list[dict[str, Any]]:
        """The rules of the file that let this user do `action` on this row."""
        entry = file()["objects"][kind]
        return [rule for rule in entry["rules"] if action in rule["actions"] and self._holds(entry, rule, row)]

    def may(self, kind: str, action: str, row: Any) -> bool:
        return bool(self.rules(kind, action, row))

    def fields(self, kind: str, row: Any) -> tuple[set[str], set[str]]:
        """Fields read in full, and fields of which a part is shown."""
        groups, full, part = file()["objects"][kind].get("fields", {}), set(), set()
        for rule in self.rules(kind, "read", row):
            masked = set(rule.get("masked", []))
            for group in rule.get("fields", []):
                full |= set(groups[group]) - masked
            part |= masked
        protected = full & set(file()["objects"][kind].get("protected", []))
        if protected and not self._own(file()["objects"][kind], row):
            full, part = full - protected, part | protected
        return full, part - full

    def _own(self, entry: dict[str, Any], row: Any) -> bool:
        person = getattr(self.user, "person_id", None)
        about = "person" in entry and person is not None and _follow(row, entry["person"]) == person
        return about or any(_follow(row, look_up) == self.user.pk for look_up in entry.get("users", {}).values())

    def _holds(self, entry: dict[str, Any], rule: dict[str, Any], row: Any) -> bool:
        person = getattr(self.user, "person_id", None)
        if not self.active or rule["role"] not in {role for role, _unit in self.roles}:
            return False
        if "states" in rule and _follow(row, entry.get("state", "state")) not in rule["states"]:
            return False
        if rule.get("not_self") and person is not None:
            about = _follow(row, entry["person"])
            if about == person or (entry.get("kept_from_relatives") and self._related(about, person)):
                return False
        if "closes" in rule and _follow(row, rule["closes"]) < self.today:
            return False
        if "after" in rule and _follow(row, rule["after"]) >= self.today:
            return False
        if "opens" in rule and not _past(_follow(row, rule["opens"])):
            return False
        scope = rule["scope"]
        kept_out = (_follow(row, entry["barred"]) or ()) if "barred" in entry else ()
        if person in kept_out and scope not in entry["open_to_barred"]:
            return False
        if scope == "all":
            return True
        if scope in entry.get("members", {}):
            return self.user.pk in (_follow(row, entry["members"][scope]) or ())
        if scope == "sub":
            above = {unit for path in _unit_paths(entry) for unit in self._above(_unit_of(row, path))}
            return any(role == rule["role"] and unit in above for role, unit in self.roles)
        if scope == "own_path":
            return any(_unit_of(row, path) in self._above(self.home) for path in _unit_paths(entry))
        if scope in entry.get("among", {}):
            return any(_follow(row, column) in values for column, values in entry["among"][scope].items())
        if scope in entry.get("users", {}):
            return bool(_follow(row, entry["users"][scope]) == self.user.pk)
        look_up = entry["person"] if scope == "self" else entry["people"][scope]
        return person is not None and _follow(row, look_up) == person


def _past(moment: datetime | None) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz <= statement_timestamp()", [moment])
        return bool(cursor.fetchone()[0])


def _follow(row: Any, look_up: str) -> Any:
    for part in look_up.split("__"):
        row = getattr(row, part) if row is not None else None
    return row


def _unit_paths(entry: dict[str, Any]) -> list[str]:
    return [entry["unit_path"], *entry.get("further_unit_paths", [])]


def _unit_of(row: Any, path: str) -> int | None:
    """The unit whose path decides: `person__unit__path` is the key of person.unit."""
    unit = row if path == "path" else _follow(row, path.removesuffix("__path"))
    if isinstance(unit, str):  # the row carries the path itself
        return Unit.objects.filter(path=unit).values_list("pk", flat=True).first()
    return unit.pk if unit is not None else None
