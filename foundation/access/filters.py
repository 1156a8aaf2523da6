"""The rows somebody may see or act on, as filters of the database."""

from collections.abc import Iterable
from dataclasses import replace
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from foundation.access.identity import Identity, identity_of
from foundation.access.matrix import ObjectPolicy, Rule, matrix

M = TypeVar("M", bound=Model)
NOTHING = Q(pk__in=[])
NO_WORDS: frozenset[str] = frozenset()


def visible_to(user: Any, rows: QuerySet[M], action: str = "read") -> QuerySet[M]:
    """Rows of `rows` on which the user may do `action`.

    Args:
        user: who asks; anonymous or disabled sees nothing.
        rows: any queryset of a model that has an object in the matrix.
        action: an act of that object ("read"), or a dotted name ("person.import") whose reach is wanted on units.
    """
    identity = identity_of(user)
    if "." in action:
        policy, act = matrix().policy(action)
        if policy.model != rows.model._meta.label:
            return rows.filter(_units_in_reach(identity, policy, act))
    else:
        policy, act = matrix().policy_of(rows.model), action
    return rows.filter(condition(identity, policy, act))


def visible_field(user: Any, rows: QuerySet[M], field: str) -> QuerySet[M]:
    """Rows of which the user reads this field in full; whoever searches by it must not learn it of any other row."""
    return rows.filter(field_condition(user, rows.model, field))


def field_condition(user: Any, model: type[Model], field: str) -> Q:
    """The filter behind `visible_field`, for a query that asks it of the rows it reads anyway."""
    identity, policy = identity_of(user), matrix().policy_of(model)
    if field in policy.protected:
        return NOTHING
    rules = [rule for rule in policy.rules_for("read") if field in rule.fields - rule.masked]
    return _any_of(identity, policy, rules)


def condition(identity: Identity, policy: ObjectPolicy, action: str) -> Q:
    """The filter that the matrix means for this identity and act."""
    return _any_of(identity, policy, policy.rules_for(action))


def _any_of(identity: Identity, policy: ObjectPolicy, rules: Iterable[Rule]) -> Q:
    parts = (_rule_condition(identity, policy, rule) for rule in _joined(identity, rules))
    wanted = [part for part in parts if part is not None]
    if not wanted:
        return NOTHING
    if any(not part for part in wanted):  # an empty condition: everything
        return Q()
    return reduce(or_, wanted)


def _joined(identity: Identity, rules: Iterable[Rule]) -> Iterable[Rule]:
    """The rules this identity holds; those that differ in states or fields alone as one: a row is asked once."""
    held: dict[Rule, Rule] = {}
    for rule in rules:
        if identity.has(rule.role):
            role = rule.role if rule.scope == "sub" else ""
            key = replace(rule, role=role, states=None, actions=NO_WORDS, fields=NO_WORDS, masked=NO_WORDS)
            other = held.setdefault(key, rule)
            states = None if rule.states is None or other.states is None else rule.states | other.states
            held[key] = other if other is rule else replace(other, states=states)
    return held.values()


def _rule_condition(identity: Identity, policy: ObjectPolicy, rule: Rule) -> Q | None:
    scope = _scope_condition(identity, policy, rule)
    if scope is None:
        return None
    if rule.states is not None:
        scope &= Q(**{f"{policy.state}__in": sorted(rule.states)})
    if rule.not_self and identity.person_id is not None:
        scope &= ~Q(**{policy.person: identity.person_id})
        if policy.kept_from_relatives and (related := identity.relatives()):
            scope &= ~Q(**{f"{policy.person}__in": sorted(related)})
    if may_be_barred(identity, policy, rule):
        scope &= ~Q(**{f"{policy.barred}__contains": [identity.person_id]})
    if rule.opens:
        scope &= Q(**{f"{rule.opens}__lte": Now()})
    if rule.closes:
        scope &= Q(**{f"{rule.closes}__gte": timezone.localdate()})
    if rule.after:
        scope &= Q(**{f"{rule.after}__lt": timezone.localdate()})
    return scope


def may_be_barred(identity: Identity, policy: ObjectPolicy, rule: Rule) -> bool:
    """Exclusion beats grant: the rule is not one of those meant for whoever is kept out."""
    return bool(policy.barred) and identity.person_id is not None and rule.scope not in policy.open_to_barred


def _scope_condition(identity: Identity, policy: ObjectPolicy, rule: Rule) -> Q | None:
    if rule.scope == "all":
        return Q()
    if rule.scope == "sub":
        paths = identity.paths(rule.role)
        looks = [(look_up, path) for look_up in policy.unit_paths for path in paths]
        return reduce(or_, (Q(**{f"{look_up}__startswith": path}) for look_up, path in looks)) if looks else None
    if rule.scope == "own_path":
        parts = identity.home_path.split(".")[:-1]
        above = [".".join(parts[: level + 1]) + "." for level in range(len(parts))]
        return reduce(or_, (Q(**{f"{look_up}__in": above}) for look_up in policy.unit_paths)) if above else None
    if rule.scope in policy.among:
        columns = policy.among[rule.scope]
        return reduce(or_, (Q(**{f"{column}__in": sorted(values)}) for column, values in columns.items()))
    if rule.scope in policy.members:
        return Q(**{f"{policy.members[rule.scope]}__contains": [identity.user_id]}) if identity.user_id else None
    look_up, key = relation(identity, policy, rule)
    return Q(**{look_up: key}) if key is not None else None


def relation(identity: Identity, policy: ObjectPolicy, rule: Rule) -> tuple[str, int | None]:
    if rule.scope in policy.users:
        return policy.users[rule.scope], identity.user_id or None
    return (policy.person if rule.scope == "self" else policy.people[rule.scope]), identity.person_id


def _units_in_reach(identity: Identity, policy: ObjectPolicy, action: str) -> Q:
    reach = NOTHING
    for rule in policy.rules_for(action):
        if rule.scope == "all" and identity.has(rule.role):
            return Q()
        for path in identity.paths(rule.role) if rule.scope == "sub" else ():
            reach |= Q(path__startswith=path)
    return reach
