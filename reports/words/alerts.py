"""Words of the trail for alerts and their policies."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

TABLES = {
    "notifications_alert": pgettext_lazy("trail", "Alert"),
    "notifications_alertpolicy": _("Policy of alerts"),
}
EVENTS = {
    "alert.handled": _("Alert marked as handled"),
    "alert.snoozed": _("Alert put off by one person"),
    "alert.escalated": _("Alert carried up to the superior"),
    "alert.followed_the_role": _("Alert brought to whoever holds the role now"),
}
FIELDS = {
    "key": _("Key of the alert"),
    "series": _("Series of alerts"),
    "step": _("Step of the series"),
    "policy_id": _("Policy of alerts"),
    "thing": _("Kind of thing"),
    "thing_id": _("Row it speaks of"),
    "unit_path": _("Unit"),
    "confined": _("Only for those told"),
    "waits": _("Asks for an act"),
    "each_own": _("Each ends it for oneself"),
    "urgent": _("Urgent"),
    "computed_on": _("Computed for"),
    "escalate_on": _("Goes to the superior on"),
    "escalated_at": _("Carried up at"),
    "ended_by_id": _("Ended by"),
    "ending": _("How it ended"),
    "end_note": _("Note on the end"),
    "offsets": _("Times before"),
    "offset_unit": _("Counted in"),
    "told": _("Who is told"),
    "escalate_after": _("Working days until the superior hears of it"),
}
