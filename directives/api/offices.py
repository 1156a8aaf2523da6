"""Functions, working regulations and commendations under /api/v1/."""

from typing import Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from cadres.models import Person
from directives.models import Commendation, Document, Function, WorkingRegulation
from directives.office_filters import CommendationFilter, FunctionFilter, RegulationFilter
from directives.selectors import commendations, functions, regulations
from directives.selectors.documents import documents_to_name
from directives.serializers import offices as bodies
from directives.services import commendations as commendation_services
from directives.services import functions as function_services
from directives.services import regulations as regulation_services
from foundation.access import require
from foundation.web.clock import local_date
from foundation.web.strict import only_parameters
from foundation.workflow.errors import InvalidInput
from organization.models import Unit


def _valid(form: Any) -> dict[str, Any]:
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)


def _unit(rows: QuerySet[Unit], code: str) -> Unit:
    found = rows.filter(code=code).first()
    if found is None:
        raise InvalidInput(_("There is no such unit within your reach."), field="unit")
    return found


def _document(user: User, data: dict[str, Any]) -> dict[str, Any]:
    """The body with the document itself where its code stood."""
    code = data.get("document")
    if code is None:
        return data
    found: Document | None = documents_to_name(user).filter(code=code).first() if code else None
    if code and found is None:
        raise InvalidInput(_("There is no such document."), field="document")
    return {**data, "document": found}


class OfficeViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Any]):
    """What the three lists share."""

    filterset_class: Any = None

    @property
    def user(self) -> User:
        return cast("User", self.request.user)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        only_parameters(request, set(self.filterset_class.base_filters))
        return super().list(request, *args, **kwargs)


class FunctionViewSet(OfficeViewSet):
    """Who does what, with every unit that held or holds a function."""

    serializer_class = bodies.FunctionSerializer
    filterset_class = FunctionFilter
    queryset = Function.objects.none()
    lookup_field = "code"
    lookup_value_regex = "[^/]+"
    http_method_names = ["get", "post", "patch", "head", "options"]

    def get_queryset(self) -> QuerySet[Function]:
        require(self.request.user, "function.read")
        return functions.with_holdings(functions.readable(self.user), self.user)

    def retrieve(self, request: Request, code: str) -> Response:
        return self._answer(code)

    @extend_schema(request=bodies.FunctionBody, responses={201: bodies.FunctionSerializer})
    def create(self, request: Request) -> Response:
        require(self.user, "function.create")
        data = {"document": None, **_document(self.user, _valid(bodies.FunctionBody(data=request.data)))}
        return self._answer(function_services.create(by=self.user, source="api", **data).code, 201)

    @extend_schema(request=bodies.FunctionEditBody, responses=bodies.FunctionSerializer)
    def partial_update(self, request: Request, code: str) -> Response:
        row = functions.one(self.user, code)
        require(self.user, "function.update", row)
        data = _document(self.user, _valid(bodies.FunctionEditBody(data=request.data)))
        version = data.pop("row_version", None)
        function_services.edit(function=row, version=version, changes=data, by=self.user, source="api")
        return self._answer(code)

    @extend_schema(request=bodies.HoldBody, responses={201: bodies.FunctionSerializer})
    @action(detail=True, methods=["post"])
    def units(self, request: Request, code: str) -> Response:
        """Give the function to a unit."""
        row = functions.one(self.user, code)
        require(self.user, "function_holding.create")
        data = _document(self.user, _valid(bodies.HoldBody(data=request.data)))
        unit = _unit(functions.units_to_hold(self.user), data.pop("unit"))
        function_services.hold(function=row, unit=unit, by=self.user, source="api", **data)
        return self._answer(code, 201)

    @extend_schema(request=bodies.EndBody, responses=bodies.FunctionSerializer)
    @action(detail=True, methods=["post"], url_path=r"units/(?P<pk>\d+)/end")
    def end_unit(self, request: Request, code: str, pk: str) -> Response:
        """The unit holds it until a day."""
        held = functions.holding(self.user, code, int(pk))
        require(self.user, "function_holding.end", held)
        data = _valid(bodies.EndBody(data=request.data))
        version = data.get("row_version")
        function_services.end(holding=held, valid_to=data["valid_to"], version=version, by=self.user, source="api")
        return self._answer(code)

    @extend_schema(
        responses=bodies.QuestionsBody, parameters=[OpenApiParameter("on", str, description="A day.")], filters=False
    )
    @action(detail=False, pagination_class=None, filterset_class=None)
    def questions(self, request: Request) -> Response:
        """What does not fit on a day: questions, never verdicts."""
        only_parameters(request, {"on"})
        require(self.user, "function.read")
        asked = FunctionFilter(request.query_params, queryset=Function.objects.none(), request=request)
        if not asked.form.is_valid():
            raise InvalidInput(_("Give a day as YYYY-MM-DD."), field="on")
        found = functions.questions(self.user, on=asked.day)
        return Response(
            {
                "overlaps": [line.row.code for line in found.overlaps],
                "overlap_count": found.overlap_count,
                "alike": [[first.row.code, second.row.code] for first, second in found.alike],
                "alike_count": found.alike_count,
                "gaps": [gap.row.code for gap in found.gaps],
                "gap_count": found.gap_count,
                "idle": [unit.code for unit in found.idle],
                "idle_count": found.idle_count,
            }
        )

    def _answer(self, code: str, status: int = 200) -> Response:
        return Response(bodies.FunctionSerializer(functions.one(self.user, code)).data, status=status)


class RegulationViewSet(OfficeViewSet):
    """Working regulations of units within the reader's reach."""

    serializer_class = bodies.RegulationSerializer
    filterset_class = RegulationFilter
    queryset = WorkingRegulation.objects.none()
    lookup_value_regex = r"\d+"
    http_method_names = ["get", "post", "patch", "head", "options"]

    def get_queryset(self) -> QuerySet[WorkingRegulation]:
        require(self.request.user, "working_regulation.read")
        return regulations.readable(self.user).order_by("next_review_on", "id")

    def retrieve(self, request: Request, pk: str) -> Response:
        return self._answer(regulations.one(self.user, int(pk)))

    @extend_schema(request=bodies.IssueBody, responses={201: bodies.RegulationSerializer})
    def create(self, request: Request) -> Response:
        require(self.user, "working_regulation.create")
        data = _valid(bodies.IssueBody(data=request.data))
        today = local_date()
        units = regulations.units_of(self.user, on=today, action="working_regulation.create")
        unit = _unit(units, data.pop("unit"))
        made = regulation_services.issue(unit=unit, today=today, by=self.user, source="api", **data)
        return self._answer(made, 201)

    @extend_schema(request=bodies.RegulationEditBody, responses=bodies.RegulationSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        row = regulations.one(self.user, int(pk))
        require(self.user, "working_regulation.update", row)
        data = _valid(bodies.RegulationEditBody(data=request.data))
        version = data.pop("row_version", None)
        regulation_services.edit(
            regulation=row, version=version, changes=data, today=local_date(), by=self.user, source="api"
        )
        return self._answer(row)

    @extend_schema(responses=bodies.ReviewSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def reviews(self, request: Request, pk: str) -> Response:
        """Its reviews, the newest first."""
        only_parameters(request, set())
        row = regulations.one(self.user, int(pk))
        return Response(bodies.ReviewSerializer(regulations.reviews_of(self.user, row), many=True).data)

    @extend_schema(request=bodies.ReviewBody, responses={201: bodies.ReviewSerializer})
    @action(detail=True, methods=["post"])
    def review(self, request: Request, pk: str) -> Response:
        """Say that it was looked at and what came of it."""
        row = regulations.one(self.user, int(pk))
        require(self.user, "working_regulation.review", row)
        data = _valid(bodies.ReviewBody(data=request.data))
        version = data.pop("row_version", None)
        made = regulation_services.review(
            regulation=row, version=version, today=local_date(), by=self.user, source="api", **data
        )
        return Response(bodies.ReviewSerializer(made).data, status=201)

    def _answer(self, row: WorkingRegulation, status: int = 200) -> Response:
        return Response(bodies.RegulationSerializer(row).data, status=status)


class CommendationViewSet(OfficeViewSet):
    """Commendations and good models."""

    serializer_class = bodies.CommendationSerializer
    filterset_class = CommendationFilter
    queryset = Commendation.objects.none()
    lookup_field = "code"
    lookup_value_regex = "[^/]+"
    http_method_names = ["get", "post", "patch", "head", "options"]

    def get_queryset(self) -> QuerySet[Commendation]:
        require(self.request.user, "commendation.read")
        return commendations.readable(self.user)

    def retrieve(self, request: Request, code: str) -> Response:
        return self._answer(code)

    @extend_schema(request=bodies.CommendBody, responses={201: bodies.CommendationSerializer})
    def create(self, request: Request) -> Response:
        require(self.user, "commendation.create")
        data = self._linked(_valid(bodies.CommendBody(data=request.data)), "commendation.create")
        unit = _unit(commendations.units_to_commend(self.user), data.pop("unit"))
        made = commendation_services.commend(unit=unit, today=local_date(), by=self.user, source="api", **data)
        return self._answer(made.code, 201)

    @extend_schema(request=bodies.CommendationEditBody, responses=bodies.CommendationSerializer)
    def partial_update(self, request: Request, code: str) -> Response:
        row = commendations.one(self.user, code)
        require(self.user, "commendation.update", row)
        data = self._linked(_valid(bodies.CommendationEditBody(data=request.data)), "commendation.update")
        version, people = data.pop("row_version", None), data.pop("people", None)
        commendation_services.edit(
            commendation=row, version=version, changes=data, people=people, today=local_date(), by=self.user,
            source="api",
        )  # fmt: skip
        return self._answer(code)

    def _linked(self, data: dict[str, Any], act: str) -> dict[str, Any]:
        """The body with people and the undertaking where their codes stood."""
        if "people" in data:
            rows = commendations.people_to_name(self.user, action=act).filter(code__in=data["people"])
            found: dict[str, Person] = {person.code: person for person in rows}
            missing = [code for code in data["people"] if code not in found]
            if missing:
                said = _("There is nobody named “%(name)s” within your reach.")
                raise InvalidInput(said % {"name": missing[0]}, field="people")
            data = {**data, "people": list(found.values())}
        if "undertaking" in data:
            rows_of = commendations.undertakings_to_link(self.user)
            linked = rows_of.filter(code=data["undertaking"]).first() if data["undertaking"] else None
            if data["undertaking"] and linked is None:
                raise InvalidInput(_("There is no such undertaking within your reach."), field="undertaking")
            data = {**data, "undertaking": linked}
        return data

    def _answer(self, code: str, status: int = 200) -> Response:
        return Response(bodies.CommendationSerializer(commendations.one(self.user, code)).data, status=status)
