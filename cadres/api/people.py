"""People under /api/v1/people/."""

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
from cadres.api.serializers import (
    BarSerializer,
    PersonCreateSerializer,
    PersonEditSerializer,
    PersonSerializer,
    PostingSerializer,
    RevealedSerializer,
    RevealSerializer,
    TransferSerializer,
)
from cadres.filters import PersonFilter
from cadres.models import Person, Position
from cadres.selectors import people
from cadres.selectors.bars import bars_shown
from cadres.selectors.units import units_to_place
from cadres.services.barring import ExceptionDocument
from cadres.services.people import edit_person
from cadres.services.postings import transfer
from cadres.services.reading import read_sensitive
from cadres.services.registration import register_person
from foundation.access import require
from foundation.web.clock import local_date
from foundation.web.idempotency import never_kept
from foundation.web.step_up import require_step_up
from foundation.web.strict import only_parameters
from foundation.workflow.errors import InvalidInput, VersionMissing
from organization.models import Unit


class PersonViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Person]):
    """People within the reader's reach, each with the fields the reader may see."""

    permission_classes = (IsAuthenticated,)
    serializer_class = PersonSerializer
    filterset_class = PersonFilter
    queryset = Person.objects.none()
    lookup_field = "code"
    lookup_value_regex = "[^/]+"
    http_method_names = ["get", "post", "patch", "head", "options"]

    @property
    def user(self) -> User:
        return cast("User", self.request.user)

    def get_queryset(self) -> QuerySet[Person]:
        if not self.request.user.is_authenticated:
            return Person.objects.none()
        rows = people.people_for(self.user).select_related("unit", "party_membership")
        return people.ordered(rows, self.request.query_params.get("sort", ""))

    @extend_schema(parameters=[OpenApiParameter("sort", str, enum=list(people.ORDERS))])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        require(self.user, "person.read")
        only_parameters(request, set(PersonFilter.Meta.fields), orders=people.ORDERS)
        return super().list(request, *args, **kwargs)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        require(self.user, "person.read")
        return Response(self.get_serializer(people.person_by_code(self.user, kwargs["code"])).data)

    @extend_schema(request=PersonCreateSerializer, responses={201: PersonSerializer})
    def create(self, request: Request) -> Response:
        require(self.user, "person.create")
        data = _checked(PersonCreateSerializer(data=request.data))
        unit, position = place(self.user, "person.create", data)
        person = register_person(
            code=data.pop("code"),
            unit=unit,
            position=position,
            valid_from=data.pop("valid_from"),
            decision_number=data.pop("decision_number", ""),
            profile=data,
            by=self.user,
        )
        return Response(self.get_serializer(people.person_by_code(self.user, person.code)).data, status=201)

    @extend_schema(request=PersonEditSerializer, responses=PersonSerializer)
    def partial_update(self, request: Request, code: str) -> Response:
        person = people.person_by_code(self.user, code)
        require(self.user, "person.update", person)
        data = _checked(PersonEditSerializer(data=request.data))
        if "national_id" in data:
            require_step_up(request)
        version = data.pop("row_version", None)
        edit_person(person=person, version=version, changes=data, by=self.user)
        return Response(self.get_serializer(person).data)

    @extend_schema(request=RevealSerializer, responses=RevealedSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def reveal(self, request: Request, code: str) -> Response:
        """The personal number in full: the person asking confirmed who they are, and says why."""
        person = people.person_by_code(self.user, code)
        require(self.user, "person.reveal", person)
        require_step_up(request)
        data = _checked(RevealSerializer(data=request.data))
        number = read_sensitive(person=person, reason=data["reason"], by=self.user, source="api")
        return never_kept(Response(RevealedSerializer({"national_id": number}).data))

    @extend_schema(responses=BarSerializer(many=True))
    @action(detail=True, methods=["get"], filterset_class=None, pagination_class=None)
    def bars(self, request: Request, code: str) -> Response:
        """What bars the person today from a higher post and from the planning list."""
        person = people.person_by_code(self.user, code)
        require(self.user, "person.bars", person)
        return Response(BarSerializer(bars_shown(self.user, person, on=local_date()), many=True).data)

    @extend_schema(request=TransferSerializer, responses=PostingSerializer)
    @action(detail=True, methods=["post"])
    def transfer(self, request: Request, code: str) -> Response:
        """End the main post the day before and begin the new one, or add another kind of post."""
        person = people.person_by_code(self.user, code)
        require(self.user, "person.transfer", person)
        data = _checked(TransferSerializer(data=request.data))
        unit, position = place(self.user, "person.transfer", data)
        if data.get("row_version") is None:
            raise VersionMissing(_("Send the version of the row you edited."), field="row_version")
        posting = transfer(
            person=person,
            unit=unit,
            position=position,
            on=data["on"],
            decision_number=data["decision_number"],
            kind=data["kind"],
            until=data["until"],
            version=data["row_version"],
            today=local_date(),
            exception=ExceptionDocument(data["exception_document"], data["exception_document_date"]),
            by=self.user,
        )
        return Response(PostingSerializer(posting).data)


def _checked(form: Any) -> dict[str, Any]:
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)


def place(user: User, action: str, data: dict[str, Any]) -> tuple[Unit, Position]:
    """The unit within reach and the post a body names; taken out of `data`.

    Raises:
        InvalidInput: one of the two is not there for this user.
    """
    unit = units_to_place(user, action).filter(code=data.pop("unit")).first()
    if unit is None:
        raise InvalidInput(_("There is no such unit within your reach."), field="unit", code="unit_unknown")
    position = Position.objects.filter(pk=data.pop("position")).first()
    if position is None:
        raise InvalidInput(_("There is no such post in the catalogue."), field="position", code="position_unknown")
    return unit, position
