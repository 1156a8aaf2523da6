"""Minutes of a visit under /api/v1/visits/<id>/minutes/: drawn up, signed, refused, discarded, completed."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.web.clock import local_moment
from inspections.api.visits import VisitViewSet as Base
from inspections.models import Minutes
from inspections.selectors import visits as selectors
from inspections.serializers import visits as bodies
from inspections.services import minutes as services

SHOWN = bodies.MinutesSerializer


class VisitViewSet(Base):
    """A visit with its minutes."""

    @extend_schema(responses=SHOWN(many=True))
    @action(detail=True)
    def minutes(self, request: Request, public_id: str) -> Response:
        """Minutes and sheets in their order."""
        return self._listed(request, selectors.papers_rows(self._user, self._visit()), SHOWN)

    @extend_schema(request=bodies.NoBody, responses={201: SHOWN})
    @action(detail=True, methods=["post"], url_path="draw-up")
    def draw_up(self, request: Request, public_id: str) -> Response:
        """Close the visit and seal what it says."""
        visit = self._visit("minutes.draw_up")
        self._body(bodies.NoBody)
        made = services.draw_up(inspection=visit, now=local_moment(), by=self._user, source="api")
        return Response(SHOWN(made).data, status=201)

    @extend_schema(request=bodies.SignBody, responses=SHOWN)
    @action(detail=True, methods=["post"])
    def sign(self, request: Request, public_id: str) -> Response:
        """Both sides signed the paper."""
        data, paper = self._paper(bodies.SignBody)
        made = services.sign(minutes=paper, now=local_moment(), by=self._user, source="api", **data)
        return Response(SHOWN(made).data)

    @extend_schema(request=bodies.RefusalBody, responses=SHOWN)
    @action(detail=True, methods=["post"], url_path="refuse-signature")
    def refuse_signature(self, request: Request, public_id: str) -> Response:
        """The unit refused to sign, before a witness."""
        data, paper = self._paper(bodies.RefusalBody)
        made = services.refuse_signature(minutes=paper, now=local_moment(), by=self._user, source="api", **data)
        return Response(SHOWN(made).data)

    @extend_schema(request=bodies.DiscardBody, responses=SHOWN)
    @action(detail=True, methods=["post"])
    def discard(self, request: Request, public_id: str) -> Response:
        """Throw away minutes nobody signed."""
        data, paper = self._paper(bodies.DiscardBody, "minutes.discard")
        return Response(SHOWN(services.discard(minutes=paper, by=self._user, source="api", **data)).data)

    @extend_schema(request=bodies.SheetBody, responses={201: SHOWN})
    @action(detail=True, methods=["post"])
    def sheet(self, request: Request, public_id: str) -> Response:
        """Add a sheet to signed minutes."""
        visit = self._visit("minutes.add_sheet")
        data = self._body(bodies.SheetBody)
        made = services.add_sheet(inspection=visit, now=local_moment(), by=self._user, source="api", **data)
        return Response(SHOWN(made).data, status=201)

    def _paper(self, kind: Any, right: str = "minutes.sign") -> tuple[dict[str, Any], Minutes]:
        visit = self._visit(right)
        data = self._body(kind)
        return data, selectors.minutes_of(self._user, visit, data.pop("number"))
