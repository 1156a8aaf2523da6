"""Reading what is closed by default: each look leaves a line in the trail."""

from django.utils.translation import gettext as _

from accounts.models import User
from cadres.models import Person
from foundation.access import field_rights
from foundation.audit.reading import record_read
from foundation.workflow.errors import Forbidden, InvalidInput


def read_sensitive(*, person: Person, reason: str, by: User, source: str = "app") -> str:
    """The personal number in full.

    Raises:
        Forbidden: the reader may see a part of it only; InvalidInput: no reason was given.

    Side effects: one read event in the trail with the reason; none where the number is the reader's own.
    """
    rights = field_rights(by, person)
    if "national_id" in rights.readable:
        return person.national_id or ""
    if "national_id" not in rights.protected:
        raise Forbidden(_("Your role does not include this."), code="forbidden")
    if not reason.strip():
        raise InvalidInput(_("Give the reason for this act."), field="reason", code="reason_missing")
    record_read(
        by=by,
        object_type="cadres.person",
        object_id=person.pk,
        name="person.revealed",
        reason=reason.strip(),
        details={"field": "national_id"},
        source=source,
    )
    return person.national_id or ""
