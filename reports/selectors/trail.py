"""Entries of the trail within the reader's reach: filtered, newest first, in pages cut by key."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from accounts.models import User
from cadres.selectors import people
from foundation.access import allows, visible_to
from foundation.access.filters import condition
from foundation.access.identity import identity_of
from foundation.access.matrix import matrix
from foundation.audit.models import AuditEvent
from foundation.audit.veil import unveiled
from foundation.web.paging import MAX_PAGE_SIZE, PAGE_SIZE
from foundation.workflow.errors import NotFound
from reports.trail.asked import Asked
from reports.trail.authors import blinded, with_open_authors

MOST_COUNTED = 10_000
"""Beyond so many entries counting stops and the page says "more than"."""
MOST_CANDIDATES = 8
PERSON = "cadres.person"


@dataclass(frozen=True, slots=True)
class TrailPage:
    """Up to `size` entries, newest first; `older` and `newer` are the keys that turn the page, None at an end."""

    rows: list[AuditEvent]
    total: int
    capped: bool
    older: int | None
    newer: int | None


@dataclass(frozen=True, slots=True)
class Candidates:
    """People a typed name may mean; `one` when only one does."""

    people: list[Any]
    more: bool

    @property
    def one(self) -> Any:
        return self.people[0] if len(self.people) == 1 else None


def candidates(user: Any, text: str) -> Candidates:
    """People of the registry with this code, else with these words in their name; nobody for who may not read them."""
    if not text or not allows(user, "person.read"):
        return Candidates([], False)
    reach = people.people_for(user)
    exact = list(reach.filter(code=text.upper()))
    found = exact or list(people.ordered(people.searched(reach, text), "")[: MOST_CANDIDATES + 1])
    return Candidates(found[:MOST_CANDIDATES], len(found) > MOST_CANDIDATES)


def entries(user: Any, asked: Asked, person: Any) -> QuerySet[AuditEvent]:
    """Entries that fit every filter; `person` is whom the filter `person` means."""
    rows = unveiled(visible_to(user, AuditEvent.objects.all()))
    if asked.person:
        rows = rows.filter(_about(person)) if person is not None else rows.none()
    if asked.object:
        rows = rows.filter(_of_kind(asked.object, asked.key))
    if asked.actor:
        rows = with_open_authors(rows.filter(actor__in=_actors(asked.actor)))
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.request:
        rows = with_open_authors(rows.filter(request_id=asked.request))
    if asked.begin is not None:
        rows = rows.filter(at__gte=asked.begin)
    if asked.end is not None:
        rows = rows.filter(at__lt=asked.end)
    return rows


def trail_page(rows: QuerySet[AuditEvent], asked: Asked, *, size: int = PAGE_SIZE) -> TrailPage:
    """The page before or after a key; three queries, whatever the length of the trail before it."""
    size = max(1, min(size, MAX_PAGE_SIZE))
    total = rows.order_by()[: MOST_COUNTED + 1].count()
    if asked.after is not None:
        found = list(rows.filter(pk__gt=asked.after).order_by("id")[: size + 1])
        more_newer, more_older = len(found) > size, True
        found = found[:size][::-1]
    else:
        older = rows.filter(pk__lt=asked.before) if asked.before is not None else rows
        found = list(older.order_by("-id")[: size + 1])
        more_older, more_newer = len(found) > size, asked.before is not None
        found = found[:size]
    return TrailPage(
        rows=blinded(found),
        total=min(total, MOST_COUNTED),
        capped=total > MOST_COUNTED,
        older=found[-1].pk if found and more_older else None,
        newer=found[0].pk if found and more_newer else None,
    )


def entry(user: Any, pk: int) -> AuditEvent:
    """One entry.

    Raises:
        NotFound: there is none, or it lies outside the reader's reach.
    """
    found = unveiled(visible_to(user, AuditEvent.objects.filter(pk=pk))).first()
    if found is None:
        raise NotFound
    return blinded([found])[0]


def kinds_of_objects() -> list[type[Model]]:
    """Models whose rows are recorded, in the order of the rooms."""
    models = [model for model in apps.get_models() if _is_recorded(model)]
    return sorted(models, key=lambda model: model._meta.label)


def _is_recorded(model: type[Model]) -> bool:
    return any(trigger.name == "audited" for trigger in getattr(model._meta, "triggers", ()))


def _of_kind(label: str, key: str) -> Q:
    table = next((model._meta.db_table for model in kinds_of_objects() if model._meta.label_lower == label), "")
    row, event = Q(table_name=table) if table else Q(pk__in=[]), Q(object_type=label)
    return (row & Q(row_key=key)) | (event & Q(object_id=key)) if key else row | event


def _actors(text: str) -> list[str]:
    """Keys of accounts by user name; a number is a key itself, "system" the system."""
    found = [str(pk) for pk in User.objects.filter(username__iexact=text).values_list("pk", flat=True)]
    return [*found, text]


def _about(person: Any) -> Q:
    """Entries on the person's row and on every row that is about the person: one query for all kinds of rows.

    Left out are the kinds that keep somebody out by name (cases and their parts): before a case is opened nobody may
    tie it to a person, and the number of its row would do so ever after.
    """
    kinds = [
        (apps.get_model(label), policy.person)
        for label, policy in sorted(matrix().by_model.items())
        if policy.person and not policy.barred
    ]
    looks = [
        model._default_manager.filter(**{look_up: person.pk})
        .order_by()
        .annotate(row_kind=Value(model._meta.label), row_key=Cast("pk", TextField()))
        .values_list("row_kind", "row_key")
        for model, look_up in kinds
    ]
    keys: dict[str, list[str]] = {}
    for kind, key in looks[0].union(*looks[1:], all=True):
        keys.setdefault(kind, []).append(key)
    parts = [Q(object_type=PERSON, object_id=person.code)]  # refused attempts name the code
    for model, _look_up in kinds:
        if model._meta.label in keys:
            parts.append(Q(table_name=model._meta.db_table, row_key__in=keys[model._meta.label]))
            parts.append(Q(object_type=model._meta.label_lower, object_id__in=keys[model._meta.label]))
    return reduce(or_, parts)


def reads_everything(user: Any) -> bool:
    """Whether the reader's reach is the whole trail."""
    return not condition(identity_of(user), matrix().objects["audit_event"], "read")


def in_reach(user: Any, model: type[Model]) -> bool:
    """Whether entries about rows of this model may lie in the reader's reach."""
    probe = AuditEvent(table_name=model._meta.db_table, object_type=model._meta.label_lower)
    return allows(user, "audit_event.read", probe)
