"""What somebody sent just after the session had ended: kept in the new session until the same person is back."""

from typing import Any

from django.http import HttpRequest

from accounts.models import User

KEPT = "kc_kept"
LARGEST = 100_000
SECRET_WORDS = ("password", "secret", "csrf")
SECRET_FIELDS = {"again", "answer"}
SECRET_PAGES = {"accounts:second_factor", "accounts:second_factor_enrol", "accounts:step_up", "accounts:link_password"}


def keep(request: HttpRequest, *, user: User) -> None:
    """Remember the fields of this form for `user`; nothing secret, no files, nothing larger than a long text."""
    if request.resolver_match is None or request.resolver_match.view_name in SECRET_PAGES:
        return
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in SECRET_FIELDS and not any(word in name for word in SECRET_WORDS)
        for value in values
    ]
    if fields and sum(len(name) + len(str(value)) for name, value in fields) <= LARGEST:
        request.session[KEPT] = {"user": user.pk, "path": request.get_full_path(), "fields": fields}


def kept_for(request: HttpRequest, *, user: User) -> dict[str, Any] | None:
    """What was kept for this person; what belongs to somebody else is dropped."""
    kept = request.session.get(KEPT)
    if not kept:
        return None
    if kept["user"] != user.pk:
        del request.session[KEPT]
        return None
    found: dict[str, Any] = kept
    return found


def forget(request: HttpRequest) -> None:
    request.session.pop(KEPT, None)


def forget_sent(request: HttpRequest) -> None:
    """Drop what was kept once it is sent again."""
    if not request.session.session_key:
        return
    kept = request.session.get(KEPT)
    if kept and kept["path"] == request.get_full_path():
        forget(request)
