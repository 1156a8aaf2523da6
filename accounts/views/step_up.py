"""The page that asks once more who one is."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.forms.second_factor import AnswerForm
from accounts.models import User
from accounts.services import limiter, sessions
from accounts.services import step_up as services
from accounts.views.safe_next import safe_next
from foundation.web import errors
from foundation.web.step_up import confirm_step_up
from foundation.workflow.errors import InvalidInput


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """GET: the question. POST: the answer; then on to `next`, where the act goes on."""
    user, then = cast("User", request.user), safe_next(request)
    by_code = services.asks_for_code(user)
    form = AnswerForm(request.POST if request.method == "POST" else None, by_code=by_code)
    bucket = limiter.OTP if by_code else limiter.CONFIRM
    if request.method == "POST" and not limiter.take(bucket, user.pk):
        return errors.too_many(request)
    if form.is_bound and form.is_valid():
        try:
            services.check(user=user, answer=form.cleaned_data["answer"], at=timezone.now(), by=user)
        except InvalidInput as error:
            form.add_error("answer", str(error))
        else:
            limiter.clear(bucket, user.pk)
            confirm_step_up(request)
            sessions.renew(request)
            return redirect(then)
    context = {"form": form, "by_code": by_code, "next": then}
    return render(request, "accounts/step_up.html", context, status=422 if form.errors else 200)
