"""What happened to a person, newest first, as the timeline shows it."""

from typing import Any

from django.utils.translation import gettext as _

from cadres.models import Absence, Person, Posting


def events_of(person: Person, posts: list[Posting], absences: list[Absence]) -> list[dict[str, Any]]:
    """Posts begun and ended, entry into service, longer absences."""
    events = [_begun(post) for post in posts]
    events += [_ended(post) for post in posts if post.valid_to and post.kind != "primary"]
    if person.joined_on:
        events.append(
            {"date": person.joined_on, "title": _("Entered service"), "icon": "door-enter", "tag": _("Career")}
        )
    events += [
        {
            "date": item.starts_on,
            "title": f"{item.get_kind_display()}: {item.starts_on:%d/%m/%Y} – {item.ends_on:%d/%m/%Y}",
            "text": item.document,
            "icon": "calendar-off",
            "tag": _("Absences"),
        }
        for item in absences
        if not item.cancelled
    ]
    return sorted(events, key=lambda event: event["date"], reverse=True)


def _begun(post: Posting) -> dict[str, Any]:
    paper = _("Decision %(number)s") % {"number": post.decision_number} if post.decision_number else ""
    doubt = _("to be confirmed: %(note)s") % {"note": post.confirmation_note} if post.needs_confirmation else ""
    return {
        "date": post.valid_from,
        "title": f"{post.position.name}, {post.unit.name}",
        "text": " · ".join(part for part in (post.get_kind_display(), paper, doubt) if part),
        "icon": "briefcase" if post.kind == "primary" else "briefcase-2",
        "tone": "warn" if post.needs_confirmation else "info",
        "tag": _("Career"),
    }


def _ended(post: Posting) -> dict[str, Any]:
    return {
        "date": post.valid_to,
        "title": _("Ended: %(post)s, %(unit)s") % {"post": post.position.name, "unit": post.unit.name},
        "text": post.get_kind_display(),
        "icon": "flag-check",
        "tag": _("Career"),
    }
