"""Findings of a visit with their photos: logged once under the key of the device, explained by the unit."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from cadres.models import Person
from directives.models import Indicator
from foundation.access import require
from foundation.audit.record import record_event, recorded
from foundation.audit.versioned import update_version
from foundation.files.errors import refusal
from foundation.files.kinds import FileKind
from foundation.files.limits import files_per_parent
from foundation.files.services.intake import store
from foundation.workflow.errors import InvalidInput, Refused
from inspections.models import Inspection
from inspections.models.finding import Finding, FindingPhoto
from inspections.rules.counts import PHOTOS_A_FINDING, PHOTOS_AT_ONCE, clock_is_off
from inspections.selectors.repeats import earlier_of
from inspections.services.on_site import checked_time, locked_visit
from inspections.visit_enums import Severity

PICTURES = (FileKind.JPEG, FileKind.PNG, FileKind.WEBP)


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo on its way in; `sha256` is what the device computed when it was taken ("" when it could not)."""

    upload: Any
    taken_at: datetime
    sha256: str = ""
    key: uuid.UUID | None = None


def log_finding(
    *,
    inspection: Inspection,
    severity: str,
    seen_at: datetime,
    now: datetime,
    by: User,
    text: str = "",
    place: str = "",
    explanation: str = "",
    indicator: Indicator | None = None,
    item: str = "",
    person: Person | None = None,
    photos: Sequence[Photo] = (),
    key: uuid.UUID | None = None,
    clock_off: int = 0,
    offline: bool = False,
    source: str = "app",
) -> Finding:
    """Log what was seen, with its photos: all of it or nothing. The same `key` again gives what is stored already.

    Raises:
        InvalidInput: nothing says what was found, an unknown severity, a content of another inspection, a person who
            is not on the roll, a time outside the visit, too many photos at once, a photo that is no picture.
        FileRefused (and its kinds): the file itself is refused, see foundation.files.services.intake.
        Refused: `photo_changed` the bytes are not those the device hashed; see also services.on_site.locked_visit.

    Side effects: a finding found before within twelve months is tied to it.
    """
    with recorded(by=by, source=source):
        require(by, "finding.log", Finding(inspection=inspection))
        known = Finding.objects.filter(key=key).first() if key is not None else None
        if known is not None and known.inspection_id == inspection.pk:
            return known
        if known is not None:
            raise Refused(_("This was stored under another visit already."), code="key_used", field="key")
        row = locked_visit(inspection, now=now)
        words = text.strip()
        _check(row, severity, words, indicator, item, person)
        _count(0, len(photos))
        last = Finding.objects.filter(inspection=row).aggregate(last=Max("number"))["last"] or 0
        made: Finding = Finding.objects.create(
            inspection=row,
            number=last + 1,
            key=key or uuid.uuid4(),
            seen_at=checked_time(row, seen_at, now=now, clock_off=clock_off),
            place=" ".join(place.split())[:200],
            severity=severity,
            text=words,
            explanation=explanation.strip(),
            indicator=indicator,
            item=item,
            person=person,
            clock_off=clock_off if clock_is_off(clock_off) else 0,
            offline=offline,
            by=by,
        )
        earlier = earlier_of(made)
        if earlier is not None:
            Finding.objects.filter(pk=made.pk).update(repeats=earlier)
            made.repeats = earlier
        _keep(made, photos, now=now, clock_off=clock_off, by=by, source=source)
    return made


def add_photos(
    *, finding: Finding, photos: Sequence[Photo], now: datetime, by: User, clock_off: int = 0, source: str = "app"
) -> list[FindingPhoto]:
    """Further photos of a finding: all of them or none. Raises as log_finding does."""
    with recorded(by=by, source=source):
        require(by, "finding_photo.add", FindingPhoto(finding=finding))
        locked_visit(finding.inspection, now=now)
        return _keep(finding, photos, now=now, clock_off=clock_off, by=by, source=source)


def explain(
    *, finding: Finding, explanation: str, version: int | None, now: datetime, by: User, source: str = "app"
) -> Finding:
    """Write down what the unit says about a finding.

    Raises:
        InvalidInput: nothing is said. StaleVersion: somebody wrote it down meanwhile.
    """
    with recorded(by=by, source=source):
        require(by, "finding.explain", finding)
        locked_visit(finding.inspection, now=now)
        words = explanation.strip()
        if not words:
            raise InvalidInput(_("Write what the unit says."), field="explanation", code="explanation_missing")
        return update_version(finding, version=version, changes={"explanation": words})


def _check(
    row: Inspection, severity: str, text: str, indicator: Indicator | None, item: str, person: Person | None
) -> None:
    if severity not in Severity.values:
        raise InvalidInput(_("Choose how serious it is."), field="severity", code="severity_unknown")
    if item and item not in row.contents:
        raise InvalidInput(_("This is no content of the inspection."), field="item", code="item_foreign")
    if not text and indicator is None and not item:
        raise InvalidInput(
            _("Say what was found: an indicator, a content, or words of your own."), field="text", code="finding_empty"
        )
    if severity == Severity.SERIOUS and not text:
        raise InvalidInput(_("A serious finding is described in words."), field="text", code="serious_needs_words")
    if person is not None and not row.attendance.filter(person=person).exists():
        raise not_on_roll()


def not_on_roll() -> InvalidInput:
    """Without a name: the number of anybody could be tried."""
    return InvalidInput(_("This person is not on the roll of this visit."), field="person", code="person_unknown")


def _count(before: int, more: int) -> None:
    if more > PHOTOS_AT_ONCE:
        raise InvalidInput(
            _("%(count)s photos at once: at most %(most)s are taken. Nothing was stored; send them in parts.")
            % {"count": more, "most": PHOTOS_AT_ONCE},
            field="photos",
            code="too_many_photos",
        )
    if before + more > PHOTOS_A_FINDING:
        raise InvalidInput(
            _("A finding has at most %(most)s photos.") % {"most": PHOTOS_A_FINDING},
            field="photos",
            code="too_many_photos",
        )


def _keep(
    finding: Finding, photos: Sequence[Photo], *, now: datetime, clock_off: int, by: User, source: str
) -> list[FindingPhoto]:
    known = set(FindingPhoto.objects.filter(key__in=[photo.key for photo in photos]).values_list("key", flat=True))
    once = {photo.key or number: photo for number, photo in enumerate(photos)}  # the same photo named twice is one
    new = [photo for photo in once.values() if photo.key is None or photo.key not in known]
    last = finding.photos.aggregate(last=Max("number"))["last"] or 0
    _count(last, len(new))
    if (
        FindingPhoto.objects.filter(finding__inspection_id=finding.inspection_id).count() + len(new)
        > files_per_parent()
    ):
        raise refusal("quota_count", limit=files_per_parent())
    made = []
    for number, photo in enumerate(new, start=last + 1):
        file = store(photo.upload, by=by, parent_kind=Finding._meta.label_lower, parent_id=finding.pk, source=source)
        if file.kind not in PICTURES:
            raise InvalidInput(
                _("%(name)s is no picture: JPEG, PNG or WebP.") % {"name": file.original_name},
                field="photos",
                code="not_a_picture",
            )
        if photo.sha256 and photo.sha256.lower() != file.sha256:
            raise Refused(
                _("A photo is not the one that was taken: its hash differs. It stays on the device; send it again."),
                code="photo_changed",
                field="photos",
            )
        line = FindingPhoto.objects.create(
            finding=finding,
            number=number,
            title=_("Photo %(number)s") % {"number": number},
            file=file,
            added_by_id=by.pk,
            key=photo.key or uuid.uuid4(),
            captured_at=photo.taken_at,
            captured_sha256=photo.sha256.lower(),
            clock_off=clock_off if clock_is_off(clock_off) else 0,
        )
        record_event(
            table=FindingPhoto._meta.db_table,
            object_type=Finding._meta.label_lower,
            object_id=finding.pk,
            name="finding.photo_kept",
            details={"number": number, "sha256": file.sha256, "clock_off": clock_off},
        )
        made.append(line)
    return made
