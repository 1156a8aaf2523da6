"""Findings of a visit: the list, a new one with photos, one with what the unit says of it."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from foundation.access import readable_fields, require, visible_to
from foundation.web.clock import local_moment
from foundation.web.paging import paginate
from inspections.forms.visits import ExplanationForm, FindingForm, PhotosForm
from inspections.models.finding import Finding
from inspections.selectors import visits as selectors
from inspections.services import findings as services
from inspections.views.visit_frame import frame, page, taken, who

PAGE = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def findings(request: HttpRequest, public_id: str) -> HttpResponse:
    row = selectors.on_site(request.user, public_id)
    found = paginate(request, selectors.findings_of(request.user, row))
    return page(request, "findings", frame(request, row, "findings", page=found))


@login_required
@PAGE
def new(request: HttpRequest, public_id: str) -> HttpResponse:
    """A finding in a few taps: photo, indicator, save; everything else may be added."""
    row = selectors.on_site(request.user, public_id)
    user = who(request)
    require(user, "finding.log", Finding(inspection=row))
    sent = request.method == "POST"
    form = FindingForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        contents=row.contents,
        indicators=selectors.indicators_on(local_moment().date()),
        people=selectors.people_on_roll(row),
        initial={"key": uuid.uuid4()},
    )

    def act(data: dict[str, Any]) -> None:
        now = local_moment()
        photos = [services.Photo(upload=one, taken_at=now) for one in data.pop("photos")]
        services.log_finding(inspection=row, seen_at=now, now=now, photos=photos, by=user, **data)

    to = reverse("visits:findings", args=[public_id])
    answer, status = taken(request, form, act, _("Finding written down."), to)
    return answer or page(request, "finding_new", frame(request, row, "findings", form=form), status)


@login_required
@PAGE
def finding(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """One finding: its photos, what the unit says, further photos."""
    user = who(request)
    found = selectors.finding_by(user, public_id, number)
    row = found.inspection
    sent = request.method == "POST"
    adds = sent and request.POST.get("act") == "photos"
    start = {"explanation": found.explanation, "row_version": found.row_version}
    explanation = ExplanationForm(request.POST if sent and not adds else None, initial=start)
    photos = PhotosForm(request.POST if adds else None, request.FILES if adds else None)

    def explain(data: dict[str, Any]) -> None:
        version = data.pop("row_version")
        services.explain(finding=found, version=version, now=local_moment(), by=user, **data)

    def add(data: dict[str, Any]) -> None:
        now = local_moment()
        taken_now = [services.Photo(upload=one, taken_at=now) for one in data["photos"]]
        services.add_photos(finding=found, photos=taken_now, now=now, by=user)

    to = reverse("visits:finding", args=[public_id, number])
    said = _("Photos added.") if adds else _("Written down.")
    answer, status = taken(request, photos if adds else explanation, add if adds else explain, said, to)
    context = frame(request, row, "findings", finding=found, explanation=explanation, photos=photos)
    context["told"] = "text" in readable_fields(user, found)
    context["pictures"] = visible_to(user, found.photos.select_related("file").order_by("number"))
    return answer or page(request, "finding", context, status)
