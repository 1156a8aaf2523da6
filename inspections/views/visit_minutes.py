"""Minutes of a visit: read over, drawn up, signed or refused, discarded, completed by a sheet, handed out."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.access import allows, readable_fields, require
from foundation.files.services.reading import opened, readable_file
from foundation.files.serving import file_response
from foundation.web.clock import local_moment
from foundation.workflow.errors import NotFound
from inspections.forms.visits import DiscardForm, RefusalForm, SheetForm, SignForm
from inspections.models.minutes import Minutes
from inspections.selectors import visits as selectors
from inspections.selectors.minutes_content import content_of
from inspections.services import minutes as services
from inspections.views.visit_frame import REFUSALS, frame, page, taken, who

PAGE = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def minutes(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the minutes say or would say, and what is done with them next."""
    row = selectors.on_site(request.user, public_id)
    user = who(request)
    papers = selectors.papers_of(user, row)
    visit_frame = frame(request, row, "minutes", papers=papers)
    standing = visit_frame["visit"].minutes
    context = {
        **visit_frame,
        "content": standing.content if standing is not None else content_of(row, now=local_moment()),
        "may_draw_up": allows(user, "minutes.draw_up", Minutes(inspection=row)),
        "may_sign": allows(user, "minutes.sign", Minutes(inspection=row)),
        "may_add_sheet": allows(user, "minutes.add_sheet", Minutes(inspection=row)),
        "blocked": _owed(visit_frame),
    }
    return page(request, "minutes", context)


@login_required
@require_POST
def draw_up(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close the visit and seal what it says."""
    row = selectors.on_site(request.user, public_id)
    try:
        made = services.draw_up(inspection=row, now=local_moment(), by=who(request))
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Minutes drawn up: %(code)s. Print them for signing.") % {"code": made.code})
    return redirect("visits:minutes", public_id=public_id)


@login_required
@PAGE
def sign(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """Both sides signed the paper."""
    return _step(request, public_id, number, SignForm, services.sign, "sign")


@login_required
@PAGE
def refuse(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """The unit refused to sign, before a witness."""
    return _step(request, public_id, number, RefusalForm, services.refuse_signature, "refuse")


@login_required
@PAGE
def discard(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """Throw away minutes nobody signed, to note on."""

    def run(*, minutes: Minutes, now: Any, by: Any, reason: str) -> Minutes:
        return services.discard(minutes=minutes, reason=reason, by=by)

    return _step(request, public_id, number, DiscardForm, run, "discard")


@login_required
@PAGE
def sheet(request: HttpRequest, public_id: str) -> HttpResponse:
    """A sheet added to signed minutes."""
    row = selectors.on_site(request.user, public_id)
    user = who(request)
    require(user, "minutes.add_sheet", Minutes(inspection=row))
    form = SheetForm(request.POST if request.method == "POST" else None)

    def act(data: dict[str, Any]) -> None:
        services.add_sheet(inspection=row, now=local_moment(), by=user, **data)

    to = reverse("visits:minutes", args=[public_id])
    answer, status = taken(request, form, act, _("Sheet drawn up. Print it for signing."), to)
    words = _act_words()["sheet"]
    context = frame(request, row, "minutes", form=form, back=to, **words)
    return answer or page(request, "minutes_act", context, status)


@login_required
@require_safe
def minutes_file(request: HttpRequest, public_id: str, number: int) -> HttpResponseBase:
    """The paper as DOCX; the files room asks rule and hash each time."""
    user = who(request)
    row = selectors.visit_row(user, public_id)
    paper = selectors.minutes_of(user, row, number)
    if "file" not in readable_fields(user, paper):
        raise NotFound
    kept = readable_file(public_id=paper.file.public_id, by=user)
    if request.method == "HEAD":
        return HttpResponse(content_type=kept.media_type)
    return file_response(kept, opened(file=kept, by=user))


def _step(request: HttpRequest, public_id: str, number: int, kind: Any, run: Any, name: str) -> HttpResponse:
    row = selectors.on_site(request.user, public_id)
    user = who(request)
    paper = selectors.minutes_of(user, row, number)
    require(user, "minutes.discard" if name == "discard" else "minutes.sign", paper)
    form = kind(request.POST if request.method == "POST" else None)

    def act(data: dict[str, Any]) -> None:
        run(minutes=paper, now=local_moment(), by=user, **data)

    to = reverse("visits:minutes", args=[public_id])
    words = _act_words()[name]
    answer, status = taken(request, form, act, words.pop("said"), to)
    return answer or page(
        request, "minutes_act", frame(request, row, "minutes", form=form, paper=paper, back=to, **words), status
    )


def _owed(context: dict[str, Any]) -> list[dict[str, str]]:
    """Why minutes cannot be drawn up yet, each with the way to it."""
    counts = context["visit"].attendance
    url = next(url for step, _title, url in context["steps"] if step.name == "attendance")
    if not counts.total:
        return [{"text": _("The roll was not called."), "url": url, "link": _("Call the roll")}]
    if counts.unmarked:
        text = _("%(count)s people are not marked.") % {"count": counts.unmarked}
        return [{"text": text, "url": url, "link": _("Mark them")}]
    return []


def _act_words() -> dict[str, dict[str, str]]:
    return {
        "sign": {
            "title": _("Signed by both"),
            "consequence": _("The minutes stand as they are from now on. Corrections are added sheets."),
            "act": _("Put on file as signed"),
            "said": _("Minutes put on file."),
        },
        "refuse": {
            "title": _("Signature refused"),
            "consequence": _("The minutes stand all the same, with the witness and the reason."),
            "act": _("Put the refusal on file"),
            "said": _("The refusal was put on file."),
        },
        "discard": {
            "title": _("Discard these minutes"),
            "consequence": _("Nobody signed them. They stay readable as discarded, and the visit is noted on."),
            "act": _("Discard"),
            "said": _("Minutes discarded; the visit is open again."),
        },
        "sheet": {
            "title": _("Add a sheet"),
            "consequence": _("The minutes stay as they are; the sheet is signed like them."),
            "act": _("Draw up the sheet"),
        },
    }
