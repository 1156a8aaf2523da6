"""Resets of lost second factors over the API: a session that has just confirmed who it is; keys of programs never."""

from typing import Any, cast

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import FactorReset, User
from accounts.selectors.second_factor import resets_for
from accounts.services import factor_reset as services
from foundation.access import require
from foundation.web.step_up import require_step_up
from foundation.web.strict import StrictSerializer, only_parameters


class FactorResetSerializer(serializers.ModelSerializer[FactorReset]):
    user = serializers.CharField(source="user.username")
    proposed_by = serializers.CharField(source="proposed_by.username")
    settled_by = serializers.CharField(source="settled_by.username", default=None)

    class Meta:
        model = FactorReset
        fields = (
            "id", "user", "state", "reason", "proposed_by", "proposed_at", "settled_by", "settled_at", "row_version",
        )  # fmt: skip


class ResetProposalSerializer(StrictSerializer):
    user = serializers.SlugRelatedField(slug_field="username", queryset=User.objects.filter(is_active=True))
    reason = serializers.CharField()


class ResetStepSerializer(StrictSerializer):
    reason = serializers.CharField(required=False, allow_blank=True, default="")


class FactorResetViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[FactorReset]):
    """Resets within reach."""

    serializer_class = FactorResetSerializer
    queryset = FactorReset.objects.none()
    lookup_value_regex = "[0-9]+"

    def get_queryset(self) -> QuerySet[FactorReset]:
        return resets_for(cast("User", self.request.user))

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        require(request.user, "factor_reset.read")
        only_parameters(request, set())
        return super().list(request, *args, **kwargs)

    def create(self, request: Request) -> Response:
        require(request.user, "factor_reset.propose")
        require_step_up(request)
        form = ResetProposalSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        reset = services.propose(**form.validated_data, at=timezone.now(), by=cast("User", request.user))
        return Response(FactorResetSerializer(reset).data, status=status.HTTP_201_CREATED)

    @extend_schema(operation_id="factor_resets_step", request=ResetStepSerializer, responses=FactorResetSerializer)
    @action(detail=True, methods=["post"], url_path="(?P<step>execute|refuse)")
    def step(self, request: Request, step: str, pk: str | None = None) -> Response:
        user = cast("User", request.user)
        reset = self.get_object()
        require(user, f"factor_reset.{step}", reset)
        require_step_up(request)
        form = ResetStepSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        if step == "execute":
            services.execute(reset=reset, at=timezone.now(), by=user)
        else:
            services.refuse(reset=reset, reason=form.validated_data["reason"], at=timezone.now(), by=user)
        return Response(FactorResetSerializer(reset).data)
