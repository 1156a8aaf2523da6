"""Which framework holds for a month, and its checked form, kept in memory by checksum."""

from datetime import date
from typing import Any

from django.db.models import Q

from evaluations.models import Framework
from evaluations.rules.loader import load_framework
from evaluations.rules.spec import FrameworkSpec

_specs: dict[str, FrameworkSpec] = {}


def spec_of(framework: Framework) -> FrameworkSpec:
    """The checked form of a stored framework; a checksum is read once in a process."""
    found = _specs.get(framework.checksum)
    if found is None:
        found = _specs[framework.checksum] = load_framework(framework.content)
    return found


def framework_for(period: date) -> Framework | None:
    """The newest version whose dates hold the month."""
    return (
        Framework.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=period), valid_from__lte=period)
        .order_by("-valid_from", "-version")
        .first()
    )


def spec_of_cycle(cycle: Any) -> FrameworkSpec:
    return spec_of(cycle.framework)
