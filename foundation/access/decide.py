"""The questions asked of the matrix about one object: may I, which fields may I read."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.access.filters import may_be_barred, relation
from foundation.access.identity import Identity, identity_of
from foundation.access.matrix import ObjectPolicy, Rule, matrix
from foundation.workflow.errors import Forbidden, NotFound


@dataclass(frozen=True, slots=True)
class FieldRights:
    """Fields readable as they are, and fields of which a part is shown; `protected` of these open on a reason."""

    readable: frozenset[str]
    masked: frozenset[str]
    protected: frozenset[str] = frozenset()


def allows(user: Any, action: str, obj: Any = None) -> bool:
    """Whether the user may do the dotted `action`: at all when `obj` is None, else on that object."""
    policy, act = matrix().policy(action)
    identity = identity_of(user)
    if obj is None:
        return any(identity.has(rule.role) for rule in policy.rules_for(act))
    return any(_holds(identity, policy, rule, obj) for rule in policy.rules_for(act))


def require(user: Any, action: str, obj: Any = None) -> None:
    """Refuse what the matrix does not allow.

    Raises:
        NotFound: the object lies outside the user's reach (nothing may be read of it).
        Forbidden: the act is closed to this user, though the object may be seen.
    """
    if allows(user, action, obj):
        return
    policy, _act = matrix().policy(action)
    if obj is not None and not any(_holds(identity_of(user), policy, rule, obj) for rule in policy.rules_for("read")):
        raise NotFound
    raise Forbidden(_("Your role does not include this."))


def field_rights(user: Any, obj: Any) -> FieldRights:
    """Fields of `obj` the user may read, as the union over the rules that hold for it."""
    policy = matrix().policy_of(type(obj))
    identity = identity_of(user)
    readable: set[str] = set()
    masked: set[str] = set()
    for rule in policy.rules_for("read"):
        if _holds(identity, policy, rule, obj):
            readable |= rule.fields - rule.masked
            masked |= rule.masked
    protected = readable & policy.protected if not _is_own(identity, policy, obj) else set()
    readable -= protected
    return FieldRights(frozenset(readable), frozenset((masked | protected) - readable), frozenset(protected))


def _is_own(identity: Identity, policy: ObjectPolicy, obj: Any) -> bool:
    """Whether the row is about the reader, or was made by the reader's own account."""
    if policy.person and identity.person_id is not None and _value(obj, policy.person) == identity.person_id:
        return True
    return any(_value(obj, look_up) == identity.user_id for look_up in policy.users.values())


def read_logged(user: Any, obj: Any) -> bool:
    """Whether showing `obj` to `user` leaves a read event: something marked in the matrix is shown of another's row."""
    policy = matrix().policy_of(type(obj))
    if not policy.logged or _is_own(identity_of(user), policy, obj):
        return False
    rights = field_rights(user, obj)
    return bool(policy.logged & (rights.readable | rights.masked))


def readable_fields(user: Any, obj: Any) -> frozenset[str]:
    """Names of the fields of `obj` the user may read in full."""
    return field_rights(user, obj).readable


def fields_always_readable(user: Any, model: type[Model]) -> frozenset[str]:
    """Fields the user may read on every row in reach: only these may be filtered or sorted by."""
    policy = matrix().policy_of(model)
    identity = identity_of(user)
    held = [
        rule.fields - rule.masked - policy.protected for rule in policy.rules_for("read") if _reaches(identity, rule)
    ]
    return frozenset.intersection(*held) if held else frozenset()


def open_fields(user: Any, model: type[Model], state: Any = None) -> FieldRights:
    """Fields the user may read on any row of the model in this state, whoever it is about: rules of the whole city.

    For images of rows in the trail, which are no rows: no other scope can be decided of them. Protected fields are
    never among those readable, and nothing is of an object from which persons may be kept out.
    """
    policy = matrix().by_model.get(model._meta.label)
    if policy is None or policy.barred:
        return FieldRights(frozenset(), frozenset())
    identity = identity_of(user)
    readable: set[str] = set()
    masked: set[str] = set()
    for rule in policy.rules_for("read"):
        if rule.opens or rule.closes or rule.after:  # an image says nothing of the moment at which it is read
            continue
        if identity.has(rule.role) and rule.scope == "all" and (rule.states is None or state in rule.states):
            readable |= rule.fields - rule.masked
            masked |= rule.masked
    readable -= policy.protected
    return FieldRights(frozenset(readable), frozenset(masked - readable - policy.protected))


def _reaches(identity: Identity, rule: Rule) -> bool:
    return identity.has(rule.role) and (rule.scope != "sub" or bool(identity.paths(rule.role)))


def _holds(identity: Identity, policy: ObjectPolicy, rule: Rule, obj: Any) -> bool:
    return _would_hold(identity, policy, rule, obj) and _is_time(rule, obj)


def _is_time(rule: Rule, obj: Any) -> bool:
    """Whether the moment from which the rule counts is past by the clock of the database, and its last day is not."""
    if rule.after and not _ended(_value(obj, rule.after)):
        return False
    last_day = _value(obj, rule.closes) if rule.closes else None
    if rule.closes and (last_day is None or last_day < timezone.localdate()):
        return False
    if not rule.opens:
        return True
    moment = _value(obj, rule.opens)
    return moment is not None and moment <= database_now(obj)


def _ended(last_day: date | None) -> bool:
    return last_day is not None and last_day < timezone.localdate()


def database_now(obj: Any) -> datetime:
    """The moment by the clock of the database that holds the row; the host of the application may be set ahead."""
    with connections[obj._state.db or DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


def _would_hold(identity: Identity, policy: ObjectPolicy, rule: Rule, obj: Any) -> bool:
    if not identity.has(rule.role):
        return False
    if rule.states is not None and _value(obj, policy.state) not in rule.states:
        return False
    if rule.not_self and identity.person_id is not None and _is_kept_from(identity, policy, obj):
        return False
    if may_be_barred(identity, policy, rule) and identity.person_id in (_value(obj, policy.barred) or ()):
        return False
    if rule.scope == "all":
        return True
    if rule.scope in policy.members:
        return bool(identity.user_id) and identity.user_id in (_value(obj, policy.members[rule.scope]) or ())
    if rule.scope == "sub":
        paths = [_value(obj, look_up) or "" for look_up in policy.unit_paths]
        return any(path.startswith(own) for own in identity.paths(rule.role) for path in paths)
    if rule.scope == "own_path":
        paths = [_value(obj, look_up) or "" for look_up in policy.unit_paths]
        return any(path and identity.home_path.startswith(path) for path in paths)
    if rule.scope in policy.among:
        return any(_value(obj, column) in values for column, values in policy.among[rule.scope].items())
    look_up, key = relation(identity, policy, rule)
    return key is not None and _value(obj, look_up) == key


def _is_kept_from(identity: Identity, policy: ObjectPolicy, obj: Any) -> bool:
    """Whether it is about oneself, or about a declared relative where the object is kept from those (rule R3)."""
    person = _value(obj, policy.person)
    return person == identity.person_id or (policy.kept_from_relatives and person in identity.relatives())


def _value(obj: Any, look_up: str) -> Any:
    value = obj
    for part in look_up.split("__"):
        if value is None:
            return None
        value = getattr(value, part)
    return value
