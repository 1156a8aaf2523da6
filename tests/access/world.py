"""The ten identities of the matrix in the cast's small city, and rows of every kind to look at."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from accounts.enums import Role
from accounts.models import ApiToken, FactorReset, RecoveryCode, RoleGrant, SecondFactor, Session, SignInLink, User
from accounts.services.grants import grant_at_setup
from cadres.models import Absence, FamilyTie, PartyMembership, Person, PlanningEntry, Position, Posting, RosterImport
from directives.models import (
    Assignment,
    AssignmentDiscussion,
    AssignmentEvidence,
    AssignmentExtension,
    AssignmentHandoff,
    Catalogue,
    CatalogueVersion,
    Commendation,
    CommendationEvidence,
    CommendedPerson,
    DelayCause,
    Document,
    DocumentFile,
    DocumentTask,
    ExtensionLimit,
    Function,
    FunctionHolding,
    Indicator,
    IndicatorGroup,
    MeasureKind,
    MeasureValue,
    RegulationReview,
    Undertaking,
    UndertakingEvidence,
    UndertakingReport,
    WorkingRegulation,
)
from directives.rules.appendix import Appendix, Item
from directives.services.catalogue_loading import load_catalogues
from directives.services.catalogues import draft_from
from directives.services.measures import load_measures
from discipline.models import Rule
from discipline.services.rule_loading import load_rules
from evaluations.enums import SubjectGroup
from evaluations.models import Cycle, Evaluation, Framework, Objection, Revision, SheetEvidence, UnitCycle
from evaluations.services.frameworks import load_frameworks
from foundation.audit.models import AuditEvent
from foundation.audit.record import recorded
from foundation.notifications.models import Alert, AlertPolicy
from foundation.notifications.notify import notify
from foundation.notifications.policies import load_policies
from organization.models import Holiday, Reorganisation, Unit, UnitSuccession
from tests.access.asking import ASKING_ROWS, write_asking
from tests.access.cases import CASE_ROWS, write_cases
from tests.access.inspected import INSPECTION_ROWS, write_inspections
from tests.access.inspected_visits import VISIT_ROWS, write_visits
from tests.access.offices import write_offices
from tests.access.proofs import prove
from tests.access.rotation import ROTATION_ROWS, write_rotation
from tests.cast import SINCE, Cast, add_account, build_cast
from tests.foundation.audit import rows
from tests.worlds import world_of, worlds

IDENTITIES = ("AN", "SA", "OC", "LD", "DH", "HR", "TL", "TM", "CA", "AU")
MONTH = date(2026, 3, 1)
WAY = ("DRAFT", "SELF_SUBMITTED", "SUPERIOR_DONE", "PROPOSED", "DECIDED", "PUBLISHED")


@dataclass
class World:
    """`users` by identity (AN is nobody) and by the cast's names; `rows` by object of the matrix."""

    cast: Cast
    users: dict[str, User | None]
    rows: dict[str, list[models.Model]]

    def __reduce__(self) -> tuple[Any, ...]:
        """A kept copy is without its rows: they are read anew from the database that has them."""
        return World, (self.cast, self.users, {})

    def everybody(self) -> dict[str, User | None]:
        """The ten identities, and further people whose relations to the rows differ."""
        return {**self.users, **{f"cast:{name}": user for name, user in self.cast.users.items()}}


@world_of(World, "access")
def build_world() -> World:
    made = worlds.copy()
    if isinstance(made, World):
        return World(made.cast, made.users, _read())
    cast = build_cast()
    for key, role in (("team_lead", Role.TEAM_LEAD), ("team_member", Role.TEAM_MEMBER)):
        cast.users[key] = add_account(key, f"Thành viên {key}")
        grant_at_setup(user=cast.users[key], role=role, unit=None, valid_from=SINCE)
    cast.users["nobody"] = add_account("nobody", "Không Chức Vụ")
    names = {"SA": "admin", "OC": "officer", "LD": "leader", "DH": "head", "HR": "personnel"}
    names |= {"TL": "team_lead", "TM": "team_member", "CA": "staff", "AU": "auditor"}
    users: dict[str, User | None] = {"AN": None, **{role: cast.users[name] for role, name in names.items()}}
    with recorded(by=None, source="test"):
        _write(cast)
    return World(cast, users, _read())


def _write(cast: Cast) -> None:
    people, units = cast.people, cast.units
    today = timezone.localdate()
    for person in people.values():
        assert person.unit is not None
        Absence.objects.create(person=person, kind="leave", starts_on=MONTH, ends_on=MONTH)
        PartyMembership.objects.create(person=person, admitted_on=date(2010, 3, 3))
        given = {"title": "Báo cáo", "responsibility": "chủ trì", "product": "văn bản", "code": f"NV{person.pk}"}
        dates = {"assigned_on": MONTH, "due_on": MONTH + timedelta(days=9)}
        task = Assignment.objects.create(person=person, unit=person.unit, given_by=cast.head, **given, **dates)
        prove(AssignmentEvidence, "assignment", task)
        AssignmentDiscussion.objects.create(assignment=task, number=1, held_on=MONTH, body="Chi uỷ", summary="x")
        rows.extension(assignment=task, from_due_on=task.due_on, to_due_on=task.due_on + timedelta(days=9))
        rows.handoff(assignment=task, to_unit=units["other"])
        cause = rows.delay_cause(assignment=task)
        if person.pk % 2:
            settled = {"settled_by": cast.officer2, "settled_on": MONTH}
            DelayCause.objects.filter(pk=cause.pk).update(state="confirmed", **settled)
    ExtensionLimit.objects.create(code="thu", valid_from=MONTH, max_times=2)
    for user in cast.users.values():
        digest = {"digest": f"{user.pk:064d}", "hint": "kc_1", "expires_on": today + timedelta(days=30)}
        ApiToken.objects.create(user=user, name="thử", **digest)
        moments = dict.fromkeys(("started_at", "last_seen_at", "expires_at"), timezone.now())
        Session.objects.create(user=user, digest=digest["digest"], data="", **moments)
        SignInLink.objects.create(user=user, purpose="reset", request=f"{user.pk:036d}")
    for name in ("officer", "personnel"):
        fields = {"file_name": "a.csv", "content": b"a", "sha256": "0" * 64, "size": 1, "as_of": MONTH}
        RosterImport.objects.create(uploaded_by=cast.users[name], **fields)
    for unit in (units["ward"], units["other"]):
        UnitSuccession.objects.create(predecessor=unit, successor=None, effective_on=today, kind="dissolve")
        RoleGrant.objects.create(user=cast.clerk, role="HR", unit=unit, valid_from=MONTH, proposed_by=cast.officer)
    for name in ("officer", "staff"):
        factor = SecondFactor.objects.create(
            user=cast.users[name], secret="A" * 32, last_step=0, enrolled_at=timezone.now()
        )
        RecoveryCode.objects.create(factor=factor, digest=f"{factor.pk:064d}")
    for subject, proposer in (("staff", "officer"), ("officer2", "admin")):
        rows.factor_reset(user=cast.users[subject], proposed_by=cast.users[proposer])
    for state in ("draft", "confirmed", "cancelled"):
        row = rows.reorganisation(unit=units["other"].pk, created_by=cast.officer)
        if state != "draft":
            Reorganisation.objects.filter(pk=row.pk).update(state=state)
    for key, relative, kind in (
        ("staff", "staff2", "sibling"),
        ("other_staff", "head", "child"),
        ("head", "", "other"),
    ):
        _tie(people[key], people.get(relative), kind)
    for key in ("staff", "deputy", "other_staff", "chair"):
        _plan(people[key])
    Holiday.objects.get_or_create(date=date(2026, 9, 2), defaults={"name": "Quốc khánh"})
    _month(cast)
    _library(cast)
    _alerts(cast)
    write_cases(cast)
    write_inspections(cast)
    write_visits(cast)
    write_asking(cast)
    write_offices(cast)
    write_rotation(cast)


def _read() -> dict[str, list[Any]]:
    found: dict[str, type[models.Model]] = {
        "account": User, "grant": RoleGrant, "api_token": ApiToken, "session": Session, "sign_in_link": SignInLink,
        "second_factor": SecondFactor, "recovery_code": RecoveryCode, "factor_reset": FactorReset,
        "unit": Unit, "succession": UnitSuccession, "reorganisation": Reorganisation,
        "holiday": Holiday, "person": Person, "position": Position, "posting": Posting,
        "party_membership": PartyMembership, "absence": Absence, "family_tie": FamilyTie,
        "planning_entry": PlanningEntry, "roster_import": RosterImport,
        "assignment": Assignment, "framework": Framework, "cycle": Cycle, "unit_cycle": UnitCycle,
        "evaluation": Evaluation, "objection": Objection, "revision": Revision,
        "assignment_evidence": AssignmentEvidence, "assignment_discussion": AssignmentDiscussion,
        "assignment_extension": AssignmentExtension, "extension_limit": ExtensionLimit,
        "assignment_handoff": AssignmentHandoff, "delay_cause": DelayCause,
        "sheet_evidence": SheetEvidence, "document": Document, "document_task": DocumentTask, "catalogue": Catalogue,
        "catalogue_version": CatalogueVersion, "indicator_group": IndicatorGroup, "indicator": Indicator,
        "measure_kind": MeasureKind, "measure": MeasureValue, "undertaking": Undertaking,
        "undertaking_report": UndertakingReport, "undertaking_evidence": UndertakingEvidence,
        "discipline_rule": Rule, "audit_event": AuditEvent, "alert": Alert, "alert_policy": AlertPolicy,
        "document_file": DocumentFile, "function": Function, "function_holding": FunctionHolding,
        "working_regulation": WorkingRegulation, "regulation_review": RegulationReview, "commendation": Commendation,
        "commended_person": CommendedPerson, "commendation_evidence": CommendationEvidence,
    }  # fmt: skip
    return {
        name: list(model._default_manager.order_by("pk"))
        for name, model in {
            **found,
            **CASE_ROWS,
            **ASKING_ROWS,
            **ROTATION_ROWS,
            **INSPECTION_ROWS,
            **VISIT_ROWS,
        }.items()
    }


def _plan(person: Person) -> None:
    """A line of the planning list."""
    dates = {"entered_on": MONTH, "decision_number": "12-QĐ/TU"}
    PlanningEntry.objects.create(person=person, post_text="Phó Chủ tịch", term="2026-2031", **dates)


def _tie(person: Person, relative: Person | None, kind: str) -> None:
    """A declared relative, of the registry or from outside."""
    name: dict[str, Any] = {"relative_name": relative.full_name if relative else "Người Ngoài"}
    name |= {"relative_key": f"{person.pk}"}
    name |= {"relative_code": relative.code if relative else "", "declared_on": MONTH, "source": "self"}
    FamilyTie.objects.create(person=person, relative=relative, kind=kind, **name)


def _library(cast: Cast) -> None:
    """A catalogue in force, a draft that only the organisation committee may read, and figures of units."""
    load_catalogues()
    load_measures()
    load_rules()
    kind = MeasureKind.objects.get(code="dialogues_held")
    for unit in (cast.units["ward"], cast.units["other"], cast.units["division"]):
        MeasureValue.objects.create(unit=unit, kind=kind, period=MONTH, value=3)
    for key in ("staff", "other_staff", "division_head"):
        person = cast.people[key]
        promise = rows.undertaking(unit=person.unit, responsible=person)
        UndertakingReport.objects.create(undertaking=promise, number=1, on=MONTH, percent=5, text="x", by=cast.head)
        prove(UndertakingEvidence, "undertaking", promise)
    catalogue = Catalogue.objects.get(code="ct24")
    draft_from(catalogue=catalogue, appendix=Appendix((Item("KL", 1, "Bản mới"),), ()), origin="x", by=cast.officer)


def _alerts(cast: Cast) -> None:
    """An alert of each unit, one that was settled, and one that only those told may know of."""
    load_policies()
    policy = AlertPolicy.objects.get(rule="undertaking.due")
    for number, key in enumerate(("ward", "other", "division")):
        Alert.objects.create(
            key=f"undertaking:{900 + number}:after:2026-01-05", rule="undertaking.due", policy=policy,
            thing="undertaking", thing_id=900 + number, code=f"CK-{number}", unit_path=cast.units[key].path,
            confined=False, waits=True, computed_on=MONTH, due_on=MONTH, inputs={"due_on": "2026-01-05"},
            ended_at=timezone.now() if key == "other" else None, ended_by=cast.head if key == "other" else None,
            ending="handled" if key == "other" else "",
        )  # fmt: skip
    Alert.objects.create(key="case:901:review", rule="case.review", thing="case", thing_id=901, computed_on=MONTH)
    for user in (cast.officer, cast.head):
        notify(user_id=user.pk, kind="test", dedupe=f"test:{user.pk}", title="x", body="", params={}, url="/", by=None)


def _month(cast: Cast) -> None:
    """One sheet a person in each state of the chain: six months, so that every relation meets every state."""
    load_frameworks()
    framework = Framework.objects.get(code="HN-1841")
    for number in range(len(WAY)):
        cycle = Cycle.objects.create(framework=framework, period=date(2025, number + 1, 1))
        for key, head in (("ward", "head"), ("other", "other_head")):
            decider = cast.people[head]
            month = UnitCycle.objects.create(cycle=cycle, unit=cast.units[key], decider=decider)
            fields = {"cycle": cycle, "unit_cycle": month, "unit": cast.units[key], "decider": decider}
            graded = {"grade": "B", "proposed_grade": "B", "decided_by": cast.users[head]}
            Evaluation.objects.create(**fields, subject_group=SubjectGroup.UNIT, **graded)
            for person in cast.people.values():
                if person.unit is None or not person.unit.path.startswith(cast.units[key].path):
                    continue
                superior = cast.people["division_head"] if person.unit == cast.units["division"] else decider
                group = SubjectGroup.HEAD if person == decider else SubjectGroup.STAFF
                more = {"person": person, "superior": superior, "subject_group": group}
                prove(SheetEvidence, "evaluation", Evaluation.objects.create(**fields, **more, **graded))
        for step in WAY[1 : number + 1]:
            Evaluation.objects.filter(cycle=cycle).update(state=step)
    for number, sheet in enumerate(Evaluation.objects.filter(state="PUBLISHED").order_by("id")):
        if sheet.person_id is not None:
            rows.objection(evaluation=sheet)
        _revisions(cast, sheet, number)


def _revisions(cast: Cast, sheet: Evaluation, number: int) -> None:
    """One correction of the sheet in each state, by an officer, the decider or the system in turn."""
    for step, state in enumerate(("REFUSED", "WITHDRAWN", "EXECUTED", "PROPOSED")):
        by = (cast.officer, cast.head, None)[(number + step) % 3]
        row = rows.revision(evaluation=sheet, proposed_by=by, settled_by=cast.officer2)
        if state != "PROPOSED":
            Revision.objects.filter(pk=row.pk).update(state=state)
