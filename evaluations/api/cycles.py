"""Months under /api/v1/cycles/ and units' months under /api/v1/unit-cycles/."""

from typing import Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from cadres.models import Person
from evaluations.api.bodies import (
    AssignBody,
    AssignSuperiorBody,
    DecideBody,
    DocumentBody,
    ExtendBody,
    MovedAnswer,
    NoBody,
    OpenBody,
    OpenedAnswer,
    ReasonBody,
    StandingAnswer,
    VersionBody,
    body,
    month_of,
)
from evaluations.api.filters import UnitCycleFilter
from evaluations.api.serializers import CycleSerializer, UnitCycleSerializer
from evaluations.models import Cycle, UnitCycle
from evaluations.rules.wording import say_quota
from evaluations.selectors.closed import reasons_in, veil_for
from evaluations.selectors.decision import preview
from evaluations.selectors.pages.assigning import person_named
from evaluations.services import control, deciding, publishing, unit_month
from evaluations.services.deciding import Choice
from evaluations.services.opening import open_cycle
from foundation.access import require, visible_to
from foundation.web.clock import local_date
from foundation.web.step_up import require_step_up
from foundation.web.strict import only_parameters
from foundation.workflow.errors import InvalidInput, NotFound


class CycleViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Cycle]):
    """Months, latest first; named as YYYY-MM."""

    permission_classes = (IsAuthenticated,)
    serializer_class = CycleSerializer
    queryset = Cycle.objects.none()
    lookup_field = "period"
    lookup_value_regex = "[0-9-]+"
    http_method_names = ["get", "post", "head", "options"]

    def get_queryset(self) -> QuerySet[Cycle]:
        if not self.request.user.is_authenticated:
            return Cycle.objects.none()
        return visible_to(self.request.user, Cycle.objects.select_related("framework").order_by("-period"))

    def get_object(self) -> Cycle:
        found = month_of(self.kwargs["period"])
        cycle = self.get_queryset().filter(period=found).first() if found else None
        if cycle is None:
            raise NotFound
        return cycle

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        only_parameters(request, set())
        return super().list(request, *args, **kwargs)

    @extend_schema(request=OpenBody, responses=OpenedAnswer)
    def create(self, request: Request) -> Response:
        """Open a month, or add what is missing; a second call creates nothing."""
        require(request.user, "cycle.open")
        data = body(OpenBody(data=request.data))
        by = cast("User", request.user)
        result = open_cycle(period=data["period"], on=local_date(), by=by, unit_code=data.get("unit"))
        return Response(
            {
                "cycle": f"{result.cycle.period:%Y-%m}",
                "population": result.population,
                "created": result.created,
                "existing": result.existing,
                "excluded": result.excluded,
            }
        )

    @extend_schema(request=None, responses=CycleSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, period: str) -> Response:
        """End the month; what was not decided expires."""
        cycle = self.get_object()
        require(request.user, "cycle.close", cycle)
        body(NoBody(data=request.data))
        return Response(self.get_serializer(control.close_cycle(cycle=cycle, by=cast("User", request.user))).data)


class UnitCycleViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[UnitCycle]):
    """Months of units; the acts of the decider are here."""

    permission_classes = (IsAuthenticated,)
    serializer_class = UnitCycleSerializer
    filterset_class = UnitCycleFilter
    queryset = UnitCycle.objects.none()
    lookup_value_regex = "[0-9]{1,18}"
    http_method_names = ["get", "post", "head", "options"]

    @property
    def user(self) -> User:
        return cast("User", self.request.user)

    def get_queryset(self) -> QuerySet[UnitCycle]:
        if not self.request.user.is_authenticated:
            return UnitCycle.objects.none()
        rows = UnitCycle.objects.select_related("cycle__framework", "unit", "decider")
        return visible_to(self.request.user, rows.order_by("-cycle__period", "unit__path", "id"))

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        only_parameters(request, set(UnitCycleFilter.base_filters))
        return super().list(request, *args, **kwargs)

    def _with_own_sheets(self, pk: int) -> UnitCycle | None:
        """The unit's month when the user scores sheets of it, whether or not it may be read as a whole."""
        if self.user.person_id is None:
            return None
        rows = UnitCycle.objects.filter(pk=pk, evaluations__superior_id=self.user.person_id)
        return rows.select_related("cycle__framework", "unit", "decider").first()

    def _answer(self, month: UnitCycle) -> Response:
        return Response(self.get_serializer(month).data)

    @extend_schema(request=None, responses=StandingAnswer)
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def standing(self, request: Request, pk: str) -> Response:
        """What the machine proposes for each sheet, after the quota; the decider's view."""
        month = self.get_object()
        require(self.user, "unit_cycle.decide", month)
        view = preview(month)
        veil = veil_for(self.user, {row.sheet.person_id or 0: row.proposal.to_json() for row in view.rows})
        stored = {row.sheet.pk: veil.proposal(row.sheet.person_id, row.proposal.to_json()) for row in view.rows}
        rows = [
            {
                "evaluation": row.sheet.pk,
                "proposed": row.grade,
                "tied": row.tied,
                "reasons": list(reasons_in(stored[row.sheet.pk])),
                "to_confirm": list(reasons_in(stored[row.sheet.pk], "needs_confirm")),
            }
            for row in view.rows
        ]
        quota = view.quota
        words = say_quota(quota.explanation) if quota else ""
        return Response({"quota": words, "limit": quota.limit if quota else None, "rows": rows})

    @extend_schema(request=VersionBody, responses=UnitCycleSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def submit(self, request: Request, pk: str) -> Response:
        """Propose scored sheets to the decider."""
        data = body(VersionBody(data=request.data))
        month = self._with_own_sheets(int(pk)) or self.get_object()
        return self._answer(unit_month.submit(unit_cycle=month, version=data["row_version"], by=self.user))

    @extend_schema(request=ReasonBody, responses=UnitCycleSerializer)
    @action(detail=True, methods=["post"], url_path="return", filterset_class=None)
    def return_month(self, request: Request, pk: str) -> Response:
        """Send the unit's month back to the superiors with the reason."""
        data = body(ReasonBody(data=request.data))
        month = self.get_object()
        return self._answer(unit_month.return_for_correction(unit_cycle=month, reason=data["reason"], by=self.user))

    @extend_schema(request=DecideBody, responses=UnitCycleSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def decide(self, request: Request, pk: str) -> Response:
        """Decide the whole unit; a sheet without a choice gets the grade proposed."""
        data = body(DecideBody(data=request.data))
        choices = {item["evaluation"]: Choice(item["grade"], item["reason"]) for item in data["choices"]}
        return self._answer(
            deciding.decide(unit_cycle=self.get_object(), choices=choices, version=data["row_version"], by=self.user)
        )

    @extend_schema(request=DocumentBody, responses=UnitCycleSerializer)
    @action(detail=True, methods=["post"], url_path="outstanding-document", filterset_class=None)
    def outstanding_document(self, request: Request, pk: str) -> Response:
        """Note the paper of an outstanding unit."""
        data = body(DocumentBody(data=request.data))
        return self._answer(
            deciding.set_outstanding_document(
                unit_cycle=self.get_object(), document=data["document"], version=data["row_version"], by=self.user
            )
        )

    @extend_schema(request=VersionBody, responses=UnitCycleSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def publish(self, request: Request, pk: str) -> Response:
        """Publish the decided grades; nobody edits them afterwards."""
        data = body(VersionBody(data=request.data))
        return self._answer(publishing.publish(unit_cycle=self.get_object(), version=data["row_version"], by=self.user))

    @extend_schema(request=ExtendBody, responses=UnitCycleSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def extend(self, request: Request, pk: str) -> Response:
        """Give the unit more time for a step."""
        require_step_up(request)
        data = body(ExtendBody(data=request.data))
        return self._answer(
            control.extend(
                unit_cycle=self.get_object(),
                step=data["step"],
                until=data["until"],
                reason=data["reason"],
                version=data["row_version"],
                by=self.user,
            )
        )

    @extend_schema(request=AssignBody, responses=UnitCycleSerializer)
    @action(detail=True, methods=["post"], url_path="assign-decider", filterset_class=None)
    def assign_decider(self, request: Request, pk: str) -> Response:
        """Name who decides the unit this month."""
        month = self.get_object()
        require(self.user, "unit_cycle.assign", month)
        data = body(AssignBody(data=request.data))
        return self._answer(
            control.assign_decider(
                unit_cycle=month,
                person=self._person(data["person"], "person"),
                reason=data["reason"],
                version=data["row_version"],
                by=self.user,
            )
        )

    @extend_schema(request=AssignSuperiorBody, responses=MovedAnswer)
    @action(detail=True, methods=["post"], url_path="assign-superior", filterset_class=None)
    def assign_superior(self, request: Request, pk: str) -> Response:
        """Name who scores in somebody's place."""
        month = self.get_object()
        require(self.user, "unit_cycle.extend", month)
        data = body(AssignSuperiorBody(data=request.data))
        moved = control.assign_superior(
            unit_cycle=month,
            before=self._person(data["before"], "before"),
            person=self._person(data["person"], "person"),
            reason=data["reason"],
            version=data["row_version"],
            by=self.user,
        )
        return Response({"sheets": moved})

    def _person(self, code: str, field: str) -> Person:
        found = person_named(self.user, code)
        if found is None:
            raise InvalidInput(_("There is no such person in your reach."), field=field, code="unknown_person")
        return found
