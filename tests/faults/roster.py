"""Faults of the import of staff lists."""

from tests.faults.fault import Fault

ROSTER = "tests/cadres/roster"
BIRTHS = "tests/cadres/registry/test_birth_dates.py"

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
    Fault(
        "M-33",
        "a birth date passes through a moment at today's offset",
        (f"{BIRTHS}::test_form_and_api_give_back_the_day_that_was_given",),
        file="cadres/api/serializers.py",
        old="        return person.birth_date.isoformat() if person.birth_date else None\n",
        new="""        from datetime import datetime, timedelta, timezone
        from foundation.web.clock import HANOI
        day = person.birth_date
        if day is None:
            return None
        begun = datetime(day.year, day.month, day.day, tzinfo=HANOI)
        return begun.astimezone(timezone(timedelta(hours=7))).date().isoformat()
""",
    ),
    Fault(
        "M-33",
        "a birth date of a list passes through a moment at today's offset",
        (f"{BIRTHS}::test_import_and_export_give_back_the_days_and_the_ages_that_follow",),
        file="cadres/roster/dates.py",
        old="        return ReadDate(cell.value)\n",
        new="""        from zoneinfo import ZoneInfo
        begun = datetime.datetime.combine(cell.value, datetime.time.min, ZoneInfo("Asia/Ho_Chi_Minh"))
        return ReadDate(begun.astimezone(datetime.timezone(datetime.timedelta(hours=7))).date())
""",
    ),
)
