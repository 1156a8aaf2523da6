"""Fixed words of assignments."""

from django.db import models
from django.utils.translation import pgettext_lazy


class AssignmentState(models.TextChoices):
    OPEN = "open", pgettext_lazy("assignment", "In progress")
    DONE = "done", pgettext_lazy("assignment", "Done")
    CANCELLED = "cancelled", pgettext_lazy("assignment", "Cancelled")
