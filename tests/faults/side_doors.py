"""Faults of the side doors of a case: what it tells by way of other rooms, and duties one person may not join."""

from tests.faults.fault import Fault
from tests.faults.ground_floor import without_trigger

WATCH = ("tests/discipline/test_watch.py::test_who_is_kept_out_of_a_case_is_kept_out_of_the_replacement_that_names_it",)
EFFECT = "tests/evaluations/test_discipline_effect.py"
SHEET = (f"{EFFECT}::test_a_decider_kept_out_of_the_case_reads_that_a_measure_holds_and_not_which",)
TRAIL = ("tests/reports/test_trail.py::test_no_way_of_asking_tells_who_reported_a_signal",)
STORY = "tests/discipline/test_case_story.py"
NAMED = (f"{STORY}::test_whom_a_team_lead_may_not_read_is_named_by_both_and_no_refusal_tells_a_hidden_field",)
TWICE = (f"{STORY}::test_nobody_answers_two_complaints_nor_extends_the_own_limit",)

FAULTS: tuple[Fault, ...] = (
    Fault(
        "M-02",
        "whoever is kept out of a case reads the replacement that names it",
        WATCH,
        file="accounts/matrix.yaml",
        old="    barred: barred_ids\n    open_to_barred: [self]\n",
        new="",
    ),
    Fault(
        "M-02",
        "a bar noted later does not reach the replacement that names the case",
        WATCH,
        sql=without_trigger("discipline_casebar", "kept_out_of_replacements"),
    ),
    Fault(
        "M-02",
        "a decider kept out of a case reads on the sheet what was decided",
        SHEET,
        file="evaluations/selectors/closed.py",
        old="        if not closed or not found:\n",
        new="        if True:\n",
    ),
    Fault(
        "M-04",
        "the trail shows who reported a signal",
        TRAIL,
        file="reports/trail/authors.py",
        old="        if event.transaction_id in closed:\n",
        new="        if False:\n",
    ),
    Fault(
        "M-04",
        "the trail asked by account finds the signals the account reported",
        TRAIL,
        file="reports/trail/authors.py",
        old="    return rows.exclude(",
        new="    return rows\n    return rows.exclude(",
    ),
    Fault(
        "M-02",
        "a refusal of a signal tells who is a member of the Party",
        NAMED,
        file="discipline/services/signals.py",
        old="    if by is None or subject is None or track != Track.PARTY:\n",
        new="    if True:\n",
    ),
    Fault(
        "M-02",
        "a team leader learns by trying codes who is in the registry",
        NAMED,
        file="discipline/selectors/reporting.py",
        old="code__iexact=code.strip(), search_key=search_key(name)",
        new="code__iexact=code.strip()",
    ),
    Fault(
        "M-04",
        "an exhibit tells the person concerned who made the file",
        ("tests/discipline/test_own_pages.py::test_only_exhibits_opened_to_the_person_are_handed_out",),
        file="foundation/files/serving.py",
        old="        plain = without_maker(file.kind, content.read())\n",
        new="        plain = content.read()\n",
    ),
    Fault(
        "M-07",
        "who upheld the first complaint answers the second",
        TWICE,
        file="discipline/states.py",
        old='(*APART, "decider", "answerer")\n',
        new='(*APART, "decider")\n',
    ),
    Fault(
        "M-07",
        "a lone handler extends the limit of the own case",
        TWICE,
        file="discipline/services/opening.py",
        old="        _refuse_own_limit(row, by)\n",
        new="",
    ),
    Fault(
        "M-07",
        "a head adds proof to the own finished task",
        ("tests/directives/test_evidence.py::test_a_head_adds_no_proof_to_the_own_finished_task",),
        file="accounts/matrix.yaml",
        old="states: [open, done], actions: [read, add, withdraw], fields: [all], not_self: true}",
        new="states: [open, done], actions: [read, add, withdraw], fields: [all]}",
    ),
    Fault(
        "M-07",
        "the committee cancels tasks over which a head stands",
        ("tests/directives/test_assignments.py::test_the_committee_cancels_what_no_head_stands_over_and_nothing_else",),
        file="directives/selectors/assignments.py",
        old="    return not heads or by.pk in heads\n",
        new="    return True\n",
    ),
    Fault(
        "M-42",
        "text fields take characters nobody sees",
        ("tests/foundation/web/test_unseen.py",),
        file="foundation/web/apps.py",
        old="        install()\n",
        new="        del install\n",
    ),
)
