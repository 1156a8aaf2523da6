"""Files that prove what was done on an assignment."""

from typing import ClassVar

import pgtrigger
from django.db import models

from directives.models.assignment import Assignment
from foundation.files.models import FileLine, only_added


class AssignmentEvidence(FileLine):
    """One version of one numbered proof of an assignment."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="evidence")

    class Meta:
        ordering: ClassVar[list[str]] = ["assignment", "number", "-version"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = only_added()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["assignment", "number", "version"], name="assignment_evidence_once"),
        ]
