"""Who does what: functions named, given to units between two days, ended."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cadres.rules.names import search_key
from directives.enums import FunctionPart
from directives.models import Document, Function, FunctionHolding
from directives.selectors.functions import days_meet
from foundation.audit.record import recorded
from foundation.audit.versioned import update_version
from foundation.workflow.errors import InvalidInput, Refused
from organization.models import Unit

EDITABLE = ("name", "document", "one_lead", "note")
PREFIX = "CN"


def next_code() -> str:
    """The next free number; must run inside a transaction, which holds the counter until it ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('function-code', 0))")
    newest = Function.objects.order_by("-id").values_list("code", flat=True).first()
    return f"{PREFIX}-{int(newest.removeprefix(f'{PREFIX}-')) + 1 if newest else 1:05d}"


def create(
    *,
    name: str,
    document: Document | None,
    one_lead: bool,
    note: str = "",
    by: User | None,
    source: str = "app",
) -> Function:
    """Name a function; `one_lead` says that its decision gives it to one unit at a time.

    Raises:
        InvalidInput: no name, or one that stands already.
    """
    words = _named(name)
    with recorded(by=by, source=source):
        code = next_code()
        _refuse_second(words)
        return Function.objects.create(
            code=code,
            name=words,
            search_key=search_key(words),
            document=document,
            one_lead=one_lead,
            note=note.strip(),
            created_by=by,
        )


def edit(
    *, function: Function, version: int | None, changes: Mapping[str, Any], by: User, source: str = "app"
) -> Function:
    """Change what a function is called, its ground, or whether one unit leads it.

    Raises:
        InvalidInput: an unknown field, no name, a name that stands already.
        Refused: two units lead it on one day, so its decision cannot say one.
        StaleVersion: somebody wrote first.
    """
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise InvalidInput(_("This field is not known or cannot be set."), field=min(unknown), code="unknown_field")
    written = dict(changes)
    if "name" in written:
        written["name"] = _named(written["name"])
        written["search_key"] = search_key(written["name"])
        _refuse_second(written["name"], but=function.pk)
    try:
        with recorded(by=by, source=source), transaction.atomic():
            return update_version(function, version=version, changes=written)
    except IntegrityError as error:
        raise Refused(
            _("Two units lead this function on the same day: end one of them first."),
            code="two_leads",
            field="one_lead",
        ) from error


def hold(
    *,
    function: Function,
    unit: Unit,
    part: str,
    valid_from: date,
    valid_to: date | None = None,
    document: Document | None = None,
    basis: str = "",
    by: User | None,
    source: str = "app",
) -> FunctionHolding:
    """Give a function to a unit, to lead it or to co-operate in it.

    Raises:
        InvalidInput: it ends before it begins.
        Refused: the unit does not exist on all these days; it holds the function already; another unit leads it
            and the decision says one.
    """
    if valid_to is not None and valid_to < valid_from:
        raise InvalidInput(_("The last day lies before the first."), field="valid_to", code="ends_before")
    _need_unit(unit, valid_from, valid_to)
    try:
        with recorded(by=by, source=source), transaction.atomic():
            return FunctionHolding.objects.create(
                function=function,
                unit=unit,
                part=part,
                valid_from=valid_from,
                valid_to=valid_to,
                document=document,
                basis=basis.strip(),
                created_by=by,
            )
    except IntegrityError as error:
        raise _in_words(error, function, unit, valid_from, valid_to) from error


def end(
    *, holding: FunctionHolding, valid_to: date, version: int | None, by: User, source: str = "app"
) -> FunctionHolding:
    """The unit holds the function until this day.

    Raises:
        InvalidInput: before the first day; Refused: it would meet another row; StaleVersion.
    """
    if valid_to < holding.valid_from:
        raise InvalidInput(_("The last day lies before the first."), field="valid_to", code="ends_before")
    _need_unit(holding.unit, holding.valid_from, valid_to)
    try:
        with recorded(by=by, source=source), transaction.atomic():
            return update_version(holding, version=version, changes={"valid_to": valid_to})
    except IntegrityError as error:
        raise _in_words(error, holding.function, holding.unit, holding.valid_from, valid_to) from error


def _named(name: str) -> str:
    words = " ".join(name.split())
    if not words:
        raise InvalidInput(_("This cannot be empty."), field="name", code="field_missing")
    return words


def _refuse_second(name: str, but: int | None = None) -> None:
    other = Function.objects.filter(search_key=search_key(name)).first()
    if other is not None and other.pk != but:
        raise InvalidInput(
            _("%(code)s has this name already.") % {"code": other.code}, field="name", code="function_exists"
        )


def _need_unit(unit: Unit, valid_from: date, valid_to: date | None) -> None:
    """Refuse days on which the unit does not exist."""
    early = unit.valid_from is not None and valid_from < unit.valid_from
    late = unit.valid_to is not None and (valid_to is None or valid_to > unit.valid_to)
    if early or late:
        words = {
            "unit": unit.name,
            "from": f"{unit.valid_from:%d/%m/%Y}" if unit.valid_from else "…",
            "to": f"{unit.valid_to:%d/%m/%Y}" if unit.valid_to else "…",
        }
        raise Refused(
            _("%(unit)s exists from %(from)s to %(to)s, not on all these days.") % words,
            code="unit_not_there",
            field="unit",
        )


def _in_words(
    error: IntegrityError, function: Function, unit: Unit, valid_from: date, valid_to: date | None
) -> Refused:
    """What the database refused, with who stands in the way."""
    standing = days_meet(function.holdings.select_related("unit"), valid_from, valid_to)
    if "function_one_lead_a_day" in str(error):
        text = _("%(unit)s leads it from %(from)s to %(to)s, and the decision gives it to one unit.")
        rows, code = standing.filter(part=FunctionPart.LEAD).exclude(unit=unit), "two_leads"
    else:
        text = _("%(unit)s holds it already from %(from)s to %(to)s.")
        rows, code = standing.filter(unit=unit), "held_already"
    found = rows.first()
    if found is None:
        return Refused(_("Somebody else saved this first. Load the page again."), code=code, field="unit")
    words = {
        "unit": found.unit.name,
        "from": f"{found.valid_from:%d/%m/%Y}",
        "to": f"{found.valid_to:%d/%m/%Y}" if found.valid_to else "…",
    }
    return Refused(text % words, code=code, field="unit")
