"""One's own account: who I am here, password, keys for programs."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.forms.account import PasswordForm, TokenForm
from accounts.models import ApiToken, Session, User
from accounts.selectors.accounts import sessions_of
from accounts.selectors.grants import in_force
from accounts.selectors.scopes import scope_label, scopes_open_to
from accounts.selectors.second_factor import factor_of, is_privileged, unused_codes
from accounts.services import limiter, sessions, sign_in, tokens, users
from foundation.access import require, visible_to
from foundation.audit.record import recorded
from foundation.web.clock import local_date
from foundation.web.form_errors import show_on
from foundation.web.step_up import require_step_up
from foundation.workflow.errors import InvalidInput, NotFound


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    grants = in_force(local_date()).filter(user=user).select_related("unit")
    here = getattr(request.session, "row", None)
    factor = factor_of(user)
    context = {
        "account": user,
        "grants": grants,
        "sessions": sessions_of(user),
        "here": here.pk if here is not None else None,
        "factor": factor,
        "codes_left": unused_codes(factor) if factor is not None else 0,
        "factor_needed": is_privileged(user),
    }
    return render(request, "accounts/profile.html", context)


@login_required
@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions."""
    user = cast("User", request.user)
    session = visible_to(user, Session.objects.filter(pk=pk), "end").first()
    if session is None:
        raise NotFound
    sessions.end(session=session, by=user)
    messages.success(request, _("That session has ended."))
    return redirect("accounts:profile")


@login_required
@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    """End all of one's own sessions but this one."""
    user = cast("User", request.user)
    with recorded(by=user):
        sessions.end_others(user=user, keep=request)
    messages.success(request, _("Every other session has ended."))
    return redirect("accounts:profile")


@login_required
def password(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            old_is_right = limiter.take(limiter.CONFIRM, user.pk) and sign_in.confirm(
                user=user, password=form.cleaned_data["old_password"]
            )
            if not old_is_right:
                raise InvalidInput(
                    _("This is not your present password, or it was tried too often: then wait 15 minutes."),
                    field="old_password",
                )
            limiter.clear(limiter.CONFIRM, user.pk)
            users.change_password(user=user, new=form.cleaned_data["new_password"], by=user, request=request)
        except InvalidInput as error:
            show_on(form, error)
        else:
            messages.success(request, _("Your password was changed; your other sessions have ended."))
            return redirect("accounts:profile")
    return render(request, "accounts/password.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def token_list(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "api_token.read")
    rows = visible_to(user, ApiToken.objects.all())
    lines = [(token, [scope_label(scope) for scope in token.scopes]) for token in rows]
    return render(request, "accounts/tokens.html", {"lines": lines, "today": local_date()})


@login_required
def token_new(request: HttpRequest) -> HttpResponse:
    """Make a key; the answer shows it once."""
    user = cast("User", request.user)
    require(user, "api_token.create")
    require_step_up(request)
    form = TokenForm(request.POST or None, scopes=scopes_open_to(user))
    if request.method == "POST" and form.is_valid():
        try:
            _token, key = tokens.create(**form.cleaned_data, on=local_date(), by=user)
        except InvalidInput as error:
            show_on(form, error)
        else:
            return render(request, "accounts/token_made.html", {"key": key})
    return render(request, "accounts/token_new.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast("User", request.user)
    token = visible_to(user, ApiToken.objects.filter(pk=pk), "revoke").first()
    if token is None:
        raise NotFound
    tokens.revoke(token=token, by=user)
    messages.success(request, _("The key was ended."))
    return redirect("accounts:tokens")
