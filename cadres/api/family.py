"""Declared relatives and the planning list in the API."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cadres.api.family_serializers import (
    EndSerializer,
    FamilyTieSerializer,
    PlanningCreateSerializer,
    PlanningSerializer,
    RevealedTieSerializer,
    TieCreateSerializer,
)
from cadres.api.history import Rows
from cadres.api.serializers import RevealSerializer
from cadres.filters import FamilyTieFilter, PlanningFilter
from cadres.models import FamilyTie, PlanningEntry, Position
from cadres.selectors.people import person_by_code
from cadres.services.barring import ExceptionDocument
from cadres.services.planning import end_planning, enter_planning
from cadres.services.ties import declare_tie, end_tie, reveal_ties
from foundation.access import require
from foundation.web.clock import local_date
from foundation.web.idempotency import never_kept
from foundation.web.step_up import require_step_up
from foundation.workflow.errors import InvalidInput


class FamilyTieViewSet(Rows):
    """Who is related; names of another's relatives stand in no list and open on a reason."""

    serializer_class = FamilyTieSerializer
    filterset_class = FamilyTieFilter
    queryset = FamilyTie.objects.none()
    object_name = "family_tie"

    def rows(self) -> QuerySet[FamilyTie]:
        return FamilyTie.objects.select_related("person__unit", "relative").order_by("-declared_on", "-id")

    @extend_schema(request=TieCreateSerializer, responses={201: FamilyTieSerializer})
    def create(self, request: Request) -> Response:
        """Declare a relative; the answer never tells whether the code is somebody's."""
        require(self.user, "family_tie.create")
        data = self.body(TieCreateSerializer(data=request.data))
        person = person_by_code(self.user, data["person"])
        require(self.user, "family_tie.create", FamilyTie(person=person))
        made = declare_tie(
            person=person,
            kind=data["kind"],
            name=data["relative_name"],
            code=data["relative_code"],
            on=local_date(),
            by=self.user,
        )
        return Response(self.get_serializer(made).data, status=201)

    @extend_schema(request=EndSerializer, responses=FamilyTieSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """The tie is no more, or was entered by mistake."""
        row = self.found(pk, "end")
        data = self.body(EndSerializer(data=request.data))
        version = data.pop("row_version", None)
        end_tie(tie=row, today=local_date(), version=version, by=self.user, **data)
        return Response(self.get_serializer(row).data)

    @extend_schema(request=RevealSerializer, responses=RevealedTieSerializer)
    @action(detail=True, methods=["post"])
    def reveal(self, request: Request, pk: str) -> Response:
        """Name and code of the relative: the person asking confirmed who they are, and says why."""
        row = self.found(pk, "reveal")
        require_step_up(request)
        data = self.body(RevealSerializer(data=request.data))
        reveal_ties(person=row.person, ties=[row], reason=data["reason"], by=self.user, source="api")
        return never_kept(Response(RevealedTieSerializer(row).data))


class PlanningViewSet(Rows):
    serializer_class = PlanningSerializer
    filterset_class = PlanningFilter
    queryset = PlanningEntry.objects.none()
    object_name = "planning_entry"

    def rows(self) -> QuerySet[PlanningEntry]:
        return PlanningEntry.objects.select_related("person__unit", "position").order_by("-entered_on", "-id")

    @extend_schema(request=PlanningCreateSerializer, responses={201: PlanningSerializer})
    def create(self, request: Request) -> Response:
        """Enter a line; a barred person only with the document of an exception."""
        require(self.user, "planning_entry.create")
        data = self.body(PlanningCreateSerializer(data=request.data))
        person = person_by_code(self.user, data["person"])
        require(self.user, "planning_entry.create", PlanningEntry(person=person))
        made = enter_planning(
            person=person,
            position=_position(data["position"]),
            post_text=data["post_text"],
            term=data["term"],
            on=data["entered_on"],
            decision_number=data["decision_number"],
            exception=ExceptionDocument(data["exception_document"], data["exception_document_date"]),
            by=self.user,
        )
        return Response(self.get_serializer(made).data, status=201)

    @extend_schema(request=EndSerializer, responses=PlanningSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """Take the line off the list from a day on."""
        row = self.found(pk, "end")
        data = self.body(EndSerializer(data=request.data))
        version = data.pop("row_version", None)
        end_planning(entry=row, today=local_date(), version=version, by=self.user, **data)
        return Response(self.get_serializer(row).data)


def _position(pk: int | None) -> Any:
    if pk is None:
        return None
    found = Position.objects.filter(pk=pk).first()
    if found is None:
        raise InvalidInput(_("There is no such post in the catalogue."), field="position", code="position_unknown")
    return found
