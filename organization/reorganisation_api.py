"""Successions and reorganisations under /api/v1/: the same acts and refusals as the pages."""

from typing import Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.access import require, visible_to
from foundation.web.clock import local_date
from foundation.web.strict import only_parameters
from foundation.workflow.errors import DomainError, InvalidInput, NotFound
from organization.filters import ReorganisationApiFilter, SuccessionApiFilter
from organization.models import Reorganisation, Unit, UnitSuccession
from organization.reorganisation_serializers import (
    CancelReorganisationSerializer,
    ConfirmSerializer,
    OrderSerializer,
    PreviewSerializer,
    ReorganisationSerializer,
    SuccessionSerializer,
)
from organization.rules.order import Order, Part
from organization.selectors.units import tree
from organization.services.reorganisation import cancel, confirm, draft, plan_for
from organization.services.reorganisation_plan import foresee


class SuccessionViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[UnitSuccession]):
    """Who took over from whom, the latest first; a unit out of reach is left unnamed."""

    serializer_class = SuccessionSerializer
    filterset_class = SuccessionApiFilter
    queryset = UnitSuccession.objects.none()
    http_method_names = ["get", "head", "options"]

    def get_queryset(self) -> QuerySet[UnitSuccession]:
        require(self.request.user, "succession.read")
        rows = UnitSuccession.objects.select_related("predecessor", "successor").order_by("-effective_on", "-id")
        return visible_to(self.request.user, rows, action="read")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        only_parameters(request, set(SuccessionApiFilter.base_filters))
        page = cast("Any", self.paginate_queryset(self.filter_queryset(self.get_queryset())))
        ids = {pk for edge in page for pk in (edge.predecessor_id, edge.successor_id) if pk is not None}
        seen = set(tree(request.user).filter(pk__in=ids).values_list("pk", flat=True))
        rows = self.get_serializer(page, many=True, context={**self.get_serializer_context(), "seen": seen}).data
        return self.get_paginated_response(rows)


class ReorganisationViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Reorganisation]):
    """An order is drafted, read with its preview, confirmed with the preview's fingerprint, or given up."""

    serializer_class = ReorganisationSerializer
    filterset_class = ReorganisationApiFilter
    queryset = Reorganisation.objects.none()
    http_method_names = ["get", "post", "head", "options"]

    def get_queryset(self) -> QuerySet[Reorganisation]:
        require(self.request.user, "reorganisation.read")
        return visible_to(self.request.user, Reorganisation.objects.order_by("-effective_on", "-id"), action="read")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        only_parameters(request, set(ReorganisationApiFilter.base_filters))
        return super().list(request, *args, **kwargs)

    def found(self, pk: str) -> Reorganisation:
        row = self.get_queryset().filter(pk=pk).first() if pk.isascii() and pk.isdigit() and len(pk) < 18 else None
        if row is None:
            raise NotFound
        return row

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(self.get_serializer(self.found(kwargs["pk"])).data)

    @extend_schema(responses=PreviewSerializer)
    @action(detail=True, methods=["get"], filterset_class=None)
    def preview(self, request: Request, pk: str) -> Response:
        """What the order would do as things stand, and the fingerprint to confirm it with; or why it cannot be."""
        row = self.found(pk)
        require(request.user, "reorganisation.cancel", row)
        shown: dict[str, Any] = {"fingerprint": "", "lines": [], "refusal": ""}
        try:
            _rooms, shown["lines"], shown["fingerprint"] = foresee(plan_for(row))
        except DomainError as refusal:
            shown["refusal"] = str(refusal)
        return Response(PreviewSerializer(shown).data)

    @extend_schema(request=OrderSerializer, responses={201: ReorganisationSerializer})
    def create(self, request: Request) -> Response:
        """Keep an order as a draft."""
        require(request.user, "reorganisation.create")
        body = OrderSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        data = dict(body.validated_data)
        row = draft(
            order=self._order(data),
            effective_on=data["effective_on"],
            legal_basis=data["legal_basis"],
            decided_on=data["decided_on"],
            by=cast("Any", request.user),
            today=local_date(),
        )
        return Response(self.get_serializer(row).data, status=201)

    @extend_schema(request=ConfirmSerializer, responses=ReorganisationSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def confirm(self, request: Request, pk: str) -> Response:
        """Put the order into effect, now or on its day; refused when it would do something else by now."""
        row = self.found(pk)
        require(request.user, "reorganisation.confirm", row)
        body = ConfirmSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        done = confirm(
            row=row,
            version=body.validated_data.get("row_version"),
            fingerprint=body.validated_data["fingerprint"],
            by=cast("Any", request.user),
            today=local_date(),
        )
        return Response(self.get_serializer(done).data)

    @extend_schema(request=CancelReorganisationSerializer, responses=ReorganisationSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def cancel(self, request: Request, pk: str) -> Response:
        row = self.found(pk)
        require(request.user, "reorganisation.cancel", row)
        body = CancelReorganisationSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        version, reason = body.validated_data.get("row_version"), body.validated_data["reason"]
        done = cancel(row=row, version=version, reason=reason, by=cast("Any", request.user))
        return Response(self.get_serializer(done).data)

    def _order(self, data: dict[str, Any]) -> Order:
        parts = tuple(
            Part(self._unit(one["unit"]).pk)
            if one.get("unit")
            else Part(None, one["code"].strip(), one["name"].strip(), one["name_en"].strip(), one["short_name"].strip())
            for one in data["into"]
        )
        divisions = {self._unit(code).pk: place for code, place in data["divisions"].items()}
        maps = {name: {_key(key): place for key, place in data[name].items()} for name in ("people", "heads")}
        units = tuple(self._unit(code).pk for code in data["units"])
        return Order(data["kind"], units, parts, data["rest"], divisions, maps["people"], maps["heads"])

    def _unit(self, code: str) -> Unit:
        unit = visible_to(self.request.user, Unit.objects.filter(code=code), action="update").first()
        if unit is None:
            raise InvalidInput(_("There is no such unit within your reach."), field="units", code="unit_unknown")
        return unit


def _key(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 18):
        raise InvalidInput(_("A key is a whole number."), field="people", code="key_wrong")
    return int(text)
