"""Faults of lists of tasks, recurring tasks, the review of delays and questions about avoidance."""

from tests.faults.fault import Fault
from tests.faults.ground_floor import without_trigger

LISTS = "tests/directives/test_assignment_lists.py"
RECURRING = "tests/directives/test_recurring.py"
REVIEW = "tests/directives/test_review.py"
SIGNALS = "tests/directives/test_signals.py"

FAULTS: tuple[Fault, ...] = (
    Fault(
        "M-61",
        "a bad row of a list of tasks lets the others in",
        (f"{LISTS}::test_refusal_while_giving_rolls_the_whole_list_back",),
        file="directives/services/assignment_lists.py",
        old="        if problems:\n            raise InvalidInput(",
        new="        if len(problems) > 999:\n            raise InvalidInput(",
    ),
    Fault(
        "M-61",
        "a list of tasks sent twice gives them twice",
        (f"{LISTS}::test_list_is_seen_then_given_once",),
        file="directives/services/assignment_lists.py",
        old="        task.there = key in standing",
        new="        task.there = False",
    ),
    Fault(
        "M-35",
        "the database lets one time of a recurring task in twice",
        (f"{RECURRING}::test_each_time_is_given_once_in_the_name_of_who_made_the_rule",),
        sql="ALTER TABLE directives_recurringoccurrence DROP CONSTRAINT recurring_once_a_time",
    ),
    Fault(
        "M-35",
        "after an outage tasks are given that are late from their first day",
        (f"{RECURRING}::test_after_an_outage_what_passed_is_left_out_and_said",),
        file="directives/services/recurring.py",
        old="    if time.due < on:",
        new="    if time.due < time.given:",
    ),
    Fault(
        "M-02",
        "the review of delays counts tasks outside the reader's reach",
        (f"{REVIEW}::test_reach_is_kept_on_page_rows_file_and_api",),
        file="directives/selectors/review.py",
        old="rows = visible_to(user, Assignment.objects.all(), action).exclude",
        new="rows = Assignment.objects.all().exclude",
    ),
    Fault(
        "M-07",
        "the database counts lateness in calendar days",
        (f"{REVIEW}::test_database_counts_lateness_as_the_rules_do",),
        file="directives/selectors/working_days.py",
        old="        count += is_worked",
        new="        count += 1",
    ),
    Fault(
        "M-07",
        "a matter taken back is still asked about",
        (f"{SIGNALS}::test_question_falls_when_its_rows_do_and_is_asked_again",),
        file="directives/selectors/signals.py",
        old="    return rows.exclude(state=HandoffState.WITHDRAWN)\n",
        new="    return rows\n",
    ),
    Fault(
        "M-07",
        "the number a question is asked from is changed backwards",
        (f"{SIGNALS}::test_next_rule_is_dated_and_the_old_one_keeps_its_time",),
        file="directives/services/signals.py",
        old="    if valid_from < today:",
        new="    if valid_from < date.min:",
    ),
    Fault(
        "M-07",
        "the answer of a head is rewritten",
        (f"{SIGNALS}::test_head_committee_and_the_person_see_it_and_the_head_answers",),
        sql=without_trigger("directives_signalanswer", "append_only"),
    ),
)
