"""Proposed rounds in the API: asked for, read by who asked alone, compared, taken over in whole circles."""

from typing import Any, cast

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from cadres.api import rotation_proposal_serializers as bodies
from cadres.api.rotation_serializers import RotationItemSerializer
from cadres.forms.rotation import errors_of
from cadres.forms.rotation_proposals import ProposalForm
from cadres.models import RotationRound
from cadres.selectors import rotation as selectors
from cadres.selectors import rotation_proposal as found
from cadres.services.rotation_proposals import accept, ask_for_proposal
from foundation.access import require
from foundation.outbox.models import Job
from foundation.web.clock import local_date
from foundation.web.paging import ApiPagination
from foundation.web.strict import only_parameters
from foundation.workflow.errors import InvalidInput

ROUND = OpenApiParameter("code", str, OpenApiParameter.PATH, description="The number of the round.")


@extend_schema(parameters=[ROUND])
class RotationProposalViewSet(viewsets.GenericViewSet[Any]):
    """Proposals the caller had worked out for a round; nobody else finds them."""

    permission_classes = (IsAuthenticated,)
    serializer_class = bodies.RotationProposalSerializer
    queryset = Job.objects.none()
    pagination_class = ApiPagination
    filter_backends = ()
    lookup_value_regex = "[0-9]{1,17}"

    @property
    def user(self) -> User:
        return cast("User", self.request.user)

    def list(self, request: Request, code: str) -> Response:
        """What was worked out so far, the newest first."""
        row = self._round(code)
        only_parameters(request, set())
        jobs = cast("list[Job]", self.paginate_queryset(found.proposals_of(self.user, row)))
        return self.get_paginated_response(self.get_serializer([_line(row, job) for job in jobs], many=True).data)

    @extend_schema(request=bodies.RotationProposalBody, responses={202: bodies.RotationProposalSerializer})
    def create(self, request: Request, code: str) -> Response:
        """Have a proposal worked out by a job; read it until its state is done."""
        row = self._round(code)
        body = bodies.RotationProposalBody(data=request.data)
        body.is_valid(raise_exception=True)
        rules = [("", "")] + [(rule, rule) for rule in selectors.rule_codes()]
        form = ProposalForm(dict(body.validated_data), choices={"rule": rules})
        if not form.is_valid():
            raise ValidationError(errors_of(form))
        job = ask_for_proposal(round=row, by=self.user, source="api", **form.asked())
        return Response(self.get_serializer(_line(row, job)).data, status=202)

    @extend_schema(
        parameters=[OpenApiParameter("against", int, description="Another proposal of this round to compare with.")],
        responses=bodies.RotationProposalDetail,
    )
    def retrieve(self, request: Request, code: str, pk: str) -> Response:
        """One proposal: its circles, and for each person left over the rule that stood in the way."""
        row = self._round(code)
        job = found.one_proposal(self.user, row, int(pk))
        only_parameters(request, {"against"})
        against = self._against(row, request.query_params.get("against", ""))
        return Response(bodies.RotationProposalDetail({**_line(row, job), **_people(self.user, job, against)}).data)

    @extend_schema(request=bodies.RotationAcceptBody, responses={201: RotationItemSerializer(many=True)})
    @action(detail=True, methods=["post"], pagination_class=None)
    def accept(self, request: Request, code: str, pk: str) -> Response:
        """Make whole circles lines of the approved round: all of them or none."""
        row = self._round(code)
        job = found.one_proposal(self.user, row, int(pk))
        body = bodies.RotationAcceptBody(data=request.data)
        body.is_valid(raise_exception=True)
        made = accept(round=row, job=job, today=local_date(), by=self.user, source="api", **body.validated_data)
        lines = selectors.moves_of(self.user, row).filter(pk__in=[item.pk for item in made])
        return Response(
            RotationItemSerializer(lines.select_related(*LINE), many=True, context=self.get_serializer_context()).data,
            status=201,
        )

    def _round(self, code: str) -> RotationRound:
        require(self.user, "rotation_round.propose")
        row = selectors.one_round(self.user, code)
        require(self.user, "rotation_round.propose", row)
        return row

    def _against(self, row: RotationRound, text: str) -> Job | None:
        """The proposal to compare with: one of the caller's for this round that was worked out."""
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) < 18:
            job = found.proposals_of(self.user, row).filter(pk=int(text)).first()
            if job is not None and job.result:
                return job
        raise InvalidInput(_("There is no such proposal to compare with."), field="against", code="no_such_proposal")


LINE = ("round", "hand_over_to", "successor", "proposed_by", "signed_by", "answered_by", "decided_by")


def _line(row: RotationRound, job: Job) -> dict[str, Any]:
    said, result = found.compared(job), None
    if job.result:
        rules = job.result["left_by_rule"].items()
        result = {
            "asked": said.asked,
            "moved": said.moved,
            "left_over": said.left_over,
            "greedy": said.greedy,
            "best": said.best,
            "left_by_rule": [{"rule": rule, "why": found.WORDS[rule], "count": count} for rule, count in rules],
        }
    days = {name: job.payload[name] for name in ("rule", "due_by", "move_on")}
    return {
        "id": job.pk,
        "round": row.code,
        "state": job.state,
        "asked_at": job.created_at,
        "conditions": {**days, **job.payload["settings"]},
        "result": result,
    }


def _people(user: User, job: Job, against: Job | None) -> dict[str, Any]:
    if not job.result:
        return {"circles": [], "left": [], "only_here": [], "only_there": []}
    shown = found.shown(user, job, against)
    circles = [
        {
            "number": number,
            "moves": [
                {
                    "case": case.code,
                    "person": case.person.code,
                    "unit": case.posting.unit.code,
                    "position": case.posting.position.name,
                    "follows": to.code,
                    "to_unit": to.posting.unit.code,
                    "to_position": to.posting.position.name,
                }
                for case, to in pairs
            ],
        }
        for number, pairs in shown.circles
    ]
    return {"circles": circles, "left": shown.left, "only_here": shown.only_here, "only_there": shown.only_there}
