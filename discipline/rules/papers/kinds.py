"""The papers of a case, their letters before the issuing body's sign, and which track knows them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from discipline.enums import Track


class PaperKind(models.TextChoices):
    OPENING = "opening", _("Notice of opening")
    SUMMONS_1 = "summons_1", _("First summons")
    SUMMONS_2 = "summons_2", _("Second summons")
    REVIEW_MINUTES = "review_minutes", _("Minutes of the review meeting")
    COUNCIL = "council", _("Decision to form the council")
    COUNCIL_MINUTES = "council_minutes", _("Minutes of the council")
    DECISION = "decision", _("Decision on discipline")
    NO_DISCIPLINE = "no_discipline", _("Decision to end without discipline")
    DELIVERY = "delivery", _("Delivery record")
    MEASURE = "measure", _("Notice of a measure that is not discipline")
    COMPLAINT = "complaint", _("Decision on a complaint")
    RESCISSION = "rescission", _("Rescission with restoration")
    EXTRACT = "extract", _("Extract of the file for reading")


LETTERS: dict[str, str] = {
    PaperKind.OPENING: "TB",
    PaperKind.SUMMONS_1: "GTT",
    PaperKind.SUMMONS_2: "GTT",
    PaperKind.REVIEW_MINUTES: "BB",
    PaperKind.COUNCIL: "QĐ",
    PaperKind.COUNCIL_MINUTES: "BB",
    PaperKind.DECISION: "QĐ",
    PaperKind.NO_DISCIPLINE: "QĐ",
    PaperKind.DELIVERY: "BB",
    PaperKind.MEASURE: "TB",
    PaperKind.COMPLAINT: "QĐ",
    PaperKind.RESCISSION: "QĐ",
    PaperKind.EXTRACT: "BT",
}
COUNCIL_KINDS = (PaperKind.COUNCIL, PaperKind.COUNCIL_MINUTES)
"""The Party has no disciplinary council: its bodies meet and decide themselves."""


def kinds_of(track: str) -> tuple[PaperKind, ...]:
    return tuple(kind for kind in PaperKind if track != Track.PARTY or kind not in COUNCIL_KINDS)
