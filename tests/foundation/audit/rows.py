"""Smallest legal rows of everything that has states, for the tests of the trail and of the transition tables."""

import itertools
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.enums import GrantState, Role
from accounts.models import FactorReset, RoleGrant, User
from cadres.enums import EmploymentKind
from cadres.models import (
    Person,
    Position,
    Posting,
    RosterImport,
    RotationCase,
    RotationItem,
    RotationRelief,
    RotationRound,
    RotationRule,
)
from directives.models import (
    Assignment,
    AssignmentExtension,
    AssignmentHandoff,
    Catalogue,
    CatalogueVersion,
    DelayCause,
    Document,
    DocumentTask,
    RecurringAssignment,
    Undertaking,
)
from discipline.models import Case, Decision, DeskOfficer, Replacement, RestorationTask, WorkSuspension
from evaluations.enums import Grade, RevisionKind, SubjectGroup
from evaluations.models import Cycle, Evaluation, Framework, Objection, Revision, UnitCycle
from foundation.files.models import StoredFile
from foundation.files.storage import new_name
from foundation.workflow.table import TransitionTable
from inspections.models import (
    Draw,
    Finding,
    Inspection,
    Minutes,
    Notice,
    OwnCheck,
    Programme,
    ProposedFact,
    Remedy,
    Team,
)
from inspections.rules.draws import Weighed, commitment_of, seal
from organization.enums import UnitKind
from organization.models import Reorganisation, Unit

_number = itertools.count(1)
DAY = date(2026, 1, 5)


def unit(**given: Any) -> Unit:
    number = next(_number)
    fields = {"code": f"AUD{number}", "name": f"Phòng {number}", "kind": UnitKind.DEPARTMENT, "path": f"{number:06d}."}
    return Unit.objects.create(**{**fields, "search_key": f"phong {number}", **given})


def person(**given: Any) -> Person:
    number = next(_number)
    fields = {"code": f"P{number}", "full_name": f"Lê Thị {number}", "employment_kind": EmploymentKind.CIVIL}
    return Person.objects.create(**{**fields, "sort_key": f"{number:08d}", "search_key": f"le thi {number}", **given})


def user(**given: Any) -> User:
    number = next(_number)
    return User.objects.create(**{"username": f"user{number}", "full_name": f"Trần Văn {number}", **given})


def person_user() -> User:
    return user(person_id=person().pk)


def grant(**given: Any) -> RoleGrant:
    fields = {"user": given.pop("user", None) or user(), "role": Role.DEPARTMENT_HEAD, "valid_from": DAY}
    return RoleGrant.objects.create(**{**fields, "unit": unit(), "state": GrantState.PROPOSED, **given})


def factor_reset(**given: Any) -> FactorReset:
    fields = {"user": given.pop("user", None) or user(), "proposed_by": given.pop("proposed_by", None) or user()}
    return FactorReset.objects.create(**{**fields, "reason": "…", "proposed_at": timezone.now(), **given})


def assignment(**given: Any) -> Assignment:
    fields = {"code": f"A{next(_number)}", "title": "Báo cáo", "responsibility": "chủ trì", "product": "báo cáo"}
    dates = {"assigned_on": DAY, "due_on": date(2026, 1, 20)}
    return Assignment.objects.create(person=person(), unit=unit(), **{**fields, **dates, **given})


def extension(**given: Any) -> AssignmentExtension:
    fields = {"number": 1, "from_due_on": DAY, "to_due_on": date(2026, 1, 30), "reason": "…", "asked_on": DAY}
    task = given.pop("assignment", None) or assignment()
    return AssignmentExtension.objects.create(assignment=task, **{**fields, **given})


def handoff(**given: Any) -> AssignmentHandoff:
    task = given.pop("assignment", None) or assignment()
    fields = {"number": 1, "kind": "up", "from_unit": task.unit, "matter": "Việc", "sent_on": DAY}
    to_unit = given.pop("to_unit", None) or unit()
    return AssignmentHandoff.objects.create(assignment=task, to_unit=to_unit, **{**fields, **given})


def delay_cause(**given: Any) -> DelayCause:
    task = given.pop("assignment", None) or assignment()
    return DelayCause.objects.create(assignment=task, **{"number": 1, "text": "Bão", "claimed_on": DAY, **given})


def recurring(**given: Any) -> RecurringAssignment:
    fields = {"code": f"DK{next(_number)}", "title": "Báo cáo", "responsibility": "chủ trì", "product": "báo cáo"}
    days = {"every": "weekly", "day": 5, "days_before": 3, "begins_on": DAY, "counts_from": DAY}
    return RecurringAssignment.objects.create(person=person(), unit=unit(), **{**fields, **days, **given})


def catalogue_version(**given: Any) -> CatalogueVersion:
    number = next(_number)
    catalogue = Catalogue.objects.create(code=f"dm{number}", name_vi="Danh mục", name_en="Catalogue")
    return CatalogueVersion.objects.create(**{"catalogue": catalogue, "number": 1, **given})


def undertaking(**given: Any) -> Undertaking:
    number = next(_number)
    words = {"title_vi": "Nhiệm vụ", "title_en": "Task"}
    document = Document.objects.create(code=f"vb{number}", number=f"{number}", kind="plan", issuer="UBND", **words)
    task = DocumentTask.objects.create(document=document, number=1, **words)
    fields = {"code": f"CK{number}", "title": "Việc", "product": "văn bản", "begins_on": DAY, "due_on": DAY}
    return Undertaking.objects.create(**{"unit": unit(), "task": task, "responsible": person(), **fields, **given})


def rotation_rule() -> RotationRule:
    number = next(_number)
    words = {"title_vi": "Quy tắc", "title_en": "Rule", "legal_basis": "…"}
    value = {"kinds": ["staff"], "employment": ["civil"], "max_months": 60}
    return RotationRule.objects.create(
        code=f"QT{number}", kind="limit", scope="x", value=value, valid_from=DAY, **words
    )


def rotation_round(**given: Any) -> RotationRound:
    fields = {"code": f"DLC{next(_number)}", "title": "Kế hoạch", "purpose": "…", "begins_on": DAY, "ends_on": DAY}
    return RotationRound.objects.create(**{"unit": given.pop("unit", None) or unit(), **fields, **given})


def rotation_case(**given: Any) -> RotationCase:
    if "posting" not in given:
        name = f"Chuyên viên {next(_number)}"
        post = Position.objects.create(name=name, search_key=name.casefold(), kind="staff")
        held = {"person": given.get("person") or person(), "unit": unit(), "position": post, "valid_from": DAY}
        posting = Posting.objects.create(**held)
        given = {"posting": posting, "person": posting.person, "unit": posting.unit, **given}
    rule = given.pop("rule", None) or rotation_rule()
    fields = {"code": f"LC{next(_number)}", "rule": rule, "rule_code": rule.code}
    return RotationCase.objects.create(**{**fields, "started_on": DAY, "due_on": DAY, "computed_on": DAY, **given})


def rotation_item(**given: Any) -> RotationItem:
    case = given.pop("case", None) or rotation_case()
    fields = {"destination": given.pop("destination", None) or unit(), "position": case.posting.position}
    fields |= {"round": given.pop("round", None) or rotation_round(), "move_on": DAY, "legal_basis": "…"}
    fields |= {"hand_over_to": given.pop("hand_over_to", None) or person()}
    return RotationItem.objects.create(case=case, **{**fields, **given})


def rotation_relief(**given: Any) -> RotationRelief:
    fields = {"case": given.pop("case", None) or rotation_case(), "kind": "defer", "ground": "study"}
    fields |= {"rule": rotation_rule(), "evidence": "1/QĐ", "from_on": DAY, "until": DAY}
    return RotationRelief.objects.create(**{**fields, **given})


def framework() -> Framework:
    number = next(_number)
    fields = {"code": f"FW{number}", "name_vi": "Khung", "name_en": "Framework", "legal_basis": "1841"}
    return Framework.objects.create(**fields, valid_from=DAY, content={}, checksum=str(number))


def cycle(**given: Any) -> Cycle:
    number = next(_number)
    period = date(2026 + number // 12, number % 12 + 1, 1)
    return Cycle.objects.create(**{"framework": framework(), "period": period, **given})


def unit_cycle(**given: Any) -> UnitCycle:
    return UnitCycle.objects.create(**{"cycle": given.pop("cycle", None) or cycle(), "unit": unit(), **given})


def evaluation(**given: Any) -> Evaluation:
    month = given.pop("unit_cycle", None) or unit_cycle()
    fields = {"cycle": month.cycle, "unit_cycle": month, "unit": month.unit, "subject_group": SubjectGroup.STAFF}
    graded = {"grade": Grade.B, "proposed_grade": Grade.B}
    return Evaluation.objects.create(**{**fields, **graded, "person": given.pop("person", None) or person(), **given})


def objection(**given: Any) -> Objection:
    fields = {"code": f"O{next(_number)}", "grounds": "…", "filed_at": timezone.now(), "answer_due_on": DAY}
    return Objection.objects.create(evaluation=given.pop("evaluation", None) or evaluation(), **{**fields, **given})


def revision(**given: Any) -> Revision:
    """With the account that would settle it, so that only the table of transitions can refuse a state."""
    fields = {
        "code": f"R{next(_number)}",
        "kind": RevisionKind.ARITHMETIC,
        "reason": "…",
        "proposed_at": timezone.now(),
    }
    graded = {"grade": Grade.B, "proposed_grade": Grade.B, "settled_by": given.pop("settled_by", None) or user()}
    return Revision.objects.create(
        evaluation=given.pop("evaluation", None) or evaluation(), **{**fields, **graded, **given}
    )


def roster_import(**given: Any) -> RosterImport:
    fields = {"file_name": "danh-sach.xlsx", "content": b"x", "sha256": "0" * 64, "size": 1, "as_of": DAY}
    return RosterImport.objects.create(uploaded_by=given.pop("uploaded_by", None) or user(), **{**fields, **given})


def reorganisation(**values: Any) -> Reorganisation:
    """A draft about one unit that nobody takes over."""
    order = {"kind": "dissolve", "units": [values.pop("unit", None) or unit().pk], "parts": [], "rest": 0}
    fields = {"kind": "dissolve", "effective_on": DAY, "legal_basis": "1/QĐ", "decided_on": DAY}
    content = {**order, "divisions": {}, "people": {}, "heads": {}}
    row: Reorganisation = Reorganisation.objects.create(**{**fields, "content": content, **values})
    return row


def case(**given: Any) -> Case:
    """A signal about a person, with a signed decision beside it, so that only the table can refuse a state."""
    about = given.pop("subject", None) or person()
    fields = {"code": f"HS{next(_number)}", "subject": about, "answering": about, "unit": about.unit or unit()}
    days = {"acted_on": DAY, "discovered_on": DAY, "subject_kind": "civil", "allegation": "…", "source": "officer"}
    row = Case.objects.create(**{**fields, **days, **given})
    signed(decision(case=row))
    return row


def decision(**given: Any) -> Decision:
    fields = {"outcome": "form", "form": "reprimand", "number": "1/QĐ", "signed_on": DAY, "effective_on": DAY}
    words = {"authority": "UBND", "signer": "Lê Văn A", "grounds": "…"}
    about = given.pop("case", None)
    if about is None:
        about = case()
        fields["version"] = 2
    return Decision.objects.create(case=about, **{**fields, **words, **given})


def signed(row: Decision) -> Decision:
    Decision.objects.filter(pk=row.pk).update(state="signed", signed_at=timezone.now())
    return row


def restoration(**given: Any) -> RestorationTask:
    fields = {"kind": "apology", "what": "…", "due_on": DAY}
    return RestorationTask.objects.create(case=given.pop("case", None) or case(), **{**fields, **given})


def work_suspension(**given: Any) -> WorkSuspension:
    fields = {"ground": "obstruction", "document": "1/QĐ", "from_on": DAY, "until_on": DAY}
    return WorkSuspension.objects.create(case=given.pop("case", None) or case(), **{**fields, **given})


def replacement(**given: Any) -> Replacement:
    about = given.pop("person", None) or person()
    fields = {"code": f"TT{next(_number)}", "kind": "replace", "ground": "…", "facts": "…", "arose_on": DAY}
    where = {"unit": about.unit or unit(), "talk_due_on": DAY}
    return Replacement.objects.create(person=about, **{**fields, **where, **given})


def desk_officer(**given: Any) -> DeskOfficer:
    fields = {"user": given.pop("user", None) or user(), "unit": given.pop("unit", None) or unit(), "since": DAY}
    return DeskOfficer.objects.create(**{**fields, **given})


def team(**given: Any) -> Team:
    place = given.pop("unit", None) or unit()
    fields = {"number": f"{next(_number)}/QĐ-UBND", "title": "Đoàn kiểm tra công vụ", "signed_by": "Chủ tịch"}
    dates = {"decided_on": DAY, "valid_from": DAY, "valid_to": timezone.localdate() + timedelta(days=90)}
    return Team.objects.create(**{**fields, **dates, "unit": place, "scope": place, **given})


def inspection(**given: Any) -> Inspection:
    opens = timezone.now() + timedelta(days=1)
    fields = {"kind": "surprise", "contents": ["hours"], "basis": "Kế hoạch năm", "window_from": opens}
    fields |= {"window_to": opens + timedelta(hours=4), "reveal_at": opens, "meeting_place": "Cổng số 1"}
    fields |= {"team": given.pop("team", None) or team(), "unit": given.pop("unit", None) or unit()}
    return Inspection.objects.create(**{**fields, **given})


def _kept(parent: str, key: int) -> StoredFile:
    fields = {"parent_kind": parent, "parent_id": key, "kind": "docx", "original_name": "a.docx", "size": 1}
    return StoredFile.objects.create(**fields, sha256="0" * 64, storage_name=new_name())


def finding(**given: Any) -> Finding:
    row = given.pop("inspection", None) or inspection()
    fields = {"number": 1, "seen_at": timezone.now(), "severity": "recorded", "text": "Quầy không có người"}
    return Finding.objects.create(inspection=row, **{**fields, **given})


def proposed_fact(**given: Any) -> ProposedFact:
    fields = {"person": given.pop("person", None) or person(), "period": date(2026, 3, 1)}
    return ProposedFact.objects.create(finding=given.pop("finding", None) or finding(), **{**fields, **given})


def minutes(**given: Any) -> Minutes:
    row = given.pop("inspection", None) or inspection()
    fields = {"number": 1, "content": {}, "sha256": "0" * 64, "code": "0000-0000-0000"}
    signed = {"representative": "A", "office": "B", "witness": "C", "reason": "D", "signed_at": timezone.now()}
    file = _kept("inspections.minutes", row.pk)
    return Minutes.objects.create(inspection=row, file=file, **{**fields, **signed, **given})


def notice(**given: Any) -> Notice:
    row = given.pop("inspection", None) or inspection()
    fields = {"conclusion": "Đúng quy định", "number": "1", "issued_on": DAY, "sha256": "0" * 64}
    return Notice.objects.create(inspection=row, file=_kept("inspections.notice", row.pk), **{**fields, **given})


def remedy(**given: Any) -> Remedy:
    fields = {"number": 1, "kind": "remedy", "text": "Khắc phục", "due_on": date(2026, 3, 20)}
    return Remedy.objects.create(notice=given.pop("notice", None) or notice(), **{**fields, **given})


def draw(**given: Any) -> Draw:
    code = f"RT-2026-{next(_number):05d}"
    listed = [Weighed(f"P-{number}", 10 + number, {"findings": number}) for number in range(3)]
    text = seal(code=code, key="0" * 64, places=2, outside="số", rule="{}", units=listed, excluded=[("P-9", "lý do")])
    fields = {"title": "Rút thăm", "places": 2, "eligible": 3, "excluded": 1, "outside_name": "VN-Index"}
    fields |= {"outside_on": timezone.localdate() + timedelta(days=2), "team": given.pop("team", None) or team()}
    return Draw.objects.create(code=code, sealed_text=text, commitment=commitment_of(text), **{**fields, **given})


def programme(**given: Any) -> Programme:
    fields = {"number": f"{next(_number)}/KH-UBND", "title": "Kế hoạch kiểm tra", "year": 2026, "decided_on": DAY}
    return Programme.objects.create(unit=given.pop("unit", None) or unit(), **{**fields, **given})


def own_check(**given: Any) -> OwnCheck:
    fields = {"kind": "planned", "held_on": DAY, "findings": 1, "result": "Đạt"}
    places = {"unit": given.pop("unit", None) or unit(), "checked": given.pop("checked", None) or unit()}
    return OwnCheck.objects.create(**places, **{**fields, **given})


MACHINES: dict[str, Callable[..., Any]] = {
    "accounts.factorreset": factor_reset,
    "accounts.rolegrant": grant,
    "cadres.rosterimport": roster_import,
    "cadres.rotationcase": rotation_case,
    "cadres.rotationitem": rotation_item,
    "cadres.rotationrelief": rotation_relief,
    "cadres.rotationround": rotation_round,
    "directives.assignment": assignment,
    "directives.assignmentextension": extension,
    "directives.assignmenthandoff": handoff,
    "directives.recurringassignment": recurring,
    "directives.catalogueversion": catalogue_version,
    "directives.delaycause": delay_cause,
    "directives.undertaking": undertaking,
    "discipline.case": case,
    "discipline.decision": decision,
    "discipline.deskofficer": desk_officer,
    "discipline.replacement": replacement,
    "discipline.restorationtask": restoration,
    "discipline.worksuspension": work_suspension,
    "evaluations.cycle": cycle,
    "evaluations.evaluation": evaluation,
    "evaluations.objection": objection,
    "evaluations.revision": revision,
    "evaluations.unitcycle": unit_cycle,
    "inspections.draw": draw,
    "inspections.inspection": inspection,
    "inspections.minutes": minutes,
    "inspections.notice": notice,
    "inspections.owncheck": own_check,
    "inspections.programme": programme,
    "inspections.proposedfact": proposed_fact,
    "inspections.remedy": remedy,
    "inspections.team": team,
    "organization.reorganisation": reorganisation,
}
"""Every model with a transition table, by its label, with what makes one row."""

FILLED: dict[str, dict[str, Any]] = {
    "directives.assignment": {"done_on": date(2026, 1, 9)},
    "directives.assignmenthandoff": {"answered_on": DAY, "answer": "…"},
    "directives.catalogueversion": {"valid_from": DAY},
    "discipline.case": {"suspended_from": "case_open"},
    "discipline.decision": {"signed_at": timezone.now()},
    "discipline.replacement": {"decided_on": DAY, "document": "1/QĐ"},
    "discipline.restorationtask": {"done_on": DAY},
    "inspections.proposedfact": {"reason": "…", "sheet": 1},
}
"""Columns that let a row stand in every state, so that only the table of transitions can refuse one."""


def table_of(label: str) -> TransitionTable:
    from django.apps import apps

    found: TransitionTable = apps.get_model(label).transitions  # type: ignore[attr-defined]  # models with states only
    return found


def path_to(table: TransitionTable, state: str) -> list[str] | None:
    """The states on the shortest way from the beginning to `state`; None where no way leads there."""
    ways = {table.initial: [table.initial]}
    edge = [table.initial]
    while edge:
        here = edge.pop(0)
        for source, target in table.pairs():
            if source == here and target not in ways:
                ways[target] = [*ways[here], target]
                edge.append(target)
    return ways.get(state)
