"""The access matrix as frozen values: read once from accounts/matrix.yaml, every gap or misspelling refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings

from foundation.workflow.yaml_text import read_yaml

SCOPES = ("all", "sub", "self", "own_path")
"""Scopes every object may use; further ones are the names of its own `people` and `users` look-ups."""

MOMENTS = ("opens", "closes", "after")
"""Columns by which a rule counts for a time only."""


class MatrixFault(Exception):
    """The file says something that cannot be followed."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One role, in one scope, in some states, may do some acts and read some fields.

    `opens` names a column with a moment: before it, by the clock of the database, the rule does not count. `closes`
    names a column with a last day: after it, in Hanoi, the rule counts no more; one with `after` counts only then.
    """

    role: str
    scope: str
    states: frozenset[str] | None
    actions: frozenset[str]
    fields: frozenset[str]
    masked: frozenset[str]
    not_self: bool
    opens: str
    closes: str
    after: str


@dataclass(frozen=True, slots=True)
class ObjectPolicy:
    """Everything about one kind of object. Look-ups are ORM paths from its model.

    `unit_path` leads to the unit whose path decides on `sub` and `own_path`; an object that belongs to several units
    names the others in `further_unit_paths`, and lies in reach where one of them does. `among` are scopes that hold
    where a column has one of some values; `members` are scopes that hold for the accounts listed in an array column.
    Whoever stands in the array column `barred` (keys of persons) is kept out whatever the role: for them only rules
    of the scopes in `open_to_barred` count (rule R3, exclusion beats grant); with `kept_from_relatives` a declared
    relative of the person it is about counts as that person in every rule that is `not_self`. `protected` fields (†)
    are shown in part until somebody who may `reveal` confirms who they are and gives a reason. Reading one of the
    `logged` fields (‡) on a single row that is not one's own leaves a read event.
    """

    name: str
    model: str
    unit_path: str
    further_unit_paths: tuple[str, ...]
    person: str
    state: str
    people: Mapping[str, str]
    users: Mapping[str, str]
    among: Mapping[str, Mapping[str, frozenset[str]]]
    members: Mapping[str, str]
    barred: str
    open_to_barred: frozenset[str]
    kept_from_relatives: bool
    protected: frozenset[str]
    logged: frozenset[str]
    field_groups: Mapping[str, frozenset[str]]
    rules: tuple[Rule, ...]

    def rules_for(self, action: str) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if action in rule.actions)

    @property
    def unit_paths(self) -> tuple[str, ...]:
        return (self.unit_path, *self.further_unit_paths)

    @property
    def actions(self) -> frozenset[str]:
        return frozenset().union(*(rule.actions for rule in self.rules))


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole file: objects by name and by model, routes, tasks; roles that need a second factor."""

    objects: Mapping[str, ObjectPolicy]
    by_model: Mapping[str, ObjectPolicy]
    routes: Mapping[str, Mapping[str, Any]]
    tasks: Mapping[str, Mapping[str, Any]]
    second_factor: frozenset[str]

    def policy(self, action: str) -> tuple[ObjectPolicy, str]:
        """The object and the act of a dotted name such as "unit.read"; a misspelt one is an error at once."""
        name, _, act = action.partition(".")
        policy = self.objects.get(name)
        if policy is None or act not in policy.actions:
            raise MatrixFault(f"accounts/matrix.yaml knows no {action!r}")
        return policy, act

    def policy_of(self, model: type) -> ObjectPolicy:
        label = model._meta.label  # type: ignore[attr-defined]  # every Django model has _meta
        if label not in self.by_model:
            raise MatrixFault(f"accounts/matrix.yaml has no object for {label}")
        return self.by_model[label]


@lru_cache(maxsize=1)
def matrix() -> Matrix:
    """The matrix in force, read from settings.ACCESS_MATRIX."""
    data = read_yaml(Path(settings.ACCESS_MATRIX).read_text(encoding="utf-8"))
    roles = frozenset(data["roles"])
    objects = {name: _object(name, entry, roles) for name, entry in data["objects"].items()}
    by_model: dict[str, ObjectPolicy] = {}
    for policy in objects.values():
        by_model[policy.model] = policy
    second_factor = frozenset(data.get("second_factor") or ())
    if second_factor - roles:
        raise MatrixFault(f"second_factor: unknown roles {sorted(second_factor - roles)}")
    return Matrix(objects, by_model, data.get("routes") or {}, data.get("tasks") or {}, second_factor)


def _object(name: str, entry: Mapping[str, Any], roles: frozenset[str]) -> ObjectPolicy:
    model = apps.get_model(entry["model"])
    groups = {key: frozenset(value) for key, value in (entry.get("fields") or {}).items()}
    people = dict(entry.get("people") or {})
    users = dict(entry.get("users") or {})
    among = {
        scope: {column: frozenset(values) for column, values in columns.items()}
        for scope, columns in (entry.get("among") or {}).items()
    }
    members = dict(entry.get("members") or {})
    relations = {*people, *users, *among, *members}
    open_to_barred = frozenset(entry.get("open_to_barred") or ())
    if open_to_barred - relations - set(SCOPES):
        raise MatrixFault(f"{name}: unknown scopes {sorted(open_to_barred)} in open_to_barred")
    rules = tuple(_rule(name, rule, roles, groups, relations) for rule in entry["rules"])
    return ObjectPolicy(
        name=name,
        model=model._meta.label,
        unit_path=entry.get("unit_path", ""),
        further_unit_paths=tuple(entry.get("further_unit_paths") or ()),
        person=entry.get("person", ""),
        state=entry.get("state", ""),
        people=people,
        users=users,
        among=among,
        members=members,
        barred=entry.get("barred", ""),
        open_to_barred=open_to_barred,
        kept_from_relatives=bool(entry.get("kept_from_relatives")),
        protected=frozenset(entry.get("protected") or ()),
        logged=frozenset[str]().union(*(_group(name, groups, group) for group in entry.get("logged") or ())),
        field_groups=groups,
        rules=rules,
    )


def _rule(
    name: str,
    rule: Mapping[str, Any],
    roles: frozenset[str],
    groups: Mapping[str, frozenset[str]],
    relations: set[str],
) -> Rule:
    unknown = set(rule) - {"role", "scope", "states", "actions", "fields", "masked", "not_self", *MOMENTS}
    if unknown:
        raise MatrixFault(f"{name}: unknown keys {sorted(unknown)} in {dict(rule)}")
    if rule["role"] not in roles:
        raise MatrixFault(f"{name}: unknown role {rule['role']!r}")
    if rule["scope"] not in SCOPES and rule["scope"] not in relations:
        raise MatrixFault(f"{name}: unknown scope {rule['scope']!r}")
    fields: set[str] = set()
    for group in rule.get("fields") or ():
        fields |= _group(name, groups, group)
    states = rule.get("states")
    return Rule(
        role=rule["role"],
        scope=rule["scope"],
        states=frozenset(states) if states is not None else None,
        actions=frozenset(rule["actions"]),
        fields=frozenset(fields),
        masked=frozenset(rule.get("masked") or ()),
        not_self=bool(rule.get("not_self")),
        opens=rule.get("opens", ""),
        closes=rule.get("closes", ""),
        after=rule.get("after", ""),
    )


def _group(name: str, groups: Mapping[str, frozenset[str]], group: str) -> frozenset[str]:
    if group not in groups:
        raise MatrixFault(f"{name}: unknown group of fields {group!r}")
    return groups[group]
