"""Kinds of lines on the worklist, and the groups they stand in."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LineKind(models.TextChoices):
    EVALUATION = "evaluation", _("Evaluation")
    TASK = "task", _("Tasks")
    CASE = "case", _("Discipline")
    GRANT = "grant", _("Roles")
    IMPORT = "import", _("Staff lists")
    ALERT = "alert", _("Alerts")
    SYSTEM = "system", _("System")


class When(models.TextChoices):
    """Groups of the worklist, the most urgent first."""

    OVERDUE = "overdue", pgettext_lazy("worklist", "Overdue")
    TODAY = "today", pgettext_lazy("worklist", "Today")
    THIS_WEEK = "week", pgettext_lazy("worklist", "This week")
    LATER = "later", pgettext_lazy("worklist", "Later")
    OPEN = "open", pgettext_lazy("worklist", "Without a deadline")
