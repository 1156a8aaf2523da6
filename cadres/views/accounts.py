"""Opening an account: of a person of the registry, or of somebody outside it."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.links import send_link
from accounts.services.users import create_account
from cadres.forms.accounts import NewAccountForm
from cadres.services.accounts import open_account
from foundation.access import require
from foundation.web.form_errors import show_on
from foundation.workflow.errors import InvalidInput, Refused


@login_required
def account_new(request: HttpRequest) -> HttpResponse:
    """The address of somebody in the registry comes from there: who opens accounts cannot lead the link to himself."""
    user = cast("User", request.user)
    require(user, "account.create")
    form = NewAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            if data["code"] is not None:
                account = open_account(person=data["code"], by=user, username=data["username"])
            else:
                account = create_account(
                    username=data["username"], full_name=data["full_name"], email=data["email"], by=user
                )
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            _send(account, user, request)
            return redirect("accounts:account", pk=account.pk)
    return render(request, "accounts/account_new.html", {"form": form}, status=422 if form.errors else 200)


def _send(account: User, by: User, request: HttpRequest) -> None:
    try:
        send_link(user=account, by=by)
    except Refused as error:
        messages.warning(request, _("The account was opened; no link was sent: %(why)s") % {"why": error})
    else:
        messages.success(request, _("The account was opened; the link to choose a password is on its way."))
