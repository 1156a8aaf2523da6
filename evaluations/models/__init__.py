"""Models of evaluations."""

from evaluations.models.cycle import Cycle, Framework, UnitCycle
from evaluations.models.evaluation import Evaluation
from evaluations.models.evidence import SheetEvidence
from evaluations.models.objection import Objection
from evaluations.models.revision import Revision

__all__ = ["Cycle", "Evaluation", "Framework", "Objection", "Revision", "SheetEvidence", "UnitCycle"]
