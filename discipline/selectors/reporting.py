"""Whom a reader may report a signal about, and the indicators in force on the day of an act."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from cadres.models import Person
from cadres.rules.names import search_key
from directives.enums import CatalogueState
from directives.models import Catalogue, Indicator
from directives.selectors.catalogues import indicators_on
from foundation.access import visible_to
from organization.models import Unit


def units_to_report(user: Any) -> QuerySet[Unit]:
    return visible_to(user, Unit.objects.all(), "unit.signal")


def people_to_report(user: Any) -> QuerySet[Person]:
    """People of these units; those who left are among them, so that a refusal can say when they left."""
    units = units_to_report(user).order_by().values("pk")
    return Person.objects.filter(unit__in=units).select_related("unit")


def people_known(user: Any) -> QuerySet[Person]:
    """Those of them whom the reader may read: found by code or name, and offered in a list."""
    return visible_to(user, people_to_report(user))


def person_by_both(user: Any, text: str) -> Person | None:
    """Somebody whom the reader may not read, by "code · full name": both must fit, so that trying tells nothing."""
    code, _mark, name = text.partition("·")
    if not code.strip() or not name.strip():
        return None
    return people_to_report(user).filter(code__iexact=code.strip(), search_key=search_key(name)).first()


def indicators_to_choose(on: date) -> list[tuple[str, str]]:
    """Every indicator in the wording of a day, by catalogue and code."""
    in_force = Q(version__valid_to__isnull=True) | Q(version__valid_to__gte=on)
    rows = Indicator.objects.filter(
        in_force,
        version__state__in=(CatalogueState.IN_FORCE, CatalogueState.ENDED),
        version__valid_from__lte=on,
    ).values_list("version__catalogue__code", "code", "text_vi")
    return [
        (f"{catalogue}:{code}", f"{code} · {text[:110]}") for catalogue, code, text in rows.order_by("version", "id")
    ]


def indicator_of(key: str, on: date) -> Indicator | None:
    """The indicator of a catalogue in the version in force on a day."""
    catalogue, _sep, code = key.partition(":")
    if not Catalogue.objects.filter(code=catalogue).exists():
        return None
    return indicators_on(catalogue, on).filter(code=code).first()
