"""Faults of the import of staff lists."""

from tests.faults.fault import Fault

ROSTER = "tests/cadres/roster"

FAULTS: tuple[Fault, ...] = (
    Fault(
        "M-61",
        "a list with an error is written all the same",
        (f"{ROSTER}/test_import.py::test_one_error_changes_nothing",),
        file="cadres/services/roster_import.py",
        old="        if report.errors:\n            return report\n",
        new="",
    ),
    Fault(
        "M-61",
        "a list may leave the reach of its sender",
        (f"{ROSTER}/test_reach.py",),
        file="cadres/services/roster_places.py",
        old="        return self._reach is None or unit_id is None or unit_id in self._reach",
        new="        return True",
    ),
    Fault(
        "M-61",
        "people are not known again",
        (f"{ROSTER}/test_import.py::test_a_person_is_matched_by_code_then_by_national_id",),
        file="cadres/services/roster_plan.py",
        old="        person = by_code or by_number\n",
        new="        person = None\n",
    ),
    Fault(
        "M-61",
        "a formula is taken for a value",
        (f"{ROSTER}/test_import.py::test_formulas_are_errors_wherever_they_stand",),
        file="cadres/roster/values.py",
        old="    if cell.kind == CellKind.FORMULA or (",
        new="    if cell.kind == CellKind.ERROR or (",
    ),
)
