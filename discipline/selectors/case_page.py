"""One case as its page shows it: what is owed, clocks, council, like cases, the other track, who did and read what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, QuerySet

from accounts.models import User
from discipline.enums import HANDLING, CaseRole, CaseState, SeatRole
from discipline.models import (
    Case,
    CaseBar,
    CaseExhibit,
    CaseMember,
    Complaint,
    Decision,
    Delivery,
    Disclosure,
    FileReading,
    Pause,
    RestorationTask,
    Seat,
    Sitting,
    Statement,
    Summons,
    Witness,
    WorkSuspension,
)
from discipline.rules.book import RuleBook
from discipline.rules.clocks import Clock, TimeBar
from discipline.rules.due_process import DONE, OwedStep, blocking
from discipline.rules.severity import Disproportion, disproportion
from discipline.rules.values import RuleMissing
from discipline.selectors.clocks import clock_of, time_bar_of
from discipline.selectors.precedents import Precedents, precedents_for
from discipline.selectors.process import PREFETCH, owed
from foundation.access import allows, readable_fields, visible_to
from foundation.audit.models import AuditEvent
from foundation.files.selectors import Proof, proofs_of
from organization.rules.calendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Owed:
    """The list of what is owed to the person concerned."""

    steps: tuple[OwedStep, ...]

    @property
    def done(self) -> int:
        return sum(1 for step in self.steps if step.state == DONE)

    @property
    def blocking(self) -> tuple[OwedStep, ...]:
        return tuple(step for step in blocking(self.steps) if step.code != "decision")


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One seat the rules ask for; `seat` is None while nobody fills it."""

    role: str
    label: str
    seat: Seat | None


@dataclass(frozen=True, slots=True)
class Twin:
    """The case of the other track, where the reader may read that one too."""

    case: Case
    apart: Disproportion | None


@dataclass(frozen=True, slots=True)
class Past:
    """One thing that happened: an act by name, or a change of what hangs on the case."""

    at: datetime
    name: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looked at the case, how often, when last."""

    name: str
    roles: str
    times: int
    last: datetime


def whole(case: Case) -> Case:
    """The case with what its process is computed from."""
    return Case.objects.select_related("subject__unit", "unit__parent", "indicator__version", "twin").prefetch_related(
        *PREFETCH, "complaints", "restorations"
    ).get(pk=case.pk)  # fmt: skip


def may_read_process(user: Any, case: Case) -> bool:
    """Whether the steps of the case are open to this reader: handlers, leaders, its secretary."""
    return allows(user, "case_summons.read", Summons(case=case))


def owed_of(case: Case, *, rules: RuleBook, days: WorkingCalendar, on: date) -> Owed | None:
    try:
        return Owed(owed(case, rules=rules, calendar=days, today=on))
    except RuleMissing:
        return None


def clocks_of(case: Case, *, rules: RuleBook, days: WorkingCalendar, on: date) -> tuple[Clock | None, TimeBar | None]:
    """The handling limit while it runs or stands still, and the time bar until something was decided."""
    try:
        running = case.state in (*HANDLING, CaseState.SUSPENDED)
        clock = clock_of(case, today=on, rules=rules, calendar=days) if running else None
        bar = time_bar_of(case, today=on, rules=rules) if case.closed_on is None and not case.form else None
    except RuleMissing:
        return None, None
    return clock, bar


def bar_days(bar: TimeBar, case: Case, *, rules: RuleBook, on: date) -> list[tuple[str, date | None]]:
    """Of each form that may be given to this kind of subject: the last day it may be applied."""
    return [(one.title, bar.ends_for[one.form]) for one in rules.forms(case.subject_kind, on)]


def council_of(user: Any, case: Case, *, rules: RuleBook) -> list[SeatLine]:
    """The seats of the rules with who fills them; empty before the council."""
    rows = visible_to(user, Seat.objects.filter(case=case, ended_on=None).select_related("person__unit"))
    filled = {seat.role: seat for seat in rows}
    if not filled and case.state != CaseState.COUNCIL:
        return []
    try:
        roles = list(rules.council_seats(case.opened_on or case.discovered_on).value)
    except RuleMissing:
        roles = list(SeatRole.values)
    return [SeatLine(role, str(SeatRole(role).label), filled.get(role)) for role in roles]


def precedents_of(case: Case, *, rules: RuleBook, on: date) -> Precedents | None:
    """What was given in like cases; for whoever prepares or takes the decision."""
    return precedents_for(case, on=on, rules=rules) if case.indicator_id else None


def twin_of(user: Any, case: Case, *, rules: RuleBook, on: date) -> Twin | None:
    if "twin" not in readable_fields(user, case):
        return None
    other = case.twin or Case.objects.select_related("unit").filter(twin=case).first()
    if other is None or not visible_to(user, Case.objects.filter(pk=other.pk)).exists():
        return None
    apart = None
    if case.form and other.form:
        first, second = (case, other) if case.track == "administrative" else (other, case)
        apart = disproportion(first.form, second.form, on, rules)
    return Twin(other, apart)


def members_of(user: Any, case: Case) -> QuerySet[CaseMember]:
    return (
        visible_to(user, CaseMember.objects.filter(case=case)).select_related("user").order_by("ended_on", "role", "id")
    )


def bars_of(user: Any, case: Case) -> QuerySet[CaseBar]:
    return visible_to(user, CaseBar.objects.filter(case=case)).select_related("person__unit").order_by("id")


def witnesses_of(user: Any, case: Case) -> QuerySet[Witness]:
    return visible_to(user, Witness.objects.filter(case=case)).select_related("person").order_by("heard_on", "id")


def exhibits_of(user: Any, case: Case) -> tuple[Proof, ...]:
    return proofs_of(visible_to(user, CaseExhibit.objects.filter(case=case)))


def may_read_exhibit_files(user: Any, case_id: int) -> bool:
    """Asked by the files room at each download of an exhibit."""
    return visible_to(user, CaseExhibit.objects.filter(case_id=case_id)).exists()


def disclosed(user: Any, case: Case) -> dict[int, date]:
    """Number of an exhibit -> since when the person concerned reads it."""
    return dict(visible_to(user, Disclosure.objects.filter(case=case)).values_list("number", "on"))


WRITTEN: dict[str, dict[str, tuple[Any, tuple[str, ...]]]] = {
    "papers": {
        "sittings": (Sitting, ("chair",)), "decisions": (Decision, ("drafted_by", "signed_by")),
        "complaints": (Complaint, ()), "statements": (Statement, ()), "deliveries": (Delivery, ()),
        "readings": (FileReading, ()),
    },
    "owed": {
        "summonses": (Summons, ()), "pauses": (Pause, ()), "work_suspensions": (WorkSuspension, ()),
        "restorations": (RestorationTask, ()),
    },
}  # fmt: skip
"""Tab -> what is written down there."""


def rows_of(user: Any, case: Case, tab: str) -> Mapping[str, Sequence[Any]]:
    """What this tab shows of what is written down in the case and open to this reader; one query each."""
    return {
        name: list(visible_to(user, model.objects.filter(case=case)).select_related("case", *related))
        for name, (model, related) in WRITTEN[tab].items()
    }


def decisions_of(user: Any, case: Case) -> list[Decision]:
    """Signed decisions this reader may read."""
    return list(visible_to(user, Decision.objects.filter(case=case, state="signed")).order_by("version"))


def history_of(case: Case, *, most: int = 200) -> list[Past]:
    """Acts on the case, the newest first; who did them by account."""
    events = _events(case).filter(kind=AuditEvent.Kind.EVENT).order_by("-id")[:most]
    names = _names({event.actor for event in events})
    return [Past(event.at, event.name, names.get(event.actor, event.actor_name), event.reason) for event in events]


def readers_of(case: Case) -> list[Reader]:
    """Who looked at the case, the latest first, with what they hold in it today."""
    rows = (
        _events(case)
        .filter(kind=AuditEvent.Kind.READ)
        .order_by()
        .values("actor", "actor_name")
        .annotate(times=Count("id"), last=Max("at"))
        .order_by("-last")
    )
    found = list(rows)
    names = _names({row["actor"] for row in found})
    return [
        Reader(names.get(row["actor"], row["actor_name"]), _roles(case, row["actor"]), row["times"], row["last"])
        for row in found
    ]


def _events(case: Case) -> QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(object_type=Case._meta.label_lower, object_id=str(case.pk))


def _names(actors: set[str]) -> dict[str, str]:
    keys = [int(actor) for actor in actors if actor.isdigit()]
    return {str(pk): name for pk, name in User.objects.filter(pk__in=keys).values_list("pk", "full_name")}


def _roles(case: Case, actor: str) -> str:
    held = [role for role in CaseRole if actor.isdigit() and int(actor) in getattr(case, f"{role.value}_ids")]
    return ", ".join(str(role.label) for role in held)
