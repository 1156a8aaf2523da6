"""Papers of a case: the list with the form that issues one, and the guarded downloads."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from discipline.forms.papers import PaperForm
from discipline.models import CasePaper
from discipline.selectors import papers as selectors
from discipline.services.papers import issue_paper
from foundation.access import allows, require
from foundation.access.sensitive import note_read
from foundation.files.models import StoredFile
from foundation.files.services.reading import opened, readable_file
from foundation.files.serving import file_response
from foundation.web.clock import local_date
from foundation.web.errors import status_of
from foundation.web.form_errors import show_on
from foundation.web.paging import paginate
from foundation.workflow.errors import InvalidInput, Refused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, code: str) -> HttpResponse:
    """Papers issued in a case; who may issue one has the form below them."""
    user = cast("User", request.user)
    require(user, "case_paper.read")
    case = selectors.case_of_papers(user, code)
    may_issue = allows(user, "case_paper.issue", CasePaper(case=case, shown=case))
    if request.method == "POST":
        require(user, "case_paper.issue", CasePaper(case=case, shown=case))
    data = request.POST if request.method == "POST" else None
    form = PaperForm(data, kinds=selectors.kinds_to_choose(case), initial=selectors.suggested_letterhead(case))
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            made = issue_paper(
                case=case, kind=form.cleaned_data["kind"], letterhead=form.letterhead(), today=local_date(), by=user
            )
        except (InvalidInput, Refused) as error:
            show_on(form, error)
            status = status_of(error)
        else:
            messages.success(request, _("The paper was issued: %(kind)s.") % {"kind": made.get_kind_display()})
            return redirect("discipline:papers", code=case.code)
    context = {
        "case": case,
        "page": paginate(request, selectors.papers_for(user, case)),
        "form": form if may_issue else None,
    }
    return render(request, "discipline/papers.html", context, status=status)


@login_required
@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The paper itself as DOCX."""
    row = selectors.paper_by_id(request.user, pk)
    return _handed(request, row, row.file)


@login_required
@require_safe
def plain(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The plain sheet beside it."""
    row = selectors.paper_by_id(request.user, pk)
    return _handed(request, row, row.plain)


def _handed(request: HttpRequest, row: CasePaper, file: StoredFile) -> HttpResponseBase:
    """One file through the files room: its rule and its hash are asked each time, the reading is told."""
    user = cast("User", request.user)
    kept = readable_file(public_id=file.public_id, by=user)
    if request.method == "HEAD":
        return HttpResponse(content_type=kept.media_type)
    note_read(user, row)
    return file_response(kept, opened(file=kept, by=user))
