"""Documents under /api/v1/documents/: read by everybody, recorded by the organisation committee."""

from typing import Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from directives.filters import DocumentFilter
from directives.models import Document
from directives.selectors import catalogues as selectors
from directives.selectors import documents as texts
from directives.serializers import catalogues as bodies
from directives.services import documents as services
from foundation.access import require
from foundation.files.serializers import ProofBody, proof_body
from foundation.web.strict import only_parameters
from foundation.workflow.errors import InvalidInput


class DocumentViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Document]):
    """Documents that tasks, rules and reports point at; one of them with its tasks."""

    serializer_class = bodies.DocumentSerializer
    filterset_class = DocumentFilter
    queryset = Document.objects.none()
    lookup_field = "code"
    http_method_names = ["get", "post", "patch", "head", "options"]

    @property
    def user(self) -> User:
        return cast("User", self.request.user)

    def get_queryset(self) -> QuerySet[Document]:
        require(self.request.user, "document.read")
        return selectors.documents_for(self.request.user)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        only_parameters(request, set(DocumentFilter.base_filters))
        return super().list(request, *args, **kwargs)

    @extend_schema(responses=bodies.DocumentDetailSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._answer(kwargs["code"])

    @extend_schema(request=bodies.LegalDocumentBody, responses={201: bodies.DocumentDetailSerializer})
    def create(self, request: Request) -> Response:
        require(self.user, "document.create")
        data = self._replaced(self._valid(bodies.LegalDocumentBody(data=request.data)))
        return self._answer(services.create(values=data, by=self.user, source="api").code, 201)

    @extend_schema(request=bodies.DocumentEditBody, responses=bodies.DocumentDetailSerializer)
    def partial_update(self, request: Request, code: str) -> Response:
        found = self._found(code, "update")
        data = self._replaced(self._valid(bodies.DocumentEditBody(data=request.data)))
        version = data.pop("row_version", None)
        services.edit(document=found, version=version, changes=data, by=self.user, source="api")
        return self._answer(code)

    @extend_schema(request=bodies.DocumentTaskBody, responses={201: bodies.DocumentDetailSerializer})
    @action(detail=True, methods=["post"])
    def tasks(self, request: Request, code: str) -> Response:
        """Add the next task."""
        found = selectors.document_by_code(self.user, code)
        require(self.user, "document_task.create")
        data = self._valid(bodies.DocumentTaskBody(data=request.data))
        services.add_task(document=found, by=self.user, source="api", **data)
        return self._answer(code, 201)

    @extend_schema(methods=["get"], responses=ProofBody(many=True), filters=False)
    @extend_schema(
        methods=["post"],
        request={"multipart/form-data": bodies.NewDocumentFileSerializer},
        responses={201: ProofBody(many=True)},
    )
    @action(detail=True, methods=["get", "post"], pagination_class=None, filterset_class=None)
    def files(self, request: Request, code: str) -> Response:
        """The text with its versions; a POST attaches a file under a new number."""
        found = selectors.document_by_code(self.user, code)
        require(self.user, "document_file.read")
        if request.method != "POST":
            return self._files(found)
        require(self.user, "document.attach", found)
        data = self._valid(bodies.NewDocumentFileSerializer(data=request.data))
        services.add_file(document=found, title=data["title"], upload=data["file"], by=self.user, source="api")
        return self._files(found, 201)

    @extend_schema(
        operation_id="documents_files_replace",
        request={"multipart/form-data": bodies.DocumentFileVersionSerializer},
        responses={201: ProofBody(many=True)},
    )
    @action(detail=True, methods=["post"], url_path=r"files/(?P<number>\d+)", url_name="replace-file")
    def replace_file(self, request: Request, code: str, number: str) -> Response:
        """A better file under the same number."""
        found = self._found(code, "attach")
        data = self._valid(bodies.DocumentFileVersionSerializer(data=request.data))
        services.replace_file(document=found, number=int(number), upload=data["file"], by=self.user, source="api")
        return self._files(found, 201)

    def _found(self, code: str, act: str) -> Document:
        found = selectors.document_by_code(self.user, code)
        require(self.user, f"document.{act}", found)
        return found

    def _valid(self, form: Any) -> dict[str, Any]:
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)

    def _replaced(self, data: dict[str, Any]) -> dict[str, Any]:
        """The body with the document it replaces where its code stood."""
        code = data.get("replaces")
        if code is None:
            return data
        found = texts.documents_to_name(self.user).filter(code=code).first() if code else None
        if code and found is None:
            raise InvalidInput(_("There is no such document."), field="replaces")
        return {**data, "replaces": found}

    def _files(self, found: Document, status: int = 200) -> Response:
        return Response([proof_body(proof) for proof in texts.proofs_for(self.user, found)], status=status)

    def _answer(self, code: str, status: int = 200) -> Response:
        found = selectors.document_by_code(self.user, code)
        return Response(bodies.DocumentDetailSerializer(found).data, status=status)
