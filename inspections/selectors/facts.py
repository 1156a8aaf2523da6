"""Findings as facts of a month: what waits for a head, what weighs on whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, QuerySet, When

from foundation.access import visible_to
from foundation.workflow.errors import NotFound
from inspections.models import ProposedFact
from inspections.selectors.minutes_content import said
from inspections.visit_enums import FactState


def readable(user: Any) -> QuerySet[ProposedFact]:
    """Facts on the reader's list, those that wait first."""
    rows = visible_to(user, ProposedFact.objects.all(), "list").select_related(
        "person__unit", "finding__inspection__unit", "finding__indicator", "proposed_by", "decided_by"
    )
    waits = Case(When(state=FactState.PROPOSED, then=0), default=1)
    return rows.annotate(waits=waits).order_by("waits", "-period", "-id")


def fact_of(user: Any, pk: int) -> ProposedFact:
    """One proposed fact.

    Raises:
        NotFound: there is none within the reader's reach.
    """
    found = visible_to(user, ProposedFact.objects.select_related("person__unit", "finding__inspection__unit"))
    row = found.filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row


@dataclass(frozen=True, slots=True)
class CountedFinding:
    """A finding the head took as a fact of a month: its words, and the number people know it by."""

    words: str
    number: str


def confirmed_findings(people: Iterable[int], *, period: date) -> dict[int, list[CountedFinding]]:
    """Findings that weigh on the month of each of these people, by person; one query."""
    found: dict[int, list[CountedFinding]] = {}
    rows = ProposedFact.objects.filter(
        person_id__in=set(people), period=period, state__in=(FactState.CONFIRMED, FactState.USED)
    ).select_related("finding__indicator", "finding__inspection")
    for row in rows.order_by("id"):
        number = f"{row.finding.inspection.code}/{row.finding.number}"
        found.setdefault(row.person_id, []).append(CountedFinding(said(row.finding), number))
    return found
