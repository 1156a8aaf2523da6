"""Postings, absences and the catalogue of posts in the API."""

from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from cadres.api.people import place
from cadres.api.serializers import (
    AbsenceCreateSerializer,
    AbsenceEditSerializer,
    AbsenceSerializer,
    CancelSerializer,
    EndPostingSerializer,
    PositionSerializer,
    PostingCreateSerializer,
    PostingSerializer,
    VersionSerializer,
)
from cadres.filters import AbsenceFilter, PositionFilter, PostingFilter
from cadres.models import Absence, Position, Posting
from cadres.selectors.people import person_by_code
from cadres.services.absences import cancel_absence, confirm_absence, edit_absence, record_absence
from cadres.services.barring import ExceptionDocument
from cadres.services.postings import confirm_posting, end_posting
from cadres.services.posts_beside import add_post
from foundation.access import require, visible_to
from foundation.web.strict import only_parameters
from foundation.workflow.errors import NotFound


class Rows(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Any]):
    """Rows within the reader's reach; `object_name` is their name in the matrix."""

    permission_classes = (IsAuthenticated,)
    object_name = ""
    http_method_names = ["get", "post", "head", "options"]

    @property
    def user(self) -> User:
        return cast("User", self.request.user)

    def get_queryset(self) -> QuerySet[Any]:
        return visible_to(self.user, self.rows())

    def rows(self) -> QuerySet[Any]:
        """All rows of the kind, joined with what their keys need."""
        raise NotImplementedError

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        require(self.user, f"{self.object_name}.read")
        only_parameters(request, set(self.filterset_class.Meta.fields))  # type: ignore[attr-defined]  # set below
        return super().list(request, *args, **kwargs)

    def found(self, pk: str, act: str) -> Any:
        row = self.get_queryset().filter(pk=pk).first() if pk.isascii() and pk.isdigit() and len(pk) < 18 else None
        if row is None:
            raise NotFound
        require(self.user, f"{self.object_name}.{act}", row)
        return row

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(self.get_serializer(self.found(kwargs["pk"], "read")).data)

    def body(self, form: Any) -> dict[str, Any]:
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)


class PositionViewSet(Rows):
    serializer_class = PositionSerializer
    filterset_class = PositionFilter
    queryset = Position.objects.none()
    object_name = "position"
    http_method_names = ["get", "head", "options"]

    def rows(self) -> QuerySet[Position]:
        return Position.objects.order_by("name", "id")


class PostingViewSet(Rows):
    serializer_class = PostingSerializer
    filterset_class = PostingFilter
    queryset = Posting.objects.none()
    object_name = "posting"

    def rows(self) -> QuerySet[Posting]:
        return Posting.objects.select_related("person__unit", "unit", "position").order_by("-valid_from", "-id")

    @extend_schema(request=PostingCreateSerializer, responses={201: PostingSerializer})
    def create(self, request: Request) -> Response:
        """Add a concurrent or acting post or a secondment; a main post begins by a transfer."""
        require(self.user, "posting.create")
        data = self.body(PostingCreateSerializer(data=request.data))
        person = person_by_code(self.user, data.pop("person"))
        require(self.user, "posting.create", Posting(person=person))
        unit, position = place(self.user, "posting.create", data)
        version = data.pop("row_version", None)
        exception = ExceptionDocument(data.pop("exception_document"), data.pop("exception_document_date"))
        made = add_post(
            person=person, unit=unit, position=position, version=version, exception=exception, by=self.user, **data
        )
        return Response(self.get_serializer(made).data, status=201)

    @extend_schema(request=EndPostingSerializer, responses=PostingSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """Let the post end with a day; rights that follow from it end too."""
        row = self.found(pk, "update")
        data = self.body(EndPostingSerializer(data=request.data))
        end_posting(posting=row, on=data["on"], version=data.get("row_version"), by=self.user)
        return Response(self.get_serializer(row).data)

    @extend_schema(request=VersionSerializer, responses=PostingSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """Vouch for a post that a list had left to be confirmed."""
        row = self.found(pk, "confirm")
        data = self.body(VersionSerializer(data=request.data))
        confirm_posting(posting=row, version=data.get("row_version"), by=self.user)
        return Response(self.get_serializer(row).data)


class AbsenceViewSet(Rows):
    serializer_class = AbsenceSerializer
    filterset_class = AbsenceFilter
    queryset = Absence.objects.none()
    object_name = "absence"
    http_method_names = ["get", "post", "patch", "head", "options"]

    def rows(self) -> QuerySet[Absence]:
        return Absence.objects.select_related("person__unit").order_by("-starts_on", "-id")

    @extend_schema(request=AbsenceCreateSerializer, responses={201: AbsenceSerializer})
    def create(self, request: Request) -> Response:
        require(self.user, "absence.create")
        data = self.body(AbsenceCreateSerializer(data=request.data))
        person = person_by_code(self.user, data.pop("person"))
        require(self.user, "absence.create", Absence(person=person))
        absence = record_absence(person=person, by=self.user, **data)
        return Response(self.get_serializer(absence).data, status=201)

    @extend_schema(request=AbsenceEditSerializer, responses=AbsenceSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Correct ground, days or document; what was confirmed must be confirmed anew."""
        row = self.found(pk, "update")
        data = self.body(AbsenceEditSerializer(data=request.data))
        version = data.pop("row_version", None)
        kept = {name: getattr(row, name) for name in ("kind", "starts_on", "ends_on", "half_day", "document")}
        edit_absence(absence=row, version=version, by=self.user, **{**kept, **data})
        return Response(self.get_serializer(row).data)

    @extend_schema(request=VersionSerializer, responses=AbsenceSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        row = self.found(pk, "confirm")
        data = self.body(VersionSerializer(data=request.data))
        confirm_absence(absence=row, version=data.get("row_version"), by=self.user)
        return Response(self.get_serializer(row).data)

    @extend_schema(request=CancelSerializer, responses=AbsenceSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        row = self.found(pk, "cancel")
        data = self.body(CancelSerializer(data=request.data))
        cancel_absence(absence=row, version=data.get("row_version"), reason=data["reason"], by=self.user)
        return Response(self.get_serializer(row).data)
