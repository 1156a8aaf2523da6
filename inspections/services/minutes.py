"""Minutes of a visit: drawn up and sealed, signed by both or refused before a witness, completed by added sheets."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.access import require
from foundation.audit.move import move
from foundation.audit.record import record_event, recorded
from foundation.files.services.intake import Content, store
from foundation.papers.docx_writer import DOCX_TYPE, render
from foundation.web.clock import HANOI
from foundation.workflow.errors import InvalidInput, Refused
from inspections.models import Inspection
from inspections.models.minutes import Minutes
from inspections.rules.counts import attendance_of
from inspections.rules.minutes import digest, short_code
from inspections.rules.minutes_paper import compose
from inspections.rules.wording import current
from inspections.selectors.minutes_content import content_of, head_of_paper
from inspections.services.ineffective import mark_repeats
from inspections.services.on_site import locked, locked_visit, refuse_expired, standing_minutes
from inspections.visit_enums import SEALED_MINUTES, MinutesKind

PARENT = "inspections.minutes"
LANGUAGE = "vi"
"""A paper speaks Vietnamese, whatever the reader's language."""


def draw_up(*, inspection: Inspection, now: datetime, by: User, source: str = "app") -> Minutes:
    """Draw up the minutes: the visit is closed, its content sealed by a hash whose short code stands on the paper.

    Raises:
        Refused: `attendance_missing` the roll was not called, or somebody on it is not marked; see also
            services.on_site.locked_visit.

    Side effects: one kept file, the event `minutes.drawn_up`.
    """
    with recorded(by=by, source=source):
        require(by, "minutes.draw_up", Minutes(inspection=inspection))
        row = locked_visit(inspection, now=now)
        counts = attendance_of(row.attendance.values_list("mark", flat=True))
        if not counts.complete:
            raise Refused(
                _("Minutes need the attendance first: %(unmarked)s people on the roll are not marked.")
                % {"unmarked": counts.unmarked}
                if counts.total
                else _("Minutes need the attendance first: the roll was not called."),
                code="attendance_missing",
            )
        with translation.override(LANGUAGE):
            content = content_of(row, now=now)
        return _sealed(row, MinutesKind.MINUTES, content, now=now, by=by, source=source)


def add_sheet(
    *, inspection: Inspection, text: str, reason: str, now: datetime, by: User, source: str = "app"
) -> Minutes:
    """Correct or complete signed minutes by a sheet of their own; the minutes stay as they are.

    Raises:
        InvalidInput: no text or no reason. Refused: `minutes_unsigned` there are none that stand signed.
    """
    with recorded(by=by, source=source):
        require(by, "minutes.add_sheet", Minutes(inspection=inspection))
        row = locked(inspection)
        standing = standing_minutes(row)
        if standing is None or standing.state not in SEALED_MINUTES:
            raise Refused(
                _("A sheet is added to minutes that were signed or refused; until then discard and draw up anew."),
                code="minutes_unsigned",
            )
        sheet = {
            "parent": standing.code,
            "text": _needed(text, "text", _("Write what the sheet adds or corrects.")),
            "reason": _needed(reason, "reason", _("Say why the sheet is added.")),
        }
        content = {**head_of_paper(row, now=now), "sheet": sheet}
        return _sealed(row, MinutesKind.ADDED_SHEET, content, now=now, by=by, source=source)


def sign(
    *,
    minutes: Minutes,
    representative: str,
    office: str,
    now: datetime,
    by: User,
    opinion: str = "",
    source: str = "app",
) -> Minutes:
    """Put on file that both sides signed the paper; the visit is over.

    Args:
        representative, office: who signed for the unit, as they wrote it.
        opinion: what the unit wants to have said beside its signature.

    Raises:
        InvalidInput: nobody is named for the unit. StateChanged: signed, refused or discarded already.
    """
    with recorded(by=by, source=source):
        row = _to_sign(minutes, now=now, by=by)
        changes = {
            "representative": _needed(representative, "representative", _("Name who signed for the unit.")),
            "office": _needed(office, "office", _("Say which office they hold.")),
            "opinion": opinion.strip(),
            "signed_at": now,
            "signed_by": by,
        }
        move(row, "sign", by=by, changes=changes, source=source)
        _over(row, by=by, source=source)
    return row


def refuse_signature(
    *, minutes: Minutes, witness: str, reason: str, now: datetime, by: User, opinion: str = "", source: str = "app"
) -> Minutes:
    """Put on file that the unit refused to sign, before a witness; the minutes stand all the same.

    Raises:
        InvalidInput: no witness, or no reason. StateChanged: signed, refused or discarded already.
    """
    with recorded(by=by, source=source):
        row = _to_sign(minutes, now=now, by=by)
        why = _needed(reason, "reason", _("Say why the unit refused to sign, in its own words if it gave any."))
        changes = {
            "witness": _needed(witness, "witness", _("Name the witness of the refusal.")),
            "reason": why,
            "opinion": opinion.strip(),
            "signed_at": now,
            "signed_by": by,
        }
        move(row, "refuse_signature", by=by, reason=why, changes=changes, source=source)
        _over(row, by=by, source=source)
    return row


def discard(*, minutes: Minutes, reason: str, by: User, source: str = "app") -> Minutes:
    """Discard minutes nobody signed yet, so that the visit can be noted on; the discarded paper stays readable."""
    with recorded(by=by, source=source):
        require(by, "minutes.discard", minutes)
        locked(minutes.inspection)
        row = _fresh(minutes)
        return move(row, "discard", by=by, reason=reason, changes={"reason": reason.strip()}, source=source)


def _to_sign(minutes: Minutes, *, now: datetime, by: User) -> Minutes:
    require(by, "minutes.sign", minutes)
    refuse_expired(locked(minutes.inspection), now=now)
    return _fresh(minutes)


def _fresh(minutes: Minutes) -> Minutes:
    return Minutes.objects.select_for_update(of=("self",)).select_related("inspection__team").get(pk=minutes.pk)


def _over(row: Minutes, *, by: User, source: str) -> None:
    """Signed minutes end the visit; remedies that did not hold are marked now, when the finding stands."""
    if row.kind != MinutesKind.MINUTES:
        return
    visit = locked(row.inspection)
    move(visit, "sign_minutes", by=by, details={"minutes": row.code, "sha256": row.sha256}, source=source)
    mark_repeats(inspection=visit, by=by, source=source)


def _sealed(row: Inspection, kind: str, content: dict[str, Any], *, now: datetime, by: User, source: str) -> Minutes:
    number = (Minutes.objects.filter(inspection=row).aggregate(last=Max("number"))["last"] or 0) + 1
    wording = current(now.astimezone(HANOI).date())
    content = {**content, "number": number, "wording": wording.version}
    sha256 = digest(content)
    code = short_code(sha256)
    paper = compose(content, wording, sha256=sha256, code=code)
    key = _next_key()
    file = store(
        Content(f"{row.code}-bien-ban-{number}.docx", render(paper), DOCX_TYPE),
        by=by,
        parent_kind=PARENT,
        parent_id=key,
        source=source,
    )
    made: Minutes = Minutes.objects.create(
        pk=key,
        inspection=row,
        number=number,
        kind=kind,
        content=content,
        sha256=sha256,
        code=code,
        file=file,
        drawn_up_by=by,
        drawn_up_at=now,
    )
    record_event(
        table=Minutes._meta.db_table,
        object_type=Minutes._meta.label_lower,
        object_id=made.pk,
        name="minutes.drawn_up",
        details={"kind": kind, "number": number, "sha256": sha256, "code": code},
    )
    return made


def _next_key() -> int:
    """The key the minutes will have: their file is stored under it before the row that names it exists."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [Minutes._meta.db_table])
        return int(cursor.fetchone()[0])


def _needed(text: str, field: str, message: str) -> str:
    words = text.strip()
    if not words:
        raise InvalidInput(message, field=field, code=f"{field}_missing")
    return words
