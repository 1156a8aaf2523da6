"""Models of evaluations."""

from evaluations.models.cycle import Cycle, Framework, UnitCycle
from evaluations.models.evaluation import Evaluation
from evaluations.models.objection import Objection

__all__ = ["Cycle", "Evaluation", "Framework", "Objection", "UnitCycle"]
