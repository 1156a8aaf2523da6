"""Papers and exhibits of a case by the API: papers listed and issued, exhibits added, replaced and withdrawn."""

from typing import Any, cast

from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from discipline.models import Case, CaseExhibit, CasePaper
from discipline.selectors import cases as selectors
from discipline.selectors.case_page import exhibits_of
from discipline.selectors.papers import papers_for
from discipline.serializers.case_files import (
    CasePaperSerializer,
    ExhibitVersionSerializer,
    NewExhibitSerializer,
    PaperBody,
    WithdrawExhibitSerializer,
)
from discipline.services import evidence
from discipline.services.papers import issue_paper
from foundation.access import require
from foundation.access.sensitive import note_read
from foundation.files.serializers import ProofBody, proof_body
from foundation.web.clock import local_date


class CaseFiles(viewsets.GenericViewSet[Case]):
    """Mixed into the routes of cases: the right is asked before the body is read, then the service decides."""

    @property
    def user(self) -> User:
        return cast("User", self.request.user)

    @extend_schema(responses=CasePaperSerializer(many=True), filters=False, parameters=[])
    @action(detail=True, methods=["get"], filterset_class=None, pagination_class=None)
    def papers(self, request: Request, code: str) -> Response:
        """Papers issued in the case, the newest first, each with the addresses of its two files."""
        require(self.user, "case_paper.read")
        case = selectors.one(self.user, code)
        note_read(self.user, case, source="api")
        return Response(CasePaperSerializer(papers_for(self.user, case), many=True, context=self._asked()).data)

    @extend_schema(request=PaperBody, responses={201: CasePaperSerializer})
    @papers.mapping.post
    def issue(self, request: Request, code: str) -> Response:
        """Issue a paper and its plain sheet from the facts of the case."""
        require(self.user, "case_paper.issue")
        case = selectors.one(self.user, code)
        require(self.user, "case_paper.issue", CasePaper(case=case, shown=case))
        form = PaperBody(data=request.data)
        form.is_valid(raise_exception=True)
        made = issue_paper(
            case=case, kind=form.validated_data["kind"], letterhead=form.letterhead(), today=local_date(), by=self.user,
            source="api",
        )  # fmt: skip
        return Response(CasePaperSerializer(made, context=self._asked()).data, status=201)

    @extend_schema(responses=ProofBody(many=True), filters=False, parameters=[])
    @action(detail=True, methods=["get"], filterset_class=None, pagination_class=None)
    def exhibits(self, request: Request, code: str) -> Response:
        """Numbered exhibits with their versions. The person concerned reads what was disclosed on their own page."""
        case = self._of_exhibits(code, "read")
        note_read(self.user, case, source="api")
        return Response([proof_body(proof) for proof in exhibits_of(self.user, case)])

    @extend_schema(request={"multipart/form-data": NewExhibitSerializer}, responses={201: ProofBody})
    @exhibits.mapping.post
    def add_exhibit(self, request: Request, code: str) -> Response:
        """Add a file under the next number."""
        case, data = self._of_exhibits(code, "add"), _taken(NewExhibitSerializer(data=request.data))
        made = evidence.add_exhibit(case=case, title=data["title"], upload=data["file"], by=self.user, source="api")
        return self._exhibit(case, made.number, 201)

    @extend_schema(
        operation_id="cases_exhibits_replace",
        request={"multipart/form-data": ExhibitVersionSerializer},
        responses={201: ProofBody},
    )
    @action(detail=True, methods=["post"], url_path="exhibits/(?P<number>[0-9]{1,9})", filterset_class=None)
    def replace_exhibit(self, request: Request, code: str, number: str) -> Response:
        """A better file under the same number; the earlier versions stay."""
        case, data = self._of_exhibits(code, "add"), _taken(ExhibitVersionSerializer(data=request.data))
        evidence.replace_exhibit(case=case, number=int(number), upload=data["file"], by=self.user, source="api")
        return self._exhibit(case, int(number), 201)

    @extend_schema(request=WithdrawExhibitSerializer, responses=ProofBody)
    @action(detail=True, methods=["post"], url_path="exhibits/(?P<number>[0-9]{1,9})/withdraw", filterset_class=None)
    def withdraw_exhibit(self, request: Request, code: str, number: str) -> Response:
        """Take the own files of a number out of sight, with a reason that stays."""
        case, data = self._of_exhibits(code, "withdraw"), _taken(WithdrawExhibitSerializer(data=request.data))
        evidence.withdraw_exhibit(case=case, number=int(number), reason=data["reason"], by=self.user, source="api")
        return self._exhibit(case, int(number), 200)

    def _of_exhibits(self, code: str, act: str) -> Case:
        require(self.user, f"case_exhibit.{act}")
        case = selectors.one(self.user, code)
        require(self.user, f"case_exhibit.{act}", CaseExhibit(case=case))
        return case

    def _exhibit(self, case: Case, number: int, status: int) -> Response:
        found = next(proof for proof in exhibits_of(self.user, case) if proof.current.number == number)
        return Response(proof_body(found), status=status)

    def _asked(self) -> dict[str, Any]:
        return {"request": self.request}


def _taken(form: Any) -> dict[str, Any]:
    form.is_valid(raise_exception=True)
    data: dict[str, Any] = form.validated_data
    return data
