"""Models of directives."""

from directives.models.assignment import Assignment
from directives.models.catalogue import Catalogue, CatalogueVersion, Indicator, IndicatorGroup
from directives.models.document import Document, DocumentTask
from directives.models.evidence import AssignmentEvidence
from directives.models.measure import MeasureKind, MeasureValue
from directives.models.undertaking import Undertaking, UndertakingEvidence, UndertakingReport

__all__ = [
    "Assignment",
    "AssignmentEvidence",
    "Catalogue",
    "CatalogueVersion",
    "Document",
    "DocumentTask",
    "Indicator",
    "IndicatorGroup",
    "MeasureKind",
    "MeasureValue",
    "Undertaking",
    "UndertakingEvidence",
    "UndertakingReport",
]
