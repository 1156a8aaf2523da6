"""Names of inspections: kinds, states, contents, roles in a team, who knows a sealed target and why."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class InspectionKind(models.TextChoices):
    """Why a unit is inspected: by the programme of the year, unannounced, on an order, on a complaint."""

    PLANNED = "planned", pgettext_lazy("inspection", "Planned")
    SURPRISE = "surprise", _("Surprise")
    DIRECTED = "directed", _("By direction")
    COMPLAINT = "complaint", _("On a complaint")


class InspectionState(models.TextChoices):
    """Where an inspection stands; the first three are sealed, and whoever does not know the target sees nothing."""

    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")
    ASSIGNED = "assigned", _("Team assigned")
    IN_PROGRESS = "in_progress", _("In progress")
    MINUTES_SIGNED = "minutes_signed", _("Minutes signed")
    NOTICE_DRAFT = "notice_draft", _("Notice in draft")
    NOTICE_ISSUED = "notice_issued", _("Notice issued")
    REMEDY_OPEN = "remedy_open", _("Remedies open")
    REPORT_RECEIVED = "report_received", _("Report received")
    VERIFIED = "verified", _("Verified")
    CLOSED = "closed", pgettext_lazy("inspection", "Closed")
    CANCELLED = "cancelled", _("Called off before it began")


SEALED = (InspectionState.DRAFT, InspectionState.APPROVED, InspectionState.ASSIGNED)
"""Before arrival: nobody but the named knowers may learn that it exists."""
HIDDEN = (*SEALED, InspectionState.CANCELLED)
"""Never began: the unit and everybody else never learn of it."""
STARTED = tuple(state for state in InspectionState if state not in HIDDEN)


class Content(models.TextChoices):
    """What is looked at."""

    DUTIES = "duties", _("Functions and duties")
    DIRECTIONS = "directions", _("Directions of the People's Committee")
    CONCLUSIONS = "conclusions", _("Conclusions of the Party committee and the government")
    PROCEDURES = "procedures", _("Receiving and handling procedures")
    HOURS = "hours", _("Working hours and rules")
    CONDUCT = "conduct", _("Code of conduct and attitude")
    PROCESS = "process", _("Professional process")


class TeamState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_FORCE = "in_force", _("In force")
    ENDED = "ended", _("Ended early")


class TeamRole(models.TextChoices):
    """What the decision names somebody as."""

    LEADER = "leader", _("Head of the team")
    DEPUTY = "deputy", _("Deputy head of the team")
    MEMBER = "member", pgettext_lazy("team", "Member")
    EXPERT = "expert", _("Invited expert")


class DutyRole(models.TextChoices):
    """What a member of the team does on one inspection."""

    LEAD = "lead", _("Head of the field group")
    MEMBER = "member", _("Member of the field group")


class KnowerGround(models.TextChoices):
    """Why somebody knows a sealed target."""

    CREATOR = "creator", _("Drafted it")
    APPROVER = "approver", _("Approved it")
    DRAWER = "drawer", _("Held the draw")


class ConflictGround(models.TextChoices):
    """Why somebody may not inspect a unit."""

    OWN_UNIT = "own_unit", _("Works there")
    WORKED_THERE = "worked_there", _("Worked there not long ago")
    RELATIVE = "relative", _("A declared relative works there")
    DECLARED = "declared", _("Declared by the person")
