"""Undertakings of units: promised, reported on, reported done, accepted or sent back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from cadres.models import Person
from directives.enums import UndertakingState
from directives.models import DocumentTask, Undertaking, UndertakingEvidence, UndertakingReport
from directives.services.codes import next_undertaking_code
from foundation.access import require
from foundation.audit.move import move, refuse_shared_duty
from foundation.audit.record import record_event, recorded
from foundation.audit.versioned import update_version
from foundation.files.services.lines import add_line
from foundation.notifications.notify import mark_handled, notify
from foundation.notifications.wording import as_date
from foundation.workflow.errors import InvalidInput, Refused
from organization.models import Unit

EDITABLE = ("title", "product", "responsible", "due_on")


def undertake(
    *,
    unit: Unit,
    task: DocumentTask,
    title: str,
    product: str,
    responsible: Person,
    begins_on: date,
    due_on: date,
    by: User | None,
    source: str = "app",
) -> Undertaking:
    """A unit promises something for a task of a document.

    Raises:
        InvalidInput: a text is missing, or the deadline lies before the first day.
        Refused: the unit does not exist on those days, or the person does not serve in it.

    Side effects: the responsible person is told.
    """
    _check(unit, responsible, begins_on, due_on)
    with recorded(by=by, source=source):
        made = Undertaking.objects.create(
            code=next_undertaking_code(year=begins_on.year),
            unit=unit,
            task=task,
            title=_need(title, "title"),
            product=_need(product, "product"),
            responsible=responsible,
            begins_on=begins_on,
            due_on=due_on,
            created_by=by,
        )
        _tell(made, gettext_noop("You answer for %(code)s: %(title)s"), "given", by=by)
    return made


def edit(
    *, undertaking: Undertaking, version: int | None, changes: Mapping[str, Any], by: User, source: str = "app"
) -> Undertaking:
    """Change what was promised while it is under way; the deadline moves forward only, `extend` puts it off.

    Raises:
        Refused: it is reported done, accepted or cancelled, or the deadline would be later; InvalidInput; StaleVersion.
    """
    _need_under_way(undertaking)
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise InvalidInput(_("This field is not known or cannot be set."), field=min(unknown), code="unknown_field")
    written: dict[str, Any] = {
        name: _need(value, name) if isinstance(value, str) else value for name, value in changes.items()
    }
    _check(
        undertaking.unit,
        written.get("responsible", undertaking.responsible),
        undertaking.begins_on,
        written.get("due_on", undertaking.due_on),
    )
    if written.get("due_on", undertaking.due_on) > undertaking.due_on:
        raise Refused(
            _("A later deadline is decided by the organisation committee, with a reason."),
            field="due_on",
            code="deadline_needs_committee",
        )
    with recorded(by=by, source=source):
        return update_version(undertaking, version=version, changes=written)


def extend(*, undertaking: Undertaking, to_due_on: date, reason: str, by: User, source: str = "app") -> Undertaking:
    """Those it was promised to put the deadline off, with a reason that stays in the trail.

    Raises:
        Forbidden: who answers for it.
        InvalidInput: no reason, or a day that is not later.
        Refused: it is not under way, the unit is not there on that day, or who answers for it has left by then.
    Side effects: the responsible person is told.
    """
    refuse_shared_duty(undertaking, "cancel", by=by)
    _need_under_way(undertaking)
    _need(reason, "reason")
    before = undertaking.due_on
    if to_due_on <= before:
        said = _("The new deadline must lie after the one in force, %(day)s.") % {"day": f"{before:%d/%m/%Y}"}
        raise InvalidInput(said, field="to_due_on", code="not_later")
    _check(undertaking.unit, undertaking.responsible, undertaking.begins_on, to_due_on)
    with recorded(by=by, source=source):
        done = update_version(undertaking, version=undertaking.row_version, changes={"due_on": to_due_on})
        record_event(
            table=Undertaking._meta.db_table,
            object_type="directives.undertaking",
            object_id=undertaking.pk,
            name="undertaking.deadline_moved",
            reason=reason.strip(),
            details={"from": before, "to": to_due_on},
        )
        _tell(done, gettext_noop("More time for %(code)s until %(due)s: %(title)s"), f"extended:{to_due_on}", by=by)
    return done


def report(
    *, undertaking: Undertaking, on: date, percent: int, text: str, final: bool, by: User, source: str = "app"
) -> UndertakingReport:
    """Report progress; a final report hands the undertaking over to be accepted.

    Raises:
        InvalidInput: no text, a share outside 0 to 100, a final report below 100, a day before the first day.
        Refused: it is not under way.
    """
    if undertaking.state != UndertakingState.PLANNED:
        raise Refused(_("Only what is under way is reported on."), code="not_under_way")
    if not 0 <= percent <= 100:
        raise InvalidInput(_("The share lies between 0 and 100."), field="percent", code="percent_range")
    if final and percent != 100:
        raise InvalidInput(_("What is reported done stands at 100 %."), field="percent", code="final_below_100")
    if on < undertaking.begins_on:
        raise InvalidInput(_("The report lies before the first day."), field="on", code="report_too_early")
    with recorded(by=by, source=source):
        row = Undertaking.objects.select_for_update().get(pk=undertaking.pk)
        last = row.reports.order_by("-number").first()
        made = UndertakingReport.objects.create(
            undertaking=row,
            number=last.number + 1 if last else 1,
            on=on,
            percent=percent,
            text=_need(text, "text"),
            final=final,
            by=by,
        )
        changes = {"percent": percent, "reported_on": on, "reported_by": by}
        if final:
            move(undertaking, "report_done", by=by, changes=changes, source=source)
            mark_handled(dedupe_prefix=f"undertaking:{undertaking.pk}", by=by)
        else:
            update_version(undertaking, version=row.row_version, changes=changes)
    return made


def accept(*, undertaking: Undertaking, by: User, source: str = "app") -> Undertaking:
    """Say that the product is what was promised.

    Raises:
        Forbidden: who reported it or answers for it; StateChanged: it is not reported done.
    """
    with recorded(by=by, source=source):
        done = move(undertaking, "accept", by=by, changes={"settled_by": by, "return_reason": ""}, source=source)
        _tell(done, gettext_noop("%(code)s was accepted: %(title)s"), f"accepted:{done.row_version}", by=by)
        return done


def send_back(*, undertaking: Undertaking, reason: str, by: User, source: str = "app") -> Undertaking:
    """Say what is missing; it is under way again, its deadline unchanged. Refusals as for `accept`."""
    with recorded(by=by, source=source):
        changes = {"settled_by": by, "return_reason": reason.strip()}
        done = move(undertaking, "send_back", by=by, reason=reason, changes=changes, source=source)
        _tell(done, gettext_noop("%(code)s was sent back: %(title)s"), f"back:{done.row_version}", by=by)
        return done


def cancel(*, undertaking: Undertaking, reason: str, by: User, source: str = "app") -> Undertaking:
    """It is no longer wanted.

    Raises:
        Forbidden: who answers for it; InvalidInput: no reason; StateChanged: it is not under way.
    """
    with recorded(by=by, source=source):
        done = move(undertaking, "cancel", by=by, reason=reason, source=source)
        mark_handled(dedupe_prefix=f"undertaking:{undertaking.pk}", by=by)
        return done


def add_evidence(
    *, undertaking: Undertaking, title: str, upload: Any, by: User, source: str = "app"
) -> UndertakingEvidence:
    """Attach a file while it is under way.

    Raises:
        Forbidden: not within the person's rights; Refused: it has ended; InvalidInput, FileRefused: the file.
    """
    require(by, "undertaking.report", undertaking)
    if undertaking.state != UndertakingState.PLANNED:
        raise Refused(_("Proof is added while it is under way."), code="evidence_closed")
    return add_line(
        UndertakingEvidence, parent=undertaking, field="undertaking", title=title, upload=upload, by=by, source=source
    )


def _need_under_way(undertaking: Undertaking) -> None:
    if undertaking.state != UndertakingState.PLANNED:
        raise Refused(_("Only what is under way can be changed."), code="not_under_way")


def _need(text: str, field: str) -> str:
    if not text.strip():
        raise InvalidInput(_("This cannot be empty."), field=field, code="field_missing")
    return text.strip()


def _check(unit: Unit, responsible: Person, begins_on: date, due_on: date) -> None:
    if due_on < begins_on:
        raise InvalidInput(_("The deadline lies before the first day."), field="due_on", code="due_before_begin")
    if (unit.valid_from and due_on < unit.valid_from) or (unit.valid_to and due_on > unit.valid_to):
        raise Refused(
            _("%(unit)s does not exist on the day of the deadline.") % {"unit": unit.name},
            code="unit_not_there",
            field="unit",
        )
    if responsible.unit is None or not responsible.unit.path.startswith(unit.path):
        raise Refused(
            _("%(name)s does not serve in this unit.") % {"name": responsible},
            code="person_elsewhere",
            field="responsible",
        )
    if responsible.left_on is not None and responsible.left_on <= due_on:
        raise Refused(
            _("%(name)s leaves on %(day)s, before the deadline.")
            % {"name": responsible, "day": f"{responsible.left_on:%d/%m/%Y}"},
            code="person_left",
            field="responsible",
        )


def _tell(row: Undertaking, title: str, occasion: str, *, by: User | None) -> None:
    account = User.objects.filter(person_id=row.responsible_id, is_active=True).first()
    if account is None or (by is not None and account.pk == by.pk):
        return
    notify(
        user_id=account.pk,
        kind="undertaking",
        dedupe=f"undertaking:{row.pk}:{occasion}",
        title=title,
        body=gettext_noop("Due on %(due)s. Product: %(product)s."),
        params={"code": row.code, "title": row.title, "product": row.product, "due": as_date(row.due_on)},
        url=f"/undertakings/{row.code}/",
        by=by,
    )
