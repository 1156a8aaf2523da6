"""The worklist under /api/v1/worklist/, the trail under /api/v1/trail/."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from foundation.access import require
from foundation.web.clock import local_date
from foundation.web.paging import MAX_PAGE_SIZE, PAGE_SIZE
from foundation.web.strict import only_parameters
from reports.rules import grouped
from reports.selectors import trail as selectors
from reports.selectors.worklist import worklist_of
from reports.serializers import GroupSerializer, TrailSerializer, entry_of
from reports.trail.asked import PARAMETERS, read_asked


class Worklist(APIView):
    """What waits for the reader, in groups of urgency, the oldest deadline first."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(responses=GroupSerializer(many=True))
    def get(self, request: Request) -> Response:
        only_parameters(request, set())
        today = local_date()
        groups = grouped(worklist_of(request.user, on=today).lines, today)
        return Response(GroupSerializer(groups, many=True).data)


class Trail(APIView):
    """Entries of the trail within the reader's reach, newest first; `older` and `newer` turn the page.

    Values the reader may not see of such a row stand as `***`.
    """

    permission_classes = (IsAuthenticated,)

    @extend_schema(
        responses=TrailSerializer,
        parameters=[OpenApiParameter(name, str) for name in PARAMETERS] + [OpenApiParameter("page_size", int)],
    )
    def get(self, request: Request) -> Response:
        require(request.user, "audit_event.read")
        only_parameters(request, set(PARAMETERS))
        asked = read_asked(request.query_params)
        person = selectors.candidates(request.user, asked.person).one
        text = request.query_params.get("page_size", "")
        size = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else PAGE_SIZE
        page = selectors.trail_page(
            selectors.entries(request.user, asked, person), asked, size=min(size, MAX_PAGE_SIZE)
        )
        return Response(
            {
                "count": page.total,
                "more": page.capped,
                "older": page.older,
                "newer": page.newer,
                "results": [entry_of(request.user, event) for event in page.rows],
            }
        )
