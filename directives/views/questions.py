"""Questions about possible avoidance: the list, one with its rows and answers, the rules they are asked by."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from directives.enums import SignalKind
from directives.forms.signals import AnswerForm, RuleForm
from directives.models import AvoidanceSignal, SignalRule
from directives.rules.periods import Period, containing
from directives.selectors import signals as selectors
from directives.services import signals as services
from directives.views.review import words_of
from foundation.access import allows, require
from foundation.web.clock import local_date
from foundation.web.form_errors import show_on
from foundation.web.paging import paginate
from foundation.workflow.errors import InvalidInput, Refused


@login_required
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "avoidance_signal.read")
    found = selectors.filtered(
        selectors.readable(user), stage=request.GET.get("stage", ""), kind=request.GET.get("kind", "")
    )
    page = paginate(request, found)
    context = {
        "page": page,
        "lines": [
            (row, selectors.question_of(row), words_of(_period(row))) for row in page.rows
        ],
        "stages": [("", _("Not answered")), ("answered", _("Answered")), ("fallen", _("No longer asked")),
                   ("all", _("All"))],
        "kinds": SignalKind.choices,
        "filtered": any(request.GET.get(name) for name in ("stage", "kind")),
    }  # fmt: skip
    return render(request, "directives/questions.html", context)


@login_required
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """One question; a head writes an answer here."""
    user = cast("User", request.user)
    require(user, "avoidance_signal.read")
    row = selectors.one(user, pk)
    may_answer = allows(user, "avoidance_signal.answer", row)
    form = AnswerForm(request.POST or None)
    if request.method == "POST":
        require(user, "avoidance_signal.answer", row)
        if form.is_valid():
            services.answer(signal=row, text=form.cleaned_data["text"], by=user)
            messages.success(request, _("The answer was kept."))
            return redirect("reviews:question", pk=pk)
    context = {
        "asked": selectors.asked(user, row),
        "row": row,
        "period": words_of(_period(row)),
        "answers": selectors.answers_of(user, row),
        "form": form if may_answer else None,
        "crumbs": _crumbs(),
    }
    return render(request, "directives/question.html", context, status=422 if form.errors else 200)


@login_required
def rules(request: HttpRequest) -> HttpResponse:
    """From which number on each question is asked, since when, on which ground; the committee sets the next rule."""
    user = cast("User", request.user)
    require(user, "signal_rule.read")
    may_set = allows(user, "signal_rule.set", SignalRule())
    form = RuleForm(request.POST or None, initial={"valid_from": local_date()})
    if request.method == "POST":
        require(user, "signal_rule.set", SignalRule())
        if form.is_valid():
            try:
                services.set_rule(by=user, today=local_date(), **form.cleaned_data)
            except (InvalidInput, Refused) as error:
                show_on(form, error)
            else:
                messages.success(request, _("The rule was set; the next night counts by it."))
                return redirect("reviews:rules")
    context = {
        "rules": list(selectors.rules()),
        "today": local_date(),
        "form": form if may_set else None,
        "crumbs": _crumbs(),
    }
    return render(request, "directives/question_rules.html", context, status=422 if form.errors else 200)


def _period(row: AvoidanceSignal) -> Period:
    return containing(row.period, "month" if row.rule.span == "month" else "quarter")


def _crumbs() -> list[tuple[str, str]]:
    return [
        (_("Delays and extensions"), reverse("reviews:delays")),
        (_("Questions to heads"), reverse("reviews:questions")),
    ]
