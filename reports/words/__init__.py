"""The trail in words: tables, events and columns as people call them."""

from reports.words.events import EVENTS
from reports.words.fields import FIELDS
from reports.words.tables import TABLES

__all__ = ["EVENTS", "FIELDS", "TABLES"]
