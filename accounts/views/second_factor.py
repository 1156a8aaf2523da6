"""The second factor of one's own account: setting up, showing, recovery codes, giving up."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms.second_factor import CodeForm, EnrolForm, RecoveryForm
from accounts.models import User
from accounts.rules import one_time_codes as codes
from accounts.rules import qr
from accounts.selectors.second_factor import ENROL, VERIFY, factor_of, is_privileged, step_owed
from accounts.services import limiter, second_factor
from accounts.views.safe_next import safe_next
from foundation.web import errors
from foundation.web.form_errors import show_on
from foundation.web.step_up import confirm_step_up, require_step_up, stepped_up
from foundation.workflow.errors import InvalidInput, Refused

NEW_SECRET = "kc_new_secret"  # noqa: S105  name of a session key
ISSUER = "Kỷ Cương"
FEW_CODES = 3


def page_owed(request: HttpRequest, user: User, *, then: str) -> str:
    """Where a session of this user goes on after the password; empty when nothing is owed."""
    if second_factor.is_verified(request):
        return ""
    page = {VERIFY: "accounts:second_factor", ENROL: "accounts:second_factor_enrol"}.get(step_owed(user))
    if page is None:
        return ""
    query = f"?{urlencode({'next': then})}" if then and then != "/" else ""
    return reverse(page) + query


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """The code of the authenticator, straight after the password; or a recovery code instead."""
    user, then = cast("User", request.user), safe_next(request)
    if second_factor.is_verified(request) or factor_of(user) is None:
        return redirect(page_owed(request, user, then=then) or then)
    by_recovery = "recovery_code" in request.POST
    sent = request.method == "POST"
    form = CodeForm(request.POST if sent and not by_recovery else None)
    recovery = RecoveryForm(request.POST if by_recovery else None)
    tried = recovery if by_recovery else form
    if sent and not limiter.take(limiter.OTP, user.pk):
        return errors.too_many(request)
    if sent and tried.is_valid():
        at = timezone.now()
        try:
            if by_recovery:
                left = second_factor.use_recovery_code(
                    user=user, code=recovery.cleaned_data["recovery_code"], at=at, by=user
                )
            else:
                second_factor.verify(user=user, code=form.cleaned_data["code"], at=at, by=user)
        except InvalidInput as error:
            show_on(tried, error)
        else:
            limiter.clear(limiter.OTP, user.pk)
            second_factor.admit(request, at=at)
            confirm_step_up(request)
            if by_recovery:
                _say_left(request, left)
            return redirect(then)
    context = {"form": form, "recovery": recovery, "by_recovery": by_recovery, "next": then}
    return render(request, "accounts/second_factor.html", context, status=422 if tried.errors else 200)


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """A new authenticator: the first one, or in place of an earlier one that this session has shown."""
    user, then = cast("User", request.user), safe_next(request)
    replaces = factor_of(user) is not None
    if replaces and not second_factor.is_verified(request):
        return redirect(page_owed(request, user, then=then))
    if replaces:
        require_step_up(request)
    secret = request.session.get(NEW_SECRET) or codes.new_secret()
    request.session[NEW_SECRET] = secret
    sent = request.method == "POST"
    form = EnrolForm(None, user=user, ask_password=not stepped_up(request))
    if sent and not limiter.take(limiter.OTP, user.pk):
        return errors.too_many(request)
    if sent:
        form = EnrolForm(request.POST, user=user, ask_password=not stepped_up(request))
    if sent and form.is_valid():
        at = timezone.now()
        try:
            made = second_factor.enrol(
                user=user, secret=secret, code=form.cleaned_data["code"], at=at, by=user, keep=request
            )
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            limiter.clear(limiter.OTP, user.pk)
            request.session.pop(NEW_SECRET, None)
            second_factor.admit(request, at=at)
            confirm_step_up(request)
            return _codes_page(request, made, then)
    address = codes.address(secret, account=user.username, issuer=ISSUER)
    path, side = qr.picture(address) if len(address) <= qr.LONGEST else ("", 0)
    context = {
        "form": form,
        "next": then,
        "secret": codes.in_fours(secret),
        "address": address,
        "qr": path,
        "qr_size": side,
        "replaces": replaces,
        "needed": is_privileged(user),
    }
    return render(request, "accounts/second_factor_enrol.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def renew_codes(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require_step_up(request)
    made = second_factor.renew_recovery_codes(user=user, at=timezone.now(), by=user)
    return _codes_page(request, made, reverse("accounts:profile"))


@login_required
@require_POST
def give_up(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require_step_up(request)
    second_factor.give_up(user=user, at=timezone.now(), by=user, keep=request)
    messages.success(request, _("The second factor was ended."))
    return redirect("accounts:profile")


def _codes_page(request: HttpRequest, made: list[str], then: str) -> HttpResponse:
    return render(request, "accounts/recovery_codes.html", {"codes": made, "next": then})


def _say_left(request: HttpRequest, left: int) -> None:
    text = ngettext(
        "%(left)s recovery code is left. Under your account you can make new ones.",
        "%(left)s recovery codes are left. Under your account you can make new ones.",
        left,
    ) % {"left": left}
    (messages.warning if left <= FEW_CODES else messages.info)(request, text)
