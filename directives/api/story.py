"""What happens to an assignment, under /api/v1/assignments/{code}/: the acts of its page."""

from typing import Any, cast

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from directives.models import (
    Assignment,
    AssignmentDiscussion,
    AssignmentExtension,
    AssignmentHandoff,
    DelayCause,
)
from directives.selectors import handoffs as handoff_selectors
from directives.selectors import listing
from directives.selectors.story import story_of
from directives.serializers.assignments import ReasonSerializer
from directives.serializers.story import (
    CauseSerializer,
    ClaimSerializer,
    DiscussionSerializer,
    ExtensionSerializer,
    HandoffSerializer,
    NewDiscussionSerializer,
    NewExtensionSerializer,
    NewHandoffSerializer,
    NoteSerializer,
    NothingSerializer,
)
from directives.services import causes, discussions, extensions, handoffs
from foundation.access import require, visible_to
from foundation.web.clock import local_date
from foundation.workflow.errors import InvalidInput, NotFound

PLAIN: dict[str, Any] = {"filterset_class": None, "pagination_class": None}
NUMBERED = "(?P<number>[0-9]{1,9})"


class StoryActs:
    """Mixed into the view set of assignments; each act calls the service that its page calls."""

    request: Any

    @extend_schema(responses=DiscussionSerializer(many=True), filters=False, parameters=[])
    @action(detail=True, methods=["get"], **PLAIN)
    def discussions(self, request: Request, code: str) -> Response:
        """Discussions by the collective."""
        return Response(DiscussionSerializer(self._story(code).discussions, many=True).data)

    @extend_schema(request=NewDiscussionSerializer, responses={201: DiscussionSerializer})
    @discussions.mapping.post
    def record_discussion(self, request: Request, code: str) -> Response:
        row = self._row(code, lambda row: ("assignment_discussion.record", AssignmentDiscussion(assignment=row)))
        data = _taken(NewDiscussionSerializer(data=request.data))
        made = discussions.record_discussion(assignment=row, today=local_date(), by=self._user, source="api", **data)
        return Response(DiscussionSerializer(made).data, status=201)

    @extend_schema(responses=ExtensionSerializer(many=True), filters=False, parameters=[])
    @action(detail=True, methods=["get"], **PLAIN)
    def extensions(self, request: Request, code: str) -> Response:
        """Wishes for more time and what became of them."""
        return Response(ExtensionSerializer(self._story(code).extensions, many=True).data)

    @extend_schema(request=NewExtensionSerializer, responses={201: ExtensionSerializer})
    @extensions.mapping.post
    def ask_extension(self, request: Request, code: str) -> Response:
        """Ask for more time."""
        row = self._row(code, lambda row: ("assignment_extension.ask", AssignmentExtension(assignment=row)))
        data = _taken(NewExtensionSerializer(data=request.data))
        made = extensions.ask(assignment=row, on=local_date(), by=self._user, source="api", **data)
        return Response(ExtensionSerializer(made).data, status=201)

    @extend_schema(request=NewExtensionSerializer, responses={201: ExtensionSerializer})
    @action(detail=True, methods=["post"], url_path="extensions/give", **PLAIN)
    def give_extension(self, request: Request, code: str) -> Response:
        """Give more time unasked."""
        row = self._row(code, lambda row: ("assignment_extension.give", AssignmentExtension(assignment=row)))
        data = _taken(NewExtensionSerializer(data=request.data))
        made = extensions.give(assignment=row, on=local_date(), by=self._user, source="api", **data)
        return Response(ExtensionSerializer(made).data, status=201)

    @extend_schema(request=NoteSerializer, responses=ExtensionSerializer)
    @action(detail=True, methods=["post"], url_path=f"extensions/{NUMBERED}/grant", **PLAIN)
    def grant_extension(self, request: Request, code: str, number: str) -> Response:
        wish = self._numbered(code, number, AssignmentExtension, "assignment_extension.grant")
        data = _taken(NoteSerializer(data=request.data))
        done = extensions.grant(extension=wish, on=local_date(), by=self._user, source="api", **data)
        return Response(ExtensionSerializer(done).data)

    @extend_schema(request=ReasonSerializer, responses=ExtensionSerializer)
    @action(detail=True, methods=["post"], url_path=f"extensions/{NUMBERED}/refuse", **PLAIN)
    def refuse_extension(self, request: Request, code: str, number: str) -> Response:
        wish = self._numbered(code, number, AssignmentExtension, "assignment_extension.refuse")
        data = _taken(ReasonSerializer(data=request.data))
        done = extensions.refuse(extension=wish, on=local_date(), by=self._user, source="api", **data)
        return Response(ExtensionSerializer(done).data)

    @extend_schema(request=NothingSerializer, responses=ExtensionSerializer)
    @action(detail=True, methods=["post"], url_path=f"extensions/{NUMBERED}/withdraw", **PLAIN)
    def withdraw_extension(self, request: Request, code: str, number: str) -> Response:
        wish = self._numbered(code, number, AssignmentExtension, "assignment_extension.withdraw")
        _taken(NothingSerializer(data=request.data))
        done = extensions.withdraw(extension=wish, on=local_date(), by=self._user, source="api")
        return Response(ExtensionSerializer(done).data)

    @extend_schema(responses=HandoffSerializer(many=True), filters=False, parameters=[])
    @action(detail=True, methods=["get"], **PLAIN)
    def handoffs(self, request: Request, code: str) -> Response:
        """Matters of this task that were passed on."""
        return Response(HandoffSerializer(self._story(code).handoffs, many=True).data)

    @extend_schema(request=NewHandoffSerializer, responses={201: HandoffSerializer})
    @handoffs.mapping.post
    def pass_on(self, request: Request, code: str) -> Response:
        """Pass a matter on, upwards, sideways or beyond the own authority."""
        row = self._row(code, _as_sent)
        data = _taken(NewHandoffSerializer(data=request.data))
        units, people = handoff_selectors.receivers(self._user, row, on=local_date())
        data["to_unit"] = _named(units, data.get("to_unit", ""), "to_unit")
        data["to_person"] = _named(people, data.get("to_person", ""), "to_person")
        made = handoffs.pass_on(assignment=row, by=self._user, source="api", **data)
        return Response(HandoffSerializer(made).data, status=201)

    @extend_schema(responses=CauseSerializer(many=True), filters=False, parameters=[])
    @action(detail=True, methods=["get"], **PLAIN)
    def causes(self, request: Request, code: str) -> Response:
        """Objective causes claimed for a delay."""
        return Response(CauseSerializer(self._story(code).causes, many=True).data)

    @extend_schema(request=ClaimSerializer, responses={201: CauseSerializer})
    @causes.mapping.post
    def claim_cause(self, request: Request, code: str) -> Response:
        row = self._row(code, lambda row: ("delay_cause.claim", DelayCause(assignment=row)))
        data = _taken(ClaimSerializer(data=request.data))
        made = causes.claim(assignment=row, on=local_date(), by=self._user, source="api", **data)
        return Response(CauseSerializer(made).data, status=201)

    @extend_schema(request=NoteSerializer, responses=CauseSerializer)
    @action(detail=True, methods=["post"], url_path=f"causes/{NUMBERED}/confirm", **PLAIN)
    def confirm_cause(self, request: Request, code: str, number: str) -> Response:
        cause = self._numbered(code, number, DelayCause, "delay_cause.confirm")
        data = _taken(NoteSerializer(data=request.data))
        done = causes.confirm(cause=cause, on=local_date(), by=self._user, source="api", **data)
        return Response(CauseSerializer(done).data)

    @extend_schema(request=ReasonSerializer, responses=CauseSerializer)
    @action(detail=True, methods=["post"], url_path=f"causes/{NUMBERED}/refuse", **PLAIN)
    def refuse_cause(self, request: Request, code: str, number: str) -> Response:
        cause = self._numbered(code, number, DelayCause, "delay_cause.refuse")
        data = _taken(ReasonSerializer(data=request.data))
        done = causes.refuse(cause=cause, on=local_date(), by=self._user, source="api", **data)
        return Response(CauseSerializer(done).data)

    @extend_schema(request=ReasonSerializer, responses=CauseSerializer)
    @action(detail=True, methods=["post"], url_path=f"causes/{NUMBERED}/revoke", **PLAIN)
    def revoke_cause(self, request: Request, code: str, number: str) -> Response:
        cause = self._numbered(code, number, DelayCause, "delay_cause.revoke")
        data = _taken(ReasonSerializer(data=request.data))
        return Response(CauseSerializer(causes.revoke(cause=cause, by=self._user, source="api", **data)).data)

    @property
    def _user(self) -> User:
        return cast("User", self.request.user)

    def _story(self, code: str) -> Any:
        return story_of(self._user, listing.one(self._user, code), on=local_date())

    def _row(self, code: str, asked: Any) -> Assignment:
        row = listing.one(self._user, code)
        require(self._user, *asked(row))
        return row

    def _numbered(self, code: str, number: str, model: Any, act: str) -> Any:
        row = listing.one(self._user, code)
        found = visible_to(self._user, model.objects.filter(assignment=row, number=int(number))).first()
        if found is None:
            raise NotFound
        found.assignment = row
        require(self._user, act, found)
        return found


def _as_sent(row: Assignment) -> tuple[str, AssignmentHandoff]:
    return "assignment_handoff.send", AssignmentHandoff(assignment=row, to_unit=row.unit)


def _named(rows: Any, code: str, field: str) -> Any:
    if not code:
        return None
    found = rows.filter(code=code).first()
    if found is None:
        raise InvalidInput(_("There is no receiver with this code."), field=field, code="receiver_unknown")
    return found


def _taken(form: Any) -> dict[str, Any]:
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)
