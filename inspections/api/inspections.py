"""Inspections under /api/v1/inspections/: within reach; before the start for those who know of one, and nobody else."""

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
from foundation.web.step_up import require_step_up
from foundation.web.strict import only_parameters
from inspections.enums import HIDDEN
from inspections.filters import InspectionFilter
from inspections.models import Duty, Inspection
from inspections.selectors import inspections as selectors
from inspections.serializers import inspections as bodies
from inspections.services import calling, drafting, starting
from inspections.services.reading import note_sealed


class InspectionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Inspection]):
    """Inspections within the reader's reach, those that began last first."""

    serializer_class = bodies.InspectionSerializer
    filterset_class = InspectionFilter
    queryset = Inspection.objects.none()
    lookup_field = "public_id"
    lookup_value_regex = "[^/]+"
    http_method_names = ["get", "post", "head", "options"]

    @property
    def user(self) -> User:
        return cast("User", self.request.user)

    def get_queryset(self) -> QuerySet[Inspection]:
        if not self.request.user.is_authenticated:
            return Inspection.objects.none()
        return selectors.readable(self.request.user).order_by("-started_at", "public_id")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        require(self.user, "inspection.list")
        only_parameters(request, set(InspectionFilter.base_filters))
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        note_sealed(self.user, rows, source="api")
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        row = selectors.one(self.user, kwargs["public_id"])
        note_sealed(self.user, [row], source="api")
        return self._answer(row)

    @extend_schema(request=bodies.InspectionApproveBody, responses=bodies.InspectionSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, public_id: str) -> Response:
        """Approve a draft."""
        row = self._found(public_id, "approve")
        self._body(bodies.InspectionApproveBody(data=request.data))
        return self._answer(drafting.approve_inspection(inspection=row, on=local_date(), by=self.user, source="api"))

    @extend_schema(request=bodies.InspectionCancelBody, responses=bodies.InspectionSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, public_id: str) -> Response:
        """Call it off before it begins."""
        row = self._found(public_id, "cancel")
        data = self._body(bodies.InspectionCancelBody(data=request.data))
        done = drafting.cancel_inspection(inspection=row, on=local_date(), by=self.user, source="api", **data)
        return self._answer(done)

    @extend_schema(request=bodies.TieBody, responses={204: None})
    @action(detail=True, methods=["post"])
    def declare(self, request: Request, public_id: str) -> Response:
        """Declare a tie to the unit, or none; with a tie the call ends."""
        row = self._found(public_id, "declare")
        data = self._body(bodies.TieBody(data=request.data))
        calling.declare_conflict(inspection=row, on=local_date(), by=self.user, source="api", **data)
        return Response(status=204)

    @extend_schema(request=bodies.ArrivalBody, responses=bodies.InspectionSerializer)
    @action(detail=True, methods=["post"])
    def start(self, request: Request, public_id: str) -> Response:
        """Begin, within the window; a start before it is made on its page, with a fresh confirmation."""
        row = self._found(public_id, "start")
        data = self._body(bodies.ArrivalBody(data=request.data))
        if starting.is_early(row):
            require_step_up(request)
        done = starting.start_inspection(inspection=row, on=local_date(), by=self.user, source="api", **data)
        return self._answer(done)

    def _found(self, public_id: str, act: str) -> Inspection:
        row = selectors.one(self.user, public_id)
        require(self.user, f"inspection.{act}", row)
        note_sealed(self.user, [row], source="api")
        return row

    def _body(self, form: Any) -> dict[str, Any]:
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)

    def _answer(self, row: Inspection) -> Response:
        answer = Response(self.get_serializer(row).data)
        return never_kept(answer) if row.state in HIDDEN else answer  # what is sealed is stored in its own row only


class CallViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Duty]):
    """One's own calls: when and where to meet."""

    serializer_class = bodies.DutySerializer
    queryset = Duty.objects.none()

    def get_queryset(self) -> QuerySet[Duty]:
        if not self.request.user.is_authenticated:
            return Duty.objects.none()
        return selectors.calls_of(self.request.user)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        require(request.user, "duty.list")
        only_parameters(request, set())
        return super().list(request, *args, **kwargs)
