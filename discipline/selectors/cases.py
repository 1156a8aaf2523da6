"""Cases as the board reads them: who sees which, by state and clock; names only where they may be read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from cadres.rules.names import search_key
from discipline.enums import HANDLING, INTAKE, OPEN, CaseState, Form, RestorationState
from discipline.models import Case
from discipline.rules.book import RuleBook
from discipline.selectors.clocks import review_due
from discipline.selectors.due import TIMED, with_due
from foundation.access import readable_fields, visible_field, visible_to
from foundation.sheets.listing import Column, Listing, Value
from foundation.workflow.errors import NotFound
from organization.models import Unit
from organization.rules.calendar import WorkingCalendar, working_days_between

NAMED = ("subject", "subject_unit", "unit")
"""What a line of the board names."""
RELATED = ("subject__unit", "subject_unit", "unit__parent", "indicator__version", "answering", "reported_by", "twin")
DECIDED = (
    CaseState.DECIDED, CaseState.IN_FORCE, CaseState.COMPLAINT_1, CaseState.COMPLAINT_2, CaseState.UPHELD,
    CaseState.AMENDED,
)  # fmt: skip
CLOSED = tuple(state for state in CaseState if state not in (*OPEN, *DECIDED))
STAGES: dict[str, tuple[CaseState, ...]] = {
    "intake": INTAKE, "handling": HANDLING, "paused": (CaseState.SUSPENDED,), "decided": DECIDED, "closed": CLOSED,
}  # fmt: skip
TERMS = ("complaints", "restorations")
SOON = 14
"""Days before the end of its term from which a case counts as near it."""
ORDERS = {"code": "code", "opened": "opened_on", "due": "due_key", "state": "state"}
DEFAULT_ORDER = "due"


@dataclass(frozen=True, slots=True)
class Line:
    """One case on the board; `name` is empty where the reader may not know it. `left`: working days, negative late."""

    row: Case
    name: str
    code: str
    unit: str
    shown: frozenset[str]
    due_on: date | None
    left: int | None
    due_for: str

    @property
    def form(self) -> str:
        return str(Form(self.row.form).label) if self.row.form and "form" in self.shown else ""


def dated(rows: QuerySet[Case], user: Any, *, on: date) -> Any:
    """Rows with the date a line shows; those that have it already are left as they are: working it out costs."""
    return rows if "due_key" in rows.query.annotations else with_due(rows, user, on=on)


def readable(user: Any) -> QuerySet[Case]:
    """Cases of the reader's board: those of the person concerned are read elsewhere. A page of them: `whole`."""
    return visible_to(user, Case.objects.all(), "list")


def whole(rows: Sequence[Case], *related: str) -> list[Case]:
    """The rows of a page with what hangs on them, in their order: joined only once the page was chosen."""
    found = Case.objects.select_related(*NAMED, *related).in_bulk([row.pk for row in rows])
    return [found[row.pk] for row in rows if row.pk in found]


def one(user: Any, code: str) -> Case:
    """One case by its number.

    Raises:
        NotFound: there is none within the reader's reach.
    """
    found = visible_to(user, Case.objects.select_related(*RELATED)).filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def is_listed(user: Any, case: Case) -> bool:
    """Whether the reader works on it or oversees it; whoever only is concerned has another page."""
    return readable(user).filter(pk=case.pk).exists()


def in_hand(user: Any, *, on: date) -> QuerySet[Case]:
    """Cases this person handles that wait for a step: signals, and those whose limit comes near or has passed."""
    rows = visible_to(user, Case.objects.all(), "handle")
    near = Q(state__in=HANDLING, handling_due_on__lte=on + timedelta(days=SOON))
    return rows.filter(Q(state__in=INTAKE) | near).order_by(F("handling_due_on").asc(nulls_last=True), "id")


def searched(rows: QuerySet[Case], user: Any, text: str) -> QuerySet[Case]:
    """By number anywhere; by name only among cases whose subject the reader may know."""
    named = visible_field(user, Case.objects.all(), "subject")
    by_name = named.filter(
        Q(subject__search_key__contains=search_key(text))
        | Q(subject__code__iexact=text.strip())
        | Q(subject_unit__search_key__contains=search_key(text))
    )
    return rows.filter(Q(code__istartswith=text.strip()) | Q(pk__in=by_name.order_by().values("pk")))


def in_unit(rows: QuerySet[Case], user: Any, code: str) -> QuerySet[Case]:
    """Those of a unit and everything below it, where the reader may know the unit."""
    unit = visible_to(user, Unit.objects.filter(code=code)).first()
    if unit is None:
        return rows.none()
    named = visible_field(user, Case.objects.filter(unit__path__startswith=unit.path), "unit")
    return rows.filter(pk__in=named.order_by().values("pk"))


def in_stage(rows: QuerySet[Case], stage: str) -> QuerySet[Case]:
    return rows.filter(state__in=STAGES[stage]) if stage in STAGES else rows


def by_clock(rows: QuerySet[Case], user: Any, clock: str, *, on: date) -> QuerySet[Case]:
    """`overdue`, `soon` (within SOON days) or `paused`, by the date a line shows."""
    if clock == "paused":
        return rows.filter(state=CaseState.SUSPENDED)
    running = dated(rows.filter(state__in=TIMED), user, on=on)
    found: QuerySet[Case] = running.filter(_overdue(on) if clock == "overdue" else _soon(on))
    return found


def _overdue(on: date) -> Q:
    return Q(due_key__lt=on)


def _soon(on: date) -> Q:
    return Q(due_key__range=(on, on + timedelta(days=SOON)))


def due_by(rows: QuerySet[Case], user: Any, day: date, *, on: date) -> QuerySet[Case]:
    """Cases whose term, as a line shows it, ends by a day."""
    found: QuerySet[Case] = dated(rows, user, on=on).filter(due_key__lte=day)
    return found


def ordered(rows: QuerySet[Case], user: Any, sort: str, *, on: date) -> QuerySet[Case]:
    """`due` (what runs first, then the rest), `code`, `opened`, `state`; the id keeps the order steady."""
    name = ORDERS.get(sort.removeprefix("-"), ORDERS[DEFAULT_ORDER])
    if name == ORDERS[DEFAULT_ORDER]:
        rows = dated(rows, user, on=on)
    field = F(name)
    if sort.startswith("-"):
        return rows.order_by(field.desc(nulls_last=True), "-id")
    return rows.order_by(field.asc(nulls_last=True), "-id")


def counts(rows: QuerySet[Case], user: Any, *, on: date) -> dict[str, int]:
    """How many of each state, of each stage, overdue and near their term; over what the reader may list."""
    groups = dated(rows, user, on=on).order_by().values_list("state", "due_key").annotate(many=Count("pk"))
    found = dict.fromkeys(CaseState.values, 0) | dict.fromkeys(("overdue", "soon"), 0)
    for state, due, many in groups:  # the date is computed once a row here, and once a condition in the database
        found[state] += many
        if due is not None and due <= on + timedelta(days=SOON):
            found["overdue" if due < on else "soon"] += many
    stages = {name: sum(found[state] for state in inside) for name, inside in STAGES.items()}
    return {**found, **stages, "all": sum(found[state] for state in CaseState.values)}


def lines(user: Any, rows: Sequence[Case], *, on: date, days: WorkingCalendar, rules: RuleBook) -> list[Line]:
    """The rows of a page as this reader may read each of them."""
    shown = whole(rows)
    prefetch_related_objects(shown, *TERMS)
    return [line_of(user, row, on=on, days=days, rules=rules) for row in shown]


def line_of(user: Any, row: Case, *, on: date, days: WorkingCalendar, rules: RuleBook) -> Line:
    shown = readable_fields(user, row)
    due, due_for = next_due(row, rules=rules, days=days) if "handling_due_on" in shown else (None, "")
    left = None
    if due is not None:
        left = -max(1, working_days_between(due, on, days)) if due < on else working_days_between(on, due, days)
    subject = (row.subject or row.subject_unit) if "subject" in shown else None
    code = row.subject.code if subject is not None and row.subject is not None else ""
    return Line(row, str(subject or ""), code, row.unit.name if "unit" in shown else "", shown, due, left, due_for)


def next_due(row: Case, *, rules: RuleBook, days: WorkingCalendar) -> tuple[date | None, str]:
    """The term that runs now, and what is due on it."""
    if row.state in INTAKE:
        return review_due(row, rules=rules, calendar=days), _("Review of the signal")
    if row.state in HANDLING:
        return row.handling_due_on, _("Decision")
    if row.state in (CaseState.COMPLAINT_1, CaseState.COMPLAINT_2):
        open_ones = [one.answer_due_on for one in row.complaints.all() if one.answered_on is None]
        return min(open_ones, default=None), _("Answer to the complaint")
    if row.state == CaseState.RESCINDED:
        owed = [one.due_on for one in row.restorations.all() if one.state == RestorationState.OPEN]
        return min(owed, default=None), _("Restoration")
    return None, ""


def listing(
    user: Any, rows: QuerySet[Case], *, on: date, days: WorkingCalendar, rules: RuleBook, total: int,
    made_at: datetime, made_by: str, filters: Sequence[tuple[str, str]], mark: str,
) -> Listing:  # fmt: skip
    """The board as a file: the same lines, a name only where the page shows it."""
    columns = [
        Column(_("Case number"), 16), Column(_("Track"), 16), Column(_("Person or unit"), 32), Column(_("Unit"), 36),
        Column(_("Kind of subject"), 28), Column(_("State"), 22), Column(_("Opened on"), 12),
        Column(_("Next term"), 12), Column(_("Working days left"), 10),
        Column(_("Form"), 22), Column(_("In effect from"), 12),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Value]]:
        for row in rows.prefetch_related(*TERMS).iterator(chunk_size=500):
            line = line_of(user, row, on=on, days=days, rules=rules)
            yield (
                row.code, row.get_track_display(), line.name, line.unit, row.get_subject_kind_display(),
                row.get_state_display(), row.opened_on, line.due_on, line.left, line.form,
                row.effective_on if "effective_on" in line.shown else None,
            )  # fmt: skip

    return Listing(
        title=_("Cases of discipline"), columns=columns, rows=cells(), row_count=total, made_at=made_at,
        made_by=made_by, filters=filters, mark=mark,
    )  # fmt: skip
