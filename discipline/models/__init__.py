"""Models of discipline."""

from discipline.models.case import Case
from discipline.models.complaint import Complaint, RestorationTask
from discipline.models.decision import Decision
from discipline.models.evidence import CaseExhibit, Disclosure, Witness
from discipline.models.measure import Replacement, ReplacementOpinion, SoftMeasure, WorkSuspension
from discipline.models.members import CaseBar, CaseMember, DeskOfficer
from discipline.models.paper import CasePaper
from discipline.models.procedure import Delivery, FileReading, Pause, Seat, Sitting, Statement, Summons
from discipline.models.rule import Rule
from discipline.models.use import ViolationUse

__all__ = [
    "Case",
    "CaseBar",
    "CaseExhibit",
    "CaseMember",
    "CasePaper",
    "Complaint",
    "Decision",
    "Delivery",
    "DeskOfficer",
    "Disclosure",
    "FileReading",
    "Pause",
    "Replacement",
    "ReplacementOpinion",
    "RestorationTask",
    "Rule",
    "Seat",
    "Sitting",
    "SoftMeasure",
    "Statement",
    "Summons",
    "ViolationUse",
    "Witness",
    "WorkSuspension",
]
