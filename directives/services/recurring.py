"""Tasks that come again: the rule made, changed, paused and ended, and what a night gives by it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from cadres.models import Person
from directives.enums import AssignmentKind, RecurrenceEvery, RecurrenceSkip, RecurrenceState
from directives.models import Assignment, RecurringAssignment, RecurringOccurrence
from directives.rules.recurrence import Occurrence, occurrences
from directives.selectors.recurring import plain
from directives.services.assignments import assign, refuse_giving_to_oneself
from directives.services.mandates import Mandate
from foundation.audit.move import move, refuse_shared_duty
from foundation.audit.record import recorded
from foundation.audit.versioned import update_version
from foundation.workflow.errors import DomainError, InvalidInput, Refused
from organization.rules.calendar import WorkingCalendar
from organization.selectors.calendar import working_calendar

PREFIX = "DK"
MOST_DAYS_BEFORE = 60
EDITABLE = (
    "title", "responsibility", "product", "kind", "every", "day", "month_of_quarter", "days_before", "until",
)  # fmt: skip


def make_recurring(*, person: Person, by: User, today: date, source: str = "app", **given: Any) -> RecurringAssignment:
    """A rule by which a task is given to a person by week, month or quarter.

    Args:
        given: title, responsibility, product, kind, every, day, month_of_quarter, days_before, begins_on, until.

    Raises:
        InvalidInput: a text is missing, or a day does not fit its span.
        Refused: it is a rule for oneself, or the person holds no post or leaves before the rule begins.
    """
    refuse_giving_to_oneself(person, by=by)
    if person.unit_id is None:
        raise Refused(_("%(name)s holds no post, so no task can be given.") % {"name": person}, code="no_post")
    begins_on: date = given.get("begins_on") or today
    if begins_on < today:
        raise InvalidInput(_("A rule begins today or later."), field="begins_on", code="begins_in_the_past")
    if person.left_on is not None and person.left_on <= begins_on:
        said = _("%(name)s leaves on %(day)s, before the deadline.")
        details = {"name": person, "day": f"{person.left_on:%d/%m/%Y}"}
        raise Refused(said % details, code="person_left", field="person")
    values = {"kind": AssignmentKind.REGULAR.value, "month_of_quarter": 3, "until": None, **given}
    values["begins_on"] = begins_on
    _check(values)
    with recorded(by=by, source=source):
        return RecurringAssignment.objects.create(
            code=_next_code(today.year),
            person=person,
            unit_id=person.unit_id,
            counts_from=begins_on,
            created_by=by,
            **_tidied(values),
        )


def edit_recurring(
    *, rule: RecurringAssignment, version: int | None, changes: Mapping[str, Any], by: User, source: str = "app"
) -> RecurringAssignment:
    """Change a rule; tasks that were given by it stay as they are.

    Raises:
        InvalidInput: an unknown field, or a value that does not fit.
        Forbidden: whose task comes again.
        Refused: the rule has ended.
        StaleVersion: somebody wrote first.
    """
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise InvalidInput(_("This field is not known or cannot be set."), field=min(unknown), code="unknown_field")
    refuse_shared_duty(rule, "end", by=by)
    if rule.state == RecurrenceState.ENDED:
        raise Refused(_("This rule has ended; make a new one."), code="rule_ended")
    _check({**{name: getattr(rule, name) for name in (*EDITABLE, "begins_on")}, **changes})
    with recorded(by=by, source=source):
        update_version(rule, version=version, changes=_tidied(changes))
    return rule


def pause(*, rule: RecurringAssignment, reason: str, by: User, today: date, source: str = "app") -> RecurringAssignment:
    """Nothing more is given until the rule is taken up again."""
    return move(rule, "pause", by=by, reason=reason, source=source)


def resume(*, rule: RecurringAssignment, by: User, today: date, source: str = "app", reason: str = "") -> Any:
    """Taken up again from today; what fell into the pause is not given afterwards."""
    return move(rule, "resume", by=by, reason=reason, changes={"counts_from": today}, source=source)


def end(*, rule: RecurringAssignment, reason: str, by: User, today: date, source: str = "app") -> RecurringAssignment:
    """No longer wanted, for good."""
    return move(rule, "end", by=by, reason=reason, source=source)


def due_rules() -> QuerySet[RecurringAssignment]:
    """Rules by which something may have to be given."""
    return RecurringAssignment.objects.filter(state=RecurrenceState.ACTIVE).order_by("id")


def give_due(*, ids: Sequence[int], on: date) -> int:
    """Give what these rules ask for by the day `on`, each time once. Returns how many tasks were given."""
    calendar = working_calendar()
    rows = RecurringAssignment.objects.filter(pk__in=ids, state=RecurrenceState.ACTIVE).order_by("id")
    given = 0
    with recorded(by=None, source="task"):
        for rule in rows.select_related("person", "created_by").select_for_update(of=("self",)):
            made = set(rule.occurrences.filter(nominal_on__gte=rule.begins_on).values_list("nominal_on", flat=True))
            for time in occurrences(plain(rule), rule.counts_from, on, calendar):
                if time.nominal not in made:
                    given += _give(rule, time, on=on, calendar=calendar)
    return given


def _give(rule: RecurringAssignment, time: Occurrence, *, on: date, calendar: WorkingCalendar) -> int:
    """One time: a task that nobody could be late with on its first day, or the reason why there is none."""
    made: Assignment | None = None
    skipped = ""
    if time.due < on:
        skipped = RecurrenceSkip.PASSED
    else:
        try:
            with transaction.atomic():
                made = assign(
                    person=rule.person,
                    title=rule.title,
                    responsibility=rule.responsibility,
                    product=rule.product,
                    assigned_on=max(time.given, min(on, time.due)),
                    due_on=time.due,
                    mandate=Mandate(kind=rule.kind),
                    calendar=calendar,
                    by=rule.created_by,
                    source="task",
                )
        except DomainError:
            skipped = RecurrenceSkip.REFUSED
    RecurringOccurrence.objects.create(rule=rule, nominal_on=time.nominal, assignment=made, skipped=skipped)
    return int(made is not None)


def _tidied(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: " ".join(value.split()) if isinstance(value, str) else value for name, value in values.items()}


def _check(values: Mapping[str, Any]) -> None:
    for name in ("title", "responsibility", "product"):
        if not str(values.get(name, "")).strip():
            said = _("Name the task, the responsibility and the product: a task without one of them binds nobody.")
            raise InvalidInput(said, field=name, code="field_missing")
    day, weekly = values["day"], values["every"] == RecurrenceEvery.WEEKLY
    if not 1 <= day <= (7 if weekly else 31):
        said = _("The day of a week is 1 (Monday) to 7 (Sunday).") if weekly else _("The day of a month is 1 to 31.")
        raise InvalidInput(said, field="day", code="day_outside_span")
    if not 1 <= values["month_of_quarter"] <= 3:
        raise InvalidInput(
            _("A quarter has the months 1 to 3."), field="month_of_quarter", code="month_outside_quarter"
        )
    if not 0 <= values["days_before"] <= MOST_DAYS_BEFORE:
        said = _("Between giving and deadline lie 0 to %(most)s working days.") % {"most": MOST_DAYS_BEFORE}
        raise InvalidInput(said, field="days_before", code="days_before_outside")
    if values["until"] is not None and values["until"] < values["begins_on"]:
        raise InvalidInput(_("The rule would end before it begins."), field="until", code="ends_before_it_begins")


def _next_code(year: int) -> str:
    """DK-2026-0001, counted without a gap or a double."""
    prefix = f"{PREFIX}-{year}-"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"recurring-code {year}"])
    newest = RecurringAssignment.objects.filter(code__startswith=prefix).order_by("-id").values_list("code", flat=True)
    found = newest.first()
    return f"{prefix}{int(found.removeprefix(prefix)) + 1 if found else 1:04d}"
