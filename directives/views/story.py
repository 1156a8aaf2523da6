"""What happens to an assignment, each act on a small page: more time, a discussion, a matter passed on, a cause."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.models import User
from directives.enums import HandoffKind
from directives.forms.assignments import ReasonForm
from directives.forms.story import ClaimForm, DiscussionForm, ExtensionForm, HandoffForm, NoteForm
from directives.models import Assignment, AssignmentDiscussion, AssignmentExtension, AssignmentHandoff, DelayCause
from directives.selectors import handoffs as handoff_selectors
from directives.selectors import listing
from directives.services import causes, discussions, extensions, handoffs
from directives.views.written import written
from foundation.access import require, visible_to
from foundation.web.clock import local_date
from foundation.workflow.errors import NotFound

SUGGESTED = 300


@login_required
def extend(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """`ask` for more time, or `give` it unasked."""
    user = cast("User", request.user)
    row = listing.one(user, code)
    require(user, f"assignment_extension.{act}", AssignmentExtension(assignment=row))
    service = extensions.ask if act == "ask" else extensions.give
    title = _("Ask for more time") if act == "ask" else _("Give more time")

    def write(data: dict[str, Any]) -> Assignment:
        service(assignment=row, on=local_date(), by=user, **data)
        return row

    return written(request, ExtensionForm(request.POST or None), write, {"title": title, "act": title, "row": row})


@login_required
def extension_step(request: HttpRequest, code: str, number: int, act: str) -> HttpResponse:
    """Grant, refuse or withdraw a wish for more time."""
    user = cast("User", request.user)
    row = listing.one(user, code)
    wish = _numbered(user, AssignmentExtension, row, number)
    require(user, f"assignment_extension.{act}", wish)
    days = {"from": f"{wish.from_due_on:%d/%m/%Y}", "to": f"{wish.to_due_on:%d/%m/%Y}"}
    title, consequence = {
        "grant": (
            _("Grant more time"),
            _("The deadline moves from %(from)s to %(to)s; the first one stays on record."),
        ),
        "refuse": (_("Refuse more time"), _("The deadline stays %(from)s; the person sees your reason.")),
        "withdraw": (_("Withdraw the wish"), _("The deadline stays %(from)s.")),
    }[act]

    def write(data: dict[str, Any]) -> Assignment:
        today = local_date()
        if act == "grant":
            extensions.grant(extension=wish, on=today, by=user, note=data["note"])
        elif act == "refuse":
            extensions.refuse(extension=wish, on=today, by=user, reason=data["reason"])
        else:
            extensions.withdraw(extension=wish, on=today, by=user)
        return row

    form = ReasonForm(request.POST or None) if act == "refuse" else NoteForm(request.POST if request.POST else None)
    context = {"title": title, "act": title, "row": row, "consequence": consequence % days, "said": wish.reason}
    return written(request, form, write, context)


@login_required
def discussion(request: HttpRequest, code: str) -> HttpResponse:
    """Record that the collective discussed the task."""
    user = cast("User", request.user)
    row = listing.one(user, code)
    require(user, "assignment_discussion.record", AssignmentDiscussion(assignment=row))
    today = local_date()
    form = DiscussionForm(request.POST or None, initial={"held_on": today})

    def write(data: dict[str, Any]) -> Assignment:
        discussions.record_discussion(assignment=row, today=today, by=user, **data)
        return row

    title = _("Record a discussion by the collective")
    return written(request, form, write, {"title": title, "act": _("Record"), "row": row})


@login_required
def pass_on(request: HttpRequest, code: str) -> HttpResponse:
    """Pass a matter of the task on."""
    user = cast("User", request.user)
    row = listing.one(user, code)
    require(user, "assignment_handoff.send", AssignmentHandoff(assignment=row, to_unit=row.unit))
    today = local_date()
    units, people = handoff_selectors.receivers(user, row, on=today)
    initial = {"kind": HandoffKind.UP, "matter": row.title, "sent_on": today}
    form = HandoffForm(request.POST or None, units=units, people=people, initial=initial)

    def write(data: dict[str, Any]) -> Assignment:
        handoffs.pass_on(assignment=row, by=user, **data)
        return row

    parts = row.unit.path.split(".")[:-1]
    above = [".".join(parts[: level + 1]) + "." for level in range(len(parts))]
    context = {
        "title": _("Pass a matter on"),
        "act": _("Pass on"),
        "row": row,
        "people": people.filter(left_on__isnull=True).order_by("sort_key")[:SUGGESTED],
        "units": units.filter(path__in=above),
        "delegated": row.delegated_on(today),
    }
    return written(request, form, write, context)


@login_required
def claim(request: HttpRequest, code: str) -> HttpResponse:
    """Claim an objective cause of the delay."""
    user = cast("User", request.user)
    row = listing.one(user, code)
    require(user, "delay_cause.claim", DelayCause(assignment=row))

    def write(data: dict[str, Any]) -> Assignment:
        causes.claim(assignment=row, on=local_date(), by=user, **data)
        return row

    title = _("Claim an objective cause")
    return written(request, ClaimForm(request.POST or None), write, {"title": title, "act": title, "row": row})


@login_required
def cause_step(request: HttpRequest, code: str, number: int, act: str) -> HttpResponse:
    """Confirm a cause, do not, or take a confirmation back."""
    user = cast("User", request.user)
    row = listing.one(user, code)
    cause = _numbered(user, DelayCause, row, number)
    require(user, f"delay_cause.{act}", cause)
    title, consequence = {
        "confirm": (_("Confirm the cause"), _("The delay no longer counts as late work.")),
        "refuse": (_("Do not confirm the cause"), _("The delay counts; the person sees your reason.")),
        "revoke": (_("Take the confirmation back"), _("The delay counts again; the person sees your reason.")),
    }[act]

    def write(data: dict[str, Any]) -> Assignment:
        if act == "confirm":
            causes.confirm(cause=cause, on=local_date(), by=user, note=data["note"])
        elif act == "refuse":
            causes.refuse(cause=cause, on=local_date(), by=user, reason=data["reason"])
        else:
            causes.revoke(cause=cause, by=user, reason=data["reason"])
        return row

    form = NoteForm(request.POST or None) if act == "confirm" else ReasonForm(request.POST or None)
    context = {"title": title, "act": title, "row": row, "consequence": consequence, "said": cause.text}
    return written(request, form, write, context)


def _numbered(user: User, model: Any, row: Assignment, number: int) -> Any:
    found = visible_to(user, model.objects.filter(assignment=row, number=number)).first()
    if found is None:
        raise NotFound
    found.assignment = row
    return found
