"""The notice of a visit under /api/v1/visits/<id>/: drafted, recommendations added, issued."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from discipline.rules.papers.letterhead import Letterhead
from foundation.access import require
from foundation.web.clock import local_date
from foundation.workflow.errors import NotFound
from inspections.api.visit_minutes import VisitViewSet as Base
from inspections.models import Inspection, Notice
from inspections.selectors import remedies as selectors
from inspections.selectors import visits
from inspections.serializers import after as bodies
from inspections.services import notices as services


class VisitViewSet(Base):
    """A visit with its minutes and its notice."""

    @extend_schema(responses=bodies.NoticeSerializer(many=True))
    @action(detail=True)
    def notices(self, request: Request, public_id: str) -> Response:
        """Notices within reach, the newest first."""
        rows = selectors.notices_of(self._user, self._visit()).order_by("-version")
        return self._listed(request, rows, bodies.NoticeSerializer)

    @extend_schema(request=bodies.NoticeDraftBody, responses={201: bodies.NoticeSerializer})
    @action(detail=True, methods=["post"], url_path="draft-notice")
    def draft_notice(self, request: Request, public_id: str) -> Response:
        """Begin the notice of a visit whose minutes stand."""
        visit = self._visit("notice.draft")
        data = self._body(bodies.NoticeDraftBody)
        made = services.draft_notice(inspection=visit, by=self._user, source="api", **data)
        return Response(bodies.NoticeSerializer(made).data, status=201)

    @extend_schema(request=bodies.RecommendationBody, responses={201: bodies.RemedySerializer})
    @action(detail=True, methods=["post"])
    def recommend(self, request: Request, public_id: str) -> Response:
        """Add a recommendation to the draft."""
        visit = self._visit("notice.update")
        data = self._body(bodies.RecommendationBody)
        number = data.pop("finding", None)
        finding = visits.finding_of(self._user, visit, number) if number is not None else None
        made = services.recommend(
            notice=self._draft(visit), finding=finding, today=local_date(), by=self._user, source="api", **data
        )
        return Response(bodies.RemedySerializer(made).data, status=201)

    @extend_schema(request=bodies.NoticeIssueBody, responses=bodies.NoticeSerializer)
    @action(detail=True, methods=["post"], url_path="issue-notice")
    def issue_notice(self, request: Request, public_id: str) -> Response:
        """Sign and issue the draft."""
        require(self._user, "notice.issue")
        visit = visits.visit_row(self._user, public_id)
        data: dict[str, Any] = self._body(bodies.NoticeIssueBody)
        version, reason = data.pop("row_version"), data.pop("clean_reason")
        head = Letterhead(**{**data, "capacity": tuple(data["capacity"]), "recipients": tuple(data["recipients"])})
        made = services.issue(
            notice=self._draft(visit), letterhead=head, today=local_date(), version=version, clean_reason=reason,
            by=self._user, source="api",
        )  # fmt: skip
        return Response(bodies.NoticeSerializer(made).data)

    def _draft(self, visit: Inspection) -> Notice:
        found = selectors.standing_notice(self._user, visit)
        if found is None:
            raise NotFound
        return found
