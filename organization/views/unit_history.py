"""What happened to a unit, in words, newest first."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from organization.selectors.unit_page import Change, UnitPage

ICONS = {"merge": "git-merge", "split": "git-branch", "rename": "pencil", "dissolve": "circle-x"}


def history_of(page: UnitPage) -> list[dict[str, Any]]:
    """Events for the timeline component."""
    events = [_succession(change) for change in page.changes]
    handed_over = any(change.onward for change in page.changes)
    if page.unit.valid_to and not handed_over:
        events.append(
            {"date": page.unit.valid_to, "title": _("Last day of the unit"), "icon": "flag-off", "tag": _("End")}
        )
    if page.unit.valid_from and not any(not change.onward for change in page.changes):
        events.append(
            {"date": page.unit.valid_from, "title": _("The unit begins"), "icon": "flag", "tag": _("Beginning")}
        )
    return sorted(events, key=lambda event: event["date"], reverse=True)


def _succession(change: Change) -> dict[str, Any]:
    other = change.other.name if change.other else _("another unit")
    if change.kind.value == "dissolve":
        title = _("Dissolved; nobody takes over")
    elif change.onward:
        title = _("Taken over by %(unit)s") % {"unit": other}
    else:
        title = _("Takes over from %(unit)s") % {"unit": other}
    return {
        "date": change.on,
        "title": title,
        "text": change.legal_basis,
        "icon": ICONS[change.kind.value],
        "tone": "info",
        "tag": change.kind.label,
        "url": reverse("organization:unit", args=[change.other.code]) if change.other else "",
    }
