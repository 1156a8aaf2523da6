"""Visits under /api/v1/visits/: the roll, samples, contents, findings, and what a device sends at once."""

from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from foundation.access import require, visible_to
from foundation.web.clock import local_moment
from foundation.web.strict import only_parameters
from foundation.workflow.errors import NotFound
from inspections.enums import STARTED
from inspections.models import Inspection
from inspections.selectors import visits as selectors
from inspections.serializers import visits as bodies
from inspections.services import attendance, bundles, findings, samples

CALLED = inline_serializer("RollCalled", {"added": serializers.IntegerField()})
MARKED = inline_serializer("RestMarked", {"marked": serializers.IntegerField()})
ANSWER = inline_serializer(
    "BundleAnswer",
    {
        "key": serializers.UUIDField(),
        "clock_off": serializers.IntegerField(),
        "marks": serializers.ListField(child=serializers.DictField()),
        "findings": serializers.ListField(child=serializers.DictField()),
        "again": serializers.BooleanField(),
    },
)


class VisitViewSet(mixins.RetrieveModelMixin, viewsets.GenericViewSet[Inspection]):
    """One visit that has begun, within the reader's reach."""

    serializer_class = bodies.VisitSerializer
    queryset = Inspection.objects.none()
    lookup_field = "public_id"
    lookup_value_regex = "[0-9a-f]{32}"

    def get_queryset(self) -> QuerySet[Inspection]:
        rows = visible_to(self.request.user, Inspection.objects.select_related("unit", "team"))
        return rows.filter(state__in=STARTED)

    def get_object(self) -> Inspection:
        return self._visit()

    def _visit(self, right: str = "attendance_line.read") -> Inspection:
        """The visit, for somebody who may do this at all; asked before a body is looked at."""
        require(self.request.user, right)
        return selectors.on_site(self.request.user, self.kwargs["public_id"])

    def _listed(self, request: Request, rows: Any, kind: Any) -> Response:
        only_parameters(request, set())
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(kind(page, many=True).data)

    def _body(self, kind: Any) -> dict[str, Any]:
        body = kind(data=self.request.data)
        body.is_valid(raise_exception=True)
        return cast("dict[str, Any]", body.validated_data)

    @property
    def _user(self) -> User:
        return cast("User", self.request.user)

    @extend_schema(responses=bodies.AttendanceSerializer(many=True))
    @action(detail=True)
    def roll(self, request: Request, public_id: str) -> Response:
        """Everybody on the roll."""
        rows = selectors.roll_of(self._user, self._visit(), all_divisions=True)
        return self._listed(request, rows, bodies.AttendanceSerializer)

    @extend_schema(request=bodies.NoBody, responses={201: CALLED})
    @action(detail=True, methods=["post"], url_path="call-roll")
    def call_roll(self, request: Request, public_id: str) -> Response:
        """Put the people of the unit on the roll."""
        visit = self._visit("attendance_line.call")
        self._body(bodies.NoBody)
        added = attendance.call_roll(inspection=visit, now=local_moment(), by=self._user, source="api")
        return Response({"added": added}, status=201)

    @extend_schema(request=bodies.MarkBody, responses=bodies.AttendanceSerializer)
    @action(detail=True, methods=["post"])
    def mark(self, request: Request, public_id: str) -> Response:
        """Mark how one person was found."""
        visit = self._visit("attendance_line.mark")
        data = self._body(bodies.MarkBody)
        line = selectors.line_of(self._user, visit, data["line"])
        now = local_moment()
        attendance.mark(
            line=line, mark=data["mark"], reason=data["reason"], version=data["row_version"], seen_at=now, now=now,
            by=self._user, source="api",
        )  # fmt: skip
        return Response(bodies.AttendanceSerializer(line).data)

    @extend_schema(request=bodies.NoBody, responses=MARKED)
    @action(detail=True, methods=["post"], url_path="rest-present")
    def rest_present(self, request: Request, public_id: str) -> Response:
        """Everybody not marked yet is there."""
        visit = self._visit("attendance_line.mark")
        self._body(bodies.NoBody)
        count = attendance.mark_rest_present(inspection=visit, now=local_moment(), by=self._user, source="api")
        return Response({"marked": count})

    @extend_schema(responses=bodies.SampleSerializer(many=True), methods=["GET"])
    @extend_schema(request=bodies.SampleBody, responses={201: bodies.SampleSerializer}, methods=["POST"])
    @action(detail=True, methods=["get", "post"])
    def samples(self, request: Request, public_id: str) -> Response:
        """Sampled files; a body with a number corrects that line."""
        visit = self._visit()
        rows = selectors.samples_of(self._user, visit)
        if request.method == "GET":
            return self._listed(request, rows, bodies.SampleSerializer)
        require(self._user, "sample_line.record")
        data = self._body(bodies.SampleBody)
        number, version = data.pop("number", None), data.pop("row_version", None)
        line = rows.filter(number=number).first() if number is not None else None
        if number is not None and line is None:
            raise NotFound
        made = samples.record_sample(
            inspection=visit, line=line, version=version, now=local_moment(), by=self._user, source="api", **data
        )
        return Response(bodies.SampleSerializer(made).data, status=201)

    @extend_schema(responses=bodies.CheckSerializer(many=True), methods=["GET"])
    @extend_schema(request=bodies.CheckBody, responses={201: bodies.CheckSerializer}, methods=["POST"])
    @action(detail=True, methods=["get", "post"])
    def contents(self, request: Request, public_id: str) -> Response:
        """What was said of each content of the inspection."""
        visit = self._visit()
        if request.method == "GET":
            return self._listed(request, selectors.checked_of(self._user, visit), bodies.CheckSerializer)
        require(self._user, "checklist_line.check")
        data = self._body(bodies.CheckBody)
        made = samples.check(inspection=visit, now=local_moment(), by=self._user, source="api", **data)
        return Response(bodies.CheckSerializer(made).data, status=201)

    @extend_schema(responses=bodies.FindingSerializer(many=True))
    @action(detail=True)
    def findings(self, request: Request, public_id: str) -> Response:
        """What was seen; a finding is written by a bundle."""
        return self._listed(request, selectors.findings_of(self._user, self._visit()), bodies.FindingSerializer)

    @extend_schema(request=bodies.ExplainBody, responses=bodies.FindingSerializer)
    @action(detail=True, methods=["post"])
    def explain(self, request: Request, public_id: str) -> Response:
        """What the unit says of a finding."""
        visit = self._visit("finding.explain")
        data = self._body(bodies.ExplainBody)
        found = selectors.finding_of(self._user, visit, data["number"])
        findings.explain(
            finding=found, explanation=data["explanation"], version=data["row_version"], now=local_moment(),
            by=self._user, source="api",
        )  # fmt: skip
        return Response(bodies.FindingSerializer(found).data)

    @extend_schema(request={"multipart/form-data": bodies.BundleBody}, responses={201: ANSWER, 200: ANSWER})
    @action(detail=True, methods=["post"])
    def bundle(self, request: Request, public_id: str) -> Response:
        """What a device noted, once: marks, findings, photos. 200 when it was stored before."""
        visit = self._visit("offline_bundle.read")
        outer = bodies.BundleBody(
            data={
                name: value for name, value in cast("dict[str, Any]", request.data).items() if name not in request.FILES
            }
        )
        outer.is_valid(raise_exception=True)
        raw = outer.validated_data["bundle"]
        inner = bodies.BundleContent(data=raw)
        inner.is_valid(raise_exception=True)
        answer = bundles.receive(
            inspection=visit, sent=_sent(inner.validated_data, raw), files=request.FILES, now=local_moment(),
            by=self._user,
        )  # fmt: skip
        return Response(answer, status=200 if answer["again"] else 201)


def _sent(data: dict[str, Any], raw: Any) -> bundles.Sent:
    findings_ = tuple(
        bundles.SentFinding(**{**one, "photos": tuple(bundles.SentPhoto(**photo) for photo in one["photos"])})
        for one in data["findings"]
    )
    marks = tuple(bundles.SentMark(**one) for one in data["marks"])
    return bundles.Sent(data["key"], data["device_now"], data["offline"], marks, findings_, raw)
