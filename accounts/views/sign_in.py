"""Signing in and out, and what was typed before a session ended."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.forms.sign_in import SignInForm
from accounts.models import User
from accounts.services import kept_text, known_devices, sessions
from accounts.services import sign_in as service
from accounts.views import second_factor
from foundation.audit.record import record_event, recorded
from foundation.web.client_address import client_network
from foundation.web.step_up import confirm_step_up


@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """One page and one refusal for every reason: it never tells whether there is such an account."""
    target = _target(request)
    if isinstance(request.user, User):
        return HttpResponseRedirect(second_factor.page_owed(request, request.user, then=target) or target)
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["username"]
        device = known_devices.device_of(request, username=name)
        network = client_network(request)
        user = service.check(username=name, password=form.cleaned_data["password"], network=network, device=device)
        if user is not None:
            return _signed_in(request, user, target)
        form.add_error(
            None,
            _("This user name and password do not fit together, or were tried too often: then wait 15 minutes."),
        )
    wanted = request.POST.get("next", request.GET.get("next", ""))
    return render(request, "accounts/login.html", {"form": form, "next": wanted})


def _signed_in(request: HttpRequest, user: User, target: str) -> HttpResponse:
    with recorded(by=user):
        sessions.begin(request, user=user)
        confirm_step_up(request)
        record_event(object_type="accounts.user", object_id=user.pk, name="account.signed_in")
    answer = HttpResponseRedirect(second_factor.page_owed(request, user, then=target) or target)
    known_devices.remember(request, answer, username=user.username)
    if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) is None and user.language:
        translation.activate(user.language)
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
    return answer


def _target(request: HttpRequest) -> str:
    """Where the person was going, if that is a page of ours."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else resolve_url(settings.LOGIN_REDIRECT_URL)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and ask the browser to forget what it kept."""
    user = request.user
    if isinstance(user, User):
        with recorded(by=user):
            record_event(object_type="accounts.user", object_id=user.pk, name="account.signed_out")
    logout(request)
    answer = redirect("accounts:login")
    answer["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@login_required
def resume(request: HttpRequest) -> HttpResponse:
    """Show what was sent just after the session had ended, to be sent again or dropped."""
    user = cast("User", request.user)
    if request.method == "POST":
        kept_text.forget(request)
        return redirect("reports:home")
    kept = kept_text.kept_for(request, user=user)
    if kept is None:
        messages.info(request, _("Your session had ended. What you sent last could not be kept: please do it again."))
        return redirect("reports:home")
    shown = [value for name, value in kept["fields"] if value.strip() and not value.isdigit() and len(value) > 2]
    return render(request, "accounts/resume.html", {"kept": kept, "shown": shown})
