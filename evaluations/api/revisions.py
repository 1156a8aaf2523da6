"""Corrections of published sheets under /api/v1/revisions/."""

from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from evaluations.api.bodies import ReasonBody, SettleBody, body
from evaluations.api.filters import RevisionFilter
from evaluations.api.serializers import EvaluationSerializer, RevisionSerializer
from evaluations.models import Revision
from evaluations.selectors.pages.revisions import RELATED, whole
from evaluations.services import revisions
from foundation.access import require, visible_to
from foundation.access.sensitive import note_read
from foundation.web.step_up import require_step_up
from foundation.web.strict import only_parameters


class RevisionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Revision]):
    """Proposed by one person, put into force by another; those about oneself once they are in force."""

    permission_classes = (IsAuthenticated,)
    serializer_class = RevisionSerializer
    filterset_class = RevisionFilter
    queryset = Revision.objects.none()
    lookup_field = "code"
    lookup_value_regex = "[^/]+"
    http_method_names = ["get", "post", "head", "options"]

    @property
    def user(self) -> User:
        return cast("User", self.request.user)

    def get_queryset(self) -> QuerySet[Revision]:
        if not self.request.user.is_authenticated:
            return Revision.objects.none()
        return visible_to(self.request.user, Revision.objects.select_related(*RELATED).order_by("-proposed_at", "-id"))

    def paginate_queryset(self, queryset: QuerySet[Revision]) -> list[Revision] | None:  # type: ignore[override]
        """Chosen first, then joined with what hangs on them."""
        page = super().paginate_queryset(queryset.select_related(None))
        return None if page is None else whole(page)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        only_parameters(request, set(RevisionFilter.base_filters))
        return super().list(request, *args, **kwargs)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        found = self.get_object()
        note_read(self.user, found, source="api")
        return self._answer(found)

    def _answer(self, revision: Revision) -> Response:
        return Response(self.get_serializer(revision).data)

    @extend_schema(request=SettleBody, responses=EvaluationSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def execute(self, request: Request, code: str) -> Response:
        """Put it into force: answers the new version. Needs a fresh confirmation of who one is."""
        revision = self.get_object()
        require(self.user, "revision.execute", revision)
        require_step_up(request)
        data = body(SettleBody(data=request.data))
        new = revisions.execute(revision=revision, version=data["row_version"], note=data["note"], by=self.user)
        return Response(EvaluationSerializer(new, context=self.get_serializer_context()).data)

    @extend_schema(request=ReasonBody, responses=RevisionSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def refuse(self, request: Request, code: str) -> Response:
        """Say no, with the reason."""
        revision = self.get_object()
        data = body(ReasonBody(data=request.data))
        return self._answer(
            revisions.refuse(revision=revision, reason=data["reason"], version=data["row_version"], by=self.user)
        )

    @extend_schema(request=SettleBody, responses=RevisionSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def withdraw(self, request: Request, code: str) -> Response:
        """Who proposed takes it back."""
        revision = self.get_object()
        data = body(SettleBody(data=request.data))
        return self._answer(
            revisions.withdraw(revision=revision, note=data["note"], version=data["row_version"], by=self.user)
        )
