"""Samples and the checklist of a visit: figures that must fit together, one result for each content."""

from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.access import require
from foundation.audit.record import recorded
from foundation.audit.versioned import update_version
from foundation.workflow.errors import InvalidInput
from inspections.models import Inspection
from inspections.models.visit import ChecklistLine, SampleLine
from inspections.rules.counts import LONGEST_DELAY, sample_fault
from inspections.services.on_site import locked_visit
from inspections.visit_enums import CheckResult


def record_sample(
    *,
    inspection: Inspection,
    subject: str,
    population: int,
    sample: int,
    failing: int,
    now: datetime,
    by: User,
    worst_delay: int = 0,
    note: str = "",
    line: SampleLine | None = None,
    version: int | None = None,
    source: str = "app",
) -> SampleLine:
    """Record what a sample of files showed; with `line` that one is corrected.

    Raises:
        InvalidInput: no subject, or figures that do not fit together: `field` and `code` say which.
        StaleVersion: somebody corrected the line meanwhile; see also services.on_site.locked_visit.
    """
    with recorded(by=by, source=source):
        require(by, "sample_line.record", line or SampleLine(inspection=inspection))
        row = locked_visit(inspection, now=now)
        words = " ".join(subject.split())[:300]
        if not words:
            raise InvalidInput(_("Say which files were sampled."), field="subject", code="subject_missing")
        fault = sample_fault(population=population, sample=sample, failing=failing, worst_delay=worst_delay)
        if fault is not None:
            raise InvalidInput(_in_words(fault[1]), field=fault[0], code=f"sample_{fault[1]}")
        figures = {
            "subject": words, "population": population, "sample": sample, "failing": failing,
            "worst_delay": worst_delay, "note": note.strip()[:500],
        }  # fmt: skip
        if line is not None:
            return update_version(line, version=version, changes={**figures, "by_id": by.pk})
        last = SampleLine.objects.filter(inspection=row).aggregate(last=Max("number"))["last"] or 0
        made: SampleLine = SampleLine.objects.create(inspection=row, number=last + 1, by=by, **figures)
        return made


def check(
    *, inspection: Inspection, item: str, result: str, now: datetime, by: User, note: str = "", source: str = "app"
) -> ChecklistLine:
    """Say how one content of the inspection was found; said again, the later word stands.

    Raises:
        InvalidInput: the content is not one of this inspection, an unknown result, or "not met" without a word why.
    """
    with recorded(by=by, source=source):
        require(by, "checklist_line.check", ChecklistLine(inspection=inspection))
        row = locked_visit(inspection, now=now)
        if item not in row.contents:
            raise InvalidInput(_("This is no content of the inspection."), field="item", code="item_foreign")
        if result not in CheckResult.values:
            raise InvalidInput(_("Choose a result."), field="result", code="result_unknown")
        words = note.strip()[:500]
        if result in (CheckResult.NOT_MET, CheckResult.PARTLY) and not words:
            raise InvalidInput(_("Say what was not met."), field="note", code="note_missing")
        line = ChecklistLine.objects.select_for_update(of=("self",)).filter(inspection=row, item=item).first()
        if line is None:
            made: ChecklistLine = ChecklistLine.objects.create(
                inspection=row, item=item, result=result, note=words, by=by
            )
            return made
        changes = {"result": result, "note": words, "by_id": by.pk}
        return update_version(line, version=line.row_version, changes=changes)


def _in_words(code: str) -> str:
    return {
        "negative": _("A figure cannot be below 0."),
        "beyond_reason": _("This figure is a slip: nobody has so many."),
        "empty": _("Say how many files were looked at."),
        "above_population": _("More files were looked at than there are."),
        "above_sample": _("More files failed than were looked at."),
        "delay_without_failing": _("A delay was given, but no file failed."),
        "too_long": _("A delay of more than %(days)s working days is a slip.") % {"days": LONGEST_DELAY},
    }[code]
