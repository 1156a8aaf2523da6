"""Models of the registry."""

from cadres.models.family_tie import FamilyTie
from cadres.models.person import PartyMembership, Person
from cadres.models.planning import PlanningEntry
from cadres.models.posting import Absence, Position, Posting
from cadres.models.roster_import import RosterImport
from cadres.models.rotation import RotationCase, RotationItem, RotationRelief, RotationRound
from cadres.models.rotation_rule import ListedPost, RotationException, RotationRule

__all__ = [
    "Absence",
    "FamilyTie",
    "ListedPost",
    "PartyMembership",
    "Person",
    "PlanningEntry",
    "Position",
    "Posting",
    "RosterImport",
    "RotationCase",
    "RotationException",
    "RotationItem",
    "RotationRelief",
    "RotationRound",
    "RotationRule",
]
