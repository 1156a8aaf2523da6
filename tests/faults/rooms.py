"""Faults of the rooms above the ground floor: edits, published sheets, decisions, bodies, lists."""

from tests.faults.fault import Fault
from tests.faults.ground_floor import without_trigger

FLOW, REFUSES = "tests/evaluations/services/test_month_flow.py", "tests/evaluations/services/test_database_refuses.py"
REGISTRY, GRANTS = "tests/cadres/registry", "tests/accounts/test_grants.py"
API_FIELDS = "tests/access/test_api_fields.py"

FAULTS: tuple[Fault, ...] = (
    Fault(
        "M-04",
        "the API of people shows every field",
        (f"{REGISTRY}/test_api.py::test_person_has_exactly_the_keys_of_the_matrix",),
        file="cadres/api/serializers.py",
        old="            if name in rights.readable:\n",
        new="            if name in rights.readable or name in {'national_id', 'birth_date'}:\n",
    ),
    Fault(
        "M-05",
        "unknown keys of a body are passed over",
        (f"{REGISTRY}/test_api.py::test_edit_refuses_fields_nobody_may_set", "tests/foundation/web/test_api_errors.py"),
        file="foundation/web/strict.py",
        old="            if unknown:\n                raise ValidationError(\n",
        new="            if False:\n                raise ValidationError(\n",
    ),
    Fault(
        "M-07",
        "the subject may score the own sheet",
        ("tests/foundation/workflow/test_table.py::test_duties_that_stay_apart_are_the_reviewed_ones",),
        file="evaluations/states.py",
        old='Move("score", (_SHEET.SELF_SUBMITTED.value,), _SHEET.SUPERIOR_DONE.value, ("subject",)),',
        new='Move("score", (_SHEET.SELF_SUBMITTED.value,), _SHEET.SUPERIOR_DONE.value),',
    ),
    Fault(
        "M-07",
        "a person confirms the own absence",
        (f"{REGISTRY}/test_absences.py::test_nobody_confirms_the_own_absence",),
        file="cadres/services/absences.py",
        old='        raise Refused(_("Somebody else confirms your absence."), code="own_absence")',
        new="        pass",
    ),
    Fault(
        "M-09",
        "unknown parameters of a list are passed over",
        (f"{API_FIELDS}::test_unknown_parameter_of_a_list_is_refused",),
        file="foundation/web/strict.py",
        old="    if unknown:\n        raise ValidationError({key: [",
        new="    if False:\n        raise ValidationError({key: [",
    ),
    Fault(
        "M-27",
        "two tabs of one row both win",
        ("tests/evaluations/services/test_two_tabs.py", f"{FLOW}::test_stale_row_shows_both_versions"),
        file="evaluations/services/versions.py",
        old="    if current.row_version != version:",
        new="    if current.row_version < version:",
    ),
    Fault(
        "M-30",
        "a published sheet may be edited",
        (f"{REFUSES}::test_published_grade_cannot_change",),
        sql=without_trigger("evaluations_evaluation", "frozen_after"),
    ),
    Fault(
        "M-31",
        "the database takes a total outside the scale",
        (
            "tests/evaluations/services/test_ten_thousand.py::test_database_takes_no_total_outside_the_scale",
            f"{REFUSES}::test_values_out_of_range_are_refused",
        ),
        sql="ALTER TABLE evaluations_evaluation DROP CONSTRAINT sheet_total_in_range",
    ),
    Fault(
        "M-31",
        "a departure without a sentence is stored",
        (f"{REFUSES}::test_departing_without_a_sentence_is_refused_by_the_database",),
        sql="ALTER TABLE evaluations_evaluation DROP CONSTRAINT sheet_departure_has_a_reason",
    ),
    Fault(
        "M-35",
        "a person gets two sheets in a month",
        ("tests/foundation/audit/test_once.py",),
        sql="DROP INDEX sheet_once_a_person",
    ),
)
