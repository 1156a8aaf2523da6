"""Faults of the papers of a case: the lock of their wording, what they never say, that they stay as handed out."""

from tests.faults.fault import Fault

PURE = "tests/discipline/test_papers.py"
ISSUED = "tests/discipline/test_papers_issued.py"
SERVICE = "discipline/services/papers.py"

FAULTS: tuple[Fault, ...] = (
    Fault(
        "M-30",
        "a changed sentence of locked wording is taken",
        (f"{PURE}::test_the_wording_is_locked",),
        file="discipline/rules/papers/wording.py",
        old="if digest(made.texts) != made.sha256 or made.version in found:",
        new="if made.version in found:",
    ),
    Fault(
        "M-30",
        "a paper carries the day it was rendered",
        ("tests/foundation/papers/test_writer.py::test_the_same_paper_is_the_same_bytes",),
        file="foundation/papers/docx_writer.py",
        old="date_time=_ZIP_DAY)",
        new="date_time=member.date_time)",
    ),
    Fault(
        "M-30",
        "a further issue speaks the newest wording",
        (f"{ISSUED}::test_a_paper_in_use_keeps_its_wording_and_its_bytes",),
        file=SERVICE,
        old="return versions()[used] if used is not None else current(today)",
        new="return current(today)",
    ),
    Fault(
        "M-30",
        "minutes may be shown to the person concerned",
        (f"{ISSUED}::test_a_paper_in_use_keeps_its_wording_and_its_bytes",),
        sql="ALTER TABLE discipline_casepaper DROP CONSTRAINT case_minutes_never_shown",
    ),
    Fault(
        "M-30",
        "an issued paper may be rewritten",
        (f"{ISSUED}::test_a_paper_in_use_keeps_its_wording_and_its_bytes",),
        sql="DROP TRIGGER pgtrigger_append_only_46bed ON discipline_casepaper",
    ),
    Fault(
        "M-04",
        "a text that names who reported does not stop the paper",
        (f"{ISSUED}::test_a_text_that_names_the_reporter_stops_the_paper",),
        file=SERVICE,
        old="if named(said, secrets):",
        new="if named([], secrets):",
    ),
    Fault(
        "M-04",
        "whatever stands among the ballots is printed",
        (f"{ISSUED}::test_no_paper_names_the_reporter_the_intake_a_vote_or_a_closed_document",),
        file="discipline/selectors/paper_facts.py",
        old="(named[key], number) for key, number in counts.items() if key in named)",
        new="(named.get(key, key), number) for key, number in counts.items())",
    ),
    Fault(
        "M-02",
        "a notice goes out before the case is open",
        (f"{ISSUED}::test_nothing_is_issued_before_the_case_is_open_nor_by_somebody_else",),
        file=SERVICE,
        old="if case.state in BEFORE_ANYBODY_KNOWS or (",
        new="if (",
    ),
)
