"""Tasks that come again under /api/v1/recurring-assignments/."""

from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from directives.enums import AssignmentKind, RecurrenceEvery
from directives.models import RecurringAssignment
from directives.selectors import listing
from directives.selectors import recurring as selectors
from directives.serializers.assignments import ReasonSerializer
from directives.serializers.undertakings import NothingSerializer
from directives.services import recurring as services
from foundation.access import require
from foundation.web.clock import local_date
from foundation.web.strict import StrictSerializer, only_parameters
from foundation.workflow.errors import InvalidInput


class RecurringSerializer(serializers.ModelSerializer[RecurringAssignment]):
    person = serializers.CharField(source="person.code", read_only=True)
    unit = serializers.CharField(source="unit.code", read_only=True)
    created_by = serializers.CharField(source="created_by.full_name", default="", read_only=True)

    class Meta:
        model = RecurringAssignment
        fields: ClassVar[list[str]] = [
            "id", "code", "person", "unit", "title", "responsibility", "product", "kind", "every", "day",
            "month_of_quarter", "days_before", "begins_on", "until", "counts_from", "state", "created_by", "created_at",
            "row_version",
        ]  # fmt: skip


class NewRecurringBody(StrictSerializer):
    person = serializers.CharField(max_length=20)
    title = serializers.CharField(max_length=300)
    responsibility = serializers.CharField(max_length=300)
    product = serializers.CharField(max_length=300)
    kind = serializers.ChoiceField(choices=AssignmentKind.choices, default=AssignmentKind.REGULAR.value)
    every = serializers.ChoiceField(choices=RecurrenceEvery.choices)
    day = serializers.IntegerField(min_value=1, max_value=31)
    month_of_quarter = serializers.IntegerField(min_value=1, max_value=3, default=3)
    days_before = serializers.IntegerField(min_value=0, max_value=services.MOST_DAYS_BEFORE)
    begins_on = serializers.DateField()
    until = serializers.DateField(required=False, allow_null=True, default=None)


class RecurringViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[RecurringAssignment]):
    """Rules by which tasks are given again and again."""

    permission_classes = (IsAuthenticated,)
    serializer_class = RecurringSerializer
    queryset = RecurringAssignment.objects.none()
    lookup_field = "code"
    lookup_value_regex = "[^/]+"
    http_method_names = ["get", "post", "head", "options"]

    @property
    def user(self) -> User:
        return cast("User", self.request.user)

    def get_queryset(self) -> QuerySet[RecurringAssignment]:
        require(self.request.user, "recurring.read")
        return selectors.readable(self.request.user).select_related("created_by").order_by("-id")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        only_parameters(request, set())
        return super().list(request, *args, **kwargs)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._answer(selectors.one(self.user, kwargs["code"]))

    @extend_schema(request=NewRecurringBody, responses={201: RecurringSerializer})
    def create(self, request: Request) -> Response:
        """Make a rule for somebody within reach."""
        require(self.user, "recurring.create")
        body = NewRecurringBody(data=request.data)
        body.is_valid(raise_exception=True)
        data = dict(body.validated_data)
        person = listing.people_to_assign(self.user).filter(code=data.pop("person")).first()
        if person is None:
            raise InvalidInput(_("There is nobody with this code or name within your reach."), field="person")
        require(self.user, "recurring.create", RecurringAssignment(person=person, unit=person.unit))
        made = services.make_recurring(person=person, by=self.user, today=local_date(), source="api", **data)
        return self._answer(made, 201)

    @extend_schema(request=ReasonSerializer, responses=RecurringSerializer)
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, code: str) -> Response:
        return self._stepped("pause", code, ReasonSerializer(data=request.data), services.pause)

    @extend_schema(request=NothingSerializer, responses=RecurringSerializer)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, code: str) -> Response:
        return self._stepped("resume", code, NothingSerializer(data=request.data), services.resume)

    @extend_schema(request=ReasonSerializer, responses=RecurringSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, code: str) -> Response:
        return self._stepped("end", code, ReasonSerializer(data=request.data), services.end)

    def _stepped(self, act: str, code: str, body: Any, step: Any) -> Response:
        row = selectors.one(self.user, code)
        require(self.user, f"recurring.{act}", row)
        body.is_valid(raise_exception=True)
        return self._answer(step(rule=row, by=self.user, today=local_date(), source="api", **body.validated_data))

    def _answer(self, row: RecurringAssignment, status: int = 200) -> Response:
        return Response(RecurringSerializer(row).data, status=status)
