"""One view for every act on a case: who may, whether now, the form, the service, and back to the case."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from discipline.enums import CaseState
from discipline.models import Case
from discipline.rules.values import RuleMissing
from discipline.selectors import cases as selectors
from discipline.views.act_table import Act, Asked
from discipline.views.acts_after import AFTER
from discipline.views.acts_flow import FLOW
from discipline.views.acts_hearing import HEARING
from discipline.views.acts_naming import NAMING
from foundation.access import require
from foundation.web.clock import local_date
from foundation.web.errors import status_of
from foundation.web.form_errors import show_on
from foundation.workflow.errors import InvalidInput, NotFound, Refused, StaleVersion, StateChanged

ACTS = (*FLOW, *HEARING, *AFTER, *NAMING)
BY_NAME = {act.name: act for act in ACTS}
WIDE = {
    "reason", "text", "grounds", "minutes", "subject_heard", "statement", "allegation", "intake_note", "note",
    "departure_reason", "precedent_reason", "words_kept", "after_leaving", "exemption", "suspension", "proposals",
    "not_handed_in",
}  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, code: str, act: str, pk: int | None = None) -> HttpResponse:
    """An act on a page of its own. Whoever comes second is told so, with what was typed still there."""
    user = cast("User", request.user)
    spec = BY_NAME[act]
    row = selectors.one(user, code)
    asked = Asked(user, row, local_date(), _part(spec, row, pk))
    require(user, spec.right, spec.object_of(asked))
    if not selectors.is_listed(user, row):
        return redirect("discipline:own_case", code=code)
    if request.method != "POST" and not spec.is_open(asked):
        raise Refused(
            _("“%(act)s” is not possible now: the case stands at “%(state)s”.")
            % {"act": spec.title, "state": CaseState(row.state).label},
            code="wrong_stage",
        )
    form = spec.form_for(asked, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422 if not form.is_valid() else 200
        if not form.errors:
            try:
                spec.run(asked, dict(form.cleaned_data))
            except (InvalidInput, Refused, RuleMissing, StateChanged, StaleVersion) as error:
                show_on(form, error)
                status = status_of(error)
            else:
                messages.success(request, _("Recorded: %(act)s.") % {"act": spec.title})
                return redirect("discipline:case", code=code)
    return render(request, "discipline/act.html", _context(spec, asked, form), status=status)


def _part(spec: Act, row: Case, pk: int | None) -> Any:
    """The row of the case the act is about; one of another case is not there."""
    if spec.on is None:
        return None
    found = spec.on._default_manager.select_related("case").filter(case=row, pk=pk).first()
    if found is None:
        raise NotFound
    found.case = row
    return found


def _context(spec: Act, asked: Asked, form: Any) -> dict[str, Any]:
    back = reverse("discipline:case", args=[asked.case.code])
    names = {type(field).__name__ for field in form.fields.values()}
    pools = asked.pools
    return {
        "title": spec.title,
        "hint": spec.hint,
        "weighty": spec.weighty,
        "part": str(_named(asked.part)),
        "form": form,
        "wide": WIDE,
        "case": asked.case,
        "back_url": back,
        "crumbs": [(_("Cases of discipline"), reverse("discipline:board")), (asked.case.code, back)],
        "people": pools["people"].filter(left_on=None).order_by("sort_key")[:300] if "PersonField" in names else None,
        "accounts": pools["accounts"].order_by("full_name")[:300] if "AccountField" in names else None,
    }


def _named(part: Any) -> Any:
    for name in ("person", "user", "number", "what"):
        if part is not None and getattr(part, name, None):
            return getattr(part, name)
    return ""
