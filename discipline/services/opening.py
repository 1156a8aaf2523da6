"""Opening a case: what must have been looked at, the time bar, the handling limit; extension, pauses, ways out."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from discipline.enums import HANDLING, CaseRole, CaseState
from discipline.models import Case, Pause
from discipline.rules.book import RuleBook
from discipline.rules.terms import ONE_DAY
from discipline.selectors.clocks import clock_of, time_bar_of
from discipline.selectors.rule_book import book
from discipline.services.naming import bar_relatives
from discipline.services.rotation import follow_rotation
from discipline.services.signals import refuse_left
from discipline.services.taking import in_state, need, not_after, not_before, taken
from discipline.services.telling import settle, tell_concerned, tell_handlers
from foundation.audit.move import move
from foundation.audit.record import record_event, recorded
from foundation.audit.versioned import update_version
from foundation.workflow.errors import InvalidInput, Refused
from organization.selectors.calendar import working_calendar

CHECKS = ("exemption", "suspension", "proposals")
"""What must have been looked at before a case is opened (rules of the field): exempting grounds, grounds not to
consider it yet, approved innovation proposals the act may fall under."""
WAITED = ("signal", "review", "limit", "submitted")
"""What people were told of a case that ends before it is decided."""


def open_case(
    *, case: Case, opened_on: date, checks: Mapping[str, bool], today: date, by: User, source: str = "app"
) -> Case:
    """Open the case: from now on the person concerned reads it, and the handling limit is computed from discovery.

    Args:
        checks: what was looked at, by name of CHECKS; each must be confirmed.

    Raises:
        InvalidInput: a check is missing, or the day lies before the discovery or ahead.
        Refused: the time bar of every form has passed; the person concerned is not known.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case.step")
        not_before(not_after(opened_on, today, "opened_on"), row.discovered_on, "opened_on")
        for name in CHECKS:
            if not checks.get(name):
                raise InvalidInput(
                    _("Confirm that this was looked at before the case is opened."), field=name, code="check_missing"
                )
        if row.answering_id is None:
            raise Refused(_("Nobody heads this unit today: name who answers for it."), code="nobody_answers")
        refuse_left(row.subject, row.acted_on, today, confirmed=True)
        rules = book()
        _refuse_barred_by_time(row, opened_on, rules)
        bar_relatives(row, on=today, by=by)
        clock = clock_of(row, today=today, rules=rules, calendar=working_calendar())
        done: Case = move(
            row,
            "open_case",
            by=by,
            changes={"opened_on": opened_on, "handling_due_on": clock.ends_on},
            details={"checks": sorted(CHECKS), "clock": {**clock.ground.as_json(), "inputs": dict(clock.inputs)}},
            source=source,
        )
        settle(done, "signal", "review", by=by)
        follow_rotation(done, on=today, by=by)
        tell_concerned(done, occasion="opened", title=gettext_noop("A case concerns you: %(code)s"), by=by)
        tell_handlers(
            done, occasion="limit", title=gettext_noop("Case %(code)s: decision owed"), on=clock.ends_on, by=by
        )
        return done


def extend(*, case: Case, on: date, reason: str, today: date, by: User, source: str = "app") -> Case:
    """Extend the handling limit to the longer term of the rules, once, while the first one runs.

    Raises:
        Refused: extended already, the limit has passed, or it is for another handler to extend; InvalidInput: no
            reason, a day ahead.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case.step")
        in_state(row, *HANDLING, CaseState.SUSPENDED)
        not_before(not_after(on, today, "on"), row.opened_on, "on")
        _refuse_own_limit(row, by)
        if row.extended_on is not None:
            raise Refused(_("The limit was extended already."), code="extended_already")
        if row.handling_due_on is not None and on > row.handling_due_on:
            raise Refused(_("The limit has passed: it cannot be extended any more."), code="limit_passed")
        row.extended_on = on
        clock = clock_of(row, today=today, rules=book(), calendar=working_calendar())
        changes = {"extended_on": on, "extension_reason": need(reason, "reason"), "handling_due_on": clock.ends_on}
        done: Case = update_version(row, version=row.row_version, changes=changes)
        tell_concerned(
            done,
            occasion="extended",
            title=gettext_noop("Case %(code)s: the limit was extended"),
            on=clock.ends_on,
            by=by,
        )
        return done


def suspend(
    *,
    case: Case,
    ground: str,
    proof: str,
    from_on: date,
    review_on: date,
    reason: str,
    today: date,
    by: User,
    source: str = "app",
) -> Case:
    """Stop considering the case on a ground of the rules; the handling limit does not run meanwhile.

    Args:
        proof: by whom the ground was confirmed; health details are never written down.
        review_on: the day on which somebody looks again.

    Raises:
        InvalidInput: an unknown ground, a review before the first day, a day ahead.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case.step")
        not_before(not_after(from_on, today, "from_on"), row.opened_on, "from_on")
        grounds = {one.key: one for one in book().suspension_grounds(from_on)}
        if ground not in grounds:
            raise InvalidInput(_("The rules of that day know no such ground."), field="ground", code="ground_unknown")
        if review_on <= from_on:
            raise InvalidInput(_("The review lies before the pause."), field="review_on", code="review_early")
        changes = {"suspended_from": row.state}
        done: Case = move(row, "suspend", by=by, reason=reason, changes=changes, source=source)
        Pause.objects.create(
            case=done,
            ground=ground,
            proof=need(proof, "proof"),
            from_on=from_on,
            review_on=review_on,
            rule=grounds[ground].ground.code,
            added_by=by,
        )
        title = gettext_noop("Case %(code)s is not considered for now")
        tell_concerned(done, occasion=f"paused:{done.row_version}", title=title, on=review_on, by=by)
        return done


def resume(*, case: Case, on: date, today: date, by: User, source: str = "app") -> Case:
    """Go on where the case stopped; the limit moves by the days it was paused.

    Raises:
        InvalidInput: the day lies before the pause or ahead; StateChanged: it is not paused.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case.step")
        in_state(row, CaseState.SUSPENDED)
        pause = row.pauses.get(ended_on=None)
        not_before(not_after(on, today, "on"), pause.from_on, "on")
        pause.ended_on = max(pause.from_on, on - ONE_DAY)
        pause.save(update_fields=["ended_on"])
        clock = clock_of(row, today=today, rules=book(), calendar=working_calendar())
        changes = {"suspended_from": "", "handling_due_on": clock.ends_on}
        done: Case = move(row, f"resume_{row.suspended_from}", by=by, changes=changes, source=source)
        title = gettext_noop("Case %(code)s goes on")
        tell_concerned(done, occasion=f"resumed:{done.row_version}", title=title, on=clock.ends_on, by=by)
        return done


def find_time_barred(*, case: Case, reason: str, today: date, by: User, source: str = "app") -> Case:
    """End the case because no form may be applied any more.

    Raises:
        Refused: some form is still open by the rules of the act.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case.step")
        rules = book()
        forms = [one.form for one in rules.forms(row.subject_kind, today)]
        open_forms = [form for form in time_bar_of(row, today=today, rules=rules).open_forms(today) if form in forms]
        if open_forms:
            raise Refused(_("The time bar has not passed for every form."), code="not_time_barred")
        done: Case = move(row, "find_time_barred", by=by, reason=reason, changes={"closed_on": today}, source=source)
        settle(done, *WAITED, by=by)
        follow_rotation(done, on=today, by=by)
        return done


def exempt(*, case: Case, ground: str, reason: str, today: date, by: User, source: str = "app") -> Case:
    """End the case because the rules exempt the person concerned.

    Raises:
        InvalidInput: the rules of today know no such ground.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case.step")
        found = {one.key: one for one in book().exemption_grounds(today)}
        if ground not in found:
            raise InvalidInput(_("The rules of that day know no such ground."), field="ground", code="ground_unknown")
        kept = {"ground": ground, **found[ground].ground.as_json()}
        changes = {"closed_on": today}
        done: Case = move(row, "exempt", by=by, reason=reason, changes=changes, details=kept, source=source)
        settle(done, *WAITED, by=by)
        follow_rotation(done, on=today, by=by)
        return done


def link_twin(*, case: Case, twin: Case, by: User, source: str = "app") -> Case:
    """Link the case of the other track about the same person.

    Raises:
        Refused: the same track, another person, or one of them is linked already.
    """
    with recorded(by=by, source=source):
        row, other = taken(case, by=by, act="case.step"), taken(twin, by=by, act="case.handle")
        if row.track == other.track or row.subject_id is None or row.subject_id != other.subject_id:
            raise Refused(_("Linked are the two tracks of one person."), code="twin_unlike", field="twin")
        if any(one.twin_id is not None or hasattr(one, "twin_of") for one in (row, other)):
            raise Refused(_("One of the two is linked already."), code="twin_taken", field="twin")
        done: Case = update_version(row, version=row.row_version, changes={"twin": other})
        record_event(
            table=Case._meta.db_table,
            object_type=Case._meta.label_lower,
            object_id=row.pk,
            name="case.linked",
            details={"twin": other.code},
        )
        return done


def longest_handler(case: Case) -> int | None:
    """The account that has handled the case longest of those who handle it now."""
    handlers = [one for one in case.members.all() if one.role == CaseRole.HANDLER and one.ended_on is None]
    return min(handlers, key=lambda one: (one.since, one.pk)).user_id if handlers else None


def _refuse_own_limit(case: Case, by: User) -> None:
    """Two of them: who has handled the case longest does not lengthen the own limit, so nobody does it alone."""
    if longest_handler(case) == by.pk:
        raise Refused(
            _(
                "Another handler extends the limit, not who has handled the case longest. Where there is none, name "
                "a second one first."
            ),
            code="extended_by_another",
        )


def _refuse_barred_by_time(case: Case, on: date, rules: RuleBook) -> None:
    forms = [one.form for one in rules.forms(case.subject_kind, on)]
    if not forms:
        return
    bar = time_bar_of(case, today=on, rules=rules)
    if not set(bar.open_forms(on)) & set(forms):
        raise Refused(
            _("The time bar has passed for every form. Record the case as time-barred."),
            code="time_barred",
            details={"ends_for": {form: end and end.isoformat() for form, end in bar.ends_for.items()}},
        )
