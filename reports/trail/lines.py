"""Entries in words: who did what to what, with the names of people and things looked up once for a whole page."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.apps import apps
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.audit.models import AuditEvent
from reports.trail.payload import HIDDEN, model_of
from reports.words import EVENTS, FIELDS, TABLES

NAMES: Mapping[str, str] = {
    "accounts.user": "full_name",
    "accounts.rolegrant": "user__full_name",
    "accounts.apitoken": "user__full_name",
    "accounts.factorreset": "user__full_name",
    "accounts.secondfactor": "user__full_name",
    "accounts.signinlink": "user__full_name",
    "cadres.absence": "person__full_name",
    "cadres.partymembership": "person__full_name",
    "cadres.person": "full_name",
    "cadres.position": "name",
    "cadres.posting": "person__full_name",
    "cadres.rosterimport": "file_name",
    "directives.assignment": "person__full_name",
    "directives.catalogue": "code",
    "directives.document": "number",
    "evaluations.cycle": "period",
    "evaluations.evaluation": "person__full_name",
    "evaluations.framework": "code",
    "evaluations.objection": "evaluation__person__full_name",
    "evaluations.unitcycle": "unit__name",
    "organization.holiday": "name",
    "organization.unit": "name",
    "organization.unitsuccession": "predecessor__name",
}
"""By what a row is called: a path from its model. Other rows are called by their number."""
TONES = {"row": "mute", "event": "info", "read": "warn", "denied": "bad"}
ICONS = {"row": "database-edit", "event": "checkup-list", "read": "eye", "denied": "lock-x"}
SHOWN_FIELDS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as the list shows it."""

    event: AuditEvent
    who: str
    what: str
    kind: str
    tone: str
    icon: str
    thing: str
    name: str
    key: str
    route: str


def kind_words() -> list[tuple[str, str]]:
    """Kinds of entries as people call them."""
    return [
        ("row", _("Change of a row")),
        ("event", _("Act")),
        ("read", _("Sensitive read")),
        ("denied", _("Refused attempt")),
    ]


def lines(events: Sequence[AuditEvent]) -> list[Line]:
    """Lines for a page of entries; a query for the actors and one for each kind of row on the page."""
    names, actors, kinds = names_of(map(subject, events)), _actors(events), dict(kind_words())
    return [
        Line(
            event=event,
            who=actors.get(event.actor) or event.actor_name or _("outside the application"),
            what=what(event),
            kind=kinds[event.kind],
            tone=TONES[event.kind],
            icon=ICONS[event.kind],
            thing=thing(event),
            name=names.get(subject(event), ""),
            key="" if subject(event)[1] == "list" else subject(event)[1],
            route=event.name if event.kind == AuditEvent.Kind.DENIED and ":" in event.name else "",
        )
        for event in events
    ]


def subject(event: AuditEvent) -> tuple[str, str]:
    """Label of the model and key of the row the entry is about."""
    model = model_of(event)
    return (model._meta.label_lower if model is not None else event.object_type, event.row_key or event.object_id)


def thing(event: AuditEvent) -> str:
    """What kind of thing the entry is about, in words."""
    model = model_of(event)
    return str(TABLES.get(model._meta.db_table, model._meta.db_table)) if model is not None else event.object_type


def what(event: AuditEvent) -> str:
    """The act in words."""
    if event.kind == AuditEvent.Kind.ROW:
        return _row_words(event)
    if event.kind == AuditEvent.Kind.DENIED and event.name not in EVENTS:
        facts = event.details or {}
        if facts.get("status") == 403:
            return _("Refused: not open to this role")
        return _("Refused: nothing there within reach")
    return str(EVENTS.get(event.name, event.name))


def _row_words(event: AuditEvent) -> str:
    if event.operation == "I":
        return _("Added")
    if event.operation == "D":
        return _("Removed")
    columns = [column for column in event.before or {} if column not in ("row_version", "search_key", "sort_key")]
    if not columns:
        return _("Saved without a change")
    words = ", ".join(field_words(column) for column in columns[:SHOWN_FIELDS])
    return _("Changed: %(fields)s") % {"fields": words + (" …" if len(columns) > SHOWN_FIELDS else "")}


def field_words(column: str) -> str:
    return str(FIELDS.get(column, column))


def names_of(subjects: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """What the rows are called; one query for each kind of row among them."""
    keys: dict[str, set[int]] = defaultdict(set)
    for label, key in subjects:
        if label in NAMES and is_key(key):
            keys[label].add(int(key))
    found: dict[tuple[str, str], str] = {}
    for label, wanted in keys.items():
        rows = apps.get_model(label)._default_manager.filter(pk__in=wanted).values_list("pk", NAMES[label])
        found |= {(label, str(pk)): f"{name:%m/%Y}" if hasattr(name, "year") else str(name or "") for pk, name in rows}
    return found


def _actors(events: Iterable[AuditEvent]) -> dict[str, str]:
    keys = {int(event.actor) for event in events if is_key(event.actor)}
    names = User.objects.filter(pk__in=keys).values_list("pk", "full_name")
    return {**{str(pk): name for pk, name in names}, "system": _("The system"), HIDDEN: _("not shown")}


def is_key(text: str) -> bool:
    """Whether the text may be the key of a row."""
    return text.isascii() and text.isdigit() and len(text) < 19
