"""Where somebody with an account belongs: asked by the access room and by the frame of every page."""

from datetime import date
from typing import Any

from cadres.enums import PostingKind
from cadres.models import Person, Posting
from cadres.selectors.postings import in_force


def home_path(person_id: int, on: date) -> str:
    """Materialised path of the unit of the main post on that day; empty without one."""
    found = (
        Posting.objects.filter(in_force(on), person_id=person_id, kind=PostingKind.PRIMARY)
        .values_list("unit__path", flat=True)
        .first()
    )
    return found or ""


def unit_name(user: Any) -> str:
    """The unit under the reader's name in the bar."""
    if not user.person_id:
        return ""
    found = Person.objects.filter(pk=user.person_id).values_list("unit__short_name", "unit__name").first()
    return (found[0] or found[1] or "") if found else ""
