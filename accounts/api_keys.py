"""Own keys over the API: listed, made after a fresh confirmation, ended."""

from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import ApiToken, User
from accounts.services import tokens
from foundation.access import require, visible_to
from foundation.web.clock import local_date
from foundation.web.idempotency import never_kept
from foundation.web.step_up import require_step_up
from foundation.web.strict import StrictSerializer, only_parameters


class KeySerializer(serializers.ModelSerializer[ApiToken]):
    class Meta:
        model = ApiToken
        fields = ("id", "name", "hint", "scopes", "created_at", "expires_on", "last_used_on", "revoked_at")


class NewKeySerializer(StrictSerializer):
    name = serializers.CharField(max_length=80)
    scopes = serializers.ListField(child=serializers.CharField(max_length=40))
    expires_on = serializers.DateField()


class MadeKeySerializer(KeySerializer):
    key = serializers.CharField(help_text="The key itself; shown in this answer only.")

    class Meta(KeySerializer.Meta):
        fields = (*KeySerializer.Meta.fields, "key")  # type: ignore[assignment]


class KeyViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[ApiToken]):
    """One's own keys. A key cannot make keys: that needs a person who has just confirmed who they are."""

    serializer_class = KeySerializer
    queryset = ApiToken.objects.none()
    lookup_value_regex = "[0-9]+"

    def get_queryset(self) -> QuerySet[ApiToken]:
        return visible_to(self.request.user, ApiToken.objects.all())

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        require(request.user, "api_token.read")
        only_parameters(request, set())
        return super().list(request, *args, **kwargs)

    @extend_schema(request=NewKeySerializer, responses={201: MadeKeySerializer})
    def create(self, request: Request) -> Response:
        require(request.user, "api_token.create")
        require_step_up(cast("HttpRequest", request) if request.auth is None else HttpRequest())
        form = NewKeySerializer(data=request.data)
        form.is_valid(raise_exception=True)
        token, key = tokens.create(**form.validated_data, on=local_date(), by=cast("User", request.user))
        answer = Response(KeySerializer(token).data | {"key": key}, status=status.HTTP_201_CREATED)
        never_kept(answer)
        return answer

    @extend_schema(request=None, responses=KeySerializer)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: str | None = None) -> Response:
        token = self.get_object()
        require(request.user, "api_token.revoke", token)
        StrictSerializer(data=request.data).is_valid(raise_exception=True)
        return Response(KeySerializer(tokens.revoke(token=token, by=cast("User", request.user))).data)
