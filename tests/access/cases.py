"""Cases in every state for the world of the access tests, with everything that hangs on a case."""

from datetime import date, timedelta
from typing import Any

from django.db import models

from cadres.models import Person
from discipline import states
from discipline.enums import BarGround, CaseRole
from discipline.models import (
    Case,
    CaseBar,
    CaseExhibit,
    CaseMember,
    CasePaper,
    Complaint,
    Decision,
    Delivery,
    DeskOfficer,
    Disclosure,
    FileReading,
    Pause,
    Replacement,
    ReplacementOpinion,
    RestorationTask,
    Seat,
    Sitting,
    SoftMeasure,
    Statement,
    Summons,
    ViolationUse,
    Witness,
    WorkSuspension,
)
from foundation.files.models import StoredFile
from foundation.files.storage import new_name
from tests.access.proofs import prove
from tests.cast import Cast
from tests.foundation.audit import rows

DAY = date(2026, 3, 2)
FEW = ("signal", "case_open", "council", "in_force", "non_disciplinary", "lapsed", "rescinded")
"""States for which a case has everything that may hang on one: each rule of the matrix names one of these groups."""
CASE_ROWS: dict[str, type[models.Model]] = {
    "case": Case, "case_member": CaseMember, "case_bar": CaseBar, "case_pause": Pause, "case_delivery": Delivery,
    "case_file_reading": FileReading, "case_statement": Statement, "case_summons": Summons, "case_sitting": Sitting,
    "case_seat": Seat, "case_decision": Decision, "case_complaint": Complaint, "case_restoration": RestorationTask,
    "soft_measure": SoftMeasure, "work_suspension": WorkSuspension, "case_exhibit": CaseExhibit,
    "case_disclosure": Disclosure, "case_paper": CasePaper, "case_witness": Witness, "violation_use": ViolationUse,
    "replacement": Replacement, "replacement_opinion": ReplacementOpinion, "desk_officer": DeskOfficer,
}  # fmt: skip


def write_cases(cast: Cast) -> None:
    """A case a state about somebody of the ward; some about its head and about the neighbour."""
    for state in states.CASE.states:
        _case(cast, "staff", state, whole=state in FEW)
    for state in FEW:
        _case(cast, "head", state, whole=True)
        _case(cast, "other_staff", state, whole=False)
    for name, unit in (("officer", "committee"), ("officer2", "other")):
        rows.desk_officer(user=cast.users[name], unit=cast.units[unit], proposed_by=cast.admin)
    for key, state in (("staff", "suggested"), ("head", "proposed"), ("other_staff", "consulted")):
        row = rows.replacement(person=cast.people[key], proposed_by=cast.officer)
        way = rows.path_to(states.REPLACEMENT, state) or []
        for step in way[1:]:
            Replacement.objects.filter(pk=row.pk).update(state=step)
        ReplacementOpinion.objects.create(replacement=row, of_whom="Đảng ủy", given_on=DAY, text="Đồng ý")


def _case(cast: Cast, key: str, state: str, *, whole: bool) -> None:
    person = cast.people[key]
    reporter = cast.users["head" if key != "head" else "personnel"]
    row = rows.case(subject=person, reported_by=reporter, suspended_from="case_open")
    for role, name in ((CaseRole.HANDLER, "officer"), (CaseRole.LEADER, "leader"), (CaseRole.SECRETARY, "personnel")):
        CaseMember.objects.create(case=row, user=cast.users[name], role=role, since=DAY)
    CaseMember.objects.create(case=row, user=cast.users["nobody"], role=CaseRole.REPRESENTATIVE, since=DAY)
    for kept_out, ground in ((person, BarGround.SUBJECT), (cast.people["deputy"], BarGround.RELATIVE)):
        CaseBar.objects.create(case=row, person=kept_out, ground=ground, since=DAY)
    if whole:
        _hang(row, person, cast)
    for step in (rows.path_to(states.CASE, state) or [])[1:]:
        Case.objects.filter(pk=row.pk).update(state=step)


def _hang(case: Case, person: Person, cast: Cast) -> None:
    later = DAY + timedelta(days=30)
    decision = case.decisions.get()
    made: dict[type[models.Model], dict[str, Any]] = {
        Pause: {"ground": "illness", "proof": "giấy", "from_on": DAY, "review_on": later},
        Delivery: {"kind": "notice", "received_on": DAY, "manner": "by_hand", "receiver": "A"},
        FileReading: {"on": DAY, "reader": "A", "what": "Hồ sơ"},
        Statement: {"number": 1, "submitted_on": DAY, "text": "Tôi"},
        Summons: {"session": "review", "number": 1, "sent_on": DAY, "sitting_on": later, "place": "Phòng họp"},
        Sitting: {
            "session": "review", "held_on": DAY, "place": "Phòng họp", "invited": 9, "attended": 9,
            "subject_present": True, "minutes": "Biên bản", "ballots": {"reprimand": 9},
        },
        Seat: {"role": "chair", "person": cast.people["chair"], "document": "1/QĐ", "appointed_on": DAY},
        Complaint: {"level": 1, "decision": decision, "lodged_on": DAY, "text": "Tôi", "answer_due_on": later},
        RestorationTask: {"kind": "apology", "what": "Xin lỗi", "due_on": later},
        SoftMeasure: {"kind": "reminder", "notified_on": DAY, "text": "Nhắc nhở", "document": "1/TB"},
        WorkSuspension: {"ground": "obstruction", "document": "1/QĐ", "from_on": DAY, "until_on": later},
        Disclosure: {"number": 1, "on": DAY},
        Witness: {"name": "Nhân Chứng", "heard_on": DAY, "statement": "Tôi thấy"},
        ViolationUse: {"decision": decision, "person": person, "year": 2026, "period": DAY.replace(day=1), "sheet": 1},
    }  # fmt: skip
    for model, fields in made.items():
        model._default_manager.create(case=case, **fields)
    prove(CaseExhibit, "case", case)
    _issue(case)


def _issue(case: Case) -> None:
    """A notice the person concerned may read, and minutes that nobody outside the file reads."""
    for number, (kind, shown) in enumerate((("opening", case), ("council_minutes", None))):
        key = 1_000_000 + 10 * case.pk + number
        files = [
            StoredFile.objects.create(
                parent_kind="discipline.casepaper", parent_id=key, kind="docx", original_name="a.docx", size=1,
                sha256="0" * 64, storage_name=new_name(),
            )
            for _sheet in range(2)
        ]  # fmt: skip
        CasePaper.objects.create(
            pk=key, case=case, shown=shown, kind=kind, wording_version="1", wording_sha256="0" * 64, sha256="0" * 64,
            file=files[0], plain=files[1],
        )  # fmt: skip
