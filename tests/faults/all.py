"""Every seeded fault of the project."""

from tests.faults import (
    access,
    api,
    cadre_bars,
    directive_catalogues,
    discipline_effects,
    directives,
    discipline_rules,
    files,
    ground_floor,
    month,
    reads,
    rooms,
    roster,
    rules,
    second_factor,
    signin,
    trail,
    units,
)
from tests.faults.fault import Fault

FAULTS: tuple[Fault, ...] = (
    *access.FAULTS,
    *api.FAULTS,
    *cadre_bars.FAULTS,
    *directive_catalogues.FAULTS,
    *discipline_effects.FAULTS,
    *discipline_rules.FAULTS,
    *directives.FAULTS,
    *files.FAULTS,
    *ground_floor.FAULTS,
    *month.FAULTS,
    *reads.FAULTS,
    *roster.FAULTS,
    *rooms.FAULTS,
    *rules.FAULTS,
    *second_factor.FAULTS,
    *signin.FAULTS,
    *trail.FAULTS,
    *units.FAULTS,
)
