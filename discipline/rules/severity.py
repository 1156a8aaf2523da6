"""How heavy forms are: their order by kind of subject, the highest of several, one level heavier, the two tracks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from discipline.enums import Form, SubjectKind
from discipline.rules.book import RuleBook
from discipline.rules.values import FormRule, Ground
from foundation.workflow.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Heavier:
    """The form a new violation leads to while a decision runs; `form` is None where none is heavier."""

    form: FormRule | None
    from_form: str
    ground: Ground


@dataclass(frozen=True, slots=True)
class Disproportion:
    """The two tracks lie levels apart; `heavier` is "administrative" or "party"."""

    levels: int
    heavier: str
    ground: Ground


def form_of_kind(kind: SubjectKind | str, form: Form | str, on: date, book: RuleBook) -> FormRule:
    """The form as the rules of that day know it for this kind of subject.

    Raises:
        InvalidInput: it cannot be applied to this kind on that day.
    """
    found = book.form_rule(kind, form, on)
    if found is None:
        raise InvalidInput(
            _("“%(form)s” is no form for this kind of subject on %(day)s.")
            % {"form": Form(form).label, "day": f"{on:%d/%m/%Y}"},
            code="form_not_valid",
            field="form",
        )
    return found


def highest(kind: SubjectKind | str, forms: Iterable[Form | str], on: date, book: RuleBook) -> FormRule:
    """One form for several violations considered together: the heaviest (NĐ 172/2025 Art 2).

    Raises:
        InvalidInput: there is none, or one cannot be applied to this kind on that day.
    """
    found = [form_of_kind(kind, form, on, book) for form in forms]
    if not found:
        raise InvalidInput(_("Name a form for each violation."), code="forms_missing", field="forms")
    return max(found, key=lambda one: one.order)


def one_level_heavier(kind: SubjectKind | str, form: Form | str, on: date, book: RuleBook) -> FormRule | None:
    """The next form of this kind on that day; None after the last. The form itself may have been dropped since.

    Raises:
        InvalidInput: the form was never applied to this kind of subject.
    """
    order = _order(kind, form, on, book)
    return next((one for one in book.forms(kind, on) if one.order > order), None)


def while_one_runs(kind: SubjectKind | str, running: Form | str, new: Form | str, on: date, book: RuleBook) -> Heavier:
    """A new violation while a decision runs: one level above the heavier of the two (NĐ 172/2025 Art 2).

    If the new one alone would be lighter or equal, one level above the running form; if heavier, one level above the
    new one's form.
    """
    running_order = _order(kind, running, on, book)
    base = new if form_of_kind(kind, new, on, book).order > running_order else running
    return Heavier(one_level_heavier(kind, base, on, book), str(base), book.rule("severity.running", on).ground)


def disproportion(administrative: Form | str, party: Form | str, on: date, book: RuleBook) -> Disproportion | None:
    """A warning when the two tracks lie further apart than the rules allow; None when they match."""
    row = book.rule("severity.commensurate", on)
    first, second = level(administrative, on, book), level(party, on, book)
    apart = abs(first - second)
    if apart < int(row.value["apart"]):
        return None
    return Disproportion(apart, "administrative" if first > second else "party", row.ground)


def level(form: Form | str, on: date, book: RuleBook) -> int:
    """The level that compares tracks, 1 (reprimand) to 4; a form dropped since keeps the level it had.

    Raises:
        InvalidInput: the rules never knew the form.
    """
    for row in sorted((row for row in book.rows if row.unit == "form"), key=lambda row: not row.holds(on)):
        if row.value["form"] == str(form):
            return int(row.value["level"])
    raise InvalidInput(_("This form is not in the rules of that day."), code="form_not_valid", field="form")


def _order(kind: SubjectKind | str, form: Form | str, on: date, book: RuleBook) -> int:
    ever = (row for row in book.forms_ever(kind) if row.form == str(form))
    known = book.form_rule(kind, form, on) or next(ever, None)
    if known is None:
        raise InvalidInput(
            _("This form was never applied to this kind of subject."), code="form_not_valid", field="form"
        )
    return known.order
