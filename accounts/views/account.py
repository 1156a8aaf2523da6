"""One's own account: who I am here, password, keys for programs."""

from typing import cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.forms.account import PasswordForm, TokenForm
from accounts.models import ApiToken, User
from accounts.selectors.grants import in_force
from accounts.services import tokens, users
from foundation.access import require, visible_to
from foundation.web.clock import local_date
from foundation.web.form_errors import show_on
from foundation.workflow.errors import InvalidInput, NotFound


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    grants = in_force(local_date()).filter(user=user).select_related("unit")
    return render(request, "accounts/profile.html", {"account": user, "grants": grants})


@login_required
def password(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    form = PasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            users.change_password(user=user, new=form.cleaned_data["new_password"], by=user)
        except InvalidInput as error:
            show_on(form, error)
        else:
            update_session_auth_hash(request, user)
            messages.success(request, _("Your password was changed."))
            return redirect("accounts:profile")
    return render(request, "accounts/password.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def token_list(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "api_token.read")
    form = TokenForm(request.POST or None)
    key = ""
    if request.method == "POST" and form.is_valid():
        require(user, "api_token.create")
        try:
            _token, key = tokens.create(**form.cleaned_data, on=local_date(), by=user)
            form = TokenForm()
        except InvalidInput as error:
            show_on(form, error)
    rows = visible_to(user, ApiToken.objects.all())
    context = {"form": form, "key": key, "tokens": rows, "today": local_date()}
    return render(request, "accounts/tokens.html", context, status=422 if form.errors else 200)


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
