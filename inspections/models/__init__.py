"""Models of inspections."""

from inspections.models.draw import Draw, UnitSignal
from inspections.models.finding import Finding, FindingPhoto, OfflineBundle, ProposedFact, Referral
from inspections.models.inspection import Inspection
from inspections.models.knowing import Conflict, Duty, Knower
from inspections.models.minutes import Minutes
from inspections.models.notice import Notice
from inspections.models.programme import OwnCheck, Programme, ProgrammeItem
from inspections.models.remedy import Remedy, RemedyEvidence, RemedyReport
from inspections.models.team import Team, TeamMember
from inspections.models.visit import AttendanceLine, ChecklistLine, SampleLine

__all__ = [
    "AttendanceLine",
    "ChecklistLine",
    "Conflict",
    "Draw",
    "Duty",
    "Finding",
    "FindingPhoto",
    "Inspection",
    "Knower",
    "Minutes",
    "Notice",
    "OfflineBundle",
    "OwnCheck",
    "Programme",
    "ProgrammeItem",
    "ProposedFact",
    "Referral",
    "Remedy",
    "RemedyEvidence",
    "RemedyReport",
    "SampleLine",
    "Team",
    "TeamMember",
    "UnitSignal",
]
