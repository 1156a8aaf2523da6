"""What the acts of a case are called in its history."""

from django.utils.translation import gettext_lazy as _

from discipline.enums import HANDLING
from discipline.views.case_acts import ACTS

WORDS = {
    **{act.move or act.name: act.title for act in ACTS},
    "decide": _("Case decided"), "end_without_discipline": _("Case ended without discipline"),
    "take_effect": _("Decision took effect"), "lapse": _("Decision lapsed"), "linked": _("Two tracks linked"),
    "accept_complaint_1": _("First complaint taken in"), "accept_complaint_2": _("Second complaint taken in"),
    "uphold": _("Decision upheld after a complaint"), "amend": _("Decision amended after a complaint"),
    "rescind": _("Decision rescinded"), "paper_issued": _("Paper of a case issued"),
    "followed_the_person": _("Case followed the person to another unit"), "added": _("Exhibit added"),
    "replaced": _("Exhibit replaced"), "withdrawn": _("Exhibit withdrawn"), "stored": _("File kept"),
    **{f"resume_{state.value}": _("Case taken up again") for state in HANDLING},
}  # fmt: skip
"""Act of an event -> what it is called in the history."""
