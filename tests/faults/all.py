"""Every seeded fault of the project."""

from tests.faults import ground_floor, rules
from tests.faults.fault import Fault

FAULTS: tuple[Fault, ...] = (*ground_floor.FAULTS, *rules.FAULTS)
