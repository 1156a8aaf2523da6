"""Commendations and good models: recorded with their decision, mended, proved by files."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import User
from cadres.models import Person
from directives.models import Commendation, CommendationEvidence, CommendedPerson, Undertaking
from foundation.access import require
from foundation.audit.record import recorded
from foundation.audit.versioned import update_version
from foundation.files.services.lines import add_line
from foundation.workflow.errors import InvalidInput, Refused
from organization.models import Unit

EDITABLE = ("title", "description", "unit_itself", "undertaking", "number", "issuer", "decided_on")
TEXTS = ("title", "number", "issuer")
PREFIX = "KT"


def next_code(*, year: int) -> str:
    """The next free number of the year; must run inside a transaction, which holds the counter until it ends."""
    prefix = f"{PREFIX}-{year}-"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"commendation-code {year}"])
    rows = Commendation.objects.filter(code__startswith=prefix).order_by("-id")
    newest = rows.values_list("code", flat=True).first()
    return f"{prefix}{int(newest.removeprefix(prefix)) + 1 if newest else 1:05d}"


def commend(
    *,
    kind: str,
    title: str,
    description: str = "",
    unit: Unit,
    unit_itself: bool,
    people: Sequence[Person] = (),
    undertaking: Undertaking | None = None,
    number: str,
    issuer: str,
    decided_on: date,
    today: date,
    by: User | None,
    source: str = "app",
) -> Commendation:
    """Record what was done well.

    Args:
        unit: the unit it belongs to; `unit_itself` says that the unit as such is commended.
        people: who is named in the decision.

    Raises:
        InvalidInput: a text is missing, a day still to come, neither the unit nor a person.
        Refused: the unit did not exist on that day; the undertaking is another unit's.
    """
    _check(unit, unit_itself, people, undertaking, decided_on, today)
    with recorded(by=by, source=source):
        made = Commendation.objects.create(
            code=next_code(year=decided_on.year),
            kind=kind,
            title=_need(title, "title"),
            description=description.strip(),
            unit=unit,
            unit_itself=unit_itself,
            undertaking=undertaking,
            number=_need(number, "number"),
            issuer=_need(issuer, "issuer"),
            decided_on=decided_on,
            created_by=by,
        )
        for person in people:
            CommendedPerson.objects.create(commendation=made, person=person)
    return made


def edit(
    *,
    commendation: Commendation,
    version: int | None,
    changes: Mapping[str, Any],
    people: Sequence[Person] | None = None,
    today: date,
    by: User,
    source: str = "app",
) -> Commendation:
    """Mend what was recorded; `people` replaces who is named, None leaves them.

    Raises:
        InvalidInput: an unknown field, or as for `commend`; Refused: as there; StaleVersion.
    """
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise InvalidInput(_("This field is not known or cannot be set."), field=min(unknown), code="unknown_field")
    written: dict[str, Any] = {name: _need(value, name) if name in TEXTS else value for name, value in changes.items()}
    named = CommendedPerson.objects.filter(commendation=commendation)
    standing = list(Person.objects.filter(pk__in=named.filter(removed=False).values("person")))
    _check(
        commendation.unit,
        written.get("unit_itself", commendation.unit_itself),
        standing if people is None else people,
        written.get("undertaking", commendation.undertaking),
        written.get("decided_on", commendation.decided_on),
        today,
    )
    with recorded(by=by, source=source):
        update_version(commendation, version=version, changes=written)
        if people is not None:
            wanted = {person.pk for person in people}
            named.filter(removed=False).exclude(person__in=wanted).update(removed=True)
            named.filter(removed=True, person__in=wanted).update(removed=False)
            for key in sorted(wanted - set(named.values_list("person_id", flat=True))):
                CommendedPerson.objects.create(commendation=commendation, person_id=key)
    return commendation


def add_evidence(
    *, commendation: Commendation, title: str, upload: Any, by: User, source: str = "app"
) -> CommendationEvidence:
    """Attach the decision or a file that shows the model.

    Raises:
        Forbidden: not within the person's rights; InvalidInput, FileRefused: the file.
    """
    require(by, "commendation.update", commendation)
    return add_line(
        CommendationEvidence, parent=commendation, field="commendation", title=title, upload=upload, by=by,
        source=source,
    )  # fmt: skip


def _need(text: str, field: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise InvalidInput(_("This cannot be empty."), field=field, code="field_missing")
    return words


def _check(
    unit: Unit,
    unit_itself: bool,
    people: Sequence[Person],
    undertaking: Undertaking | None,
    decided_on: date,
    today: date,
) -> None:
    if decided_on > today:
        raise InvalidInput(_("That day is still to come."), field="decided_on", code="day_to_come")
    if not unit_itself and not people:
        raise InvalidInput(
            _("Say who is commended: the unit itself, people, or both."), field="people", code="nobody_commended"
        )
    if (unit.valid_from and decided_on < unit.valid_from) or (unit.valid_to and decided_on > unit.valid_to):
        raise Refused(
            _("%(unit)s did not exist on the day of the decision.") % {"unit": unit.name},
            code="unit_not_there",
            field="unit",
        )
    if undertaking is not None and undertaking.unit_id != unit.pk:
        raise Refused(
            _("%(code)s is the undertaking of another unit.") % {"code": undertaking.code},
            code="other_undertaking",
            field="undertaking",
        )
