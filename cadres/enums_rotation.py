"""Fixed words of rotation: what a rule says, where a case, a plan line, a deferral and a round stand."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RotationRuleKind(models.TextChoices):
    LIMIT = "limit", _("Limit of time in a post")
    GROUND = "ground", _("Ground to defer or to exempt")


class CatalogueGroup(models.TextChoices):
    BUDGET = "budget", _("Budget and assets")
    CONTACT = "contact", _("Direct contact and handling")


class RotationState(models.TextChoices):
    TRACKING = "tracking", pgettext_lazy("rotation", "Watched")
    APPROACHING = "approaching", pgettext_lazy("rotation", "Term comes near")
    DUE = "due", pgettext_lazy("rotation", "Due")
    PLANNED = "planned", pgettext_lazy("rotation", "Planned")
    ANNOUNCED = "announced", pgettext_lazy("rotation", "Announced")
    DECIDED = "decided", pgettext_lazy("rotation", "Decided")
    EXECUTED = "executed", pgettext_lazy("rotation", "Carried out")
    DEFERRED = "deferred", pgettext_lazy("rotation", "Deferred")
    EXEMPT = "exempt", pgettext_lazy("rotation", "Exempt")
    EXCEPTION_GRANTED = "exception_granted", pgettext_lazy("rotation", "Exception by document")
    CANCELLED = "cancelled", pgettext_lazy("rotation", "Ended without a move")


CLOSED = (RotationState.EXECUTED, RotationState.EXEMPT, RotationState.CANCELLED)
"""States after which the same clock may have another case."""
STAGES = (RotationState.TRACKING, RotationState.APPROACHING, RotationState.DUE)
"""States the clock itself leads through."""


class ItemState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("rotation item", "Waits for the second signature")
    SIGNED = "signed", pgettext_lazy("rotation item", "In force")
    REFUSED = "refused", pgettext_lazy("rotation item", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("rotation item", "Withdrawn")
    DONE = "done", pgettext_lazy("rotation item", "Carried out")


class ReliefKind(models.TextChoices):
    DEFER = "defer", pgettext_lazy("rotation relief", "Deferral")
    EXEMPT = "exempt", pgettext_lazy("rotation relief", "Exemption")


class ReliefState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("rotation relief", "Proposed")
    GRANTED = "granted", pgettext_lazy("rotation relief", "In force")
    REFUSED = "refused", pgettext_lazy("rotation relief", "Refused")
    ENDED = "ended", pgettext_lazy("rotation relief", "Ended")


class RoundState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("rotation round", "Being prepared")
    APPROVED = "approved", pgettext_lazy("rotation round", "Approved")
    CLOSED = "closed", pgettext_lazy("rotation round", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("rotation round", "Cancelled")


EVENTS = {
    "rotation_case.approach": _("Term comes near"),
    "rotation_case.fall_due": _("Due for rotation"),
    "rotation_case.recede": _("Term lies further away again"),
    "rotation_case.defer": _("Rotation deferred"),
    "rotation_case.grant_exception": _("Rotation excepted by document"),
    "rotation_case.exempt": _("Exempt from rotation"),
    "rotation_case.return_due": _("Deferral over, due again"),
    "rotation_case.return_approaching": _("Deferral over, term comes near"),
    "rotation_case.return_tracking": _("Deferral over, watched again"),
    "rotation_case.plan": _("Move planned"),
    "rotation_case.announce": _("Move announced"),
    "rotation_case.revise": _("Plan taken back after an opinion"),
    "rotation_case.drop_plan": _("Plan withdrawn"),
    "rotation_case.decide": _("Move decided"),
    "rotation_case.execute": _("Move carried out"),
    "rotation_case.cancel": _("Rotation case ended without a move"),
    "rotation_case.exported": _("List of rotation exported"),
    "rotation_item.adopt": _("Move taken over with the round"),
    "rotation_item.countersign": _("Move outside a plan countersigned"),
    "rotation_item.refuse": _("Move outside a plan refused"),
    "rotation_item.withdraw": _("Planned move withdrawn"),
    "rotation_item.carry_out": _("Planned move carried out"),
    "rotation_relief.grant": _("Deferral or exemption granted"),
    "rotation_relief.refuse": _("Deferral or exemption refused"),
    "rotation_relief.end": _("Deferral ended early"),
    "rotation_relief.run_out": _("Deferral ran out"),
    "rotation_round.approve": _("Round of rotation approved"),
    "rotation_round.close": _("Round of rotation closed"),
    "rotation_round.cancel": _("Round of rotation cancelled"),
}
"""What happened, by the name of the event; the history of a case and the trail say the same."""
