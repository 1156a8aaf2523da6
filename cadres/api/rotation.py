"""Rotation in the API: clocks on a day, cases with their acts."""

from datetime import date
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from cadres.api import rotation_serializers as bodies
from cadres.api.history import Rows
from cadres.filters_rotation import RotationCaseFilter
from cadres.forms.rotation import RotationForm, errors_of
from cadres.models import Position, RotationCase
from cadres.rotation_acts import BY_NAME, Asked
from cadres.rules.retirement import add_months
from cadres.selectors import rotation as selectors
from cadres.selectors.people import person_by_code
from cadres.selectors.rotation_clocks import FIRST_DAY, LAST_DAY, clocks
from cadres.selectors.rotation_horizon import LAST_YEAR, horizon, quarters_from
from cadres.services.rotation_cases import open_case
from cadres.services.rotation_moves import give_opinion
from foundation.access import require, visible_to
from foundation.web.clock import local_date
from foundation.web.paging import ApiPagination
from foundation.web.strict import only_parameters
from foundation.workflow.errors import Refused
from organization.models import Unit

CASE = bodies.RotationCaseSerializer
MOST_MONTHS = 120


class ClockQuery(serializers.Serializer[Any]):
    on = serializers.DateField(required=False, validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)])
    within = serializers.IntegerField(min_value=0, max_value=MOST_MONTHS, required=False)
    rule = serializers.CharField(max_length=20, required=False)
    kind = serializers.CharField(max_length=20, required=False)
    unit = serializers.CharField(max_length=40, required=False)
    person = serializers.CharField(max_length=20, required=False)


class RotationClockViewSet(viewsets.GenericViewSet[Any]):
    """Clocks of everybody within reach on any day, the earliest end first; nothing of it is stored."""

    permission_classes = (IsAuthenticated,)
    serializer_class = bodies.RotationClockSerializer
    queryset = Position.objects.none()
    pagination_class = ApiPagination
    filter_backends = ()

    @extend_schema(parameters=[ClockQuery], responses=bodies.RotationClockSerializer(many=True))
    def list(self, request: Request) -> Response:
        require(request.user, "rotation_case.list")
        only_parameters(request, set(ClockQuery().fields))
        asked = ClockQuery(data=request.query_params)
        asked.is_valid(raise_exception=True)
        wanted = asked.validated_data
        on = wanted.get("on") or local_date()
        below, people = "", None
        if "unit" in wanted:
            unit = visible_to(request.user, Unit.objects.filter(code=wanted["unit"])).first()
            if unit is None:
                return self._page([])
            below = unit.path
        if "person" in wanted:
            people = [person_by_code(request.user, wanted["person"]).pk]
        found = clocks(
            on=on,
            due_by=add_months(on, wanted["within"]) if "within" in wanted else None,
            people=people,
            reader=request.user,  # type: ignore[arg-type]  # IsAuthenticated
            code=wanted.get("rule", ""),
            post_kind=wanted.get("kind", ""),
            below=below,
        )
        return self._page(found)

    @extend_schema(responses=bodies.RotationAheadSerializer(many=True), filters=False)
    @action(detail=False, methods=["get"], pagination_class=None)
    def ahead(self, request: Request) -> Response:
        """What if nobody moves: people who fall due in each quarter to 2030, of the whole reach and of each unit."""
        require(request.user, "rotation_case.list")
        only_parameters(request, set())
        on = local_date()
        quarters = quarters_from(on)
        found = clocks(on=on, due_by=date(LAST_YEAR, 12, 31), reader=request.user)  # type: ignore[arg-type]  # as above
        rows = [
            {"unit": row.unit or None, "rule": row.rule, "kind": row.kind, "over": len(row.over),
             "quarters": [{"quarter": one.label, "count": count}
                          for one, count in zip(quarters, row.cells(quarters), strict=True)]}
            for row in horizon(found, on=on)
        ]  # fmt: skip
        return Response(bodies.RotationAheadSerializer(rows, many=True).data)

    def _page(self, found: Any) -> Response:
        rows = self.paginate_queryset(found)
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)


class RotationCaseViewSet(Rows):
    """Rotation cases within reach; each act is one POST and calls the service the page calls."""

    serializer_class = CASE
    filterset_class = RotationCaseFilter
    queryset = RotationCase.objects.none()
    object_name = "rotation_case"
    lookup_field = "code"
    lookup_value_regex = "[^/]+"

    def get_queryset(self) -> QuerySet[RotationCase]:
        return selectors.cases_for(self.user)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        require(self.user, "rotation_case.list")
        return super().list(request, *args, **kwargs)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._answer(selectors.one_case(self.user, kwargs["code"]))

    @extend_schema(request=bodies.RotationOpenBody, responses={201: CASE})
    @action(detail=False, methods=["post"])
    def open(self, request: Request) -> Response:
        """Open a case before the night does."""
        require(self.user, "rotation_case.open")
        data = self.body(bodies.RotationOpenBody(data=request.data))
        person = person_by_code(self.user, data["person"])
        made = open_case(person=person, rule_code=data["rule_code"], today=local_date(), by=self.user, source="api")
        return Response(self.get_serializer(selectors.one_case(self.user, made.code)).data, status=201)

    @extend_schema(responses=bodies.RotationItemSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def items(self, request: Request, code: str) -> Response:
        """Planned moves of the case, the newest first."""
        rows = selectors.items_of(self.user, selectors.one_case(self.user, code))
        return Response(bodies.RotationItemSerializer(rows, many=True, context=self.get_serializer_context()).data)

    @extend_schema(responses=bodies.RotationReliefSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def reliefs(self, request: Request, code: str) -> Response:
        """Deferrals and exemptions of the case, the newest first."""
        row = selectors.one_case(self.user, code)
        rows = visible_to(self.user, row.reliefs.select_related("case", "rule", "proposed_by", "settled_by"))
        return Response(
            bodies.RotationReliefSerializer(rows.order_by("-id"), many=True, context=self.get_serializer_context()).data
        )

    @extend_schema(request=bodies.RotationTextBody, responses=CASE)
    @action(detail=True, methods=["post"])
    def opinion(self, request: Request, code: str) -> Response:
        """The written opinion of the person concerned."""
        row = selectors.one_case(self.user, code)
        require(self.user, "rotation_case.own", row)
        data = self.body(bodies.RotationTextBody(data=request.data))
        give_opinion(case=row, today=local_date(), by=self.user, source="api", **data)
        return self._answer(selectors.one_case(self.user, code))

    @extend_schema(request=bodies.RotationPlanBody, responses=CASE)
    @action(detail=True, methods=["post"])
    def plan(self, request: Request, code: str) -> Response:
        """Plan a move: in an approved round, or outside a plan with a reason."""
        return self._act("plan", code, request, bodies.RotationPlanBody)

    @extend_schema(request=bodies.RotationReason, responses=CASE)
    @action(detail=True, methods=["post"])
    def countersign(self, request: Request, code: str) -> Response:
        """The second signature of a move outside a plan."""
        return self._act("countersign", code, request, bodies.RotationReason)

    @extend_schema(request=bodies.RotationReason, responses=CASE)
    @action(detail=True, methods=["post"], url_path="refuse-item")
    def refuse_item(self, request: Request, code: str) -> Response:
        return self._act("refuse_item", code, request, bodies.RotationReason)

    @extend_schema(request=bodies.RotationReason, responses=CASE)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, code: str) -> Response:
        """Take a proposal or a plan back before the decision."""
        return self._act("withdraw", code, request, bodies.RotationReason)

    @extend_schema(request=bodies.RotationAnnounceBody, responses=CASE)
    @action(detail=True, methods=["post"])
    def announce(self, request: Request, code: str) -> Response:
        return self._act("announce", code, request, bodies.RotationAnnounceBody)

    @extend_schema(request=bodies.RotationReplanBody, responses=CASE)
    @action(detail=True, methods=["post"])
    def replan(self, request: Request, code: str) -> Response:
        return self._act("replan", code, request, bodies.RotationReplanBody)

    @extend_schema(request=bodies.RotationAnswerBody, responses=CASE)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, code: str) -> Response:
        """Answer the person's opinion."""
        return self._act("answer", code, request, bodies.RotationAnswerBody)

    @extend_schema(request=bodies.RotationDecideBody, responses=CASE)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, code: str) -> Response:
        return self._act("decide", code, request, bodies.RotationDecideBody)

    @extend_schema(request=bodies.RotationExecuteBody, responses=CASE)
    @action(detail=True, methods=["post"])
    def execute(self, request: Request, code: str) -> Response:
        """The hand-over is done: the post ends and the next begins."""
        return self._act("execute", code, request, bodies.RotationExecuteBody)

    @extend_schema(request=bodies.RotationReliefBody, responses=CASE)
    @action(detail=True, methods=["post"])
    def defer(self, request: Request, code: str) -> Response:
        """Propose a deferral or an exemption."""
        return self._act("defer", code, request, bodies.RotationReliefBody)

    @extend_schema(request=bodies.RotationNothing, responses=CASE)
    @action(detail=True, methods=["post"], url_path="grant-relief")
    def grant_relief(self, request: Request, code: str) -> Response:
        return self._act("grant_relief", code, request, bodies.RotationNothing)

    @extend_schema(request=bodies.RotationReason, responses=CASE)
    @action(detail=True, methods=["post"], url_path="refuse-relief")
    def refuse_relief(self, request: Request, code: str) -> Response:
        return self._act("refuse_relief", code, request, bodies.RotationReason)

    @extend_schema(request=bodies.RotationReason, responses=CASE)
    @action(detail=True, methods=["post"], url_path="end-relief")
    def end_relief(self, request: Request, code: str) -> Response:
        return self._act("end_relief", code, request, bodies.RotationReason)

    @extend_schema(request=bodies.RotationReason, responses=CASE)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, code: str) -> Response:
        """End a case opened by mistake."""
        return self._act("cancel", code, request, bodies.RotationReason)

    def _act(self, name: str, code: str, request: Request, body: type[Any]) -> Response:
        spec, row = BY_NAME[name], selectors.one_case(self.user, code)
        asked = Asked.of(self.user, row, local_date())
        require(self.user, *spec.right(asked))
        data = self.body(body(data=request.data))
        if not spec.open(asked):
            text = _("This is not possible now: the case stands at “%(state)s”.")
            raise Refused(text % {"state": row.get_state_display()}, code="wrong_stage")
        form: RotationForm = spec.form(data, pools=asked.pools, choices=asked.choices)
        if not form.is_valid():
            raise ValidationError(errors_of(form))
        spec.run(asked, dict(form.cleaned_data), source="api")
        row.refresh_from_db()
        return self._answer(row)

    def _answer(self, row: RotationCase) -> Response:
        return Response(self.get_serializer(row).data)
