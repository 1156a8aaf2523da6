"""Choices of a visit and of what follows it: marks, severities, kinds of recommendation, states of papers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AttendanceMark(models.TextChoices):
    """How somebody was found; nobody has been looked for while it is empty."""

    PRESENT = "present", _("Present")
    WITH_REASON = "with_reason", _("Absent with a reason")
    WITHOUT_REASON = "without_reason", _("Absent without a reason")


class CheckResult(models.TextChoices):
    MET = "met", _("Met")
    PARTLY = "partly", _("Partly met")
    NOT_MET = "not_met", _("Not met")
    NOT_SEEN = "not_seen", _("Not looked at")


class Severity(models.TextChoices):
    ON_THE_SPOT = "on_the_spot", _("Pointed out on the spot")
    RECORDED = "recorded", _("Goes into the minutes")
    SERIOUS = "serious", _("Serious")


class MinutesKind(models.TextChoices):
    MINUTES = "minutes", _("Minutes")
    ADDED_SHEET = "added_sheet", _("Added sheet")


class MinutesState(models.TextChoices):
    DRAWN_UP = "drawn_up", _("Drawn up, not yet signed")
    SIGNED = "signed", _("Signed by both")
    REFUSED = "refused", _("Signature refused before a witness")
    DISCARDED = "discarded", _("Discarded before signing")


class NoticeState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    ISSUED = "issued", _("Issued")
    DISCARDED = "discarded", _("Draft discarded")


class RecommendationKind(models.TextChoices):
    REMEDY = "remedy", _("Remedy the shortcoming")
    SELF_CRITICISM = "self_criticism", _("Hold a self-criticism")
    APOLOGY = "apology", _("Apologise to citizens")
    CONSIDER_DISCIPLINE = "consider_discipline", _("Consider discipline")
    WEIGH_IN_EVALUATION = "weigh_in_evaluation", _("Weigh it in the evaluation")


class RemedyState(models.TextChoices):
    PLANNED = "planned", _("In the draft notice")
    OPEN = "open", _("To be remedied")
    REPORTED = "reported", _("Reported, not yet verified")
    VERIFIED = "verified", _("Verified")
    INEFFECTIVE = "ineffective", _("Did not hold: found again")
    DROPPED = "dropped", _("Dropped with the draft")


class ExtensionState(models.TextChoices):
    NONE = "none", _("Not asked for")
    ASKED = "asked", _("Asked for")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")


class ReferralOutcome(models.TextChoices):
    SIGNAL = "signal", _("Sent to discipline as a signal")
    DROPPED = "dropped", _("Not sent, with a reason")


class FactState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed to the head")
    CONFIRMED = "confirmed", _("Confirmed by the head")
    REFUSED = "refused", _("Refused by the head")
    USED = "used", _("Counted in an evaluation")


SEALED_MINUTES = (MinutesState.SIGNED, MinutesState.REFUSED)
"""Minutes that stand: signed by both sides, or refused before a witness."""
