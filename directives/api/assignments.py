"""Assignments under /api/v1/assignments/."""

from typing import Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from cadres.models import Person
from directives.api.story import StoryActs
from directives.filters import AssignmentFilter
from directives.models import Assignment
from directives.selectors import listing
from directives.selectors.assignments import readable
from directives.selectors.evidence import proofs_for
from directives.serializers.assignments import (
    AssignmentSerializer,
    AssignSerializer,
    EditSerializer,
    FinishSerializer,
    NewProofSerializer,
    OwnSerializer,
    ProofVersionSerializer,
    ReasonSerializer,
)
from directives.services import assignments as services
from directives.services import evidence as evidence_services
from directives.services.mandates import mandate_from
from foundation.access import require
from foundation.files.serializers import ProofBody, proof_body
from foundation.web.strict import only_parameters
from foundation.workflow.errors import InvalidInput, NotFound

ORDERS = [f"{sign}{order}" for order in listing.ORDERS for sign in ("", "-")]


class AssignmentViewSet(
    StoryActs, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Assignment]
):
    """Assignments within the reader's reach; `own` records a task of one's own."""

    permission_classes = (IsAuthenticated,)
    serializer_class = AssignmentSerializer
    filterset_class = AssignmentFilter
    queryset = Assignment.objects.none()
    lookup_field = "code"
    lookup_value_regex = "[^/]+"
    http_method_names = ["get", "post", "patch", "head", "options"]

    @property
    def user(self) -> User:
        return cast("User", self.request.user)

    def get_queryset(self) -> QuerySet[Assignment]:
        if not self.request.user.is_authenticated:
            return Assignment.objects.none()
        rows = readable(user=self.user).select_related("given_by")
        return listing.ordered(rows, self.request.query_params.get("sort", ""))

    @extend_schema(parameters=[OpenApiParameter("sort", str, enum=ORDERS)])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        require(self.user, "assignment.read")
        only_parameters(request, set(AssignmentFilter.Meta.fields), orders=ORDERS)
        return super().list(request, *args, **kwargs)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._answer(listing.one(self.user, kwargs["code"]))

    @extend_schema(request=AssignSerializer, responses={201: AssignmentSerializer})
    def create(self, request: Request) -> Response:
        require(self.user, "assignment.create")
        data = self._body(AssignSerializer(data=request.data))
        person = listing.people_to_assign(self.user).filter(code=data.pop("person")).first()
        if person is None:
            raise InvalidInput(_("There is nobody with this code or name within your reach."), field="person")
        require(self.user, "assignment.create", Assignment(person=person, unit=person.unit))
        mandate = mandate_from(data)
        return self._answer(services.assign(person=person, by=self.user, mandate=mandate, source="api", **data), 201)

    @extend_schema(request=OwnSerializer, responses={201: AssignmentSerializer})
    @action(detail=False, methods=["post"])
    def own(self, request: Request) -> Response:
        """Record a task of one's own that nobody else recorded."""
        person = Person.objects.select_related("unit").filter(pk=self.user.person_id or 0).first()
        if person is None:
            raise NotFound
        require(self.user, "assignment.record_own", Assignment(person=person, unit=person.unit))
        data = self._body(OwnSerializer(data=request.data))
        return self._answer(services.record_own(person=person, by=self.user, source="api", **data), 201)

    @extend_schema(request=EditSerializer, responses=AssignmentSerializer)
    def partial_update(self, request: Request, code: str) -> Response:
        row = self._found(code, "update")
        data = self._body(EditSerializer(data=request.data))
        given = {"version": data.pop("row_version", None), "day_off_confirmed": data.pop("day_off_confirmed", False)}
        return self._answer(services.edit(assignment=row, changes=data, by=self.user, source="api", **given))

    @extend_schema(request=FinishSerializer, responses=AssignmentSerializer)
    @action(detail=True, methods=["post"])
    def finish(self, request: Request, code: str) -> Response:
        """The product is handed over."""
        row = self._found(code, "finish")
        data = self._body(FinishSerializer(data=request.data))
        return self._answer(services.finish(assignment=row, by=self.user, source="api", **data))

    @extend_schema(request=ReasonSerializer, responses=AssignmentSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, code: str) -> Response:
        row = self._found(code, "reopen")
        data = self._body(ReasonSerializer(data=request.data))
        return self._answer(services.reopen(assignment=row, by=self.user, source="api", **data))

    @extend_schema(request=ReasonSerializer, responses=AssignmentSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, code: str) -> Response:
        row = self._found(code, "cancel")
        data = self._body(ReasonSerializer(data=request.data))
        return self._answer(services.cancel(assignment=row, by=self.user, source="api", **data))

    @extend_schema(responses=ProofBody(many=True), filters=False, parameters=[])
    @action(detail=True, methods=["get"], url_path="evidence", filterset_class=None, pagination_class=None)
    def evidence(self, request: Request, code: str) -> Response:
        """Files that prove what was done, with their versions."""
        return Response([proof_body(proof) for proof in proofs_for(self.user, listing.one(self.user, code))])

    @extend_schema(request={"multipart/form-data": NewProofSerializer}, responses={201: ProofBody})
    @evidence.mapping.post
    def add_evidence(self, request: Request, code: str) -> Response:
        """Attach a file under the next number."""
        row = listing.one(self.user, code)
        evidence_services.require_open(assignment=row, by=self.user)
        data = self._body(NewProofSerializer(data=request.data))
        made = evidence_services.add_evidence(
            assignment=row, title=data["title"], upload=data["file"], by=self.user, source="api"
        )
        return self._proof(row, made.number)

    @extend_schema(
        operation_id="assignments_evidence_replace",
        request={"multipart/form-data": ProofVersionSerializer},
        responses={201: ProofBody},
    )
    @action(detail=True, methods=["post"], url_path="evidence/(?P<number>[0-9]{1,9})", filterset_class=None)
    def replace_evidence(self, request: Request, code: str, number: str) -> Response:
        """Attach a better file under the same number; the earlier versions stay."""
        row = listing.one(self.user, code)
        evidence_services.require_open(assignment=row, by=self.user)
        data = self._body(ProofVersionSerializer(data=request.data))
        evidence_services.replace_evidence(
            assignment=row, number=int(number), upload=data["file"], by=self.user, source="api"
        )
        return self._proof(row, int(number))

    @extend_schema(request=ReasonSerializer, responses=ProofBody)
    @action(detail=True, methods=["post"], url_path="evidence/(?P<number>[0-9]{1,9})/withdraw", filterset_class=None)
    def withdraw_evidence(self, request: Request, code: str, number: str) -> Response:
        """Take the own files of a number out of sight, with a reason that stays."""
        row = listing.one(self.user, code)
        evidence_services.require_open(assignment=row, by=self.user)
        data = self._body(ReasonSerializer(data=request.data))
        evidence_services.withdraw_evidence(
            assignment=row, number=int(number), reason=data["reason"], by=self.user, source="api"
        )
        return self._proof(row, int(number), 200)

    def _proof(self, row: Assignment, number: int, status: int = 201) -> Response:
        found = next(proof for proof in proofs_for(self.user, row) if proof.current.number == number)
        return Response(proof_body(found), status=status)

    def _found(self, code: str, act: str) -> Assignment:
        row = listing.one(self.user, code)
        require(self.user, f"assignment.{act}", row)
        return row

    def _body(self, form: Any) -> dict[str, Any]:
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)

    def _answer(self, row: Assignment, status: int = 200) -> Response:
        return Response(AssignmentSerializer(row).data, status=status)
