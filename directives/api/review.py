"""The review of delays, questions about avoidance and tasks that come again under /api/v1/."""

from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from directives.models import AvoidanceSignal, SignalAnswer
from directives.rules.periods import containing, period_of
from directives.selectors import review as selectors
from directives.selectors import signals as asked
from directives.services import signals as services
from foundation.access import require
from foundation.web.clock import local_date
from foundation.web.paging import MAX_PAGE_SIZE, PAGE_SIZE
from foundation.web.strict import StrictSerializer, only_parameters
from foundation.workflow.errors import InvalidInput
from organization.selectors.calendar import working_calendar

ASKED = ("period", "group", "unit", "kind", "q", "page", "page_size")
WORDS = [OpenApiParameter(name, str) for name in ASKED[:5]]


class FiguresSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    counts = serializers.DictField(child=serializers.IntegerField())
    worst_days_late = serializers.IntegerField(allow_null=True)


class DelaysSerializer(serializers.Serializer[Any]):
    period = serializers.CharField()
    first = serializers.DateField()
    last = serializers.DateField()
    seen_on = serializers.DateField()
    total = FiguresSerializer()
    classes = FiguresSerializer(many=True)
    count = serializers.IntegerField()
    results = FiguresSerializer(many=True)


class DelaysView(APIView):
    """Figures of a period (2026-11, 2026-Q4 or 2026) by unit or person, with the classes and their sum."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(parameters=WORDS, responses=DelaysSerializer)
    def get(self, request: Request) -> Response:
        user = cast("User", request.user)
        require(user, "assignment.read")
        only_parameters(request, set(ASKED))
        asked_for = request.query_params
        word, today = asked_for.get("period", ""), local_date()
        period = period_of(word) if word else containing(today, "quarter")
        group = asked_for.get("group", "unit")
        if period is None or group not in ("unit", "person"):
            raise InvalidInput("2026-11, 2026-Q4, 2026", field="period" if period is None else "group")
        seen = selectors.review(user, period=period, on=today, calendar=working_calendar())
        narrow = {"unit": asked_for.get("unit", ""), "kind": asked_for.get("kind", ""), "text": asked_for.get("q", "")}
        seen = selectors.narrowed(seen, user, **narrow)
        classes = selectors.by_class(seen)
        number, size = (_whole(asked_for.get(name, "")) for name in ("page", "page_size"))
        page = selectors.page_of(seen, group, number=number or 1, size=min(size or PAGE_SIZE, MAX_PAGE_SIZE))
        return Response(
            {
                "period": period.word,
                "first": period.first,
                "last": period.last,
                "seen_on": seen.on,
                "total": _line(selectors.total(classes)),
                "classes": [_line(line) for line in classes],
                "count": page.total,
                "results": [_line(line) for line in page.rows],
            }
        )


class SignalSerializer(serializers.ModelSerializer[AvoidanceSignal]):
    unit = serializers.CharField(source="unit.code", read_only=True)
    person = serializers.CharField(source="person.code", default="", read_only=True)
    question = serializers.SerializerMethodField()
    threshold = serializers.IntegerField(source="rule.threshold", read_only=True)
    legal_basis = serializers.CharField(source="rule.legal_basis", read_only=True)
    verified = serializers.BooleanField(source="rule.verified", read_only=True)

    class Meta:
        model = AvoidanceSignal
        fields: ClassVar[list[str]] = [
            "id", "kind", "question", "unit", "person", "period", "count", "rows", "threshold", "legal_basis",
            "verified", "stands", "raised_on", "counted_on", "rule", "row_version",
        ]  # fmt: skip

    def get_question(self, row: AvoidanceSignal) -> str:
        return asked.question_of(row)


class AnswerSerializer(serializers.ModelSerializer[SignalAnswer]):
    by = serializers.CharField(source="by.full_name", read_only=True)

    class Meta:
        model = SignalAnswer
        fields: ClassVar[list[str]] = ["id", "text", "by", "at"]


class SignalAnswerBody(StrictSerializer):
    text = serializers.CharField(max_length=4000)


class SignalViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[AvoidanceSignal]):
    """Questions about possible avoidance within reach; never verdicts."""

    permission_classes = (IsAuthenticated,)
    serializer_class = SignalSerializer
    queryset = AvoidanceSignal.objects.none()
    lookup_value_regex = "[0-9]{1,9}"
    http_method_names = ["get", "post", "head", "options"]

    def get_queryset(self) -> QuerySet[AvoidanceSignal]:
        require(self.request.user, "avoidance_signal.read")
        stage, kind = (self.request.query_params.get(name, "") for name in ("stage", "kind"))
        return asked.filtered(asked.readable(self.request.user), stage=stage or "all", kind=kind)

    @extend_schema(parameters=[OpenApiParameter("stage", str), OpenApiParameter("kind", str)])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        only_parameters(request, {"stage", "kind"})
        return super().list(request, *args, **kwargs)

    @extend_schema(responses=AnswerSerializer(many=True))
    @action(detail=True, methods=["get"], pagination_class=None)
    def answers(self, request: Request, pk: str) -> Response:
        """What was said to a question."""
        user = cast("User", request.user)
        require(user, "avoidance_signal.read")
        return Response(AnswerSerializer(asked.answers_of(user, asked.one(user, int(pk))), many=True).data)

    @extend_schema(request=SignalAnswerBody, responses={201: AnswerSerializer})
    @answers.mapping.post
    def answer(self, request: Request, pk: str) -> Response:
        """Answer a question; it is kept as written."""
        user = cast("User", request.user)
        require(user, "avoidance_signal.read")
        row = asked.one(user, int(pk))
        require(user, "avoidance_signal.answer", row)
        body = SignalAnswerBody(data=request.data)
        body.is_valid(raise_exception=True)
        made = services.answer(signal=row, text=body.validated_data["text"], by=user, source="api")
        return Response(AnswerSerializer(made).data, status=201)


def _line(line: selectors.Figures) -> dict[str, Any]:
    return {"code": line.code, "name": line.name, "counts": line.counts, "worst_days_late": line.worst}


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
