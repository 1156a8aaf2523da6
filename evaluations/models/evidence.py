"""Files a person attaches to the own self-assessment."""

from typing import ClassVar

import pgtrigger
from django.db import models

from evaluations.models.evaluation import Evaluation
from foundation.files.models import FileLine, only_added


class SheetEvidence(FileLine):
    """One version of one numbered proof of a sheet; added while the sheet is a draft, never afterwards."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="evidence")

    class Meta:
        ordering: ClassVar[list[str]] = ["evaluation", "number", "-version"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            *only_added(),
            pgtrigger.Trigger(
                name="evidence_of_a_draft",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=(
                    "IF (SELECT state FROM evaluations_evaluation WHERE id = NEW.evaluation_id FOR SHARE) "
                    "IS DISTINCT FROM 'DRAFT' THEN "
                    "RAISE EXCEPTION 'proof is added to a draft only: sheet %', NEW.evaluation_id; END IF; RETURN NEW;"
                ),
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["evaluation", "number", "version"], name="sheet_evidence_once"),
        ]
