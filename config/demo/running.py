"""The running month of the demo, opened and partly filled through the services."""

from collections.abc import Mapping
from datetime import date
from random import Random

from accounts.models import User
from accounts.selectors.people import accounts_of_people
from config.demo import proofs
from config.demo.plan import FULL_ACCOUNT_UNITS
from config.demo.sheets import Filled, fill
from evaluations.enums import EvaluationState
from evaluations.models import Cycle, Evaluation, Objection, UnitCycle
from evaluations.selectors.frameworks import spec_of
from evaluations.services import objections
from evaluations.services.opening import open_cycle
from evaluations.services.scoring import save_row
from evaluations.services.self_assessment import save_draft, submit
from evaluations.services.unit_month import submit as submit_month

WAITING = frozenset({"ca"})
"""Accounts whose own self-assessment is left to be tried out."""
GROUNDS = (
    "Đề nghị xem lại điểm tiến độ: một nhiệm vụ tính trễ là do chờ ý kiến của sở chuyên ngành, đã báo cáo bằng văn bản."
)
GAP_REASON = "Căn cứ nhiệm vụ trễ hạn và kết quả kiểm tra trong tháng."


def open_running_month(*, period: date, today: date, ability: Mapping[int, float], seed: int) -> None:
    """Open the month; in one ward most people have handed in, in another everything waits for the decision."""
    if Cycle.objects.filter(period=period, opened_at__isnull=False).exists():
        return
    cycle = open_cycle(period=period, on=today, by=None).cycle
    chance = Random(f"{seed} running")  # noqa: S311  invented data, no secret
    grading, ready = FULL_ACCOUNT_UNITS
    _hand_in(cycle, grading, ability, chance, today, share=0.7, scored_divisions=1)
    _hand_in(cycle, ready, ability, chance, today, share=1.0, scored_divisions=9)
    _propose(cycle, ready)
    proofs.to_own_draft()


def _hand_in(
    cycle: Cycle, unit_code: str, ability: Mapping[int, float], chance: Random, today: date, *, share: float,
    scored_divisions: int,
) -> None:  # fmt: skip
    """Self-assessments of a unit, and the superiors' scores in its first divisions."""
    spec = spec_of(cycle.framework)
    sheets = list(
        Evaluation.objects.filter(cycle=cycle, unit_cycle__unit__code=unit_code, person__isnull=False).order_by("id")
    )
    people = {sheet.person_id for sheet in sheets} | {sheet.superior_id for sheet in sheets}
    users = accounts_of_people({pk for pk in people if pk is not None})
    scored = sorted({sheet.division_id for sheet in sheets if sheet.division_id})[:scored_divisions]
    for sheet in sheets:
        person = sheet.person_id or 0
        row = fill(
            pk=sheet.pk, spec=spec, group=sheet.subject_group, ability=ability.get(person, 0.6), worked=None,
            is_unit_head=False, unit_grade=None, chance=chance,
        )  # fmt: skip
        user = users.get(person)
        keeps_back = not row.own or (user is not None and user.username in WAITING) or chance.random() > share
        if user is None or (keeps_back and share < 1):
            continue
        own = row.own or row.given
        sheet = save_draft(evaluation=sheet, lines=own, note="", version=sheet.row_version, by=user)
        proofs.to_draft(sheet, by=user)
        sheet = submit(evaluation=sheet, version=sheet.row_version, by=user, on=today)
        superior = users.get(sheet.superior_id or 0)
        if superior is not None and (sheet.division_id in scored or (share == 1 and sheet.division_id is None)):
            _score(sheet, row, superior)


def _score(sheet: Evaluation, row: Filled, superior: User) -> None:
    given = {code: {**line, "reason": line["reason"] or GAP_REASON} for code, line in row.given.items()}
    save_row(evaluation=sheet, lines=given, version=sheet.row_version, by=superior)


def _propose(cycle: Cycle, unit_code: str) -> None:
    """Each division head passes the own division on to the decider."""
    month = UnitCycle.objects.get(cycle=cycle, unit__code=unit_code)
    sheets = Evaluation.objects.filter(unit_cycle=month, state=EvaluationState.SUPERIOR_DONE)
    superiors = {sheet.superior_id for sheet in sheets if sheet.superior_id != sheet.decider_id}
    for user in accounts_of_people({pk for pk in superiors if pk is not None}).values():
        month.refresh_from_db()
        submit_month(unit_cycle=month, version=month.row_version, by=user)


def object_once(*, period: date, today: date) -> None:
    """One person of the first ward objects to the grade of the last closed month."""
    if Objection.objects.exists():
        return
    sheets = Evaluation.objects.filter(
        cycle__period=period, unit__code=FULL_ACCOUNT_UNITS[0], state=EvaluationState.PUBLISHED,
        position_kind="staff", grade__in=["B", "C"],
    )  # fmt: skip
    sheet = sheets.order_by("-grade", "id").first()
    last = objections.last_day_to_object(sheet) if sheet is not None else None
    if sheet is None or last is None or last < today:
        return
    user = accounts_of_people([sheet.person_id or 0]).get(sheet.person_id or 0)
    if user is None:
        return
    objections.file(
        evaluation=sheet,
        grounds=GROUNDS,
        by=user,
        on=today,
    )
