"""API sign-in by key: `Authorization: Bearer kc_...`, with those rights of its owner that the key's scopes name."""

from typing import Any

from django.urls import resolve
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from accounts.models import ApiToken, User
from accounts.rules.secrets import digest_of
from accounts.selectors.scopes import scope_needed
from accounts.services.tokens import note_use
from foundation.web.clock import local_date


class KeyAuthentication(BaseAuthentication):
    """Accepts a key that is neither ended nor past its last day, for what its scopes name."""

    keyword = "Bearer"

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
        if scheme != self.keyword or not key:
            return None
        token = ApiToken.objects.select_related("user").filter(digest=digest_of(key.strip())).first()
        today = local_date()
        if token is None or token.revoked_at is not None or token.expires_on < today:
            raise AuthenticationFailed(_("This key is not valid."))
        if not token.user.is_active or token.user.must_change_password:
            raise AuthenticationFailed(_("This key is not valid."))
        needed = scope_needed(route=resolve(request.path_info).view_name, method=request.method or "")
        if needed not in token.scopes:
            refusal = PermissionDenied(_("This key lacks the scope %(scope)s.") % {"scope": needed})
            refusal.by = token.user  # type: ignore[attr-defined]  # whose attempt the trail records
            raise refusal
        note_use(token=token, on=today)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return self.keyword


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # drf-spectacular is partly untyped
    """How the key stands in the API's description."""

    target_class = "accounts.api_auth.KeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}
