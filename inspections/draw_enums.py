"""Names of sealed draws."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DrawState(models.TextChoices):
    """Sealed and published, drawn once the outside number is out, opened when every team has arrived."""

    SEALED = "sealed", _("Sealed, commitment published")
    DRAWN = "drawn", _("Drawn, still sealed")
    OPENED = "opened", pgettext_lazy("draw", "Opened")
    VOID = "void", _("Void")
