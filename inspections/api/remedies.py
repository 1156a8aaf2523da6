"""Remedies and proposed facts under /api/v1/: lists within reach, and the acts of unit, team and head."""

from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from foundation.access import require
from foundation.web.clock import local_date
from foundation.web.strict import only_parameters
from inspections.models import ProposedFact, Remedy
from inspections.remedy_filters import RemedyFilter
from inspections.selectors import facts as fact_selectors
from inspections.selectors import remedies as selectors
from inspections.serializers import after as bodies
from inspections.services import facts
from inspections.services import remedies as services

SHOWN = bodies.RemedySerializer


class RemedyViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Remedy]):
    """Remedies within the reader's reach, what runs first."""

    serializer_class = SHOWN
    filterset_class = RemedyFilter
    queryset = Remedy.objects.none()
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[Remedy]:
        require(self.request.user, "remedy.list")
        rows = selectors.listed(selectors.readable(self.request.user))
        return rows.select_related("finding", "continues", "repeated_in", "asked_by", "answered_by")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        only_parameters(request, set(RemedyFilter.base_filters))
        return super().list(request, *args, **kwargs)

    def get_object(self) -> Remedy:
        return selectors.remedy_of(self.request.user, int(self.kwargs["pk"]))

    def _asked(self, right: str, kind: Any) -> tuple[Remedy, dict[str, Any]]:
        """The remedy and the body, the right to the act asked first; `version` is that of the row read."""
        require(self.request.user, right)
        row = self.get_object()
        body = kind(data=self.request.data)
        body.is_valid(raise_exception=True)
        data = dict(body.validated_data)
        version = data.pop("row_version")
        return row, {**data, "version": version, "by": cast("User", self.request.user), "source": "api"}

    @extend_schema(request=bodies.RemedyReportBody, responses=SHOWN)
    @action(detail=True, methods=["post"])
    def report(self, request: Request, pk: str) -> Response:
        """The unit reports what was done."""
        row, data = self._asked("remedy.report", bodies.RemedyReportBody)
        services.report(remedy=row, today=local_date(), **data)
        return Response(SHOWN(self.get_object()).data)

    @extend_schema(request=bodies.RemedyExtensionBody, responses=SHOWN)
    @action(detail=True, methods=["post"], url_path="ask-extension")
    def ask_extension(self, request: Request, pk: str) -> Response:
        """Ask for a later day, once."""
        row, data = self._asked("remedy.report", bodies.RemedyExtensionBody)
        return Response(SHOWN(services.ask_extension(remedy=row, today=local_date(), **data)).data)

    @extend_schema(request=bodies.ExtensionAnswerBody, responses=SHOWN)
    @action(detail=True, methods=["post"], url_path="answer-extension")
    def answer_extension(self, request: Request, pk: str) -> Response:
        """Grant or refuse the later day."""
        row, data = self._asked("remedy.answer_extension", bodies.ExtensionAnswerBody)
        return Response(SHOWN(services.answer_extension(remedy=row, today=local_date(), **data)).data)

    @extend_schema(request=bodies.RemedyVerifyBody, responses=SHOWN)
    @action(detail=True, methods=["post"])
    def verify(self, request: Request, pk: str) -> Response:
        """Find the remedy done."""
        row, data = self._asked("remedy.verify", bodies.RemedyVerifyBody)
        return Response(SHOWN(services.verify(remedy=row, today=local_date(), **data)).data)

    @extend_schema(request=bodies.RemedyReturnBody, responses=SHOWN)
    @action(detail=True, methods=["post"], url_path="return")
    def give_back(self, request: Request, pk: str) -> Response:
        """Return the report with the reason."""
        row, data = self._asked("remedy.verify", bodies.RemedyReturnBody)
        return Response(SHOWN(services.give_back(remedy=row, today=local_date(), **data)).data)


class FactViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[ProposedFact]):
    """Findings proposed for somebody's month, those that wait first."""

    serializer_class = bodies.FactSerializer
    queryset = ProposedFact.objects.none()
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[ProposedFact]:
        require(self.request.user, "proposed_fact.list")
        return fact_selectors.readable(self.request.user)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        only_parameters(request, set())
        return super().list(request, *args, **kwargs)

    @extend_schema(request=bodies.FactConfirmBody, responses=bodies.FactSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """The head takes it as a fact of the month."""
        fact, data = self._asked(bodies.FactConfirmBody)
        made = facts.confirm(fact=fact, version=data["row_version"], by=cast("User", request.user), source="api")
        return Response(bodies.FactSerializer(made).data)

    @extend_schema(request=bodies.RemedyReturnBody, responses=bodies.FactSerializer)
    @action(detail=True, methods=["post"])
    def refuse(self, request: Request, pk: str) -> Response:
        """The head does not take it, with a reason."""
        fact, data = self._asked(bodies.RemedyReturnBody)
        made = facts.refuse(
            fact=fact, reason=data["reason"], version=data["row_version"], by=cast("User", request.user), source="api"
        )
        return Response(bodies.FactSerializer(made).data)

    def _asked(self, kind: Any) -> tuple[ProposedFact, dict[str, Any]]:
        require(self.request.user, "proposed_fact.decide")
        fact = fact_selectors.fact_of(self.request.user, int(self.kwargs["pk"]))
        body = kind(data=self.request.data)
        body.is_valid(raise_exception=True)
        return fact, dict(body.validated_data)
