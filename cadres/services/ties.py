"""Declaring relatives, ending a declaration, and looking at what is closed."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cadres import tying
from cadres.enums import TieSource
from cadres.models import FamilyTie, Person
from cadres.rules.names import search_key, tidy_name
from cadres.selectors.ties import person_meant
from foundation.access import field_rights
from foundation.audit.reading import record_read
from foundation.audit.record import record_event, recorded
from foundation.audit.versioned import update_version
from foundation.workflow.errors import Forbidden, InvalidInput, Refused


def declare_tie(*, person: Person, kind: str, name: str, on: date, by: User | None, code: str = "") -> FamilyTie:
    """Write down a relative: of the registry where code and name agree with somebody, else a name only.

    The answer is the same either way, so that nobody learns who has which code.

    Raises:
        InvalidInput: no name, or the person's own code.
        Refused: the same relative was declared already.

    Side effects: whoever follows ties (cadres.tying) is told, where both are people of the registry.
    """
    name, code = tidy_name(name), code.strip().upper()
    if not search_key(name):
        raise InvalidInput(_("Give the full name."), field="name", code="name_missing")
    if code == person.code:
        raise InvalidInput(_("Nobody is the own relative."), field="code", code="own_code")
    own = by is not None and getattr(by, "person_id", None) == person.pk
    with recorded(by=by):
        try:
            with transaction.atomic():
                made = FamilyTie.objects.create(
                    person=person,
                    relative=person_meant(code=code, name=name),
                    relative_name=name,
                    relative_key=search_key(name)[:160],
                    relative_code=code,
                    kind=kind,
                    declared_on=on,
                    source=TieSource.SELF if own else TieSource.OFFICER,
                )
        except IntegrityError as error:
            if "family_tie_declared_once" not in str(error):
                raise
            raise Refused(_("This relative was declared already."), field="name", code="tie_twice") from error
        if made.relative is not None:
            tying.tied(person, made.relative, on, by)
        return made


def end_tie(*, tie: FamilyTie, on: date, today: date, reason: str, version: int | None, by: User) -> FamilyTie:
    """A tie that no longer is, or was entered by mistake: checks count it until that day; the row stays.

    Raises:
        InvalidInput: no reason, a day before it was declared or still to come.
        Refused: it ended already, or it names whoever would end it. StaleVersion / VersionMissing: as every edit.
    """
    if tie.ended_on is not None:
        raise Refused(_("This declaration ended on %(day)s.") % {"day": f"{tie.ended_on:%d/%m/%Y}"}, code="tie_ended")
    if tie.relative_id is not None and tie.relative_id == by.person_id:
        raise Refused(_("Somebody else ends a declaration that names you."), code="tie_names_you")
    if not reason.strip():
        raise InvalidInput(_("Give the reason for this act."), field="reason", code="reason_missing")
    if not tie.declared_on <= on <= today:
        raise InvalidInput(
            _("The last day lies between the day of the declaration and today."), field="on", code="day_outside"
        )
    with recorded(by=by):
        update_version(tie, version=version, changes={"ended_on": on})
        record_event(
            object_type="cadres.familytie",
            object_id=tie.pk,
            name="family_tie.ended",
            reason=reason.strip(),
            details={"on": on},
        )
        return tie


def reveal_ties(*, person: Person, ties: list[FamilyTie], reason: str, by: User, source: str = "app") -> None:
    """Note a look at the names of somebody's relatives, before they are shown.

    Raises:
        Forbidden: the reader may not see them; InvalidInput: no reason was given.

    Side effects: one read event in the trail with the reason.
    """
    if any("relative_name" not in field_rights(by, tie).protected for tie in ties):
        raise Forbidden(_("Your role does not include this."), code="forbidden")
    if not reason.strip():
        raise InvalidInput(_("Give the reason for this act."), field="reason", code="reason_missing")
    record_read(
        by=by,
        object_type="cadres.person",
        object_id=person.pk,
        name="person.relatives_revealed",
        reason=reason.strip(),
        details={"rows": len(ties), "keys": sorted(tie.pk for tie in ties)},
        source=source,
    )
