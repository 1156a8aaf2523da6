"""Signing in and out."""

from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import translation
from django.views.decorators.http import require_POST

from accounts.models import User
from foundation.audit.record import record_event, recorded


class SignIn(LoginView):
    """The sign-in page; axes counts wrong tries before this view answers."""

    template_name = "accounts/login.html"
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user = form.get_user()
        assert isinstance(user, User)
        with recorded(by=user):
            login(self.request, user)
            record_event(object_type="accounts.user", object_id=user.pk, name="account.signed_in")
        answer = HttpResponseRedirect(self.get_success_url())
        if self.request.COOKIES.get("kc_language") is None and user.language:
            translation.activate(user.language)
            answer.set_cookie("kc_language", user.language, samesite="Lax")
        return answer


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
