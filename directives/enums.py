"""Fixed words of directives: assignments, documents, catalogues of indicators, undertakings, measures."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AssignmentState(models.TextChoices):
    OPEN = "open", pgettext_lazy("assignment", "In progress")
    DONE = "done", pgettext_lazy("assignment", "Done")
    CANCELLED = "cancelled", pgettext_lazy("assignment", "Cancelled")


class DocumentKind(models.TextChoices):
    DIRECTIVE = "directive", _("Directive")
    RESOLUTION = "resolution", _("Resolution")
    PLAN = "plan", _("Plan")
    DISPATCH = "dispatch", _("Dispatch")
    DECREE = "decree", _("Decree")
    DECISION = "decision", _("Decision")
    REGULATION = "regulation", _("Regulation")
    NOTICE = "notice", _("Notice")


class CatalogueState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("catalogue", "Draft")
    IN_FORCE = "in_force", pgettext_lazy("catalogue", "In force")
    ENDED = "ended", pgettext_lazy("catalogue", "Ended")
    DISCARDED = "discarded", pgettext_lazy("catalogue", "Put aside")


class Polarity(models.TextChoices):
    """Whether what an indicator describes is to be blamed or to be praised."""

    FAILURE = "failure", _("A failure")
    MERIT = "merit", _("A merit")


class Standing(models.TextChoices):
    """How sure the wording of an indicator is."""

    OFFICIAL = "official", _("Official wording")
    REPORTED = "reported", _("Reported by a source")
    WORKING = "working", _("Working wording")


class MeasureUnit(models.TextChoices):
    PERCENT = "percent", _("Per cent")
    COUNT = "count", _("Number")


class MeasureSpan(models.TextChoices):
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")


class MeasureSource(models.TextChoices):
    """How a figure came in."""

    ENTERED = "entered", _("Entered")
    IMPORTED = "imported", _("From a list")
    API = "api", _("By a program")


class UndertakingState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("undertaking", "Under way")
    REPORTED = "reported", pgettext_lazy("undertaking", "Reported done")
    ACCEPTED = "accepted", pgettext_lazy("undertaking", "Accepted")
    CANCELLED = "cancelled", pgettext_lazy("undertaking", "Cancelled")
