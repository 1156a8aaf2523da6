"""A published ward of the cast, and a correction of it in one call."""

from datetime import date
from typing import Any

from evaluations.models import Evaluation, Revision
from evaluations.services import deciding, publishing, revisions
from evaluations.services.deciding import Choice
from tests.evaluations.services.month import Month, ready_ward

PAPER = {"document": "12/QĐ-UBND", "document_date": date(2026, 3, 5)}


def publish_ward(month: Month, *, first: str = "A") -> Evaluation:
    """The ward published: everybody B but `staff2`, who holds `first`; returns the sheet of `staff`."""
    ward = ready_ward(month)
    choices = {sheet.pk: Choice("B", "Như nhau") for sheet in Evaluation.objects.filter(unit_cycle=ward)}
    choices[month.sheet("staff2").pk] = Choice(first, "Tập thể chọn")
    deciding.decide(unit_cycle=ward, choices=choices, version=ward.row_version, by=month.user("head"))
    ward = month.unit("ward")
    publishing.publish(unit_cycle=ward, version=ward.row_version, by=month.user("head"))
    return month.sheet("staff")


def propose(month: Month, sheet: Evaluation, by: str | None = "officer", **given: Any) -> Revision:
    """To grade C for a new document, unless told otherwise."""
    fields: dict[str, Any] = {"kind": "DOCUMENT", "reason": "Có văn bản mới", "grade": "C", **PAPER}
    fields |= {"departure_reason": "Theo văn bản mới", "version": sheet.row_version}
    user = month.user(by) if by else None
    return revisions.propose(evaluation=sheet, by=user, **{**fields, **given})


def execute(month: Month, revision: Revision, by: str = "officer2") -> Evaluation:
    return revisions.execute(revision=revision, version=revision.row_version, by=month.user(by))


def versions(sheet: Evaluation) -> list[Evaluation]:
    rows = Evaluation.objects.filter(cycle=sheet.cycle, person=sheet.person, unit=sheet.unit)
    return list(rows.order_by("version"))
