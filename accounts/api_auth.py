"""API sign-in by key: `Authorization: Bearer kc_...`, with the rights of the key's owner."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from accounts.models import ApiToken, User
from accounts.services.tokens import digest_of

SAFE = {"GET", "HEAD", "OPTIONS"}


class KeyAuthentication(BaseAuthentication):
    """Accepts a key that is neither revoked nor past its last day."""

    keyword = "Bearer"

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
        if scheme != self.keyword or not key:
            return None
        token = ApiToken.objects.select_related("user").filter(digest=digest_of(key.strip())).first()
        if (
            token is None
            or token.revoked_at is not None
            or token.expires_on < timezone.localdate()
            or not token.user.is_active
        ):
            raise AuthenticationFailed(_("This key is not valid."))
        if token.read_only and request.method not in SAFE:
            raise PermissionDenied(_("This key may only read."))
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return self.keyword


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # drf-spectacular is partly untyped
    """How the key stands in the API's description."""

    target_class = "accounts.api_auth.KeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}
