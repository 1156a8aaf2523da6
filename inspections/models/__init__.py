"""Models of inspections."""

from inspections.models.inspection import Inspection
from inspections.models.knowing import Conflict, Duty, Knower
from inspections.models.team import Team, TeamMember

__all__ = ["Conflict", "Duty", "Inspection", "Knower", "Team", "TeamMember"]
