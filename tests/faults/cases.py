"""Faults of cases: who is kept out reads or sits, secrets told, steps owed skipped, what was decided edited."""

from tests.faults.fault import Fault

NEVER = ("tests/discipline/test_never_told.py::test_nothing_of_it_is_told_at_any_stage_and_a_handler_reads_it_all",)
BARS = ("tests/discipline/test_bars_of_cases.py::test_a_decided_case_is_not_rewritten_by_sql_of_the_application",)
OWN = "tests/discipline/test_own_pages.py"
KIN = "tests/discipline/test_kinship.py"

FAULTS: tuple[Fault, ...] = (
    Fault(
        "M-02",
        "the head who is the subject reads the case as a head",
        (f"{OWN}::test_a_head_who_is_the_subject_sees_what_a_subject_sees",),
        file="foundation/access/filters.py",
        old="    return bool(policy.barred) and",
        new="    return False and",
    ),
    Fault(
        "M-02",
        "a relative sits on the council",
        (f"{OWN}::test_a_relative_or_witness_is_seated_by_no_road",),
        sql="DROP TRIGGER pgtrigger_nobody_kept_out_sits_ed695 ON discipline_seat",
    ),
    Fault(
        "M-07",
        "nobody knows any more who drafted the decision, so who did signs it",
        (f"{OWN}::test_who_drafted_does_not_sign",),
        file="discipline/services/deciding.py",
        old="rules=kept, drafted_by=by, **given)",
        new="rules=kept, drafted_by=None, **given)",
    ),
    Fault(
        "M-04",
        "the subject reads minutes and ballots",
        NEVER,
        file="accounts/matrix.yaml",
        old="      own: [id, case, session, held_on, place, subject_present, subject_heard]\n",
        new="      own: [id, case, session, held_on, place, subject_present, subject_heard, minutes, ballots]\n",
    ),
    Fault(
        "M-04",
        "the subject's answer of the API carries every field of the case",
        NEVER,
        file="discipline/serializers/cases.py",
        old="if name in readable}",
        new="}",
    ),
    Fault(
        "M-29",
        "a decision is signed while a step owed is missing",
        (f"{OWN}::test_no_decision_while_a_step_is_owed",),
        file="discipline/services/deciding.py",
        old="    if missing:\n",
        new="    if False:\n",
    ),
    Fault(
        "M-02",
        "a refusal tells that a signal exists",
        (f"{OWN}::test_a_double_is_told_only_to_who_may_see_the_first",),
        file="discipline/services/signals.py",
        old="    seen = visible_to(by, same).first() if by is not None else same.first()\n",
        new="    seen = same.first()\n",
    ),
    Fault(
        "M-30",
        "what a decided case was judged on may be edited",
        BARS,
        sql="DROP TRIGGER pgtrigger_frozen_after_5ca0f ON discipline_case",
    ),
    Fault(
        "M-02",
        "the page of the person concerned opens before the case does",
        (f"{OWN}::test_nothing_is_there_before_it_is_opened",),
        file="discipline/selectors/own.py",
        old='    return visible_to(user, Case.objects.select_related("unit", "answering"), "own").order_by("-id")\n',
        new='    return Case.objects.select_related("answering").filter(answering=user.person_id).order_by("-id")\n',
    ),
    Fault(
        "M-02",
        "an exhibit that was not opened is handed out",
        (f"{OWN}::test_only_exhibits_opened_to_the_person_are_handed_out",),
        file="discipline/selectors/own.py",
        old="    if not visible_to(user, Disclosure.objects.filter(case=case, number=number)).exists():\n",
        new="    if False:\n",
    ),
    Fault(
        "M-02",
        "the person concerned empties a case by declaring its officers as relatives",
        (f"{KIN}::test_the_person_concerned_never_empties_a_case_by_declaring_its_officers",),
        file="discipline/services/naming.py",
        old="        fresh -= _noted(",
        new="        _noted(",
    ),
    Fault(
        "M-02",
        "a relative declared later stays in the case until its next step",
        (f"{KIN}::test_a_relative_declared_after_the_decision_is_out_at_once",),
        file="discipline/apps.py",
        old="        tying.register(follow_tie)\n",
        new="",
    ),
)
