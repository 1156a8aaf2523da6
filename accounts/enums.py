"""Roles of the access matrix and states of a grant."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    SYSTEM_ADMIN = "SA", _("System administrator")
    ORGANIZATION_COMMITTEE = "OC", _("Organisation committee officer")
    LEADER = "LD", _("Leader (read only)")
    DEPARTMENT_HEAD = "DH", _("Head of a unit")
    PERSONNEL = "HR", _("Personnel officer of a unit")
    TEAM_LEAD = "TL", _("Inspection team leader")
    TEAM_MEMBER = "TM", _("Inspection team member")
    CADRE = "CA", _("Cadre")
    AUDITOR = "AU", _("Auditor")


ALL_CITY_ROLES = (Role.SYSTEM_ADMIN, Role.ORGANIZATION_COMMITTEE, Role.LEADER, Role.AUDITOR)
"""Roles whose scope is the whole city; the others are granted for a unit, a team or oneself."""


class GrantState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ACTIVE = "active", _("In force")
    REFUSED = "refused", _("Refused")
    ENDED = "ended", _("Ended")


class FactorResetState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    EXECUTED = "executed", _("Carried out")
    REFUSED = "refused", _("Refused")


class GrantOrigin(models.TextChoices):
    PEOPLE = "people", _("Proposed and executed by people")
    POST = "post", _("Follows from a post")
    SETUP = "setup", _("Set-up")


class LinkPurpose(models.TextChoices):
    RESET = "reset", _("New password")
    ACTIVATION = "activation", _("First password")
