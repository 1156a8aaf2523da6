"""Lines in groups for the inbox page and the mail: what goes first, then one group a kind of thing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from foundation.notifications.enums import ToldAs
from foundation.notifications.models import Notification
from foundation.notifications.sources import source_of


@dataclass(frozen=True)
class LineGroup:
    label: Any
    lines: tuple[Notification, ...]


def grouped_by_thing(lines: Iterable[Notification], *, on: date) -> list[LineGroup]:
    """What was carried up or is past its day first, then what asks for an act by kind of thing, news last."""
    groups: dict[tuple[int, str], list[Notification]] = {}
    for line in lines:
        groups.setdefault(_place(line, on), []).append(line)
    return [
        LineGroup(label, tuple(sorted(found, key=lambda line: (line.alert.due_on or date.max, -line.pk))))
        for (_rank, label), found in sorted(groups.items(), key=lambda entry: (entry[0][0], str(entry[0][1])))
    ]


def thing_label(thing: str) -> str:
    source = source_of(thing)
    return str(source.label) if source is not None else _("Other matters")


def _place(line: Notification, on: date) -> tuple[int, str]:
    alert = line.alert
    if not alert.waits:
        return 3, _("For your information")
    if line.told_as == ToldAs.SUPERIOR:
        return 0, _("Nobody handled these in time")
    if alert.due_on is not None and alert.due_on < on:
        return 1, _("Past their day")
    return 2, thing_label(alert.thing)
