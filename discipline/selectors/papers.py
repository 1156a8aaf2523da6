"""Papers of a case as its page lists them, and who may download one."""

from typing import Any

from django.db.models import QuerySet

from discipline.models import Case, CasePaper
from discipline.rules.papers.kinds import kinds_of
from discipline.rules.papers.letterhead import suggested
from foundation.access import visible_to
from foundation.workflow.errors import NotFound


def case_of_papers(user: Any, code: str) -> Case:
    """The case, if it is open to this person.

    Raises:
        NotFound: there is none, or it is not; the two look the same.
    """
    found = visible_to(user, Case.objects.select_related("unit", "unit__parent")).filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def papers_for(user: Any, case: Case) -> QuerySet[CasePaper]:
    """Papers of the case this person may read, the newest first."""
    rows = visible_to(user, CasePaper.objects.filter(case=case))
    return rows.select_related("case", "made_by", "file", "plain").order_by("-id")


def paper_by_id(user: Any, pk: int) -> CasePaper:
    """One paper.

    Raises:
        NotFound: there is none, or it is not open to this person.
    """
    found = visible_to(user, CasePaper.objects.select_related("case", "file", "plain")).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def may_read_paper_files(user: Any, paper_id: int) -> bool:
    """Asked by the files room at each download."""
    return visible_to(user, CasePaper.objects.filter(pk=paper_id)).exists()


def kinds_to_choose(case: Case) -> list[tuple[str, str]]:
    return [(kind.value, str(kind.label)) for kind in kinds_of(case.track)]


def suggested_letterhead(case: Case) -> dict[str, str]:
    """What the last paper of the case was headed with; for the first one, the unit and the unit above it."""
    last = case.papers.order_by("-id").values_list("letterhead", flat=True).first()
    if last:
        return suggested(last)
    parent = case.unit.parent
    return {"authority": case.unit.name, "superior": parent.name if parent is not None else "", "place": "Hà Nội"}
