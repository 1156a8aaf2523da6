"""Documents and catalogues as pages read them; which wording was in force on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from directives.enums import CatalogueState, Standing
from directives.models import Catalogue, CatalogueVersion, Document, Indicator, IndicatorGroup
from directives.rules.appendix import GroupShape
from foundation.access import visible_to
from foundation.workflow.errors import NotFound


@dataclass(frozen=True, slots=True)
class Pair:
    """One item of a draft beside the item it words anew."""

    item: Indicator
    before: Indicator | None

    @property
    def changed(self) -> bool:
        return self.before is None or self.before.text_vi != self.item.text_vi


def documents_for(user: Any) -> QuerySet[Document]:
    """Documents the reader may see, the newest first, with how many tasks they set."""
    return (
        visible_to(user, Document.objects.all())
        .annotate(task_count=Count("tasks"))
        .select_related("replaces")
        .order_by("-issued_on", "number")
    )


def document_by_code(user: Any, code: str) -> Document:
    """One document with its tasks, what replaced it, and its catalogues.

    Raises:
        NotFound: there is none within the reader's reach.
    """
    found = documents_for(user).filter(code=code).prefetch_related("tasks", "replaced_by", "catalogues").first()
    if found is None:
        raise NotFound
    return found


def catalogues_for(user: Any) -> QuerySet[Catalogue]:
    held = CatalogueVersion.objects.filter(state__in=(CatalogueState.IN_FORCE, CatalogueState.DRAFT))
    return (
        visible_to(user, Catalogue.objects.all())
        .select_related("document")
        .prefetch_related(Prefetch("versions", queryset=held.annotate(item_count=Count("indicators"))))
        .order_by("code")
    )


def catalogue_by_code(user: Any, code: str) -> Catalogue:
    found = catalogues_for(user).filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def version_by_number(user: Any, code: str, number: int) -> CatalogueVersion:
    """One version of a catalogue.

    Raises:
        NotFound: there is none within the reader's reach.
    """
    rows = CatalogueVersion.objects.select_related("catalogue__document", "drafted_by", "decided_by")
    found = visible_to(user, rows).filter(catalogue__code=code, number=number).first()
    if found is None:
        raise NotFound
    return found


def version_in_force(catalogue: Catalogue, on: date | None = None) -> CatalogueVersion | None:
    """The wording in force on a day; without a day the one that has no end yet."""
    rows = catalogue.versions.filter(state__in=(CatalogueState.IN_FORCE, CatalogueState.ENDED))
    if on is None:
        return rows.filter(state=CatalogueState.IN_FORCE).first()
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on).first()


def indicators_on(code: str, on: date) -> QuerySet[Indicator]:
    """Indicators of a catalogue in the wording of a day, for whoever records an act of that day."""
    return Indicator.objects.filter(
        Q(version__valid_to__isnull=True) | Q(version__valid_to__gte=on),
        version__catalogue__code=code,
        version__state__in=(CatalogueState.IN_FORCE, CatalogueState.ENDED),
        version__valid_from__lte=on,
    ).select_related("group", "version")


def groups_of(version: CatalogueVersion) -> QuerySet[IndicatorGroup]:
    """Groups with their indicators, and the predecessors of these."""
    items = Indicator.objects.select_related("replaces__version", "confirmed_by").order_by("number")
    return version.groups.order_by("number").prefetch_related(Prefetch("indicators", queryset=items))


def shapes_of(version: CatalogueVersion) -> list[GroupShape]:
    """What an appendix must look like to replace this version."""
    return [GroupShape(group.code, group.name_vi, group.expected) for group in version.groups.order_by("number")]


def pairs_of(group: IndicatorGroup) -> list[Pair]:
    return [Pair(item, item.replaces) for item in group.indicators.all()]


def standings_of(groups: Sequence[IndicatorGroup]) -> dict[str, int]:
    """How many indicators have an official, a reported, a working wording."""
    counted = {standing.value: 0 for standing in Standing}
    for group in groups:
        for item in group.indicators.all():
            counted[item.standing] += 1
    return counted


def versions_of(catalogue: Catalogue, user: Any) -> QuerySet[CatalogueVersion]:
    """All versions the reader may see, the newest first."""
    return visible_to(user, catalogue.versions.all()).annotate(item_count=Count("indicators")).order_by("-number")
