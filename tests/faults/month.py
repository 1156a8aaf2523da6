"""Faults of the month's second half: corrections by two persons, versions in force, limits of a grade."""

from tests.faults.fault import Fault
from tests.faults.ground_floor import without_trigger

SERVICES = "tests/evaluations/services/test_revisions.py"
PAGES = "tests/evaluations/pages/test_revisions.py"
API = "tests/evaluations/api/test_revisions.py"
ATTACKS = f"{SERVICES}::test_database_refuses_a_later_version_without_two_persons"

FAULTS: tuple[Fault, ...] = (
    Fault(
        "M-30",
        "the database lets a later version in without an executed correction",
        (ATTACKS,),
        sql=without_trigger("evaluations_evaluation", "superseding_by_two"),
    ),
    Fault(
        "M-30",
        "one person is enough for the database",
        (ATTACKS,),
        sql="ALTER TABLE evaluations_revision DROP CONSTRAINT revision_second_person",
    ),
    Fault(
        "M-30",
        "a correction overwrites the published sheet's number",
        (f"{SERVICES}::test_correction_makes_the_next_version_and_keeps_the_first",),
        file="evaluations/services/revisions.py",
        old="version=old.version + 1,",
        new="version=old.version + 2,",
    ),
    Fault(
        "M-30",
        "the person concerned is not told",
        (f"{SERVICES}::test_subject_decider_and_proposer_are_told_once",),
        file="evaluations/services/revision_notices.py",
        old="    tell(\n        {subject},",
        new="    tell(\n        set(),",
    ),
    Fault(
        "M-30",
        "a version that fell can be corrected again",
        (f"{SERVICES}::test_one_open_proposal_a_sheet_and_the_old_version_takes_no_more",),
        file="evaluations/services/revision_checks.py",
        old="if sheet.state != EvaluationState.PUBLISHED or has_newer_version(sheet):",
        new="if sheet.state != EvaluationState.PUBLISHED:",
    ),
    Fault(
        "M-30",
        "lists count the version that fell",
        (f"{API}::test_lists_count_the_version_in_force",),
        file="evaluations/api/sheets.py",
        old="            rows = rows.exclude(pk__in=fallen)",
        new="            rows = rows.exclude(pk__in=fallen.none())",
    ),
    Fault(
        "M-30",
        "a correction goes beyond the share of A without a paper",
        (f"{SERVICES}::test_one_more_a_than_the_share_needs_a_document_and_takes_nobody_s_place",),
        file="evaluations/services/revision_limits.py",
        old="if outcome.takes_a_place and not quota_document:",
        new="if False and outcome.takes_a_place and not quota_document:",
    ),
    Fault(
        "M-07",
        "who proposed puts the correction into force",
        (f"{SERVICES}::test_nobody_but_another_authorised_person_puts_it_into_force[officer]",),
        file="evaluations/states.py",
        old='_SECOND = ("subject", "proposer", "decider")',
        new='_SECOND = ("subject", "decider")',
    ),
    Fault(
        "M-07",
        "who decided the grade settles its correction",
        (f"{SERVICES}::test_decider_does_not_settle_the_correction_of_the_own_decision",),
        file="evaluations/states.py",
        old='_SECOND = ("subject", "proposer", "decider")',
        new='_SECOND = ("subject", "proposer")',
    ),
    Fault(
        "M-07",
        "the subject proposes through another role",
        (f"{SERVICES}::test_subject_neither_proposes_nor_executes_through_another_role",),
        file="evaluations/services/revisions.py",
        old="            refuse_subject(sheet, by)\n",
        new="",
    ),
    Fault(
        "M-53",
        "a correction is put into force without a fresh confirmation",
        (f"{PAGES}::test_a_fresh_confirmation_is_asked_for_and_nothing_typed_is_lost[execute]",),
        file="evaluations/views/revisions.py",
        old="    require_step_up(request)\n",
        new="",
    ),
    Fault(
        "M-53",
        "what was typed is lost while confirming",
        (f"{PAGES}::test_a_fresh_confirmation_is_asked_for_and_nothing_typed_is_lost[check]",),
        file="evaluations/views/revise.py",
        old="        request.session[KEPT] = [sheet.pk, request.POST.urlencode()]\n",
        new="        pass\n",
    ),
)
