"""Faults of rotation: its clocks, its guards, who sees what, and what returns by itself."""

from tests.faults.fault import Fault

ORACLE = ("tests/cadres/rotation/test_oracle.py::test_ten_thousand_dates_are_those_of_an_independent_reckoning",)
CLOCKS = "tests/cadres/rotation/test_clocks.py"
CASE = "tests/cadres/rotation/test_case.py"
SOLVER = "tests/cadres/rotation/test_solver.py"

FAULTS: tuple[Fault, ...] = (
    Fault(
        "M-33",
        "a merger carries over the time of whoever moved long before it",
        ORACLE,
        file="cadres/selectors/rotation_sql.py",
        old=" AND f.first_on > s.valid_from AND f.last_on <= w.valid_from",
        new="",
    ),
    Fault(
        "M-33",
        "a merged unit starts the clock anew",
        (f"{CLOCKS}::test_merged_unit_goes_on_and_is_flagged",),
        file="cadres/selectors/rotation_sql.py",
        old="            AND (NOT r.same_unit OR s.unit_id = w.unit_id OR f.old IS NOT NULL)",
        new="            AND (NOT r.same_unit OR s.unit_id = w.unit_id)",
    ),
    Fault(
        "M-33",
        "a re-appointment starts the clock anew",
        (f"{CLOCKS}::test_reappointment_goes_on_and_eight_years_end_on_the_day",),
        file="cadres/selectors/rotation_sql.py",
        old=">= w.valid_from - 1 - r.gap_days",
        new="> w.valid_from",
    ),
    Fault(
        "M-04",
        "an officer lists the own clock",
        (f"{CLOCKS}::test_an_officer_who_reaches_the_whole_city_does_not_list_the_own_clock",),
        file="cadres/selectors/rotation_clocks.py",
        old=' AND c.person_id IS DISTINCT FROM %(own)s"',
        new='"',
    ),
    Fault(
        "M-04",
        "the head of a unit reads the own clock",
        (f"{CLOCKS}::test_everybody_sees_the_clocks_of_those_they_deal_with_and_never_the_own_one",),
        file="cadres/selectors/rotation_clocks.py",
        old="HANDLED_BY = \"(CASE WHEN c.post_kind = 'unit_head' THEN above.id ELSE u.id END)\"",
        new='HANDLED_BY = "u.id"',
    ),
    Fault(
        "M-07",
        "one person signs a move outside a plan alone",
        (f"{CASE}::test_outside_a_plan_two_people_sign_with_a_reason_whoever_it_concerns",),
        file="cadres/states_rotation.py",
        old='ItemState.SIGNED.value, (*SUBJECT, "proposer")),',
        new="ItemState.SIGNED.value, SUBJECT),",
    ),
    Fault(
        "M-39",
        "who proposed a move outside a plan is the one told to sign it as second person",
        (f"{CASE}::test_outside_a_plan_two_people_sign_with_a_reason_whoever_it_concerns",),
        file="cadres/services/rotation_alerts.py",
        old='without=_who(by)), f"sign:',
        new='without=()), f"sign:',
    ),
    Fault(
        "M-39",
        "an opinion that was answered still waits in every inbox",
        (f"{CASE}::test_the_notice_runs_out_or_is_urgent_and_an_opinion_is_answered_first",),
        file="cadres/services/rotation_moves.py",
        old="        alerts.settle_opinion(done, item=item.pk, by=by)\n",
        new="",
    ),
    Fault(
        "M-33",
        "a move is decided before the notice has run out",
        (f"{CASE}::test_the_notice_runs_out_or_is_urgent_and_an_opinion_is_answered_first",),
        file="cadres/services/rotation_moves.py",
        old="decided_on < item.notice_until and not urgent_reason.strip()",
        new="decided_on < item.announced_on and not urgent_reason.strip()",
    ),
    Fault(
        "M-33",
        "somebody with an open matter is decided on",
        (f"{CASE}::test_a_matter_of_another_room_defers_tells_nothing_and_its_end_returns",),
        file="cadres/services/rotation_moves.py",
        old="        _refuse_held(row)\n",
        new="",
    ),
    Fault(
        "M-20",
        "a deferral tells which matter of another room is open",
        (f"{CASE}::test_a_matter_of_another_room_defers_tells_nothing_and_its_end_returns",),
        file="cadres/services/rotation_reliefs.py",
        old='                apart={"ground": APART},',
        new='                apart={"ground": hold.ground},',
    ),
    Fault(
        "M-33",
        "a deferral never ends by itself",
        (f"{CASE}::test_a_mother_of_a_child_of_twenty_months_is_deferred_until_it_is_three",),
        file="cadres/services/rotation_reliefs.py",
        old="or fresh.until >= on:",
        new="or fresh.until < on:",
    ),
    Fault(
        "M-33",
        "a proposed round sends relatives to one body",
        (f"{SOLVER}::test_the_326_of_2024_keep_every_rule_and_beat_a_greedy_plan",),
        file="cadres/rules/rotation_solver.py",
        old='    return KIN if seat.body in mover.kin_bodies else ""',
        new='    return ""',
    ),
    Fault(
        "M-33",
        "a proposed round takes more of a unit than its share",
        (f"{SOLVER}::test_the_326_of_2024_keep_every_rule_and_beat_a_greedy_plan",),
        file="cadres/rules/rotation_solver.py",
        old="max(1, size * settings.share // 100)",
        new="max(1, size)",
    ),
    Fault(
        "M-04",
        "somebody else reads a proposal",
        ("tests/cadres/rotation/test_proposals.py::test_from_the_form_to_lines_of_the_round",),
        file="cadres/selectors/rotation_proposal.py",
        old="task=TASK, requested_by=user.pk, payload",
        new="task=TASK, payload",
    ),
)
