"""Reading what is closed by default: each look leaves a line in the trail."""

from django.utils.translation import gettext as _

from accounts.models import User
from cadres.models import Person
from foundation.access import field_rights
from foundation.audit.record import record_event, recorded
from foundation.workflow.errors import Forbidden, InvalidInput


def read_sensitive(*, person: Person, reason: str, by: User) -> str:
    """The personal number in full.

    Raises:
        Forbidden: the reader may see a part of it only; InvalidInput: no reason was given.

    Side effects: one event in the trail with the reason.
    """
    if not reason.strip():
        raise InvalidInput(_("Give the reason for this act."), field="reason", code="reason_missing")
    if "national_id" not in field_rights(by, person).readable:
        raise Forbidden(_("Your role does not include this."), code="forbidden")
    with recorded(by=by):
        record_event(
            object_type="cadres.person", object_id=person.pk, name="person.sensitive_read", reason=reason.strip()
        )
    return person.national_id or ""
