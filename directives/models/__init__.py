"""Models of directives."""

from directives.models.assignment import Assignment
from directives.models.catalogue import Catalogue, CatalogueVersion, Indicator, IndicatorGroup
from directives.models.cause import DelayCause
from directives.models.commendation import Commendation, CommendationEvidence, CommendedPerson
from directives.models.discussion import AssignmentDiscussion
from directives.models.document import Document, DocumentTask
from directives.models.document_file import DocumentFile
from directives.models.evidence import AssignmentEvidence
from directives.models.extension import AssignmentExtension, ExtensionLimit
from directives.models.function import Function, FunctionHolding
from directives.models.handoff import AssignmentHandoff
from directives.models.measure import MeasureKind, MeasureValue
from directives.models.recurring import RecurringAssignment, RecurringOccurrence
from directives.models.regulation import RegulationReview, WorkingRegulation
from directives.models.signal import AvoidanceSignal, SignalAnswer, SignalRule
from directives.models.undertaking import Undertaking, UndertakingEvidence, UndertakingReport

__all__ = [
    "Assignment",
    "AssignmentDiscussion",
    "AssignmentEvidence",
    "AssignmentExtension",
    "AssignmentHandoff",
    "AvoidanceSignal",
    "Catalogue",
    "CatalogueVersion",
    "Commendation",
    "CommendationEvidence",
    "CommendedPerson",
    "DelayCause",
    "Document",
    "DocumentFile",
    "DocumentTask",
    "ExtensionLimit",
    "Function",
    "FunctionHolding",
    "Indicator",
    "IndicatorGroup",
    "MeasureKind",
    "MeasureValue",
    "RecurringAssignment",
    "RecurringOccurrence",
    "RegulationReview",
    "SignalAnswer",
    "SignalRule",
    "Undertaking",
    "UndertakingEvidence",
    "UndertakingReport",
    "WorkingRegulation",
]
