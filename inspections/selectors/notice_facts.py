"""From a visit and its draft to what the notice says. The reporter of a complaint is never read here."""

from discipline.rules.papers.letterhead import Letterhead
from foundation.web.clock import HANOI
from inspections.models.minutes import Minutes
from inspections.models.notice import Notice
from inspections.models.visit import SampleLine
from inspections.rules.counts import attendance_of
from inspections.rules.notice_paper import FindingFact, NoticeFacts, RecommendationFact, SampleFact
from inspections.selectors.minutes_content import findings_of, said
from inspections.visit_enums import MinutesKind, RemedyState, Severity


def facts_of(notice: Notice, letterhead: Letterhead) -> NoticeFacts:
    """Everything the paper of this draft says; what was pointed out on the spot stays in the minutes."""
    visit = notice.inspection
    assert visit.started_at is not None
    minutes = Minutes.objects.filter(inspection=visit, kind=MinutesKind.MINUTES).exclude(state="discarded").first()
    samples = SampleLine.objects.filter(inspection=visit)
    remedies = notice.remedies.exclude(state=RemedyState.DROPPED).order_by("number")
    return NoticeFacts(
        inspection=visit.code or "",
        unit=visit.unit.name,
        kind=str(visit.get_kind_display()),
        decision=visit.team.number,
        visited=visit.started_at.astimezone(HANOI).date(),
        minutes_code=minutes.code if minutes is not None else "",
        attendance=attendance_of(visit.attendance.values_list("mark", flat=True)),
        samples=tuple(
            SampleFact(line.subject, line.population, line.sample, line.failing, line.worst_delay) for line in samples
        ),
        findings=tuple(
            FindingFact(
                row.number,
                said(row),
                row.indicator.code if row.indicator is not None else "",
                str(row.get_severity_display()),
            )
            for row in findings_of(visit)
            if row.severity != Severity.ON_THE_SPOT
        ),
        conclusion=notice.conclusion,
        recommendations=tuple(
            RecommendationFact(row.number, str(row.get_kind_display()), row.text, row.due_on) for row in remedies
        ),
        letterhead=letterhead,
    )
