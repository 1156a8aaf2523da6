"""What a device kept without a signal, sent at once: stored once however often it comes, conflicts told."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from cadres.models import Person
from directives.models import Indicator
from foundation.access import require
from foundation.audit.record import recorded
from foundation.web.clock import HANOI
from foundation.workflow.errors import InvalidInput, Refused, StaleVersion
from inspections.models import AttendanceLine, Inspection, OfflineBundle
from inspections.rules.counts import clock_off_by
from inspections.rules.minutes import digest
from inspections.selectors.visits import indicators_on, people_on_roll
from inspections.services.attendance import mark, refuse_stale
from inspections.services.findings import Photo, log_finding, not_on_roll
from inspections.services.on_site import locked, locked_visit

MOST_MARKS = 500
MOST_FINDINGS = 20
MOST_OFF = 2_000_000_000
"""Seconds: what the database holds. A clock that fell back to 1970 is still taken."""


@dataclass(frozen=True, slots=True)
class SentMark:
    """A mark made on the device; `version` is that of the line it had seen."""

    line: int
    mark: str
    seen_at: datetime
    version: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SentPhoto:
    """A photo of a finding: what the device computed when it was taken, and the name of its part of the request."""

    key: uuid.UUID
    sha256: str
    taken_at: datetime
    file: str


@dataclass(frozen=True, slots=True)
class SentFinding:
    key: uuid.UUID
    severity: str
    seen_at: datetime
    text: str = ""
    place: str = ""
    explanation: str = ""
    indicator: int | None = None
    item: str = ""
    person: int | None = None
    photos: tuple[SentPhoto, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """One bundle. `device_now` is the device's clock at the moment of sending."""

    key: uuid.UUID
    device_now: datetime
    offline: bool = False
    marks: tuple[SentMark, ...] = ()
    findings: tuple[SentFinding, ...] = ()
    raw: Mapping[str, Any] = field(default_factory=dict)


def receive(
    *, inspection: Inspection, sent: Sent, files: Mapping[str, Any], now: datetime, by: User, source: str = "api"
) -> dict[str, Any]:
    """Store what a device sent: all of it or nothing, once for each key; the same key again gives the same answer.

    A mark that a colleague made meanwhile is a conflict: it is not stored, and the answer says what stands.

    Raises:
        Refused: `bundle_changed` the key came before with other content; and whatever services.findings and
            services.attendance refuse. Nothing is stored then, and the device keeps what it has.
        InvalidInput: more in it than one bundle takes, a photo without its part, somebody or something unknown.

    Side effects: one bundle row with the difference of the clocks.
    """
    with recorded(by=by, source=source):
        require(by, "offline_bundle.read", OfflineBundle(inspection=inspection))
        sha256 = digest(_without_clock(sent.raw))
        row = locked(inspection)
        known = OfflineBundle.objects.filter(inspection=row, key=sent.key).first()
        if known is not None:
            return _again(known, sha256)
        require(by, "offline_bundle.send", OfflineBundle(inspection=inspection))
        locked_visit(row, now=now)
        if len(sent.marks) > MOST_MARKS or len(sent.findings) > MOST_FINDINGS:
            raise InvalidInput(
                _("One bundle takes %(marks)s marks and %(findings)s findings; send the rest in another.")
                % {"marks": MOST_MARKS, "findings": MOST_FINDINGS},
                code="bundle_too_large",
            )
        clock_off = clock_off_by(sent.device_now, now)
        if abs(clock_off) > MOST_OFF:
            raise InvalidInput(
                _("The clock of the device is wrong by decades. Set it, then send again."),
                field="device_now",
                code="clock_beyond_reason",
            )
        answer: dict[str, Any] = {
            "key": str(sent.key),
            "clock_off": clock_off,
            "marks": [_mark(row, one, clock_off, now=now, by=by, source=source) for one in sent.marks],
            "findings": [
                _find(row, one, sent, files, clock_off, now=now, by=by, source=source) for one in sent.findings
            ],
        }
        OfflineBundle.objects.create(
            inspection=row, key=sent.key, sha256=sha256, clock_off=clock_off, answer=answer, by=by
        )
    return {**answer, "again": False}


def _again(known: OfflineBundle, sha256: str) -> dict[str, Any]:
    if known.sha256 != sha256:
        raise Refused(
            _("This was sent before with other content. What was stored first stands; write it down anew."),
            code="bundle_changed",
        )
    return {**known.answer, "again": True}


def _without_clock(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The moment of sending differs each time; what was noted does not."""
    return {name: value for name, value in raw.items() if name != "device_now"}


def _mark(row: Inspection, one: SentMark, clock_off: int, *, now: datetime, by: User, source: str) -> dict[str, Any]:
    rows = AttendanceLine.objects.select_related("person", "inspection__unit", "inspection__team")
    line = rows.filter(inspection=row, pk=one.line).first()
    if line is None:
        raise InvalidInput(_("Somebody marked is not on the roll of this visit."), field="line", code="line_unknown")
    try:
        refuse_stale(line, one.version)
    except StaleVersion as error:
        if (line.mark, line.reason) != (one.mark, one.reason):
            return {
                "line": line.pk, "state": "conflict", "message": str(error), "current": line.mark,
                "reason": line.reason, "version": line.row_version,
            }  # fmt: skip
        return {"line": line.pk, "state": "stored", "version": line.row_version}
    mark(
        line=line, mark=one.mark, reason=one.reason, seen_at=one.seen_at, clock_off=clock_off, now=now, by=by,
        source=source,
    )  # fmt: skip
    return {"line": line.pk, "state": "stored", "version": line.row_version}


def _find(
    row: Inspection,
    one: SentFinding,
    sent: Sent,
    files: Mapping[str, Any],
    clock_off: int,
    *,
    now: datetime,
    by: User,
    source: str,
) -> dict[str, Any]:
    made = log_finding(
        inspection=row,
        severity=one.severity,
        seen_at=one.seen_at,
        now=now,
        by=by,
        text=one.text,
        place=one.place,
        explanation=one.explanation,
        indicator=_in_force(one.indicator, now.astimezone(HANOI).date()),
        item=one.item,
        person=_on_roll(row, one.person),
        photos=_photos(one.photos, files),
        key=one.key,
        clock_off=clock_off,
        offline=sent.offline,
        source=source,
    )
    return {"key": str(one.key), "number": made.number}


def _photos(listed: Sequence[SentPhoto], files: Mapping[str, Any]) -> list[Photo]:
    missing = [one.file for one in listed if one.file not in files]
    if missing:
        raise InvalidInput(_("A photo is named but was not sent."), field="photos", code="photo_missing")
    return [Photo(files[one.file], one.taken_at, one.sha256, one.key) for one in listed]


def _in_force(key: int | None, day: date) -> Indicator | None:
    found = indicators_on(day).filter(pk=key).first() if key is not None else None
    if key is not None and found is None:
        raise InvalidInput(_("This choice does not exist (any more)."), field="indicator", code="indicator_unknown")
    return found


def _on_roll(row: Inspection, key: int | None) -> Person | None:
    found = people_on_roll(row).filter(pk=key).first() if key is not None else None
    if key is not None and found is None:
        raise not_on_roll()
    return found
