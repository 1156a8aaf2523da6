"""The roll of a visit: called once from the registry, then each person marked as found."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.models import User
from cadres.enums import AbsenceKind, PostingKind
from cadres.models import Absence, Posting
from cadres.selectors.postings import postings_in_force
from foundation.access import require
from foundation.audit.record import record_event, recorded
from foundation.audit.versioned import update_version
from foundation.web.clock import HANOI
from foundation.workflow.errors import InvalidInput, StaleVersion
from inspections.models import Inspection
from inspections.models.visit import AttendanceLine
from inspections.services.on_site import checked_time, locked_visit
from inspections.visit_enums import AttendanceMark
from organization.enums import UnitKind
from organization.models import Unit

CHUNK = 500


def call_roll(*, inspection: Inspection, now: datetime, by: User, source: str = "app") -> int:
    """Put everybody who has a main post in the unit today on the roll; called again it adds who is missing.

    Whoever the registry says is away is marked absent with that reason; the team may mark otherwise.

    Returns:
        How many were added.

    Raises:
        NotFound, Forbidden: out of reach, or not this person's to do; see also services.on_site.locked_visit.

    Side effects: the event `attendance.called`.
    """
    with recorded(by=by, source=source):
        require(by, "attendance_line.call", AttendanceLine(inspection=inspection))
        row = locked_visit(inspection, now=now)
        day = now.astimezone(HANOI).date()
        known = set(AttendanceLine.objects.filter(inspection=row).values_list("person_id", flat=True))
        posts = _posts(row.unit, day).exclude(person_id__in=known)
        listed = [post for post in posts if post.person_id not in row.barred_ids]
        away = _away([post.person_id for post in listed], day)
        lines = [_line(row, post, away.get(post.person_id), by, now) for post in listed]
        AttendanceLine.objects.bulk_create(lines, batch_size=CHUNK)
        record_event(
            table=Inspection._meta.db_table,
            object_type=Inspection._meta.label_lower,
            object_id=row.pk,
            name="attendance.called",
            details={"added": len(lines), "away": len(away)},
        )
    return len(lines)


def mark(
    *,
    line: AttendanceLine,
    mark: str,
    seen_at: datetime,
    now: datetime,
    by: User,
    reason: str = "",
    clock_off: int = 0,
    version: int | None = None,
    source: str = "app",
) -> AttendanceLine:
    """Mark how one person was found.

    Args:
        version: the version of the line that was seen; None takes what stands (a mark is simply overwritten).

    Raises:
        InvalidInput: no such mark, an absence with a reason without the reason, a time outside the visit.
        StaleVersion: a colleague marked this person meanwhile; see also services.on_site.locked_visit.
    """
    with recorded(by=by, source=source):
        require(by, "attendance_line.mark", line)
        visit = locked_visit(line.inspection, now=now)
        if mark not in AttendanceMark.values:
            raise InvalidInput(_("Choose present, absent with a reason, or absent without."), field="mark", code="mark")
        why = " ".join(reason.split())[:300] if mark == AttendanceMark.WITH_REASON else ""
        if mark == AttendanceMark.WITH_REASON and not why:
            raise InvalidInput(
                _("Say what the reason is: leave, a meeting with an invitation, a mission."),
                field="reason",
                code="reason_missing",
            )
        moment = checked_time(visit, seen_at, now=now, clock_off=clock_off)
        changes = {
            "mark": mark,
            "reason": why,
            "seen_at": moment,
            "clock_off": clock_off,
            "from_register": False,
            "by_id": by.pk,
        }
        return update_version(line, version=line.row_version if version is None else version, changes=changes)


def mark_rest_present(
    *,
    inspection: Inspection,
    now: datetime,
    by: User,
    division: int | None = None,
    undivided: bool = False,
    source: str = "app",
) -> int:
    """Mark everybody who is not marked yet as present.

    Args:
        division: only there; None is the whole unit, or with `undivided` those who belong to no division.

    Returns:
        How many were marked.
    """
    with recorded(by=by, source=source):
        require(by, "attendance_line.mark", AttendanceLine(inspection=inspection))
        row = locked_visit(inspection, now=now)
        lines = AttendanceLine.objects.filter(inspection=row, mark="")
        if division is not None or undivided:
            lines = lines.filter(division_id=division)
        listed = list(lines.select_related("person", "inspection__unit", "inspection__team"))
        for line in listed:
            mark(line=line, mark=AttendanceMark.PRESENT, seen_at=now, now=now, by=by, source=source)
    return len(listed)


def refuse_stale(line: AttendanceLine, version: int) -> None:
    """What a device shows as a conflict: somebody else marked the same person while it was without a signal."""
    if line.row_version != version:
        raise StaleVersion(
            _("%(name)s was marked by a colleague meanwhile: %(mark)s.")
            % {"name": line.person.full_name, "mark": line.get_mark_display()},
            details={"current": {"mark": line.mark, "reason": line.reason}, "version": line.row_version},
        )


def _posts(unit: Unit, day: date) -> QuerySet[Posting]:
    rows = postings_in_force(on=day).filter(kind=PostingKind.PRIMARY, unit__path__startswith=unit.path)
    return rows.order_by("unit__path", "person__sort_key", "id")


def _away(people: list[int], day: date) -> dict[int, str]:
    rows = Absence.objects.filter(
        person_id__in=people, confirmed=True, cancelled=False, half_day=False, starts_on__lte=day, ends_on__gte=day
    )
    return {person: str(AbsenceKind(kind).label) for person, kind in rows.values_list("person_id", "kind")}


def _line(row: Inspection, post: Posting, away: str | None, by: User, now: datetime) -> AttendanceLine:
    return AttendanceLine(
        inspection=row,
        person_id=post.person_id,
        division=post.unit if post.unit.kind == UnitKind.DIVISION else None,
        post=post.position.name,
        mark=AttendanceMark.WITH_REASON if away else "",
        reason=away or "",
        from_register=bool(away),
        seen_at=Now() if away else None,
        by=by,
    )
