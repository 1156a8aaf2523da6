"""Models of the registry."""

from cadres.models.family_tie import FamilyTie
from cadres.models.person import PartyMembership, Person
from cadres.models.planning import PlanningEntry
from cadres.models.posting import Absence, Position, Posting
from cadres.models.roster_import import RosterImport

__all__ = ["Absence", "FamilyTie", "PartyMembership", "Person", "PlanningEntry", "Position", "Posting", "RosterImport"]
