"""Rules of discipline under /api/v1/: read only."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import mixins, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from discipline.filters import RuleFilter
from discipline.models import Rule
from discipline.selectors.rule_book import rules_for
from discipline.serializers.rules import RuleSerializer
from foundation.access import require
from foundation.web.strict import only_parameters


class RuleViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Rule]):
    """Rules with their ground and dates, past and coming ones included unless `on` names a day."""

    serializer_class = RuleSerializer
    filterset_class = RuleFilter
    queryset = Rule.objects.none()
    http_method_names = ["get", "head", "options"]

    def get_queryset(self) -> QuerySet[Rule]:
        require(self.request.user, "discipline_rule.read")
        return rules_for(self.request.user)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        only_parameters(request, set(RuleFilter.base_filters))
        return super().list(request, *args, **kwargs)
