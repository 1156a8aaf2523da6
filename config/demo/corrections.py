"""Two corrections of published grades in the demo: one in force, one waiting for its second person."""

from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import User
from evaluations.enums import EvaluationState, RevisionKind
from evaluations.models import Evaluation, Revision
from evaluations.selectors.frameworks import spec_of
from evaluations.services import revisions
from foundation.workflow.errors import InvalidInput, Refused

OFFICER, SECOND, PERSON = "oc", "oc2", "ca"
ERROR = "Cộng nhầm điểm ở một tiêu chí khi nhập phiếu; đã đối chiếu với biên bản họp của đơn vị."
PAPER = "Có văn bản xác nhận nhiệm vụ hoàn thành đúng hạn, đơn vị nhận sau khi đã công bố."


def correct_twice(*, executed_in: date, waiting_in: date, today: date) -> None:
    """An arithmetic error of the demo's cadre put right by two officers; another sheet still waits."""
    if Revision.objects.exists():
        return
    users = {user.username: user for user in User.objects.filter(username__in=[OFFICER, SECOND, PERSON])}
    if len(users) < 3:
        return
    own = _sheets(executed_in).filter(person_id=users[PERSON].person_id).first()
    if own is not None:
        made = _propose(own, users[OFFICER], kind=RevisionKind.ARITHMETIC, reason=ERROR)
        if made is not None:
            revisions.execute(revision=made, version=made.row_version, by=users[SECOND])
    others = _sheets(waiting_in).filter(position_kind="staff", grade="B", total__lt=90, objections__isnull=True)
    for sheet in others.exclude(person_id=users[PERSON].person_id).order_by("-total", "id")[:20]:
        paper = {"document": "47/XN-VP", "document_date": today}
        if _propose(sheet, users[SECOND], kind=RevisionKind.DOCUMENT, reason=PAPER, **paper) is not None:
            return


def _sheets(period: date) -> Any:
    rows = Evaluation.objects.filter(
        cycle__period=period, state=EvaluationState.PUBLISHED, superseded_by__isnull=True, person__isnull=False
    )
    return rows.select_related("cycle__framework", "person", "unit", "unit_cycle")


def _propose(sheet: Evaluation, by: User, **given: Any) -> Revision | None:
    """Up to two points more on the first line that leaves room; None where the sheet does not lend itself."""
    card = spec_of(sheet.cycle.framework).card(sheet.subject_group)
    lines = {code: dict(line) for code, line in (sheet.scores.get("superior") or {}).items()}
    for criterion in card.criteria:
        line = lines.get(criterion.code)
        if not criterion.required or line is None or line.get("points") in (None, ""):
            continue
        points = Decimal(str(line["points"]))
        if points == criterion.max_points:
            continue
        line["points"] = str(min(points + 2, criterion.max_points))
        line["reason"] = line.get("reason") or "Đối chiếu lại căn cứ."
        try:
            return revisions.propose(evaluation=sheet, lines=lines, version=sheet.row_version, by=by, **given)
        except (InvalidInput, Refused):
            return None
    return None
