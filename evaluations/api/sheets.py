"""Sheets under /api/v1/evaluations/: the own one, those to score, those within reach."""

from typing import Any, cast

from django.db.models import Exists, OuterRef, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from evaluations.api.bodies import (
    LinesBody,
    NewProofBody,
    ObjectionBody,
    ProofVersionBody,
    ReasonBody,
    ReviseBody,
    VersionBody,
    WithdrawalBody,
    body,
)
from evaluations.api.filters import EvaluationFilter
from evaluations.api.serializers import EvaluationSerializer, ObjectionSerializer, RevisionSerializer
from evaluations.models import Evaluation
from evaluations.selectors.evidence import proofs_for
from evaluations.services import evidence as evidence_services
from evaluations.services import objections, revisions, scoring, self_assessment, unit_month
from foundation.access import require, visible_to
from foundation.access.sensitive import note_list, note_read
from foundation.files.serializers import ProofBody, proof_body
from foundation.web.clock import local_date
from foundation.web.step_up import require_step_up
from foundation.web.strict import only_parameters


class EvaluationViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Evaluation]):
    """Sheets within the reader's reach, each with the fields the reader may see in its state."""

    permission_classes = (IsAuthenticated,)
    serializer_class = EvaluationSerializer
    filterset_class = EvaluationFilter
    queryset = Evaluation.objects.none()
    lookup_value_regex = "[0-9]{1,18}"
    http_method_names = ["get", "post", "put", "head", "options"]

    @property
    def user(self) -> User:
        return cast("User", self.request.user)

    def get_queryset(self) -> QuerySet[Evaluation]:
        if not self.request.user.is_authenticated:
            return Evaluation.objects.none()
        rows = Evaluation.objects.select_related("cycle", "person", "unit", "division", "superior", "decider")
        newer = Exists(Evaluation.objects.filter(supersedes=OuterRef("pk")))
        rows = rows.annotate(has_newer=newer).order_by("-cycle__period", "sort_key", "id")
        if self.action == "list" and "versions" not in self.request.query_params:
            fallen = Evaluation.objects.filter(supersedes__isnull=False).values("supersedes")
            rows = rows.exclude(pk__in=fallen)  # a join of the table with itself would cost the order its index
        return visible_to(self.request.user, rows)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Versions in force; those that fell too with `versions=all`."""
        only_parameters(request, set(EvaluationFilter.base_filters))
        return super().list(request, *args, **kwargs)

    def paginate_queryset(self, queryset: Any) -> Any:
        rows = super().paginate_queryset(queryset)
        note_list(self.user, rows or (), name="evaluation.listed", source="api")
        return rows

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        found = self.get_object()
        note_read(self.user, found, source="api")
        return self._answer(found)

    def _answer(self, sheet: Evaluation) -> Response:
        return Response(self.get_serializer(sheet).data)

    @extend_schema(request=LinesBody, responses=EvaluationSerializer)
    @action(detail=True, methods=["put"], url_path="self-assessment", filterset_class=None)
    def self_assessment(self, request: Request, pk: str) -> Response:
        """Store the own lines as far as they are."""
        data = body(LinesBody(data=request.data))
        sheet = self_assessment.save_draft(
            evaluation=self.get_object(),
            lines=data["lines"],
            note=data["note"],
            version=data["row_version"],
            by=self.user,
        )
        return self._answer(sheet)

    @extend_schema(request=VersionBody, responses=EvaluationSerializer)
    @self_assessment.mapping.post
    def submit_self_assessment(self, request: Request, pk: str) -> Response:
        """Pass the self-assessment on to the superior."""
        data = body(VersionBody(data=request.data))
        return self._answer(
            self_assessment.submit(
                evaluation=self.get_object(), version=data["row_version"], by=self.user, on=local_date()
            )
        )

    @extend_schema(request=VersionBody, responses=EvaluationSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take the self-assessment back while the superior has not opened it."""
        data = body(VersionBody(data=request.data))
        return self._answer(
            self_assessment.withdraw(evaluation=self.get_object(), version=data["row_version"], by=self.user)
        )

    @extend_schema(request=LinesBody, responses=EvaluationSerializer)
    @action(detail=True, methods=["put"], filterset_class=None)
    def score(self, request: Request, pk: str) -> Response:
        """Store the superior's row."""
        data = body(LinesBody(data=request.data))
        sheet = scoring.save_row(
            evaluation=self.get_object(),
            lines=data["lines"],
            note=data["note"],
            version=data["row_version"],
            by=self.user,
        )
        return self._answer(sheet)

    @extend_schema(request=VersionBody, responses=EvaluationSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def proceed(self, request: Request, pk: str) -> Response:
        """Go on without a self-assessment after its last day."""
        data = body(VersionBody(data=request.data))
        return self._answer(
            scoring.proceed_without_self(
                evaluation=self.get_object(), version=data["row_version"], by=self.user, on=local_date()
            )
        )

    @extend_schema(request=ReasonBody, responses=EvaluationSerializer)
    @action(detail=True, methods=["post"], url_path="return-to-self", filterset_class=None)
    def return_to_self(self, request: Request, pk: str) -> Response:
        """Send the sheet back to the person with the reason."""
        data = body(ReasonBody(data=request.data))
        return self._answer(
            scoring.return_to_self(
                evaluation=self.get_object(), reason=data["reason"], version=data["row_version"], by=self.user
            )
        )

    @extend_schema(request=ReasonBody, responses=EvaluationSerializer)
    @action(detail=True, methods=["post"], url_path="return", filterset_class=None)
    def return_sheet(self, request: Request, pk: str) -> Response:
        """Send a scored sheet back to its superior with the reason."""
        data = body(ReasonBody(data=request.data))
        sheet = self.get_object()
        unit_month.return_for_correction(evaluation=sheet, reason=data["reason"], by=self.user)
        return self._answer(self.get_object())

    @extend_schema(request=ReviseBody, responses={201: RevisionSerializer})
    @action(detail=True, methods=["post"], filterset_class=None)
    def revise(self, request: Request, pk: str) -> Response:
        """Propose a correction of the published sheet. Needs a fresh confirmation of who one is."""
        sheet = self.get_object()
        require(self.user, "evaluation.revise", sheet)
        require_step_up(request)
        data = body(ReviseBody(data=request.data))
        version = data.pop("row_version")
        made = revisions.propose(evaluation=sheet, version=version, by=self.user, **data)
        return Response(RevisionSerializer(made, context=self.get_serializer_context()).data, status=201)

    @extend_schema(request=ObjectionBody, responses={201: ObjectionSerializer})
    @action(detail=True, methods=["post"], filterset_class=None)
    def objections(self, request: Request, pk: str) -> Response:
        """Object to the own published grade within the days set."""
        data = body(ObjectionBody(data=request.data))
        filed = objections.file(evaluation=self.get_object(), grounds=data["grounds"], by=self.user, on=local_date())
        return Response(ObjectionSerializer(filed, context=self.get_serializer_context()).data, status=201)

    @extend_schema(responses=ProofBody(many=True), filters=False, parameters=[])
    @action(detail=True, methods=["get"], url_path="evidence", filterset_class=None, pagination_class=None)
    def evidence(self, request: Request, pk: str) -> Response:
        """Files attached to the self-assessment, with their versions."""
        return Response([proof_body(proof) for proof in proofs_for(self.user, self.get_object())])

    @extend_schema(request={"multipart/form-data": NewProofBody}, responses={201: ProofBody})
    @evidence.mapping.post
    def add_evidence(self, request: Request, pk: str) -> Response:
        """Attach a file to the own draft under the next number."""
        sheet = self.get_object()
        data = body(NewProofBody(data=request.data))
        made = evidence_services.add_evidence(
            evaluation=sheet, title=data["title"], upload=data["file"], by=self.user, source="api"
        )
        return self._proof(sheet, made.number)

    @extend_schema(
        operation_id="evaluations_evidence_replace",
        request={"multipart/form-data": ProofVersionBody},
        responses={201: ProofBody},
    )
    @action(detail=True, methods=["post"], url_path="evidence/(?P<number>[0-9]{1,9})", filterset_class=None)
    def replace_evidence(self, request: Request, pk: str, number: str) -> Response:
        """Attach a better file under the same number; the earlier versions stay."""
        sheet = self.get_object()
        data = body(ProofVersionBody(data=request.data))
        evidence_services.replace_evidence(
            evaluation=sheet, number=int(number), upload=data["file"], by=self.user, source="api"
        )
        return self._proof(sheet, int(number))

    @extend_schema(request=WithdrawalBody, responses=ProofBody)
    @action(detail=True, methods=["post"], url_path="evidence/(?P<number>[0-9]{1,9})/withdraw", filterset_class=None)
    def withdraw_evidence(self, request: Request, pk: str, number: str) -> Response:
        """Take the files of a number out of sight, with a reason that stays."""
        sheet = self.get_object()
        data = body(WithdrawalBody(data=request.data))
        evidence_services.withdraw_evidence(
            evaluation=sheet, number=int(number), reason=data["reason"], by=self.user, source="api"
        )
        return self._proof(sheet, int(number), 200)

    def _proof(self, sheet: Evaluation, number: int, status: int = 201) -> Response:
        found = next(proof for proof in proofs_for(self.user, sheet) if proof.current.number == number)
        return Response(proof_body(found), status=status)
