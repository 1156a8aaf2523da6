"""Models of directives."""

from directives.models.assignment import Assignment
from directives.models.catalogue import Catalogue, CatalogueVersion, Indicator, IndicatorGroup
from directives.models.cause import DelayCause
from directives.models.discussion import AssignmentDiscussion
from directives.models.document import Document, DocumentTask
from directives.models.evidence import AssignmentEvidence
from directives.models.extension import AssignmentExtension, ExtensionLimit
from directives.models.handoff import AssignmentHandoff
from directives.models.measure import MeasureKind, MeasureValue
from directives.models.undertaking import Undertaking, UndertakingEvidence, UndertakingReport

__all__ = [
    "Assignment",
    "AssignmentDiscussion",
    "AssignmentEvidence",
    "AssignmentExtension",
    "AssignmentHandoff",
    "Catalogue",
    "CatalogueVersion",
    "DelayCause",
    "Document",
    "DocumentTask",
    "ExtensionLimit",
    "Indicator",
    "IndicatorGroup",
    "MeasureKind",
    "MeasureValue",
    "Undertaking",
    "UndertakingEvidence",
    "UndertakingReport",
]
