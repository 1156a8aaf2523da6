"""What visits note and what follows, for the world of the access tests: each group of states of the matrix has rows."""

import uuid
from datetime import date

from django.db import models
from django.utils import timezone

from foundation.files.models import StoredFile
from foundation.files.storage import new_name
from inspections.models import (
    AttendanceLine,
    ChecklistLine,
    Finding,
    FindingPhoto,
    Inspection,
    Minutes,
    Notice,
    OfflineBundle,
    ProposedFact,
    Referral,
    Remedy,
    RemedyEvidence,
    RemedyReport,
    SampleLine,
)
from tests.access.proofs import prove
from tests.cast import Cast
from tests.foundation.audit import rows

DAY = date(2026, 3, 2)
FEW = ("in_progress", "minutes_signed", "remedy_open", "closed")
VISIT_ROWS: dict[str, type[models.Model]] = {
    "attendance_line": AttendanceLine, "sample_line": SampleLine, "checklist_line": ChecklistLine,
    "finding": Finding, "finding_photo": FindingPhoto, "referral": Referral, "minutes": Minutes, "notice": Notice,
    "remedy": Remedy, "remedy_report": RemedyReport, "remedy_evidence": RemedyEvidence,
    "proposed_fact": ProposedFact, "offline_bundle": OfflineBundle,
}  # fmt: skip


def write_visits(cast: Cast) -> None:
    """Everything that may hang on an inspection, for one of each group of states, of the ward and the neighbour."""
    seen = set()
    for row in Inspection.objects.filter(state__in=FEW).select_related("unit", "team").order_by("pk"):
        if (group := (row.unit_id, row.state, row.team_id)) not in seen:
            seen.add(group)
            _visit(cast, row)


def _visit(cast: Cast, row: Inspection) -> None:
    home = row.unit_id == cast.units["ward"].pk
    person = cast.people["staff" if home else "other_staff"]
    now = timezone.now()
    AttendanceLine.objects.create(inspection=row, person=person, mark="present", seen_at=now)
    SampleLine.objects.create(inspection=row, number=1, subject="Hồ sơ", population=9, sample=3, failing=1)
    ChecklistLine.objects.create(inspection=row, item="hours", result="met")
    about = rows.finding(inspection=row, number=1, person=person)
    rows.finding(inspection=row, number=2)
    _photo(about)
    Referral.objects.create(finding=about, outcome="dropped", reason="Đã nhắc nhở")
    OfflineBundle.objects.create(inspection=row, key=uuid.uuid4(), sha256="0" * 64)
    for fact in ("proposed", "confirmed", "refused", "used"):
        made = rows.proposed_fact(finding=rows.finding(inspection=row, number=10 + len(fact)), person=person)
        for step in (rows.path_to(ProposedFact.transitions, fact) or [])[1:]:
            more = {"sheet": 1} if step == "used" else {}
            ProposedFact.objects.filter(pk=made.pk).update(state=step, reason="…", **more)
    Minutes.objects.filter(pk=rows.minutes(inspection=row, number=1).pk).update(state="discarded")
    rows.minutes(inspection=row, number=2)
    _notices(row, about)


def _notices(row: Inspection, about: Finding) -> None:
    for version, state in enumerate(("discarded", "issued"), start=1):
        notice = rows.notice(inspection=row, version=version)
        for number, kept in enumerate(("planned", "dropped", "open", "reported", "verified", "ineffective"), start=1):
            remedy = rows.remedy(notice=notice, number=number, finding=about)
            if state == "issued" and kept in ("open", "verified"):
                RemedyReport.objects.create(remedy=remedy, number=1, document="1/BC", reported_on=DAY, text="Đã làm")
                prove(RemedyEvidence, "remedy", remedy)
            for step in (rows.path_to(Remedy.transitions, kept) or [])[1:]:
                Remedy.objects.filter(pk=remedy.pk).update(state=step)
        Notice.objects.filter(pk=notice.pk).update(state=state)


def _photo(finding: Finding) -> None:
    file = StoredFile.objects.create(
        parent_kind="inspections.finding",
        parent_id=finding.pk,
        kind="jpeg",
        original_name="a.jpg",
        size=1,
        sha256="0" * 64,
        storage_name=new_name(),
    )
    FindingPhoto.objects.create(finding=finding, number=1, title="Ảnh 1", file=file, captured_at=timezone.now())
