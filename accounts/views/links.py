"""A forgotten or first password: asking for the link, and following it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts.forms.sign_in import ForgotForm, NewPasswordForm
from accounts.services import limiter, links
from foundation.web.client_address import client_network
from foundation.web.errors import too_many
from foundation.web.form_errors import show_on
from foundation.workflow.errors import InvalidInput, NotFound

SECRET = "kc_link"  # noqa: S105  the name of a session key


def forgot(request: HttpRequest) -> HttpResponse:
    """Ask for a link; the answer is the same whether or not such an account can get one."""
    form = ForgotForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not links.ask_for_link(username=form.cleaned_data["username"], network=client_network(request)):
            return too_many(request)
        return render(request, "accounts/forgot_sent.html")
    return render(request, "accounts/forgot.html", {"form": form})


def follow(request: HttpRequest, secret: str) -> HttpResponse:
    """Take the secret out of the address at once; nothing is used up by looking (mail scanners do)."""
    if not limiter.take(limiter.LINK, client_network(request)):
        return too_many(request)
    try:
        links.usable(secret)
    except NotFound:
        return render(request, "accounts/link_gone.html", status=404)
    request.session[SECRET] = secret
    return redirect("accounts:link_password")


@sensitive_post_parameters("new_password", "again")
def choose(request: HttpRequest) -> HttpResponse:
    """Choose the password; afterwards sign in with it, every session of the account has ended."""
    secret = request.session.get(SECRET, "")
    form = NewPasswordForm(request.POST or None)
    try:
        link = links.usable(secret)
        if request.method == "POST" and form.is_valid():
            links.set_password(secret=secret, new=form.cleaned_data["new_password"])
            request.session.flush()
            messages.success(request, _("Your password is set. Sign in with it."))
            return redirect("accounts:login")
    except NotFound:
        return render(request, "accounts/link_gone.html", status=404)
    except InvalidInput as error:
        show_on(form, error)
    context = {"form": form, "account": link.user}
    return render(request, "accounts/link_password.html", context, status=422 if form.errors else 200)
