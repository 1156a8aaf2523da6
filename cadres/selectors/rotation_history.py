"""What a case keeps of its clock and what happened in it, as a page shows them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from accounts.models import User
from cadres.enums_rotation import EVENTS
from cadres.models import RotationCase
from foundation.audit.models import AuditEvent

ICONS = {
    "fall_due": "alarm", "defer": "player-pause", "plan": "map-pin", "announce": "speakerphone", "decide": "gavel",
    "execute": "check", "cancel": "x", "exempt": "user-check", "grant_exception": "file-text",
}  # fmt: skip


def clock_shown(kept: Mapping[str, Any]) -> dict[str, Any]:
    """The kept clock with days instead of their texts."""
    segments = [{**row, "from": _day(row["from"]), "to": _day(row["to"])} for row in kept.get("segments", ())]
    gaps = [(_day(begins), _day(ends)) for begins, ends in kept.get("gaps", ())]
    days = {name: _day(kept.get(name)) for name in ("start_on", "due_on", "min_on")}
    return {**kept, **days, "segments": segments, "gaps": gaps}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def history_of(case: RotationCase, *, most: int = 100) -> list[dict[str, Any]]:
    """Steps of the case for the timeline, the newest first; two queries."""
    rows = AuditEvent.objects.filter(
        object_type=RotationCase._meta.label_lower, object_id=str(case.pk), kind=AuditEvent.Kind.EVENT
    ).order_by("-id")[:most]
    events = list(rows)
    keys = {int(event.actor) for event in events if event.actor.isdigit()}
    names = {str(pk): name for pk, name in User.objects.filter(pk__in=keys).values_list("pk", "full_name")}
    return [
        {
            "date": event.at,
            "title": str(EVENTS.get(event.name, event.name)),
            "text": event.reason,
            "tag": names.get(event.actor, ""),
            "icon": ICONS.get(event.name.partition(".")[2], "point"),
        }
        for event in events
    ]
