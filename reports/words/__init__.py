"""The trail in words: tables, events and columns as people call them."""

from reports.words import directives, discipline, inspections, rotation, visits
from reports.words.events import EVENTS as _EVENTS
from reports.words.fields import FIELDS as _FIELDS
from reports.words.tables import TABLES as _TABLES

EVENTS = {**_EVENTS, **discipline.EVENTS, **inspections.EVENTS, **rotation.EVENTS, **visits.EVENTS}
FIELDS = {**_FIELDS, **directives.FIELDS, **discipline.FIELDS, **inspections.FIELDS, **rotation.FIELDS, **visits.FIELDS}
TABLES = {**_TABLES, **discipline.TABLES, **inspections.TABLES, **rotation.TABLES, **visits.TABLES}

__all__ = ["EVENTS", "FIELDS", "TABLES"]
