"""Suspension from work while a case is considered: begun on a ground of the rules, extended once, ended."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from discipline.enums import HANDLING, CaseState, WorkSuspensionState
from discipline.models import Case, WorkSuspension
from discipline.rules.terms import end_of
from discipline.selectors.rule_book import book
from discipline.services.taking import in_state, need, not_after, not_before, taken
from discipline.services.telling import tell_concerned
from foundation.access import require
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.audit.versioned import update_version
from foundation.workflow.errors import InvalidInput, Refused
from organization.selectors.calendar import working_calendar


def begin(
    *, case: Case, ground: str, document: str, from_on: date, today: date, by: User, source: str = "app"
) -> WorkSuspension:
    """Suspend the person concerned from work for the working days of the rules; it is no discipline.

    Raises:
        Refused: another stage, a unit, or a suspension that runs; InvalidInput: an unknown ground, no document.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="work_suspension.begin", as_part=WorkSuspension)
        in_state(row, *HANDLING, CaseState.SUSPENDED)
        if row.subject_id is None:
            raise Refused(_("Only a person is suspended from work."), code="not_a_person")
        not_before(not_after(from_on, today, "from_on"), row.opened_on, "from_on")
        rules = book()
        if ground not in {one.key for one in rules.work_suspension_grounds(from_on)}:
            raise InvalidInput(_("The rules of that day know no such ground."), field="ground", code="ground_unknown")
        term, _times = rules.work_suspension_term(from_on)
        try:
            with transaction.atomic():
                made = WorkSuspension.objects.create(
                    case=row, ground=ground, document=need(document, "document"), from_on=from_on,
                    until_on=end_of(from_on, term, working_calendar()), by=by,
                )  # fmt: skip
        except IntegrityError as error:
            raise Refused(_("A suspension from work runs already."), code="suspended_already") from error
        title = gettext_noop("Case %(code)s: suspended from work")
        tell_concerned(row, occasion=f"work:{made.pk}", title=title, on=made.until_on, by=by)
        return made


def extend(
    *, suspension: WorkSuspension, document: str, version: int | None, by: User, source: str = "app"
) -> WorkSuspension:
    """Add the working days of the rules, as often as they allow (once).

    Raises:
        Refused: it has ended, or was extended already; InvalidInput: no document; StaleVersion.
    """
    with recorded(by=by, source=source):
        require(by, "work_suspension.extend", suspension)
        row = taken(suspension.case, by=by, act="work_suspension.extend", as_part=WorkSuspension)
        if suspension.state != WorkSuspensionState.ACTIVE:
            raise Refused(_("This was ended already."), code="ended_already")
        term, times = book().work_suspension_term(suspension.from_on)
        if times < 1 or suspension.extended_until is not None:
            raise Refused(_("The suspension was extended already."), code="extended_already")
        until = end_of(suspension.until_on, term, working_calendar())
        changes = {"extended_until": until, "document": f"{suspension.document}; {need(document, 'document')}"[:160]}
        done: WorkSuspension = update_version(suspension, version=version, changes=changes)
        title = gettext_noop("Case %(code)s: the suspension from work was extended")
        tell_concerned(row, occasion=f"work:{done.pk}:extended", title=title, on=until, by=by)
        return done


def end(*, suspension: WorkSuspension, on: date, today: date, by: User, source: str = "app") -> WorkSuspension:
    """The person goes back to work.

    Raises:
        InvalidInput: a day ahead or before it began; StateChanged: it has ended.
    """
    with recorded(by=by, source=source):
        require(by, "work_suspension.end", suspension)
        row = taken(suspension.case, by=by, act="work_suspension.end", as_part=WorkSuspension)
        not_before(not_after(on, today, "on"), suspension.from_on, "on")
        done: WorkSuspension = move(suspension, "end", by=by, changes={"ended_on": on}, source=source)
        title = gettext_noop("Case %(code)s: the suspension from work ended")
        tell_concerned(row, occasion=f"work:{done.pk}:ended", title=title, by=by)
        return done
