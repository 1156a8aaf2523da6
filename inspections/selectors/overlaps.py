"""Inspections of the same unit with the same content: a warning for planned ones, told to those who may know."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q, QuerySet

from foundation.access import visible_to
from foundation.web.clock import HANOI
from inspections.enums import SEALED, STARTED, InspectionKind
from inspections.models import Inspection
from inspections.rules.months import months_before
from organization.models import Unit

WITHIN_MONTHS = 12


def overlaps(user: Any, unit: Unit, contents: Sequence[str], *, on: date, but: int = 0) -> QuerySet[Inspection]:
    """Planned inspections of the unit, begun within the last 12 months or still sealed, that share a content.

    Whoever drafts for a team is told of one that has begun, which is no secret any more; one that is sealed to the
    reader is none for this warning.
    """
    since = datetime.combine(months_before(on, WITHIN_MONTHS), time.min, HANOI)
    sealed = visible_to(user, Inspection.objects.filter(state__in=SEALED)).values("pk")
    known = Q(state__in=STARTED, started_at__gte=since) | Q(pk__in=sealed)
    rows = Inspection.objects.filter(known, unit=unit, kind=InspectionKind.PLANNED).select_related("unit")
    return rows.filter(contents__overlap=list(contents)).exclude(pk=but)
