"""Teams and sealed draws in the API; a draw is public but for its list until it is opened."""

from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from foundation.access import require
from foundation.web.clock import local_date
from foundation.web.idempotency import never_kept
from foundation.web.strict import only_parameters
from inspections.models import Draw, Team
from inspections.selectors import draws as selectors
from inspections.selectors import teams
from inspections.serializers import inspections as bodies
from inspections.services import draws as services


class TeamViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Team]):
    """Decisions on teams within the reader's reach."""

    serializer_class = bodies.TeamSerializer
    queryset = Team.objects.none()
    lookup_value_regex = "[0-9]+"

    def get_queryset(self) -> QuerySet[Team]:
        if not self.request.user.is_authenticated:
            return Team.objects.none()
        return teams.readable(self.request.user)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        require(request.user, "team.list")
        only_parameters(request, set())
        return super().list(request, *args, **kwargs)


class DrawViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Draw]):
    """Sealed draws."""

    serializer_class = bodies.DrawSerializer
    queryset = Draw.objects.none()
    lookup_field = "code"
    lookup_value_regex = "[^/]+"
    http_method_names = ["get", "post", "head", "options"]

    def get_queryset(self) -> QuerySet[Draw]:
        if not self.request.user.is_authenticated:
            return Draw.objects.none()
        return selectors.readable(self.request.user).order_by("-committed_at")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        require(request.user, "draw.list")
        only_parameters(request, set())
        return super().list(request, *args, **kwargs)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(self.get_serializer(selectors.draw_by_code(request.user, kwargs["code"])).data)

    @extend_schema(request=bodies.DrawNumberBody, responses=bodies.DrawSerializer)
    @action(detail=True, methods=["post"])
    def hold(self, request: Request, code: str) -> Response:
        """Draw by the outside number, once."""
        user = cast("User", request.user)
        row = selectors.draw_by_code(user, code)
        require(user, "draw.hold", row)
        form = bodies.DrawNumberBody(data=request.data)
        form.is_valid(raise_exception=True)
        done = services.hold_draw(draw=row, on=local_date(), by=user, source="api", **form.validated_data)
        return never_kept(Response(self.get_serializer(done).data))  # the list is stored in its own row only
