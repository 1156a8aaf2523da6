"""Recording, confirming and cancelling days away from work."""

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
    if ends_on < starts_on:
        raise InvalidInput(_("The last day lies before the first."), field="ends_on", code="ends_before_begin")
    if half_day and ends_on != starts_on:
        raise InvalidInput(_("Half a day begins and ends on one day."), field="half_day", code="half_day_is_one_day")
    with recorded(by=by):
        Person.objects.select_for_update().get(pk=person.pk)
        same = Absence.objects.filter(
            person=person, cancelled=False, starts_on__lte=ends_on, ends_on__gte=starts_on
        ).first()
        if same is not None and not (half_day and same.half_day):
            raise Refused(
                _("These days overlap an absence from %(start)s to %(end)s.")
                % {"start": f"{same.starts_on:%d/%m/%Y}", "end": f"{same.ends_on:%d/%m/%Y}"},
                field="starts_on",
                code="absences_overlap",
            )
        return Absence.objects.create(
            person=person,
            kind=kind,
            starts_on=starts_on,
            ends_on=ends_on,
            half_day=half_day,
            document=document.strip(),
            confirmed=confirmed,
        )


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
