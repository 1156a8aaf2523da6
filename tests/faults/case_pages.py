"""Faults of the board and the page of a case: names, search, the look into an ended case, the record of a reading."""

from tests.faults.fault import Fault

BOARD = "tests/discipline/test_board.py"
ENDED = f"{BOARD}::test_an_ended_case_is_a_line_of_the_register_until_it_is_revealed"
ACTS = "tests/discipline/test_case_acts_pages.py"

FAULTS: tuple[Fault, ...] = (
    Fault(
        "M-02",
        "the board names whoever the reader may not know",
        (ENDED,),
        file="discipline/selectors/cases.py",
        old='subject = (row.subject or row.subject_unit) if "subject" in shown else None',
        new="subject = row.subject or row.subject_unit",
    ),
    Fault(
        "M-02",
        "a search by name finds cases whose subject the reader may not know",
        (ENDED,),
        file="discipline/selectors/cases.py",
        old='named = visible_field(user, Case.objects.all(), "subject")',
        new="named = Case.objects.all()",
    ),
    Fault(
        "M-53",
        "an ended case opens without a fresh confirmation",
        (ENDED,),
        file="discipline/views/case.py",
        old="    require_step_up(request)\n",
        new="",
    ),
    Fault(
        "M-20",
        "reading a case leaves no event",
        (f"{BOARD}::test_every_tab_of_a_decided_case_opens_and_the_reading_is_recorded[owed]",),
        file="discipline/views/case.py",
        old="    note_read(user, row)\n",
        new="",
    ),
    Fault(
        "M-07",
        "an exhibit that was shown to the person concerned is withdrawn",
        (f"{ACTS}::test_proof_witness_suspension_from_work_and_the_desk",),
        file="discipline/services/evidence.py",
        old="if row.disclosures.filter(number=number).exists():",
        new="if False:",
    ),
)
