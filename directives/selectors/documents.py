"""What a document is the ground for, which it replaced and which replaced it, its text."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from directives.models import Catalogue, Document, DocumentFile, Function, FunctionHolding, Undertaking
from foundation.access import visible_to
from foundation.files.selectors import Proof, proofs_of

SHOWN = 10
LONGEST_CHAIN = 50


@dataclass(frozen=True, slots=True)
class Uses:
    """What stands on a document, within the reader's reach; each list is cut at ten, the counts are whole."""

    undertakings: int
    catalogues: list[Catalogue]
    functions: list[Function]
    function_count: int
    holdings: list[FunctionHolding]
    holding_count: int

    @property
    def any(self) -> bool:
        return bool(self.undertakings or self.catalogues or self.function_count or self.holding_count)


def with_uses(rows: QuerySet[Document], user: Any) -> QuerySet[Document]:
    """With how many undertakings, catalogues and functions stand on each."""
    counted = {
        "undertaking_count": _count(visible_to(user, Undertaking.objects.all()), "task__document"),
        "catalogue_count": _count(visible_to(user, Catalogue.objects.all()), "document"),
        "function_count": _count(visible_to(user, Function.objects.all()), "document"),
        "file_count": _count(visible_to(user, DocumentFile.objects.filter(version=1)), "document"),
    }
    return rows.annotate(**counted)


def _count(rows: QuerySet[Any], path: str) -> Coalesce:
    found = rows.order_by().filter(**{path: OuterRef("pk")}).annotate(_ground=F(path)).values("_ground")
    return Coalesce(Subquery(found.annotate(n=Count("pk")).values("n")), 0, output_field=IntegerField())


def uses_of(user: Any, document: Document) -> Uses:
    """In a fixed number of queries."""
    functions = visible_to(user, Function.objects.filter(document=document)).order_by("code")
    holdings = visible_to(user, FunctionHolding.objects.filter(document=document)).select_related("function", "unit")
    return Uses(
        undertakings=visible_to(user, Undertaking.objects.filter(task__document=document)).count(),
        catalogues=list(visible_to(user, Catalogue.objects.filter(document=document)).order_by("code")),
        functions=list(functions[:SHOWN]),
        function_count=functions.count(),
        holdings=list(holdings.order_by("function_id", "valid_from")[:SHOWN]),
        holding_count=holdings.count(),
    )


def chain_of(user: Any, document: Document) -> list[Document]:
    """The documents it goes back to and those that came after it, the oldest first, itself among them."""
    rows = visible_to(user, Document.objects.all())
    earlier: list[Document] = []
    step: Document | None = document
    while step is not None and step.replaces_id is not None and len(earlier) < LONGEST_CHAIN:
        step = rows.filter(pk=step.replaces_id).first()
        if step is None or step.pk == document.pk:
            break
        earlier.insert(0, step)
    later: list[Document] = []
    edge = [document.pk]
    while edge and len(later) < LONGEST_CHAIN:
        found = list(rows.filter(replaces__in=edge).order_by("issued_on", "number"))
        known = {document.pk, *(row.pk for row in later)}
        later += [row for row in found if row.pk not in known]
        edge = [row.pk for row in found if row.pk not in known]
    return [*earlier, document, *later] if earlier or later else []


def proofs_for(user: Any, document: Document) -> tuple[Proof, ...]:
    """Its files with their versions; one query."""
    return proofs_of(visible_to(user, DocumentFile.objects.filter(document=document)))


def may_read_document_files(user: Any, document_id: int) -> bool:
    """Asked by the files room at each download."""
    return visible_to(user, DocumentFile.objects.filter(document_id=document_id)).exists()


def documents_to_name(user: Any) -> QuerySet[Document]:
    """For fields that ask for the ground."""
    return visible_to(user, Document.objects.all()).order_by("number")
