"""The worklist under /api/v1/worklist/."""

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from foundation.web.clock import local_date
from foundation.web.strict import only_parameters
from reports.rules import grouped
from reports.selectors.worklist import worklist_of
from reports.serializers import GroupSerializer


class Worklist(APIView):
    """What waits for the reader, in groups of urgency, the oldest deadline first."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(responses=GroupSerializer(many=True))
    def get(self, request: Request) -> Response:
        only_parameters(request, set())
        today = local_date()
        groups = grouped(worklist_of(request.user, on=today).lines, today)
        return Response(GroupSerializer(groups, many=True).data)
