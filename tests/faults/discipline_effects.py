"""Faults of what follows from a decision: counted once, restored, barred, followed, suggested and never acted upon."""

from tests.faults.fault import Fault

EFFECTS = "tests/discipline/test_effects.py"
MONTHS = "tests/evaluations/test_discipline_effect.py"
BARS = "tests/discipline/test_bars.py"
REPLACEMENTS = "tests/discipline/test_replacements.py"
WATCH = "tests/discipline/test_watch.py"
STORY = "tests/discipline/test_case_story.py"
ONCE = (f"{EFFECTS}::test_a_violation_is_used_once_by_either_track_and_a_fallen_decision_is_not_used",)
STAND = (f"{EFFECTS}::test_only_decisions_that_stand_count_and_the_queries_do_not_grow",)
LATE = (f"{MONTHS}::test_late_decision_lowers_by_a_second_person_and_its_rescission_restores",)
FORCED = (f"{MONTHS}::test_a_decision_in_force_forces_the_month_and_is_spent_with_the_publication",)

FAULTS: tuple[Fault, ...] = (
    Fault(
        "M-29",
        "the database lets a violation count twice a year",
        ONCE,
        sql="ALTER TABLE discipline_violationuse DROP CONSTRAINT violation_counts_once_a_year",
    ),
    Fault(
        "M-29",
        "the other track of the same violation counts again",
        ONCE,
        file="discipline/selectors/effects.py",
        old="    return {case.pk, *others}\n",
        new="    return {case.pk}\n",
    ),
    Fault(
        "M-29",
        "what was rescinded still counts",
        STAND,
        file="discipline/selectors/effects.py",
        old="STANDING = (*IN_EFFECT, CaseState.LAPSED)\n",
        new="STANDING = (*IN_EFFECT, CaseState.LAPSED, CaseState.RESCINDED)\n",
    ),
    Fault(
        "M-29",
        "a published grade spends no violation",
        FORCED,
        file="evaluations/services/publishing.py",
        old="            spend(sheet, by=by)\n",
        new="            pass\n",
    ),
    Fault(
        "M-29",
        "a month may be published on a decision that fell",
        (f"{MONTHS}::test_a_decision_that_fell_before_publication_stops_it",),
        file="discipline/services/uses.py",
        old="    if case.state not in STANDING or case.subject_id != person_id or decision is None:\n",
        new="    if decision is None:\n",
    ),
    Fault(
        "M-29",
        "a proposal of the system comes again after it was refused",
        (f"{MONTHS}::test_refused_or_waiting_proposals_are_not_repeated_and_the_database_holds_it",),
        sql="DROP INDEX revision_once_a_source",
    ),
    Fault(
        "M-29",
        "a restored grade leaves what is owed open",
        LATE,
        file="evaluations/services/revisions.py",
        old="        if row.kind == RevisionKind.RESCISSION and sheet.person_id is not None:\n",
        new="        if False:\n",
    ),
    Fault(
        "M-29",
        "a rescission restores what the machine proposes, not what was held",
        LATE,
        file="evaluations/services/discipline_effect.py",
        old='    return first.evaluation.grade if first else ""\n',
        new='    return ""\n',
    ),
    Fault(
        "M-29",
        "a decision that lapsed bars nobody",
        (f"{BARS}::test_bar_of_24_36_60_months_by_the_form",),
        file="discipline/selectors/bars.py",
        old="        if term is None or not measure.signed_on <= on <= term.on:\n",
        new="        if term is None or measure.ended_on or not measure.signed_on <= on <= term.on:\n",
    ),
    Fault(
        "M-29",
        "a case stays with the unit somebody left",
        (f"{BARS}::test_a_case_follows_the_person_and_the_old_unit_loses_its_reach",),
        file="discipline/apps.py",
        old="        moving.register(follow_person)\n",
        new="",
    ),
    Fault(
        "M-29",
        "an open replacement stays with the unit somebody left",
        (f"{BARS}::test_a_case_follows_the_person_and_the_old_unit_loses_its_reach",),
        file="discipline/services/following.py",
        old="        _carry_replacements(person, unit, on, by)\n",
        new="",
    ),
    Fault(
        "M-29",
        "a proposal to lower a grade outlives its decision",
        (f"{MONTHS}::test_a_proposal_ends_when_its_decision_falls_before_it_came_into_force",),
        file="evaluations/services/discipline_effect.py",
        old="        if decision not in numbers:\n",
        new="        if True:\n",
    ),
    Fault(
        "M-29",
        "what waited for a decision waits on after it",
        (f"{STORY}::test_complaint_rescinded_opens_what_is_owed",),
        file="discipline/services/deciding.py",
        old='        settle(done, "submitted", f"draft:{signed.pk}", "limit", by=by)\n',
        new="",
    ),
    Fault(
        "M-07",
        "who proposed a replacement decides it",
        (f"{REPLACEMENTS}::test_who_proposed_or_is_concerned_does_not_decide_nor_an_other_unit_propose",),
        file="discipline/models/measure.py",
        old='        return {"proposer": holders(self.proposed_by_id)}\n',
        new="        return {}\n",
    ),
    Fault(
        "M-29",
        "a ground leads to any measure",
        (f"{REPLACEMENTS}::test_bad_input_is_refused_by_name_and_nothing_is_written",),
        file="discipline/services/replacements.py",
        old='    if kind not in found.value.get("acts", ()):\n',
        new="    if False:\n",
    ),
    Fault(
        "M-35",
        "a watch rule suggests the same facts again",
        (f"{WATCH}::test_overdue_undertaking_suggests_once_with_what_was_read_and_nothing_else_happens",),
        sql="DROP INDEX replacement_suggested_once",
    ),
)
