"""Step-up: acts that hurt most need a person who confirmed who they are within the last minutes (rule R5, bar M-53)."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.workflow.errors import StepUpNeeded

CONFIRMED_AT = "kc_confirmed_at"


def confirm_step_up(request: HttpRequest) -> None:
    """Remember in the session that the person was just asked again and answered."""
    request.session[CONFIRMED_AT] = timezone.now().timestamp()


def stepped_up(request: Any) -> bool:
    """Whether the last confirmation is young enough; a request by key never is, whatever session comes with it."""
    if getattr(request, "auth", None) is not None:
        return False
    session = getattr(request, "session", None)
    confirmed = session.get(CONFIRMED_AT) if session is not None else None
    if not isinstance(confirmed, int | float):
        return False
    age = timezone.now().timestamp() - confirmed
    return 0 <= age <= timedelta(seconds=settings.STEP_UP_SECONDS).total_seconds()


def require_step_up(request: Any) -> None:
    """Let through only who confirmed within `STEP_UP_SECONDS`.

    Args:
        request: of Django, or of the REST framework in a view of the API.

    Raises:
        StepUpNeeded: the last confirmation is older, or there was none.
    """
    if not stepped_up(request):
        raise StepUpNeeded(_("Confirm once more who you are before this step."))
