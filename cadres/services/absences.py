"""Recording, correcting, confirming and cancelling days away from work."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.models import User
from cadres.models import Absence, Person
from foundation.audit.record import record_event, recorded
from foundation.audit.versioned import update_version
from foundation.workflow.errors import InvalidInput, Refused


def record_absence(
    *,
    person: Person,
    kind: str,
    starts_on: date,
    ends_on: date,
    by: User | None,
    half_day: bool = False,
    document: str = "",
    confirmed: bool = False,
) -> Absence:
    """Write down days away from work.

    Raises:
        InvalidInput: the last day lies before the first, or half a day spans several.
        Refused: another absence that was not cancelled covers one of these days.
    """
    _refuse_days(starts_on, ends_on, half_day)
    with recorded(by=by):
        Person.objects.select_for_update().get(pk=person.pk)
        _refuse_overlap(person_id=person.pk, starts_on=starts_on, ends_on=ends_on, half_day=half_day)
        return Absence.objects.create(
            person=person,
            kind=kind,
            starts_on=starts_on,
            ends_on=ends_on,
            half_day=half_day,
            document=document.strip(),
            confirmed=confirmed,
        )


def edit_absence(
    *,
    absence: Absence,
    version: int | None,
    kind: str,
    starts_on: date,
    ends_on: date,
    half_day: bool,
    document: str,
    by: User,
) -> Absence:
    """Correct the ground, the days or the document; what was confirmed must be confirmed anew.

    Raises:
        InvalidInput: as record_absence.
        Refused: it was cancelled, another absence covers one of the days, or one's own was confirmed already.
        StaleVersion / VersionMissing: as every edit.
    """
    if absence.cancelled:
        raise Refused(_("This absence was cancelled."), code="absence_cancelled")
    if absence.confirmed and getattr(by, "person_id", None) == absence.person_id:
        raise Refused(_("This absence was confirmed; ask the head or the personnel officer."), code="absence_confirmed")
    _refuse_days(starts_on, ends_on, half_day)
    changes: dict[str, object] = {
        "kind": kind, "starts_on": starts_on, "ends_on": ends_on, "half_day": half_day, "document": document.strip(),
        "confirmed": False,
    }  # fmt: skip
    with recorded(by=by):
        Person.objects.select_for_update().get(pk=absence.person_id)
        _refuse_overlap(
            person_id=absence.person_id, starts_on=starts_on, ends_on=ends_on, half_day=half_day, but=absence.pk
        )
        return update_version(absence, version=version, changes=changes)


def confirm_absence(*, absence: Absence, version: int | None, by: User, document: str = "") -> Absence:
    """Somebody other than the person vouches for the absence.

    Raises:
        Refused: it was cancelled, or the person confirms the own absence.
    """
    if absence.cancelled:
        raise Refused(_("This absence was cancelled."), code="absence_cancelled")
    if getattr(by, "person_id", None) == absence.person_id:
        raise Refused(_("Somebody else confirms your absence."), code="own_absence")
    changes: dict[str, object] = {"confirmed": True}
    if document.strip():
        changes["document"] = document.strip()
    with recorded(by=by):
        return update_version(absence, version=version, changes=changes)


def cancel_absence(*, absence: Absence, version: int | None, reason: str, by: User) -> Absence:
    """The days were worked after all; the row stays, marked as cancelled.

    Raises:
        InvalidInput: the reason is missing.
    """
    if not reason.strip():
        raise InvalidInput(_("Give the reason for this act."), field="reason", code="reason_missing")
    with recorded(by=by):
        update_version(absence, version=version, changes={"cancelled": True})
        record_event(
            object_type="cadres.absence", object_id=absence.pk, name="absence.cancelled", reason=reason.strip()
        )
        return absence


def _refuse_days(starts_on: date, ends_on: date, half_day: bool) -> None:
    if ends_on < starts_on:
        raise InvalidInput(_("The last day lies before the first."), field="ends_on", code="ends_before_begin")
    if half_day and ends_on != starts_on:
        raise InvalidInput(_("Half a day begins and ends on one day."), field="half_day", code="half_day_is_one_day")


def _refuse_overlap(*, person_id: int, starts_on: date, ends_on: date, half_day: bool, but: int = 0) -> None:
    """Two halves make a day; anything more covers a day twice."""
    rows = Absence.objects.filter(
        person_id=person_id, cancelled=False, starts_on__lte=ends_on, ends_on__gte=starts_on
    ).exclude(pk=but)
    there = list(rows.order_by("starts_on", "id"))
    if not there or (half_day and len(there) == 1 and there[0].half_day):
        return
    raise Refused(
        _("These days overlap an absence from %(start)s to %(end)s.")
        % {"start": f"{there[0].starts_on:%d/%m/%Y}", "end": f"{there[0].ends_on:%d/%m/%Y}"},
        field="starts_on",
        code="absences_overlap",
    )
