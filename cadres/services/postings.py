"""Putting people into posts, moving them and ending what they held."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from cadres import moving
from cadres.enums import PostingKind
from cadres.models import Person, Position, Posting
from cadres.selectors.postings import primary_in_force
from cadres.services.barring import NO_EXCEPTION, ExceptionDocument, record_exception, refuse_barred_post
from cadres.services.rights import end_rights, sync_rights
from foundation.audit.record import record_event, recorded
from foundation.audit.versioned import update_version
from foundation.workflow.errors import InvalidInput, Refused
from organization.models import Unit

DAY = timedelta(days=1)


def appoint(
    *,
    person: Person,
    unit: Unit,
    position: Position,
    valid_from: date,
    by: User | None,
    kind: str = PostingKind.PRIMARY,
    valid_to: date | None = None,
    decision_number: str = "",
    needs_confirmation: bool = False,
    confirmation_note: str = "",
    exception: ExceptionDocument = NO_EXCEPTION,
) -> Posting:
    """Begin a post beside whatever else the person holds; a main post with no end also becomes their unit.

    Raises:
        InvalidInput: the end lies before the beginning; as refuse_barred.
        Refused: the unit does not exist on these days, two main posts would overlap, or the post is higher and the
            person is barred from one without an exception by document.

    Side effects: the role grant that follows from a leading post; an exception is one business event; who follows
        people (cadres.moving) is told of another unit.
    """
    if valid_to is not None and valid_to < valid_from:
        raise InvalidInput(_("The last day lies before the first."), field="valid_to", code="ends_before_begin")
    refuse_unit_outside_its_days(unit=unit, begins=valid_from, ends=valid_to)
    with recorded(by=by):
        Person.objects.select_for_update().get(pk=person.pk)
        bars = refuse_barred_post(person=person, position=position, on=valid_from, document=exception)
        posting = _begin(
            Posting(
                person=person,
                unit=unit,
                position=position,
                kind=kind,
                valid_from=valid_from,
                valid_to=valid_to,
                decision_number=decision_number.strip(),
                needs_confirmation=needs_confirmation,
                confirmation_note=confirmation_note,
                **exception.columns(),
            )
        )
        record_exception(person=person, bars=bars, document=exception, act="appointment")
        elsewhere = kind == PostingKind.PRIMARY and valid_to is None and _place(person, unit, version=None)
        sync_rights(postings=[posting], by=by)
        if elsewhere:
            moving.moved(person, unit, valid_from, by)
        return posting


def transfer(
    *,
    person: Person,
    unit: Unit,
    position: Position,
    on: date,
    decision_number: str,
    by: User | None,
    kind: str = PostingKind.PRIMARY,
    until: date | None = None,
    version: int | None = None,
    today: date | None = None,
    exception: ExceptionDocument = NO_EXCEPTION,
) -> Posting:
    """End the main post the day before `on` and begin the new one; another kind of post leaves the main one alone.

    Args:
        until: last day of a concurrent or acting post or a secondment, if it is known.
        version: version of the person's row the act was made from; None where a list does it under its own lock.
        today: when given, a day after it is refused, for the person's unit changes at once.

    Raises:
        InvalidInput: as refuse_barred.
        Refused: the unit is dissolved or not yet there on that day, the day does not lie after the beginning of the
            present post, it is still to come, another main post would overlap, or a bar stands against a higher post.
        StaleVersion: the person was changed since.

    Side effects: Person.unit, role grants of leading posts, one business event, one more for an exception; who
        follows people (cadres.moving) is told of another unit.
    """
    _refuse_still_to_come(on, today)
    if kind != PostingKind.PRIMARY:
        with recorded(by=by):
            if version is not None:
                update_version(person, version=version, changes={"unit_id": person.unit_id})
            return appoint(
                person=person,
                unit=unit,
                position=position,
                valid_from=on,
                valid_to=until,
                kind=kind,
                decision_number=decision_number,
                exception=exception,
                by=by,
            )
    refuse_unit_outside_its_days(unit=unit, begins=on, ends=None)
    with recorded(by=by):
        Person.objects.select_for_update().get(pk=person.pk)
        present = primary_in_force(person=person, on=on)
        bars = refuse_barred_post(person=person, position=position, on=on, document=exception)
        elsewhere = _place(person, unit, version=version)
        if present is not None:
            _refuse_pointless(present, unit=unit, position=position, on=on)
            _end(present, on - DAY, by=by)
        posting = _begin(
            Posting(
                person=person,
                unit=unit,
                position=position,
                kind=PostingKind.PRIMARY,
                valid_from=on,
                decision_number=decision_number.strip(),
                **exception.columns(),
            )
        )
        sync_rights(postings=[posting], by=by)
        record_exception(person=person, bars=bars, document=exception, act="transfer")
        record_event(
            object_type="cadres.person",
            object_id=person.pk,
            name="person.transferred",
            details={"from_posting": present.pk if present else None, "to_posting": posting.pk, "on": on},
        )
        if elsewhere:
            moving.moved(person, unit, on, by)
        return posting


def check_transfer(
    *,
    person: Person,
    unit: Unit,
    position: Position,
    on: date,
    kind: str,
    until: date | None,
    today: date | None,
    exception: ExceptionDocument = NO_EXCEPTION,
) -> None:
    """Raise what `transfer` would, without writing: for the page that shows the answers before the act."""
    _refuse_still_to_come(on, today)
    if until is not None and until < on:
        raise InvalidInput(_("The last day lies before the first."), field="until", code="ends_before_begin")
    refuse_unit_outside_its_days(unit=unit, begins=on, ends=until)
    refuse_barred_post(person=person, position=position, on=on, document=exception)
    if kind == PostingKind.PRIMARY:
        present = primary_in_force(person=person, on=on)
        if present is not None:
            _refuse_pointless(present, unit=unit, position=position, on=on)


def end_posting(*, posting: Posting, on: date, version: int | None, by: User) -> Posting:
    """Let a post end with the day `on`; what it carried ends with it, and with the main post the person leaves.

    Raises:
        Refused: the day lies before the post began, or after the day it ends already; StaleVersion / VersionMissing as
            for every edit.
    """
    if posting.valid_to is not None and on > posting.valid_to:
        raise Refused(
            _("This post ends on %(day)s already; a longer one is a new post with its own decision.")
            % {"day": f"{posting.valid_to:%d/%m/%Y}"},
            field="on",
            code="ends_earlier",
        )
    if on < posting.valid_from:
        raise Refused(_("The last day lies before the post began."), field="on", code="ends_before_begin")
    with recorded(by=by):
        update_version(posting, version=version, changes={"valid_to": on})
        end_rights(posting=posting, by=by)
        if posting.kind == PostingKind.PRIMARY and not _goes_on(posting, on + DAY):
            moving.moved(posting.person, None, on + DAY, by)
        return posting


def confirm_posting(*, posting: Posting, version: int | None, by: User) -> Posting:
    """A person vouches for a post that a list had left to be confirmed."""
    with recorded(by=by):
        return update_version(posting, version=version, changes={"needs_confirmation": False})


def refuse_unit_outside_its_days(*, unit: Unit, begins: date, ends: date | None) -> None:
    """Raise Refused when the unit does not exist on every day of the post."""
    if unit.valid_from is not None and begins < unit.valid_from:
        raise Refused(
            _("%(unit)s begins on %(day)s; nobody can hold a post there before.")
            % {"unit": unit.name, "day": f"{unit.valid_from:%d/%m/%Y}"},
            field="on",
            code="unit_not_yet",
        )
    if unit.valid_to is not None and (ends is None or ends > unit.valid_to):
        raise Refused(
            _("%(unit)s was dissolved on %(day)s; choose the unit that took over.")
            % {"unit": unit.name, "day": f"{unit.valid_to:%d/%m/%Y}"},
            field="unit",
            code="unit_dissolved",
        )


def _refuse_still_to_come(on: date, today: date | None) -> None:
    if today is not None and on > today:
        raise Refused(_("Enter the transfer on the day it takes effect or later."), field="on", code="still_to_come")


def _refuse_pointless(present: Posting, *, unit: Unit, position: Position, on: date) -> None:
    if on <= present.valid_from:
        raise Refused(
            _("The present post began on %(day)s; the new one must begin later.")
            % {"day": f"{present.valid_from:%d/%m/%Y}"},
            field="on",
            code="before_present_post",
        )
    if present.unit_id == unit.pk and present.position_id == position.pk:
        raise Refused(_("The person already holds this post."), field="position", code="same_post")


def _begin(posting: Posting) -> Posting:
    try:
        with transaction.atomic():
            posting.save(force_insert=True)
    except IntegrityError as error:
        if "posting_primary_never_overlaps" not in str(error):
            raise
        other = (
            Posting.objects.filter(person_id=posting.person_id, kind=PostingKind.PRIMARY)
            .exclude(valid_to__lt=posting.valid_from)
            .select_related("position")
            .first()
        )
        name = other.position.name if other else ""
        day = f"{other.valid_from:%d/%m/%Y}" if other else ""
        raise Refused(
            _("This overlaps the main post “%(post)s” held from %(day)s; a person has one main post a day.")
            % {"post": name, "day": day},
            field="on",
            code="posts_overlap",
        ) from error
    return posting


def _end(posting: Posting, on: date, *, by: User | None) -> None:
    Posting.objects.filter(pk=posting.pk).update(valid_to=on, row_version=F("row_version") + 1)
    posting.valid_to = on
    end_rights(posting=posting, by=by)


def _goes_on(posting: Posting, on: date) -> bool:
    """Whether another main post holds the person from that day on or later."""
    rows = Posting.objects.filter(person_id=posting.person_id, kind=PostingKind.PRIMARY).exclude(pk=posting.pk)
    return rows.exclude(valid_to__lt=on).exists()


def _place(person: Person, unit: Unit, *, version: int | None) -> bool:
    """The unit of the main post becomes the person's; says whether it is another one."""
    before = Person.objects.values_list("unit_id", flat=True).get(pk=person.pk)
    if version is not None:
        update_version(person, version=version, changes={"unit_id": unit.pk, "left_on": None})
    else:
        Person.objects.filter(pk=person.pk).update(unit=unit, left_on=None, row_version=F("row_version") + 1)
        person.refresh_from_db(fields=["unit", "left_on", "row_version"])
    return before != unit.pk
