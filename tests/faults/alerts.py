"""Seeded faults of alerts: told twice, lost, silent, rewritten, shown to those who must not know."""

from tests.faults.fault import Fault

ALERTS = "tests/foundation/notifications/test_alerts.py"
SETTLING = "tests/foundation/notifications/test_settling.py"
UNDERTAKINGS = "tests/directives/test_alerts.py"
ROTATION = "tests/cadres/rotation/test_alerts.py"
OWN = "tests/discipline/test_own_terms.py"
GRANTS = "tests/accounts/test_grant_alerts.py"
ROUNDS = "tests/cadres/rotation/test_round_alerts.py"
ONE_POST = "tests/cadres/rotation/test_one_post.py"
ROLES = "tests/cadres/rotation/test_roles_and_lines.py"
DOORS = "tests/cadres/rotation/test_closed_doors.py"
POLICIES = "tests/foundation/notifications/test_policy_changes.py"
TOGETHER = "tests/foundation/notifications/test_told_together.py"
TERMS = "tests/discipline/test_clock_tasks.py"

FAULTS: tuple[Fault, ...] = (
    Fault(
        "M-39",
        "a clock that was set back raises an earlier step again",
        (f"{ALERTS}::test_later_step_ends_the_earlier_one_and_no_earlier_one_comes_after_it",),
        file="foundation/notifications/raising.py",
        old="new.step >= last.get(new.series, 0)",
        new="new.step >= 0",
    ),
    Fault(
        "M-39",
        "two nights at once raise a step twice",
        (f"{ALERTS}::test_two_steps_of_one_series_with_one_number_are_refused_by_the_database",),
        sql="DROP INDEX alert_step_once_a_series",
    ),
    Fault(
        "M-39",
        "a later step leaves the earlier one open",
        (f"{ALERTS}::test_later_step_ends_the_earlier_one_and_no_earlier_one_comes_after_it",),
        file="foundation/notifications/raising.py",
        old="        _replace(stored.values(), fresh=set(stored) - set(before))\n",
        new="",
    ),
    Fault(
        "M-39",
        "after a deferral nobody is told again",
        (f"{ROTATION}::test_deferral_silences_and_its_end_tells_anew",),
        file="cadres/services/rotation_alert_night.py",
        old="    again = _ended_before(cases)\n",
        new="    again: dict[tuple[int, date], int] = {}\n",
    ),
    Fault(
        "M-39",
        "an alert is rewritten after it was raised",
        (f"{ALERTS}::test_why_it_was_raised_is_never_rewritten",),
        sql="ALTER TABLE notifications_alert DISABLE TRIGGER USER",
    ),
    Fault(
        "M-35",
        "what somebody handled goes on for the others",
        (f"{SETTLING}::test_handled_by_one_it_stops_for_all_with_who_and_note",),
        file="foundation/notifications/inbox.py",
        old="        if alert.waits and not alert.each_own:\n            end_alerts(",
        new="        if not alert.waits:\n            end_alerts(",
    ),
    Fault(
        "M-35",
        "a click settles what still stands",
        (f"{SETTLING}::test_nobody_declares_handled_what_still_stands",),
        file="foundation/notifications/inbox.py",
        old="    if alert.pk in source.standing([alert], on):\n",
        new="    if False:\n",
    ),
    Fault(
        "M-35",
        "an alert without ground stays",
        (f"{SETTLING}::test_night_ends_what_lost_its_ground_and_only_that",),
        file="foundation/notifications/looking.py",
        old="                end_alerts(gone, ending=Ending.GONE, by=None)\n",
        new="",
    ),
    Fault(
        "M-35",
        "putting off silences the line for good",
        (f"{SETTLING}::test_put_off_line_sleeps_for_its_reader_only_and_comes_back_once_by_mail",),
        file="foundation/notifications/inbox.py",
        old="snooze_note=note[:300], digest=None",
        new="snooze_note=note[:300]",
    ),
    Fault(
        "M-35",
        "the superior never hears of it",
        (f"{UNDERTAKINGS}::test_nobody_acts_and_the_superior_hears_once_on_the_policy_s_day",),
        file="foundation/notifications/raising.py",
        old="            if policy.escalate_after is not None and not alert.each_own:\n",
        new="            if False:\n",
    ),
    Fault(
        "M-35",
        "two urgent mails in one hour",
        (f"{SETTLING}::test_urgent_mail_goes_once_an_hour_and_not_again_in_the_digest",),
        file="foundation/notifications/digest.py",
        old="day=day, slot=slot).values_list",
        new="day=day, slot=99).values_list",
    ),
    Fault(
        "M-02",
        "a matter that only those told may know of stands in the list",
        (f"{UNDERTAKINGS}::test_list_and_page_show_only_units_within_reach_and_no_confined_matter",),
        file="accounts/matrix.yaml",
        old="      open: {confined: [false]}\n",
        new="      open: {confined: [false, true]}\n",
    ),
    Fault(
        "M-35",
        "leaders wait for a decision that was taken",
        ("tests/discipline/test_case_story.py::test_decided_case_waits_in_no_leader_s_inbox",),
        file="discipline/services/deciding.py",
        old='        settle(done, "submitted", f"draft:{signed.pk}", "limit", by=by)\n',
        new="",
    ),
    Fault(
        "M-35",
        "a term of the person concerned ends while it runs",
        (f"{OWN}::test_person_concerned_sees_the_own_terms_until_done_and_nothing_else_of_the_case",),
        file="discipline/selectors/alerts.py",
        old="        own=frozenset(OWN),\n",
        new="",
    ),
    Fault(
        "M-35",
        "who leaves a case keeps its alerts",
        (f"{OWN}::test_clock_of_a_case_stands_on_its_handler_s_page_and_leaves_with_the_name",),
        file="discipline/services/naming.py",
        old="        let_go(row, current.user_id, by=by)\n",
        new="",
    ),
    Fault(
        "M-02",
        "anybody changes whom alerts tell",
        (f"{POLICIES}::test_what_is_refused_and_by_which_field",),
        file="foundation/notifications/policy_changes.py",
        old='    require(by, "alert_policy.change", policy)\n',
        new="",
    ),
    Fault(
        "M-39",
        "a policy is changed for days that have passed",
        (f"{POLICIES}::test_what_is_refused_and_by_which_field",),
        file="foundation/notifications/policy_changes.py",
        old="    if valid_from < first:\n",
        new="    if False:\n",
    ),
    Fault(
        "M-07",
        "who proposed a role is told to decide on it",
        (f"{GRANTS}::test_told_to_who_may_decide_never_to_proposer_or_receiver",),
        file="accounts/services/grant_alerts.py",
        old="    if user.pk in accounts or user.person_id in people:\n        return False\n",
        new="",
    ),
    Fault(
        "M-35",
        "a role that was decided on goes on waiting",
        (f"{GRANTS}::test_decided_it_stops_for_everybody_with_who_decided",),
        file="accounts/services/grants.py",
        old='        done = move(grant, "refuse", by=by, reason=reason)\n        grant_alerts.settle(done, by=by)\n',
        new='        done = move(grant, "refuse", by=by, reason=reason)\n',
    ),
    Fault(
        "M-07",
        "who drew up a round is told to approve it once nobody else did",
        (f"{ROUNDS}::test_nobody_acts_and_it_goes_up_past_the_author_step_by_step",),
        file="cadres/services/rotation_round_alerts.py",
        old=" - {round.proposed_by_id}",
        new="",
    ),
    Fault(
        "M-39",
        "a job that failed has told people all the same",
        (f"{TOGETHER}::test_body_that_fails_tells_nobody_and_leaves_no_job",),
        file="foundation/notifications/notify.py",
        old="    with transaction.atomic():  # what a long body",
        new="    if True:  # what a long body",
    ),
    Fault(
        "M-35",
        "what a job tells together reaches nobody",
        (f"{TOGETHER}::test_told_once_to_each_however_often_and_on_whatever_day",),
        file="foundation/notifications/notify.py",
        old="        for day, found in kept.items():\n            _raise(found, day)\n",
        new="",
    ),
    Fault(
        "M-35",
        "one bad case keeps the morning's terms from everybody",
        (f"{TERMS}::test_one_bad_case_keeps_the_morning_from_nobody_else",),
        file="discipline/tasks.py",
        old="looked += in_chunks(ids, work, progress)",
        new="looked += work(ids) or len(ids)",
    ),
    Fault(
        "M-39",
        "a person due under two rules is told of twice",
        (f"{ONE_POST}::test_due_under_two_rules_told_once_by_the_earlier_with_the_other_named",),
        file="cadres/services/rotation_alert_night.py",
        old="        if first.pk != case.pk or any(",
        new="        if any(",
    ),
    Fault(
        "M-39",
        "a rule that others speak for stays silent when they no longer do",
        (f"{ONE_POST}::test_the_other_rule_speaks_when_the_first_no_longer_waits_and_falls_silent_again",),
        file="cadres/selectors/rotation_posts.py",
        old="        return self.state in SPEAKING\n",
        new="        return True\n",
    ),
    Fault(
        "M-06",
        "who lost a role goes on reading the lines told to its holder",
        (f"{ROLES}::test_who_lost_the_role_reads_no_line_of_it_from_the_next_request_on",),
        file="foundation/notifications/reach.py",
        old="        if reach.query.where:",
        new="        if False:",
    ),
    Fault(
        "M-35",
        "what a head who left was told reaches no successor",
        (f"{ROLES}::test_the_night_brings_the_line_to_who_holds_the_role_now_and_back_again",),
        file="foundation/notifications/looking.py",
        old="    follow_roles(ids=ids, on=on)\n",
        new="",
    ),
    Fault(
        "M-04",
        "the answer why there is no alert tells a closed clock from none",
        (f"{DOORS}::test_why_there_is_no_alert_does_not_tell_nothing_from_closed",),
        file="cadres/selectors/rotation_alert_source.py",
        old="        if (one.clock.posting_id, one.clock.code) not in readable:\n            continue\n",
        new="",
    ),
)
