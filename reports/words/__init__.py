"""The trail in words: tables, events and columns as people call them."""

from reports.words import alerts, directives, discipline, inspections, rotation, visits
from reports.words.events import EVENTS as _EVENTS
from reports.words.fields import FIELDS as _FIELDS
from reports.words.tables import TABLES as _TABLES

EVENTS = {**_EVENTS, **alerts.EVENTS, **discipline.EVENTS, **inspections.EVENTS, **rotation.EVENTS, **visits.EVENTS}
FIELDS = {
    **_FIELDS,
    **alerts.FIELDS,
    **directives.FIELDS,
    **discipline.FIELDS,
    **inspections.FIELDS,
    **rotation.FIELDS,
    **visits.FIELDS,
}
TABLES = {**_TABLES, **alerts.TABLES, **discipline.TABLES, **inspections.TABLES, **rotation.TABLES, **visits.TABLES}

__all__ = ["EVENTS", "FIELDS", "TABLES"]
