"""Models of the organisation."""

from organization.models.holiday import Holiday
from organization.models.reorganisation import Reorganisation
from organization.models.unit import Unit, UnitSuccession

__all__ = ["Holiday", "Reorganisation", "Unit", "UnitSuccession"]
