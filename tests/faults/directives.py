"""Faults of assignments: class, authority, deadlines, more time, matters passed on, causes of a delay."""

from tests.faults.fault import Fault
from tests.faults.ground_floor import without_trigger

STORY = "tests/directives/test_assignment_story.py"
PAGES = "tests/directives/test_assignment_story_pages.py"
TASKS = "tests/directives/test_assignments.py"

FAULTS: tuple[Fault, ...] = (
    Fault(
        "M-07",
        "whose task it is cancels it",
        (f"{TASKS}::test_head_neither_changes_nor_reopens_nor_cancels_ones_own_task",),
        file="directives/states.py",
        old='            AssignmentState.CANCELLED.value,\n            duties_apart=("subject",),\n',
        new="            AssignmentState.CANCELLED.value,\n",
    ),
    Fault(
        "M-07",
        "a head gives oneself a task as a superior would",
        (f"{TASKS}::test_nobody_gives_oneself_a_task_as_a_superior_would",),
        file="directives/services/assignments.py",
        old="    if by is not None and by.person_id == person.pk:\n",
        new="    if False:\n",
    ),
    Fault(
        "M-29",
        "a major task is done without its discussion",
        (f"{STORY}::test_major_task_is_discussed_before_it_is_done",),
        file="directives/services/assignments.py",
        old="    _need_discussion(assignment, done_on)\n",
        new="",
    ),
    Fault(
        "M-29",
        "SQL ends a major task without its discussion",
        (f"{STORY}::test_major_task_is_discussed_before_it_is_done",),
        sql=without_trigger("directives_assignment", "major_was_discussed"),
    ),
    Fault(
        "M-31",
        "a delegation without its paper is taken",
        (f"{STORY}::test_delegated_authority_is_named_in_full",),
        file="directives/services/mandates.py",
        old="        if not getattr(mandate, name):\n",
        new="        if False:\n",
    ),
    Fault(
        "M-31",
        "a deadline on a day off is taken unasked",
        (f"{STORY}::test_deadline_on_a_day_off_names_the_day_and_proposes_the_next",
         f"{PAGES}::test_day_off_is_asked_about_on_the_page"),
        file="directives/services/deadlines.py",
        old="    if confirmed or is_working_day(due_on, days):\n",
        new="    if True:\n",
    ),
    Fault(
        "M-31",
        "a dissolved unit gets tasks",
        (f"{STORY}::test_dissolved_unit_and_who_left_get_nothing",),
        file="directives/services/deadlines.py",
        old="    if in_force_on(unit.valid_from, unit.valid_to, on):\n",
        new="    if True:\n",
    ),
    Fault(
        "M-07",
        "who asks for more time grants it",
        (f"{STORY}::test_more_time_is_asked_by_the_person_and_granted_by_the_giver",
         f"{STORY}::test_head_gives_oneself_no_more_time"),
        file="directives/models/extension.py",
        old='        return {"subject": holders(self.assignment.person_id)}\n',
        new="        return {}\n",
    ),
    Fault(
        "M-31",
        "extensions know no limit",
        (f"{STORY}::test_limit_in_force_is_kept", f"{STORY}::test_limit_counts_all_extensions_together"),
        file="directives/services/extensions.py",
        old="    if fault is not None and limit is not None:\n",
        new="    if False:\n",
    ),
    Fault(
        "M-31",
        "a deadline is moved later by an edit",
        (f"{STORY}::test_later_deadline_is_an_extension_not_an_edit",),
        file="directives/services/assignments.py",
        old="    if due_on > assignment.due_on:\n",
        new="    if False:\n",
    ),
    Fault(
        "M-30",
        "a settled extension is edited by SQL",
        (f"{STORY}::test_more_time_is_asked_by_the_person_and_granted_by_the_giver",),
        sql=without_trigger("directives_assignmentextension", "frozen_after"),
    ),
    Fault(
        "M-30",
        "an opinion is added to a matter after it was sent",
        (f"{STORY}::test_matter_goes_up_without_an_opinion_and_the_answer_is_tracked",),
        sql=without_trigger("directives_assignmenthandoff", "frozen_after"),
    ),
    Fault(
        "M-07",
        "somebody else than the receiver answers",
        (f"{STORY}::test_matter_goes_up_without_an_opinion_and_the_answer_is_tracked",
         f"{PAGES}::test_api_does_what_the_pages_do"),
        file="directives/services/handoffs.py",
        old="    if not receives(handoff, by):\n",
        new="    if False:\n",
    ),
    Fault(
        "M-31",
        "a delegation in force is not written beside the matter",
        (f"{STORY}::test_beyond_authority_shows_that_the_power_was_delegated",),
        file="directives/services/handoffs.py",
        old="        delegated = row.delegated_on(sent_on)\n",
        new="        delegated = False\n",
    ),
    Fault(
        "M-07",
        "who claims a cause confirms it",
        (f"{STORY}::test_only_a_cause_confirmed_by_somebody_else_excuses",),
        file="directives/models/cause.py",
        old='        return {"claimer": holders(self.claimed_by_id)}\n',
        new="        return {}\n",
    ),
    Fault(
        "M-31",
        "a cause nobody confirmed excuses a delay by SQL",
        (f"{STORY}::test_database_takes_no_cause_nobody_confirmed",),
        sql=without_trigger("directives_assignment", "cause_was_confirmed"),
    ),
)  # fmt: skip
