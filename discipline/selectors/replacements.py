"""Replacements as pages and the API read them: the list, one with its terms and opinions, what may be chosen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from cadres.models import Person
from cadres.rules.names import search_key
from discipline.enums import ReplacementState, Replacing
from discipline.models import Replacement, ReplacementOpinion
from discipline.rules.values import GroundRule
from discipline.selectors.rule_book import book
from foundation.access import readable_fields, visible_to
from foundation.sheets.listing import Column, Listing, Value
from foundation.workflow.errors import NotFound
from organization.models import Unit
from organization.rules.calendar import WorkingCalendar, working_days_between
from organization.selectors.units import force_condition

UNDER_WAY = (ReplacementState.SUGGESTED, ReplacementState.PROPOSED, ReplacementState.CONSULTED)


@dataclass(frozen=True, slots=True)
class ReplacementLine:
    """One on a day; `due_on` is the term that runs, `left` its working days, negative once it is over."""

    row: Replacement
    ground: str
    due_on: date | None
    left: int | None

    @property
    def overdue(self) -> bool:
        return self.left is not None and self.left < 0


def readable(user: Any) -> QuerySet[Replacement]:
    return visible_to(user, Replacement.objects.select_related("person", "unit", "proposed_by", "decided_by"))


def one(user: Any, code: str) -> Replacement:
    """One by its number.

    Raises:
        NotFound: there is none within the reader's reach.
    """
    found = readable(user).filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def lines(rows: Sequence[Replacement], *, on: date, days: WorkingCalendar) -> list[ReplacementLine]:
    return [line_of(row, on=on, days=days) for row in rows]


def line_of(row: Replacement, *, on: date, days: WorkingCalendar) -> ReplacementLine:
    due = due_on(row)
    left = None
    if due is not None:
        left = -max(1, working_days_between(due, on, days)) if due < on else working_days_between(on, due, days)
    return ReplacementLine(row, str(row.rules.get("ground", {}).get("title") or row.ground), due, left)


def due_on(row: Replacement) -> date | None:
    if row.state not in UNDER_WAY:
        return None
    return row.talk_due_on if row.state == ReplacementState.SUGGESTED else row.decision_due_on


def in_stage(rows: QuerySet[Replacement], stage: str, *, on: date) -> QuerySet[Replacement]:
    """A state, or `overdue`: under way past the term that runs."""
    if stage == "overdue":
        return rows.filter(
            Q(state=ReplacementState.SUGGESTED, talk_due_on__lt=on)
            | Q(state__in=[ReplacementState.PROPOSED, ReplacementState.CONSULTED], decision_due_on__lt=on)
        )
    return rows.filter(state=stage)


def stage_counts(rows: QuerySet[Replacement], *, on: date) -> dict[str, int]:
    """How many of each state, and overdue; one query."""
    overdue = Q(state=ReplacementState.SUGGESTED, talk_due_on__lt=on) | Q(
        state__in=[ReplacementState.PROPOSED, ReplacementState.CONSULTED], decision_due_on__lt=on
    )
    wanted = {state: Count("pk", filter=Q(state=state)) for state in ReplacementState.values}
    return dict(rows.order_by().aggregate(overdue=Count("pk", filter=overdue), **wanted))


def searched(rows: QuerySet[Replacement], text: str) -> QuerySet[Replacement]:
    return rows.filter(
        Q(code__istartswith=text.strip())
        | Q(person__search_key__contains=search_key(text))
        | Q(unit__search_key__contains=search_key(text))
    )


def listing(
    rows: QuerySet[Replacement], *, on: date, days: WorkingCalendar, total: int, made_at: datetime, made_by: str,
    filters: Sequence[tuple[str, str]], mark: str,
) -> Listing:  # fmt: skip
    """The list as a file: the columns of the page with the days and papers behind them."""
    columns = [
        Column(_("Replacement no."), 18), Column(_("Person"), 28), Column(_("Code"), 16), Column(_("Unit"), 40),
        Column(_("Measure on the post"), 22), Column(_("Ground"), 40), Column(_("State"), 18),
        Column(_("Term ends"), 12), Column(_("Working days left"), 10), Column(_("Number of the decision"), 22),
        Column(_("Decided on"), 12),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Value]]:
        for row in rows.iterator(chunk_size=500):
            line = line_of(row, on=on, days=days)
            yield (
                row.code, row.person.full_name, row.person.code, row.unit.name, row.get_kind_display(), line.ground,
                row.get_state_display(), line.due_on, line.left, row.document, row.decided_on,
            )  # fmt: skip

    return Listing(
        title=_("Replacements"), columns=columns, rows=cells(), row_count=total, made_at=made_at, made_by=made_by,
        filters=filters, mark=mark,
    )  # fmt: skip


def watch_inputs(row: Replacement) -> list[tuple[str, str]]:
    """What a watch rule read, in words; cases are named by their decisions in the facts."""
    words = {
        "on": _("Looked at on"), "due_on": _("Due on"), "undertaking": _("Undertaking"), "since": _("Counted since"),
        "indicator": _("Indicator"), "months": _("Months"),
    }  # fmt: skip
    read = row.rules.get("watch", {}).get("inputs", {})
    return [(label, _written(read[name])) for name, label in words.items() if name in read]


def _written(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_written(one) for one in value)
    parts = str(value).split("-")
    return "/".join(reversed(parts)) if len(parts) in (2, 3) and all(part.isdigit() for part in parts) else str(value)


def opinions_of(user: Any, row: Replacement) -> QuerySet[ReplacementOpinion]:
    return visible_to(user, row.opinions.select_related("by")).order_by("id")


def shown(user: Any, row: Replacement) -> frozenset[str]:
    """Names of the columns this reader may see."""
    return readable_fields(user, row)


def units_with_any(user: Any, *, on: date) -> QuerySet[Unit]:
    """Units of the list's filter: those of replacements within reach."""
    return Unit.objects.filter(pk__in=readable(user).order_by().values("unit_id")).order_by("path")


def people_for(user: Any, *, on: date) -> QuerySet[Person]:
    """Serving people for whom this user may note a ground."""
    units = visible_to(user, Unit.objects.filter(force_condition(on)), "replacement.create")
    people = Person.objects.filter(unit__in=units.order_by().values("pk"), left_on__isnull=True)
    own = getattr(user, "person_id", None)
    others = people.exclude(pk=own) if own is not None else people
    return others.select_related("unit").order_by("sort_key")


def grounds(on: date) -> tuple[GroundRule, ...]:
    """Grounds of the rules of a day, those of leading civil servants too."""
    return book().replacement_grounds(on, kind="civil_leader")


def ground_choices(on: date) -> list[tuple[str, str]]:
    """Each ground with the measures it may lead to."""
    labels = dict(Replacing.choices)
    return [
        (one.key, f"{one.title} ({', '.join(str(labels[act]) for act in one.value.get('acts', ()))})")
        for one in grounds(on)
    ]
