"""Accounts of everybody: found, closed, opened again, sent a link. Nobody sees or sets a password here."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.selectors.accounts import STATES, accounts_for
from accounts.selectors.grants import in_force
from accounts.services import links, users
from foundation.access import allows, require, visible_to
from foundation.web.clock import local_date
from foundation.web.htmx import page_or_fragment
from foundation.web.paging import paginate
from foundation.workflow.errors import DomainError, InvalidInput, NotFound

STEPS = ("send_link", "disable", "enable")


@login_required
def account_list(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    require(user, "account.list")
    text, state = request.GET.get("q", "").strip()[:100], request.GET.get("state", "")
    labels = {"active": _("Active"), "waiting": _("Without a password yet"), "closed": _("Closed")}
    context = {
        "page": paginate(request, accounts_for(user, text=text, state=state)),
        "q": text,
        "state": state if state in STATES else "",
        "states": [(value, labels[value]) for value in STATES],
        "may_create": allows(user, "account.create"),
    }
    return page_or_fragment(request, "accounts/accounts.html", "accounts/_accounts.html", context)


@login_required
def account_page(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast("User", request.user)
    account = _found(user, pk)
    context = {
        "account": account,
        "contact": allows(user, "account.send_link", account),
        "grants": in_force(local_date()).filter(user=account).select_related("unit"),
        "mail_ready": settings.MAIL_READY,
        "may_step": allows(user, "account.disable", account) and account.pk != user.pk,
    }
    return render(request, "accounts/account.html", context)


@login_required
@require_POST
def account_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a link, close or open again."""
    user = cast("User", request.user)
    require(user, "account.disable")
    step = request.POST.get("step", "")
    if step not in STEPS:
        raise InvalidInput(_("Choose what to do."), field="step")
    account = _found(user, pk)
    require(user, f"account.{step}", account)
    text = request.POST.get("row_version", "")
    version = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
    try:
        if step == "send_link":
            links.send_link(user=account, by=user)
            messages.success(request, _("The link is on its way to the address of this account."))
        elif step == "disable":
            users.disable(user=account, version=version, by=user)
            messages.success(request, _("The account is closed; its sessions have ended."))
        else:
            users.enable(user=account, version=version, by=user)
            messages.success(request, _("The account is open again."))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("accounts:account", pk=account.pk)


def _found(user: User, pk: int) -> User:
    require(user, "account.list")
    account = visible_to(user, User.objects.filter(pk=pk), "list").first()
    if account is None:
        raise NotFound
    return account
