"""Faults of side ways into inspections, rotation and alerts: each door shut by itself."""

from tests.faults.fault import Fault

SEALED = "tests/inspections/test_closed_doors.py"
VISIT = "tests/inspections/test_visit_doors.py"
ROTATION = "tests/cadres/rotation/test_closed_doors.py"

FAULTS: tuple[Fault, ...] = (
    Fault(
        "M-10",
        "whoever has a tie to the unit is named to approve and knows the target",
        (f"{SEALED}::test_whoever_has_a_tie_to_the_unit_is_not_made_a_knower_by_being_named_approver",),
        file="inspections/services/drafting.py",
        old="    _refuse_tied(team, unit, [approver], on=on)\n",
        new="",
    ),
    Fault(
        "M-10",
        "ties are not looked for again at the door",
        (f"{SEALED}::test_ties_are_looked_for_again_at_the_door",),
        file="inspections/services/starting.py",
        old="        bar_conflicted(inspection, on=on, by=None)",
        new="        # bar_conflicted(inspection, on=on, by=None)",
    ),
    Fault(
        "M-10",
        "a refused attempt on a sealed inspection stands in the trail",
        (f"{SEALED}::test_refused_attempts_on_a_sealed_inspection_are_veiled",),
        file="inspections/selectors/veil.py",
        old=" | _refused()\n",
        new="\n",
    ),
    Fault(
        "M-11",
        "a team that was ended still learns its targets",
        (f"{SEALED}::test_a_team_ended_early_tells_no_target_any_more",),
        file="inspections/services/teams.py",
        old="        called.update(ended_on=on, end_reason=done.end_reason)\n",
        new="",
    ),
    Fault(
        "M-06",
        "who is out of the team stays on its visits",
        (f"{SEALED}::test_whoever_is_taken_out_of_the_team_is_out_of_the_visits_that_run",),
        file="inspections/services/teams.py",
        old='called.exclude(inspection__state="closed")',
        new='called.filter(inspection__state="assigned")',
    ),
    Fault(
        "M-14",
        "the list of a draw is stored once more among kept answers",
        (f"{SEALED}::test_a_draw_is_kept_in_its_own_row_and_opens_when_everybody_has_arrived",),
        file="inspections/api/draws.py",
        old="return never_kept(Response(self.get_serializer(done).data))",
        new="return Response(self.get_serializer(done).data)",
    ),
    Fault(
        "M-04",
        "the page that proposes a fact opens to every reader of the visit",
        (f"{VISIT}::test_no_page_shows_a_finding_or_the_roll_to_whom_the_matrix_closes_it",),
        file="inspections/views/after.py",
        old="    if not _may_propose(user, finding):\n",
        new="    if finding is None:\n",
    ),
    Fault(
        "M-04",
        "the page of a remedy quotes the finding to everybody",
        (f"{VISIT}::test_no_page_shows_a_finding_or_the_roll_to_whom_the_matrix_closes_it",),
        file="inspections/views/remedies.py",
        old=' if row.finding is not None and "text" in readable_fields(user, row.finding) else None',
        new="",
    ),
    Fault(
        "M-07",
        "somebody else writes a recommendation into the notice and verifies it later",
        (f"{VISIT}::test_only_who_drafted_the_notice_writes_in_it_so_that_nobody_verifies_the_own_words",),
        file="inspections/services/notices.py",
        old="    if notice.drafted_by_id != by.pk:\n",
        new="    if notice.drafted_by_id is None:\n",
    ),
    Fault(
        "M-07",
        "a declared relative decides on a rotation",
        (f"{ROTATION}::test_a_relative_neither_plans_nor_grants",),
        file="cadres/services/rotation_cases.py",
        old="    if by is not None and is_relative(",
        new="    if by is None and is_relative(",
    ),
    Fault(
        "M-02",
        "an officer reads the alert of the own rotation",
        (f"{ROTATION}::test_nobody_reads_the_alert_of_the_own_case_nor_hears_of_it_as_a_superior",),
        file="foundation/notifications/why.py",
        old="if person is not None and source.about is not None:",
        new="if person is None and source.about is not None:",
    ),
)
