"""Faults of the rules of discipline: forms, clocks, severity, seats, steps owed."""

from tests.faults.fault import Fault
from tests.faults.ground_floor import without_trigger

CLOCKS = "tests/discipline/test_rules_clocks.py"
FORMS = "tests/discipline/test_rules_forms.py"
STEPS = "tests/discipline/test_rules_steps.py"
LOADING = "tests/discipline/test_rules_loading.py"
BOOK = "discipline/rules/book.py"

FAULTS: tuple[Fault, ...] = (
    Fault(
        "M-30",
        "a form the law of the decision dropped may be chosen",
        (f"{FORMS}::test_a_dropped_form_is_shown_for_reading_and_cannot_be_chosen",),
        file=BOOK,
        old="        status = SELECTABLE if at_decision else READABLE if at_act else UNKNOWN\n",
        new="        status = SELECTABLE if at_decision or at_act else UNKNOWN\n",
    ),
    Fault(
        "M-30",
        "paused days count towards the handling limit",
        (f"{CLOCKS}::test_limit_over_thousands_of_days_and_pauses_is_the_count_day_by_day",),
        file="discipline/rules/clocks.py",
        old="        end += (last - first) + ONE_DAY\n",
        new="        end += timedelta(0)\n",
    ),
    Fault(
        "M-30",
        "a new violation revives a time bar that has ended",
        (f"{CLOCKS}::test_new_violation_inside_the_period_starts_it_anew_by_form_and_one_after_it_does_not",),
        file="discipline/rules/clocks.py",
        old=" and new_act_on is not None and new_act_on <= end:\n",
        new=" and new_act_on is not None:\n",
    ),
    Fault(
        "M-30",
        "the child of the rotation rule, 36 months, pauses discipline",
        (f"{CLOCKS}::test_d_mother_of_a_child_of_20_months_may_be_disciplined",),
        file="discipline/rules/terms.py",
        old='add_months(born_on, int(row.value["child_months"])) - ONE_DAY\n',
        new="add_months(born_on, 36) - ONE_DAY\n",
    ),
    Fault(
        "M-30",
        "terms of a dismissal count calendar days",
        (f"{CLOCKS}::test_g_dismissal_proposed_over_tet_2026",),
        file="discipline/rules/terms.py",
        old='    if amount.unit == "working_days":\n',
        new="    if False:\n",
    ),
    Fault(
        "M-30",
        "a new violation while a decision runs is no heavier",
        (f"{FORMS}::test_one_level_heavier_while_a_decision_runs",),
        file="discipline/rules/severity.py",
        old="if one.order > order), None)\n",
        new="if one.order >= order), None)\n",
    ),
    Fault(
        "M-30",
        "a relative of the person concerned may sit",
        (f"{FORMS}::test_a_council_needs_every_seat_once_and_nobody_kept_out",),
        file="discipline/rules/conflicts.py",
        old="        if seat.person_id is not None and seat.person_id in barred\n",
        new="        if seat.person_id is None\n",
    ),
    Fault(
        "M-30",
        "a step owed and missing does not block the decision",
        (f"{STEPS}::test_a_decision_is_open_only_when_every_step_is_done",),
        file="discipline/rules/due_process.py",
        old='                blocks_decision=bool(row.value["blocks"]) and state != DONE,\n',
        new="                blocks_decision=False,\n",
    ),
    Fault(
        "M-30",
        "a council that was formed wrongly counts as formed",
        (f"{STEPS}::test_what_was_done_wrongly_stays_missing",),
        file="discipline/rules/due_process.py",
        old="        return (self.done_on is not None or self.waived) and not self.fault\n",
        new="        return self.done_on is not None or self.waived\n",
    ),
    Fault(
        "M-30",
        "a figure from memory is shown as verified",
        (f"{FORMS}::test_every_rule_has_a_ground_and_what_is_from_memory_is_not_verified",),
        file="discipline/rules/rows.py",
        old='                    verified=merged.get("verified", True),\n',
        new="                    verified=True,\n",
    ),
    Fault(
        "M-30",
        "loading edits a rule in use",
        (f"{LOADING}::test_a_row_of_the_file_that_differs_from_the_stored_one_is_refused_and_nothing_is_stored",),
        file="discipline/services/rule_loading.py",
        old="        if getattr(row, name) != getattr(stored, name):\n",
        new="        if False:\n",
    ),
    Fault(
        "M-30",
        "a rule in use is edited by SQL",
        (f"{LOADING}::test_database_edits_no_rule",),
        sql=without_trigger("discipline_rule", "rule_never_edited"),
    ),
    Fault(
        "M-31",
        "two versions of a rule hold on one day",
        (f"{LOADING}::test_database_keeps_one_version_a_day_by_code_and_kind",),
        sql="ALTER TABLE discipline_rule DROP CONSTRAINT rule_one_version_a_day",
    ),
)
