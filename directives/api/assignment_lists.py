"""A list of tasks under /api/v1/assignments/import/."""

from typing import Any, cast

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from directives.selectors import listing
from directives.services import assignment_lists as services
from foundation.access import require
from foundation.web.clock import local_date
from foundation.web.strict import StrictSerializer
from organization.selectors.calendar import working_calendar


class TaskListSerializer(StrictSerializer):
    file = serializers.FileField()
    commit = serializers.BooleanField(default=False)


class TaskListProblem(serializers.Serializer[Any]):
    row = serializers.IntegerField()
    field = serializers.CharField()
    message = serializers.CharField()


class TaskListAnswer(serializers.Serializer[Any]):
    rows = serializers.IntegerField()
    new = serializers.IntegerField()
    there = serializers.IntegerField()
    given = serializers.IntegerField()
    problems = TaskListProblem(many=True)


class TaskListView(APIView):
    """Every row of an XLSX or CSV list; with `commit` all of its tasks are given, or none."""

    permission_classes = (IsAuthenticated,)
    parser_classes = (MultiPartParser,)

    @extend_schema(request={"multipart/form-data": TaskListSerializer}, responses=TaskListAnswer)
    def post(self, request: Request) -> Response:
        user = cast("User", request.user)
        require(user, "assignment.create")
        form = TaskListSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        tasks = services.read_tasks(
            file=form.validated_data["file"],
            people=listing.people_to_assign(user),
            today=local_date(),
            calendar=working_calendar(),
        )
        given = services.give_tasks(tasks=tasks, by=user, source="api") if form.validated_data["commit"] else 0
        return Response(
            {
                "rows": len(tasks.rows),
                "new": len(tasks.new),
                "there": tasks.there,
                "given": given,
                "problems": [problem.as_json() for problem in tasks.problems],
            }
        )
