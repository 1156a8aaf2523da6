"""Names of programmes of the year and of units' own inspections."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProgrammeState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")
    ENDED = "ended", _("Replaced or given up")


class OwnCheckState(models.TextChoices):
    """A unit reports its own inspection; whoever aggregates takes it into the figures, or sends it back."""

    REPORTED = "reported", _("Reported")
    AGGREGATED = "aggregated", _("Counted in the city's figures")
    RETURNED = "returned", _("Sent back")
