"""Faults of who does what, working regulations, commendations and documents."""

from tests.faults.fault import Fault
from tests.faults.ground_floor import without_trigger

FUNCTIONS = "tests/directives/test_functions.py"
OFFICES = "tests/directives/test_offices.py"

FAULTS: tuple[Fault, ...] = (
    Fault(
        "M-31",
        "the database takes two leads of a function on one day",
        (f"{FUNCTIONS}::test_database_refuses_two_leads_whatever_writes_them",),
        sql="ALTER TABLE directives_functionholding DROP CONSTRAINT function_one_lead_a_day",
    ),
    Fault(
        "M-31",
        "a row says itself that its function may have two leads",
        (f"{FUNCTIONS}::test_database_refuses_two_leads_whatever_writes_them",),
        sql=without_trigger("directives_functionholding", "alone_as_the_function_says"),
    ),
    Fault(
        "M-31",
        "a decision may say one although two units lead",
        (f"{FUNCTIONS}::test_two_leads_stand_where_no_decision_says_one_until_it_does",),
        sql=without_trigger("directives_function", "hands_down_one_lead"),
    ),
    Fault(
        "M-31",
        "a dissolved unit is given a function",
        (f"{FUNCTIONS}::test_unit_that_is_not_there_holds_nothing",),
        file="directives/services/functions.py",
        old="    if early or late:\n",
        new="    if early:\n",
    ),
    Fault(
        "M-61",
        "a list of functions with a wrong row is taken in part",
        (f"{FUNCTIONS}::test_list_is_taken_whole_or_not_at_all_and_twice_changes_nothing",),
        file="directives/services/function_lists.py",
        old="        if problems:\n            problems.sort(",
        new="        if len(problems) > 9:\n            problems.sort(",
    ),
    Fault(
        "M-31",
        "functions stay with a unit that was dissolved",
        (f"{FUNCTIONS}::test_function_of_a_dissolved_unit_is_left_as_a_gap",),
        file="directives/services/function_carrying.py",
        old="            ended.update(valid_to=plan.last_day",
        new="            ended.none().update(valid_to=plan.last_day",
    ),
    Fault(
        "M-31",
        "a document replaces itself by way of another",
        (f"{OFFICES}::test_document_is_recorded_replaced_and_shown_with_what_stands_on_it",),
        file="directives/services/documents.py",
        old="        if earlier.pk == document.pk:\n",
        new="        if False:\n",
    ),
    Fault(
        "M-35",
        "reminders of a review stay open when it is recorded",
        (f"{OFFICES}::test_heads_are_reminded_once_before_and_once_after",),
        file="directives/services/regulations.py",
        old='        mark_handled(dedupe_prefix=f"regulation:{regulation.pk}:", by=by)\n',
        new="",
    ),
)
