"""Everything the minutes of a visit say, gathered once, in plain values that are then sealed."""

from datetime import datetime
from typing import Any

from discipline.rules.papers import days
from foundation.web.clock import HANOI
from inspections.enums import Content
from inspections.models import Duty, Inspection
from inspections.models.finding import Finding
from inspections.models.visit import AttendanceLine, ChecklistLine, SampleLine
from inspections.rules.counts import attendance_of
from inspections.visit_enums import AttendanceMark

PLACE = "Hà Nội"


def head_of_paper(inspection: Inspection, *, now: datetime) -> dict[str, Any]:
    """What minutes and added sheets both begin with."""
    day = now.astimezone(HANOI).date()
    parent = inspection.team.unit.parent
    return {
        "inspection": inspection.code or "",
        "unit": inspection.unit.name,
        "decision": inspection.team.number,
        "authority": inspection.team.title,
        "superior": parent.name if parent is not None else inspection.team.unit.name,
        "drawn_up": f"{PLACE}, ngày {days.day_of(day)} tháng {days.month_of(day)} năm {day.year}",
    }


def content_of(inspection: Inspection, *, now: datetime) -> dict[str, Any]:
    """The content of the minutes as the visit stands now; six queries."""
    lines = list(AttendanceLine.objects.filter(inspection=inspection).select_related("person"))
    counts = attendance_of(line.mark for line in lines)
    assert inspection.started_at is not None
    return {
        **head_of_paper(inspection, now=now),
        "kind": inspection.get_kind_display().lower(),
        "began_at": moment(inspection.started_at),
        "place": inspection.arrival_place,
        "team": [
            {"name": duty.user.full_name, "role": duty.get_role_display().lower()}
            for duty in Duty.objects.filter(inspection=inspection, ended_on=None).select_related("user").order_by("id")
        ],
        "attendance": {
            "total": counts.total,
            "present": counts.present,
            "with_reason": counts.with_reason,
            "without_reason": counts.without_reason,
        },
        "absent": [_absent(line) for line in lines if line.mark not in ("", AttendanceMark.PRESENT)],
        "samples": [
            {
                "subject": line.subject,
                "population": line.population,
                "sample": line.sample,
                "failing": line.failing,
                "delay": line.worst_delay,
            }
            for line in SampleLine.objects.filter(inspection=inspection)
        ],
        "checklist": [
            {"item": str(Content(line.item).label), "result": line.get_result_display(), "note": line.note}
            for line in ChecklistLine.objects.filter(inspection=inspection)
        ],
        "findings": [_finding(row) for row in findings_of(inspection)],
    }


def findings_of(inspection: Inspection) -> "list[Finding]":
    rows = Finding.objects.filter(inspection=inspection).order_by("number")
    return list(rows.select_related("indicator", "person", "repeats__inspection").prefetch_related("photos__file"))


def moment(at: datetime) -> str:
    """ "8 giờ 37 phút, ngày 12/11/2026", in Hanoi."""
    local = at.astimezone(HANOI)
    return f"{local.hour} giờ {local.minute:02d}, ngày {days.short(local.date())}"


def said(row: Finding) -> str:
    """A finding in words: its own, else those of its indicator or content."""
    if row.text:
        return row.text
    if row.indicator is not None:
        return row.indicator.text_vi
    return str(Content(row.item).label)


def _absent(line: AttendanceLine) -> dict[str, str]:
    mark = line.get_mark_display()
    return {
        "name": line.person.full_name,
        "post": line.post,
        "mark": f"{mark}: {line.reason}" if line.reason else mark,
    }


def _finding(row: Finding) -> dict[str, Any]:
    local = row.seen_at.astimezone(HANOI)
    person = f" ({row.person.full_name})" if row.person is not None else ""
    return {
        "number": row.number,
        "seen_at": f"{local.hour} giờ {local.minute:02d}",
        "place": row.place,
        "text": f"{said(row).rstrip('.')}{person}",
        "severity": row.get_severity_display(),
        "indicator": row.indicator.code if row.indicator is not None else "",
        "repeats": row.repeats.inspection.code if row.repeats is not None else "",
        "explanation": row.explanation,
        "photos": [photo.file.sha256 for photo in row.photos.all() if photo.file.withdrawn_at is None],
        "clock_off": row.clock_off,
    }
