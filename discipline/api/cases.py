"""Cases under /api/v1/cases/: the list, one with its parts, a signal reported, and every act as a POST."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from discipline.api.case_acts import ACTS, Act
from discipline.api.case_files import CaseFiles
from discipline.filters import CaseApiFilter
from discipline.models import Case
from discipline.selectors import cases as selectors
from discipline.selectors import reporting
from discipline.serializers.case_acts import ReportBody
from discipline.serializers.cases import CaseDetailSerializer, CaseSerializer
from discipline.services import signals
from foundation.access import require, visible_to
from foundation.access.sensitive import note_list, note_read
from foundation.web.clock import local_date
from foundation.web.strict import only_parameters
from foundation.workflow.errors import InvalidInput, NotFound, StaleVersion


class CaseViewSet(CaseFiles, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Cases within the reader's reach; before one is opened only those who handle or reported it know of it."""

    serializer_class = CaseSerializer
    filterset_class = CaseApiFilter
    queryset = Case.objects.none()
    lookup_field = "code"
    lookup_value_regex = "[^/]+"
    http_method_names = ["get", "post", "head", "options"]

    def get_queryset(self) -> QuerySet[Case]:
        if not self.request.user.is_authenticated:
            return Case.objects.none()
        return selectors.readable(self.request.user).order_by("-id")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        only_parameters(request, set(CaseApiFilter.base_filters))
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        rows = selectors.whole(page, "answering", "indicator", "reported_by", "twin")
        note_list(self.user, rows, name="case.listed", source="api")
        return self.get_paginated_response(CaseSerializer(rows, many=True, context={"request": request}).data)

    @extend_schema(responses=CaseDetailSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The case with what hangs on it, as far as each part is open to the reader."""
        case = selectors.one(self.user, kwargs["code"])
        note_read(self.user, case, source="api")
        return self._answer(case)

    @extend_schema(request=ReportBody, responses={201: CaseSerializer})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Report a signal."""
        require(self.user, "unit.signal")
        form = ReportBody(data=request.data)
        form.is_valid(raise_exception=True)
        data = dict(form.validated_data)
        named = data.pop("subject", "")
        both = reporting.person_by_both(self.user, named)
        data["subject"] = both or self._found(reporting.people_known(self.user), named, "subject")
        units = reporting.units_to_report(self.user)
        data["subject_unit"] = self._found(units, data.pop("subject_unit", ""), "subject_unit")
        key = data.pop("indicator", "")
        data["indicator"] = reporting.indicator_of(key, data["acted_on"]) if key else None
        if key and data["indicator"] is None:
            raise InvalidInput(_("No such indicator was in force that day."), field="indicator", code="unknown")
        made = signals.report(today=local_date(), by=self.user, entered_by="api", **data)
        return Response(CaseSerializer(self._again(made), context={"request": request}).data, status=201)

    def act(self, code: str, act: Act) -> Response:
        """One act: the right is asked before the body is read, then the service decides."""
        case = selectors.one(self.user, code)
        kind = act.makes or act.on
        require(self.user, act.right, kind(case=case) if kind is not None else case)
        form: serializers.Serializer[Any] = act.body(data=self.request.data)
        form.is_valid(raise_exception=True)
        data = dict(form.validated_data)
        version, number = data.pop("row_version"), data.pop("part", None)
        target: Any = case
        if act.on is not None:
            target = visible_to(self.user, act.on._default_manager.filter(case=case, pk=number)).first()
            if target is None:
                raise InvalidInput(_("The case has no such part."), field="part", code="unknown")
        elif number is not None:
            data["member_id"] = number
        given = {act.argument: target, **act.ready(self.user, data)}
        if act.dated:
            given["today"] = local_date()
        if act.versioned:
            given["version"] = version
        else:
            self._same(target if hasattr(target, "row_version") else case, version)
        act.call(by=self.user, source="api", **given)
        return self._answer(selectors.one(self.user, code))

    def _same(self, row: Any, version: int) -> None:
        if row.row_version != version:
            raise StaleVersion(
                _("Somebody else saved this first. Compare the two versions and save again."),
                details={"version": row.row_version},
            )

    def _found(self, rows: QuerySet[Any], code: str, field: str) -> Any:
        row = rows.filter(code=code).first() if code else None
        if code and row is None:
            raise InvalidInput(_("There is nobody with this code within your reach."), field=field, code="unknown")
        return row

    def _again(self, case: Case) -> Case:
        try:
            return selectors.one(self.user, case.code)
        except NotFound:  # the officer on the desk sees it, not everybody who may report
            return case

    def _answer(self, case: Case) -> Response:
        return Response(CaseDetailSerializer(case, context={"request": self.request}).data)


def _route(act: Act) -> Any:
    def post(self: CaseViewSet, request: Request, code: str) -> Response:
        return self.act(code, act)

    post.__name__, post.__doc__ = act.name, f"{act.name.replace('_', ' ').capitalize()}."
    slug = act.name.replace("_", "-")
    made = action(detail=True, methods=["post"], url_path=slug, url_name=slug, filterset_class=None)(post)
    return extend_schema(request=act.body, responses=CaseDetailSerializer)(made)


for _act in ACTS:
    setattr(CaseViewSet, _act.name, _route(_act))
