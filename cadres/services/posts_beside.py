"""Posts beside the main one: concurrent and acting posts and secondments, with what the rules say of each."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.models import User
from cadres.enums import PostingKind
from cadres.models import Person, Position, Posting
from cadres.selectors.postings import overlapping, primary_in_force
from cadres.services.barring import NO_EXCEPTION, ExceptionDocument
from cadres.services.postings import appoint, refuse_unit_outside_its_days
from foundation.audit.record import record_event, recorded
from foundation.audit.versioned import update_version
from foundation.workflow.errors import InvalidInput, Refused
from organization.models import Unit
from organization.rules.paths import ids_in

LONGEST_SECONDMENT_YEARS = 3
"""Decree 170/2025, article 26: a secondment lasts three years at most."""


def check_post(
    *, person: Person, unit: Unit, position: Position, kind: str, valid_from: date, valid_to: date | None
) -> None:
    """Raise what `add_post` would, without writing.

    Raises:
        InvalidInput: a main post (that is a transfer), days in the wrong order, no decision.
        Refused: no main post that day, the same post held already, a secondment without an end, too long, inside the
            own unit or beside another; the unit is not there on these days.
    """
    if kind not in PostingKind.values or kind == PostingKind.PRIMARY:
        raise InvalidInput(_("A main post begins by a transfer."), field="kind", code="main_post")
    if valid_to is not None and valid_to < valid_from:
        raise InvalidInput(_("The last day lies before the first."), field="valid_to", code="ends_before_begin")
    refuse_unit_outside_its_days(unit=unit, begins=valid_from, ends=valid_to)
    main = primary_in_force(person=person, on=valid_from)
    if main is None:
        raise Refused(
            _("%(person)s holds no main post on that day; a post beside it needs one.") % {"person": person.full_name},
            field="valid_from",
            code="no_main_post",
        )
    beside = overlapping(person=person, first=valid_from, last=valid_to)
    if same := next((one for one in beside if (one.unit_id, one.position_id) == (unit.pk, position.pk)), None):
        raise Refused(
            _("The person already holds this post from %(day)s.") % {"day": f"{same.valid_from:%d/%m/%Y}"},
            field="position",
            code="same_post",
        )
    if kind == PostingKind.SECONDED:
        _refuse_secondment(main, beside, unit=unit, valid_from=valid_from, valid_to=valid_to)


def add_post(
    *,
    person: Person,
    unit: Unit,
    position: Position,
    kind: str,
    valid_from: date,
    valid_to: date | None,
    decision_number: str,
    version: int | None,
    by: User,
    exception: ExceptionDocument = NO_EXCEPTION,
) -> Posting:
    """Begin a concurrent or acting post or a secondment; the main post and the person's unit stay.

    Raises:
        InvalidInput, Refused: as check_post; barred from a higher post, as appoint. StaleVersion / VersionMissing: the
            person was changed since.

    Side effects: the role of a head opens with an acting post of head, and closes with it; one business event.
    """
    if not decision_number.strip():
        raise InvalidInput(_("Give the number of the decision."), field="decision_number", code="decision_missing")
    with recorded(by=by):
        Person.objects.select_for_update().get(pk=person.pk)
        check_post(person=person, unit=unit, position=position, kind=kind, valid_from=valid_from, valid_to=valid_to)
        update_version(person, version=version, changes={"unit_id": person.unit_id})
        posting = appoint(
            person=person,
            unit=unit,
            position=position,
            kind=kind,
            valid_from=valid_from,
            valid_to=valid_to,
            decision_number=decision_number,
            exception=exception,
            by=by,
        )
        record_event(
            object_type="cadres.person",
            object_id=person.pk,
            name="person.post_added",
            details={"posting": posting.pk, "kind": kind, "unit": unit.code, "from": valid_from, "to": valid_to},
        )
        return posting


def _refuse_secondment(
    main: Posting, beside: list[Posting], *, unit: Unit, valid_from: date, valid_to: date | None
) -> None:
    if valid_to is None:
        raise Refused(_("A secondment has a last day."), field="valid_to", code="secondment_without_end")
    limit = _years_later(valid_from, LONGEST_SECONDMENT_YEARS)
    if valid_to >= limit:
        raise Refused(
            _("A secondment lasts at most 3 years (Decree 170/2025, article 26)."),
            field="valid_to",
            code="secondment_too_long",
        )
    if set(ids_in(main.unit.path)) & {unit.pk} or unit.path.startswith(main.unit.path):
        raise Refused(_("A secondment leads to another unit."), field="unit", code="secondment_at_home")
    if other := next((one for one in beside if one.kind == PostingKind.SECONDED), None):
        raise Refused(
            _("The person is seconded to %(unit)s on these days.") % {"unit": other.unit.name},
            field="valid_from",
            code="secondments_overlap",
        )


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)
