"""Accounts over the API: who I am, roles, proposing and executing them."""

from typing import Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.enums import Role
from accounts.models import RoleGrant, User
from accounts.selectors.grants import grants_for, in_force
from accounts.services import grants
from foundation.access import require
from foundation.web.clock import local_date
from foundation.web.step_up import require_step_up
from foundation.web.strict import StrictSerializer, only_parameters
from foundation.workflow.errors import InvalidInput
from organization.models import Unit


class GrantSerializer(serializers.ModelSerializer[RoleGrant]):
    user = serializers.CharField(source="user.username")
    unit = serializers.CharField(source="unit.code", default=None)
    proposed_by = serializers.CharField(source="proposed_by.username", default=None)
    executed_by = serializers.CharField(source="executed_by.username", default=None)

    class Meta:
        model = RoleGrant
        fields = (
            "id", "user", "role", "unit", "valid_from", "valid_to", "state", "origin", "reason", "proposed_by",
            "executed_by", "proposed_at", "row_version",
        )  # fmt: skip


class ProposalSerializer(StrictSerializer):
    user = serializers.SlugRelatedField(slug_field="username", queryset=User.objects.filter(is_active=True))
    role = serializers.ChoiceField(choices=[choice for choice in Role.choices if choice[0] != Role.CADRE.value])
    unit = serializers.SlugRelatedField(slug_field="code", queryset=Unit.objects.all(), required=False, allow_null=True)
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(required=False, allow_null=True)
    reason = serializers.CharField()


class StepSerializer(StrictSerializer):
    reason = serializers.CharField(required=False, allow_blank=True, default="")


class HeldSerializer(serializers.Serializer[dict[str, str]]):
    role = serializers.CharField()
    unit = serializers.CharField(allow_null=True)


class MeSerializer(serializers.Serializer[dict[str, Any]]):
    username = serializers.CharField()
    full_name = serializers.CharField()
    language = serializers.CharField()
    roles = HeldSerializer(many=True)


class MeView(APIView):
    """The account behind the request, with its roles in force."""

    @extend_schema(responses=MeSerializer)
    def get(self, request: Request) -> Response:
        user = cast("User", request.user)
        held = in_force(local_date()).filter(user=user).values_list("role", "unit__code")
        return Response(
            {
                "username": user.username,
                "full_name": user.full_name,
                "language": user.language,
                "roles": [{"role": role, "unit": code} for role, code in held],
            }
        )


class GrantViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[RoleGrant]):
    """Role grants within reach."""

    serializer_class = GrantSerializer
    queryset = RoleGrant.objects.none()
    lookup_value_regex = "[0-9]+"

    def get_queryset(self) -> QuerySet[RoleGrant]:
        rows = grants_for(cast("User", self.request.user))
        state = self.request.query_params.get("state")
        return rows.filter(state=state) if state else rows

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        require(request.user, "grant.read")
        only_parameters(request, {"state"})
        return super().list(request, *args, **kwargs)

    def create(self, request: Request) -> Response:
        require(request.user, "grant.propose")
        require_step_up(request)
        form = ProposalSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        values = {"unit": None, "valid_to": None, **form.validated_data}
        grant = grants.propose(**values, by=cast("User", request.user))
        return Response(GrantSerializer(grant).data, status=status.HTTP_201_CREATED)

    @extend_schema(operation_id="grants_step", request=StepSerializer, responses=GrantSerializer)
    @action(detail=True, methods=["post"], url_path="(?P<step>execute|refuse|end)")
    def step(self, request: Request, step: str, pk: str | None = None) -> Response:
        user = cast("User", request.user)
        grant = self.get_object()
        require(user, f"grant.{step}", grant)
        require_step_up(request)
        form = StepSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        reason = form.validated_data["reason"]
        if step == "execute":
            grants.execute(grant=grant, by=user)
        elif step == "refuse":
            grants.refuse(grant=grant, reason=reason, by=user)
        elif step == "end":
            grants.end(grant=grant, on=local_date(), reason=reason, by=user)
        else:
            raise InvalidInput(_("Choose what to do."), field="step")
        return Response(GrantSerializer(grant).data)
