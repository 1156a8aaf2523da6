"""Faults of visits and what follows: minutes, findings sent twice, remedies, facts that count once."""

from tests.faults.fault import Fault

VISITS = "tests/inspections/test_visits.py"
PAGES = "tests/inspections/test_visit_pages.py"
AFTER = "tests/inspections/test_after.py"
FOLLOWING = "tests/inspections/test_following.py"
LIFE = "tests/inspections/test_life.py"

FAULTS: tuple[Fault, ...] = (
    Fault(
        "M-30",
        "minutes are drawn up without the attendance",
        (f"{VISITS}::test_the_roll_knows_who_is_away_and_minutes_wait_for_everybody",),
        file="inspections/rules/counts.py",
        old="return self.total > 0 and not self.unmarked",
        new="return True",
    ),
    Fault(
        "M-30",
        "the rest of the leaders present marks the divisions present, unseen, in what the minutes say",
        (f"{VISITS}::test_the_roll_knows_who_is_away_and_minutes_wait_for_everybody",),
        file="inspections/services/attendance.py",
        old="if division is not None or undivided:",
        new="if division is not None:",
    ),
    Fault(
        "M-30",
        "a visit is noted on under its minutes",
        (f"{VISITS}::test_signed_minutes_are_never_changed_and_a_correction_is_a_sheet",),
        file="inspections/services/on_site.py",
        old="if standing_minutes(row) is not None:",
        new="if False:",
    ),
    Fault(
        "M-56",
        "a photo that is not the one taken is kept",
        (f"{VISITS}::test_a_finding_is_stored_once_with_its_photos_or_not_at_all",),
        file="inspections/services/findings.py",
        old="if photo.sha256 and photo.sha256.lower() != file.sha256:",
        new="if False:",
    ),
    Fault(
        "M-34",
        "a bundle sent twice is stored twice",
        (f"{PAGES}::test_a_bundle_sent_twice_is_stored_once",),
        file="inspections/services/bundles.py",
        old="if known is not None:\n            return _again(known, sha256)",
        new="if False:\n            return _again(known, sha256)",
    ),
    Fault(
        "M-34",
        "a mark of a colleague is overwritten by a device that was without a signal",
        (f"{PAGES}::test_a_bundle_sent_twice_is_stored_once",),
        file="inspections/services/attendance.py",
        old="if line.row_version != version:",
        new="if False:",
    ),
    Fault(
        "M-07",
        "who drafted the notice verifies its remedies",
        (f"{AFTER}::test_a_remedy_is_extended_once_reported_with_proof_and_verified_by_another",),
        file="inspections/models/remedy.py",
        old='return {"drafter": holders(self.notice.drafted_by_id), "reporter": holders(last)}',
        new='return {"drafter": holders(), "reporter": holders(last)}',
    ),
    Fault(
        "M-30",
        "a remedy is extended again",
        (f"{AFTER}::test_a_remedy_is_extended_once_reported_with_proof_and_verified_by_another",),
        file="inspections/services/remedies.py",
        old="if row.extension != ExtensionState.NONE:",
        new="if False:",
    ),
    Fault(
        "M-30",
        "a remedy may be due on a day off",
        (f"{AFTER}::test_a_notice_is_drafted_by_one_and_signed_by_another",),
        file="inspections/rules/remedies.py",
        old='    if not is_working_day(due, calendar):\n        return "holiday"',
        new='    if False:\n        return "holiday"',
    ),
    Fault(
        "M-30",
        "a finding that comes back leaves the old remedy as it was",
        (f"{AFTER}::test_a_finding_that_returns_marks_the_old_remedy_and_opens_it_again",),
        file="inspections/services/minutes.py",
        old="    mark_repeats(inspection=visit, by=by, source=source)",
        new="    pass",
    ),
    Fault(
        "M-07",
        "somebody decides on the fact of the own month",
        (f"{AFTER}::test_a_finding_counts_in_one_month_once_and_only_by_the_head",),
        file="accounts/matrix.yaml",
        old="actions: [read, list, decide], fields: [all], not_self: true}",
        new="actions: [read, list, decide], fields: [all]}",
    ),
    Fault(
        "M-07",
        "the committee verifies for a team that is in force",
        (f"{FOLLOWING}::test_what_a_team_left_open_is_followed_up_by_the_committee",),
        file="accounts/matrix.yaml",
        old="{role: OC, scope: all, after: notice__inspection__team__valid_to, states:",
        new="{role: OC, scope: all, states:",
    ),
    Fault(
        "M-35",
        "what a team left open waits for nobody",
        (f"{FOLLOWING}::test_what_a_team_left_open_is_followed_up_by_the_committee",),
        file="inspections/services/following.py",
        old="                tell_team(visit, occasion=occasion, today=on, key=key)\n",
        new="",
    ),
    Fault(
        "M-07",
        "an officer verifies a remedy of the own unit",
        (f"{FOLLOWING}::test_officer_with_a_tie_or_who_drafted_follows_up_nothing",),
        file="inspections/services/remedies.py",
        old='        refuse_shared_duty(row, "verify", by=by)\n        refuse_tied(row, by, on=today)\n',
        new='        refuse_shared_duty(row, "verify", by=by)\n',
    ),
    Fault(
        "M-02",
        "after a team's last day what became of each finding is everybody's of the committee",
        (f"{FOLLOWING}::test_what_a_team_left_open_is_followed_up_by_the_committee",),
        file="accounts/matrix.yaml",
        old="{role: OC, scope: undecided, after: finding__inspection__team__valid_to, states:",
        new="{role: OC, scope: all, after: finding__inspection__team__valid_to, states:",
    ),
    Fault(
        "M-10",
        "a draft turned to another unit keeps the ties to the first",
        (f"{LIFE}::test_draft_turned_to_another_unit_forgets_the_ties_to_the_first_and_finds_those_to_the_second",),
        file="inspections/services/drafting.py",
        old="        if turned:\n            Conflict",
        new="        if False:\n            Conflict",
    ),
    Fault(
        "M-10",
        "a tie that ended once is never found again",
        (f"{LIFE}::test_draft_turned_to_another_unit_forgets_the_ties_to_the_first_and_finds_those_to_the_second",),
        file="inspections/services/drafting.py",
        old="inspection.conflicts.filter(ended_on__isnull=True).values_list(",
        new="inspection.conflicts.values_list(",
    ),
)
