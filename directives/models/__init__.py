"""Models of directives."""

from directives.models.assignment import Assignment
from directives.models.evidence import AssignmentEvidence

__all__ = ["Assignment", "AssignmentEvidence"]
