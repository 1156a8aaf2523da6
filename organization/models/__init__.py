"""Models of the organisation."""

from organization.models.holiday import Holiday
from organization.models.unit import Unit, UnitSuccession

__all__ = ["Holiday", "Unit", "UnitSuccession"]
