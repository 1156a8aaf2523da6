"""Extensions of deadlines and the limits they keep to."""

from datetime import date

from django.db.models import Q

from directives.models import ExtensionLimit


def limit_on(*, kind: str, on: date) -> ExtensionLimit | None:
    """The limit for this class of task on a day: its own before the one for every class, the newest first."""
    rows = ExtensionLimit.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on, kind__in=(kind, "")
    )
    return rows.order_by("-kind", "-valid_from").first()
