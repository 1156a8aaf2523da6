"""Notices and remedies as pages read them: who owes what until when, with reports, proofs and extensions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Coalesce

from foundation.access import visible_to
from foundation.files.selectors import Proof, proofs_of
from foundation.workflow.errors import NotFound
from inspections.models import Inspection, Notice, Remedy, RemedyEvidence, RemedyReport
from inspections.rules.remedies import days_left
from inspections.visit_enums import NoticeState, RemedyState
from organization.rules.calendar import WorkingCalendar

LISTED = (RemedyState.OPEN, RemedyState.REPORTED, RemedyState.VERIFIED, RemedyState.INEFFECTIVE)
ORDERS = {"due": "due_day", "unit": "notice__inspection__unit__path", "state": "state"}
DEFAULT_ORDER = "due"


@dataclass(frozen=True, slots=True)
class Line:
    """One remedy on a list; `left`: working days until its day, negative late, None when it is settled."""

    row: Remedy
    left: int | None


def notices_of(user: Any, inspection: Inspection) -> QuerySet[Notice]:
    rows = visible_to(user, Notice.objects.filter(inspection=inspection))
    return rows.select_related("drafted_by", "signed_by", "file", "inspection__unit", "inspection__team__unit")


def notice_by(user: Any, public_id: str, version: int) -> Notice | None:
    """One notice with a paper, for whoever reads the notice itself."""
    rows = Notice.objects.filter(inspection__public_id=public_id, version=version, file__isnull=False)
    return visible_to(user, rows).select_related("file").first()


def standing_notice(user: Any, inspection: Inspection) -> Notice | None:
    """The draft, or the notice issued, if the reader may know of it."""
    return notices_of(user, inspection).exclude(state=NoticeState.DISCARDED).first()


def remedies_of(user: Any, notice: Notice) -> QuerySet[Remedy]:
    rows = visible_to(user, Remedy.objects.filter(notice=notice)).exclude(state=RemedyState.DROPPED)
    return rows.select_related("finding", "continues", "repeated_in__inspection").order_by("number")


def readable(user: Any) -> QuerySet[Remedy]:
    """Remedies on the reader's list, each with the day in force (`due_day`)."""
    rows = visible_to(user, Remedy.objects.filter(state__in=LISTED), "list")
    rows = rows.select_related("notice__inspection__unit", "notice__inspection__team")
    return rows.annotate(due_day=Coalesce("extended_to", "due_on"))


def listed(rows: QuerySet[Remedy], *, sort: str = "") -> QuerySet[Remedy]:
    """In order: what still runs first, then by the order asked for."""
    order = ORDERS.get(sort.lstrip("-"), ORDERS[DEFAULT_ORDER])
    settled = Case(When(state__in=(RemedyState.VERIFIED, RemedyState.INEFFECTIVE), then=1), default=0)
    wanted = F(order).desc() if sort.startswith("-") else F(order).asc()
    return rows.annotate(settled=settled).order_by("settled", wanted, "id")


def overdue(rows: QuerySet[Remedy], *, on: date) -> QuerySet[Remedy]:
    """Those that run although the day in force has passed."""
    late = Q(extended_to__lt=on) | Q(extended_to__isnull=True, due_on__lt=on)
    return rows.filter(late, state=RemedyState.OPEN)


def lines_of(rows: Iterable[Remedy], *, today: date, calendar: WorkingCalendar) -> list[Line]:
    return [Line(row, days_left(row.due, today, calendar) if row.state == RemedyState.OPEN else None) for row in rows]


def remedy_of(user: Any, pk: int) -> Remedy:
    """One remedy.

    Raises:
        NotFound: there is none within the reader's reach.
    """
    rows = Remedy.objects.select_related(
        "notice__inspection__unit", "notice__inspection__team__unit", "notice__drafted_by", "finding",
        "continues", "repeated_in__inspection", "asked_by", "answered_by",
    )  # fmt: skip
    found = visible_to(user, rows).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def reports_of(user: Any, remedy: Remedy) -> list[RemedyReport]:
    rows = visible_to(user, RemedyReport.objects.filter(remedy=remedy))
    return list(rows.select_related("by", "judged_by").order_by("-number"))


def proofs(user: Any, remedy: Remedy) -> tuple[Proof, ...]:
    return proofs_of(visible_to(user, RemedyEvidence.objects.filter(remedy=remedy)))


def may_read_notice_file(user: Any, notice_id: int) -> bool:
    return visible_to(user, Notice.objects.filter(pk=notice_id)).exists()


def may_read_remedy_files(user: Any, remedy_id: int) -> bool:
    return visible_to(user, RemedyEvidence.objects.filter(remedy_id=remedy_id)).exists()
