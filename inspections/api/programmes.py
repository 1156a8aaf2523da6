"""Programmes of the year with their items, and units' own inspections, under /api/v1/."""

from typing import Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from foundation.access import require, visible_to
from foundation.web.clock import local_date
from foundation.web.strict import only_parameters
from foundation.workflow.errors import InvalidInput
from inspections.models import OwnCheck, Programme
from inspections.selectors import programmes as selectors
from inspections.serializers import programmes as bodies
from inspections.services import own_checks, programmes
from organization.models import Unit

NUMBER = "[0-9]{1,18}"


class ProgrammeViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Programme]):
    """Programmes within the reader's reach, those of the last year first."""

    serializer_class = bodies.ProgrammeSerializer
    queryset = Programme.objects.none()
    lookup_value_regex = NUMBER
    http_method_names = ["get", "post", "head", "options"]

    def get_queryset(self) -> QuerySet[Programme]:
        require(self.request.user, "programme.list")
        return selectors.programmes(self.request.user)

    def get_object(self) -> Programme:
        return selectors.programme(self.request.user, int(self.kwargs["pk"]))

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        only_parameters(request, set())
        return super().list(request, *args, **kwargs)

    @extend_schema(request=bodies.ProgrammeBody, responses={201: bodies.ProgrammeSerializer})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Draw up a programme; somebody else approves it."""
        user = cast("User", request.user)
        require(user, "programme.create")
        data = _taken(bodies.ProgrammeBody(data=request.data))
        data["unit"] = _unit(visible_to(user, Unit.objects.filter(valid_to__isnull=True)), data["unit"], "unit")
        made = programmes.write_programme(by=user, source="api", **data)
        return Response(self.get_serializer(made).data, status=201)

    @extend_schema(methods=["POST"], request=bodies.ProgrammeItemBody, responses={201: bodies.ProgrammeItemSerializer})
    @extend_schema(methods=["GET"], responses=bodies.ProgrammeItemSerializer(many=True))
    @action(detail=True, methods=["get", "post"])
    def items(self, request: Request, pk: str) -> Response:
        """Units of a programme within the reader's reach, by quarter; adding one to a draft."""
        row = self.get_object()
        if request.method != "POST":
            only_parameters(request, set())
            shown: Any = selectors.items_of(request.user, row)
            page: Any = self.paginate_queryset(shown) or []
            return self.get_paginated_response(bodies.ProgrammeItemSerializer(page, many=True).data)
        user = cast("User", request.user)
        require(user, "programme.add", row)
        data = _taken(bodies.ProgrammeItemBody(data=request.data))
        data["unit"] = _unit(visible_to(user, Unit.objects.filter(valid_to__isnull=True)), data["unit"], "unit")
        made = programmes.add_item(programme=row, by=user, source="api", **data)
        return Response(bodies.ProgrammeItemSerializer(made).data, status=201)

    @extend_schema(request=bodies.ProgrammeApproveBody, responses=bodies.ProgrammeSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: str) -> Response:
        """Approve a programme that somebody else drew up; its items are fixed from then on."""
        row = self.get_object()
        require(request.user, "programme.approve", row)
        _taken(bodies.ProgrammeApproveBody(data=request.data))
        done = programmes.approve_programme(programme=row, by=cast("User", request.user), source="api")
        return Response(self.get_serializer(done).data)

    @extend_schema(request=bodies.OwnReasonBody, responses=bodies.ProgrammeSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """End a programme: another one takes its place, or it is given up."""
        row = self.get_object()
        require(request.user, "programme.end", row)
        data = _taken(bodies.OwnReasonBody(data=request.data))
        done = programmes.end_programme(programme=row, by=cast("User", request.user), source="api", **data)
        return Response(self.get_serializer(done).data)


class OwnCheckViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[OwnCheck]):
    """Inspections that units held themselves, as they report them, within the reader's reach; the last first."""

    serializer_class = bodies.OwnCheckSerializer
    queryset = OwnCheck.objects.none()
    lookup_value_regex = NUMBER
    http_method_names = ["get", "post", "head", "options"]

    def get_queryset(self) -> QuerySet[OwnCheck]:
        require(self.request.user, "own_check.list")
        return selectors.own_checks(self.request.user)

    def paginate_queryset(self, queryset: Any) -> Any:
        return selectors.with_further(super().paginate_queryset(queryset) or [])

    def get_object(self) -> OwnCheck:
        return selectors.own_check(self.request.user, int(self.kwargs["pk"]))

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        only_parameters(request, set())
        return super().list(request, *args, **kwargs)

    @extend_schema(request=bodies.OwnCheckBody, responses={201: bodies.OwnCheckSerializer})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Report an inspection that the unit held over one below it."""
        user = cast("User", request.user)
        require(user, "own_check.report")
        data = _taken(bodies.OwnCheckBody(data=request.data))
        units = visible_to(user, Unit.objects.filter(valid_to__isnull=True), "own_check.report")
        for name in ("unit", "checked"):
            data[name] = _unit(units, data[name], name)
        data["further"] = [_unit(units, code, "further") for code in dict.fromkeys(data["further"])]
        made = own_checks.report_own_check(on=local_date(), by=user, source="api", **data)
        return Response(self.get_serializer(made).data, status=201)

    @extend_schema(request=bodies.AggregateBody, responses=bodies.OwnCheckSerializer)
    @action(detail=True, methods=["post"])
    def aggregate(self, request: Request, pk: str) -> Response:
        """Take it into the city's figures, where it counts once; never by who reported it."""
        row = self.get_object()
        require(request.user, "own_check.aggregate", row)
        _taken(bodies.AggregateBody(data=request.data))
        done = own_checks.aggregate_own_check(check=row, by=cast("User", request.user), source="api")
        return Response(self.get_serializer(done).data)

    @extend_schema(request=bodies.OwnReasonBody, responses=bodies.OwnCheckSerializer)
    @action(detail=True, methods=["post"], url_path="send-back")
    def send_back(self, request: Request, pk: str) -> Response:
        """Send it back with what is wrong; the unit may report it anew."""
        row = self.get_object()
        require(request.user, "own_check.aggregate", row)
        data = _taken(bodies.OwnReasonBody(data=request.data))
        done = own_checks.send_back_own_check(check=row, by=cast("User", request.user), source="api", **data)
        return Response(self.get_serializer(done).data)


def _unit(units: QuerySet[Unit], code: str, field: str) -> Unit:
    found = units.filter(code=code).first()
    if found is None:
        raise InvalidInput(_("There is no such unit within your reach."), field=field, code="unknown")
    return found


def _taken(form: Any) -> dict[str, Any]:
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)
