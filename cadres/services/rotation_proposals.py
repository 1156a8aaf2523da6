"""A proposed round: asked for, worked out by a job, and what is accepted of it becomes lines of the plan."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from cadres.enums_rotation import RoundState
from cadres.models import RotationCase, RotationItem, RotationRound
from cadres.rules import rotation_solver as solver
from cadres.rules.rotation_solver import Settings
from cadres.selectors.rotation_proposal import TASK, problem_of, proposals_of, settings_of
from cadres.services.rotation_plan import propose_item
from foundation.access import require
from foundation.audit.record import recorded
from foundation.outbox.models import Job
from foundation.outbox.queue import enqueue
from foundation.workflow.errors import InvalidInput, NotFound, Refused


def ask_for_proposal(
    *,
    round: RotationRound,
    settings: Settings,
    due_by: date,
    move_on: date,
    rule: str,
    by: User,
    source: str = "app",
) -> Job:
    """Have a proposal worked out; each request is a new one, so that two can be compared.

    Raises:
        Refused: the round is over; InvalidInput: the share is none, or the day lies outside the round.
    """
    require(by, "rotation_round.propose", round)
    if round.state not in (RoundState.DRAFT, RoundState.APPROVED):
        raise Refused(_("The round is over."), code="round_over")
    if not 1 <= settings.share <= 100:
        raise InvalidInput(_("Give a share between 1 and 100."), field="share", code="share")
    if not round.begins_on <= move_on <= round.ends_on:
        raise InvalidInput(_("The day lies outside the round."), field="move_on", code="outside_the_round")
    with recorded(by=by, source=source):
        RotationRound.objects.select_for_update().get(pk=round.pk)  # two requests at once are two proposals
        number = proposals_of(by, round).count() + 1
        payload = {
            "round": round.pk, "by": by.pk, "due_by": due_by.isoformat(), "move_on": move_on.isoformat(), "rule": rule,
            "settings": asdict(settings),
        }  # fmt: skip
        return enqueue(TASK, key=f"{TASK}:{round.pk}:{by.pk}:{number}", payload=payload, by=by)


def work_out(payload: dict[str, Any]) -> dict[str, Any]:
    """The proposal as plain keys; the same payload and rows give the same answer."""
    user = User.objects.get(pk=payload["by"])
    round = RotationRound.objects.select_related("unit").get(pk=payload["round"])
    settings = settings_of(payload)
    given = problem_of(
        user, round, due_by=date.fromisoformat(payload["due_by"]), move_on=date.fromisoformat(payload["move_on"]),
        rule=payload["rule"],
    )  # fmt: skip
    plan = solver.solve(given.movers, given.seats, given.sizes, settings)
    simple = solver.greedy(given.movers, given.seats, given.sizes, settings)
    holder = {seat.key: seat.holder for seat in given.seats}
    return {
        "circles": [
            [[case, holder[plan.moves[case]]] for case in circle] for circle in solver.circles(plan, given.seats)
        ],
        "left": [[case, rule] for case, rule in sorted(plan.left.items())],
        "moved": len(plan.moves),
        "asked": len(given.movers),
        "left_by_rule": plan.left_by_rule(),
        "best": plan.best,
        "greedy": len(simple.moves),
    }


def accept(
    *, round: RotationRound, job: Job, circles: Sequence[int], today: date, by: User, source: str = "app"
) -> list[RotationItem]:
    """Make whole circles of a proposal lines of the approved round: all of them or none.

    Raises:
        NotFound: the proposal is another's, or not worked out.
        InvalidInput: nothing chosen, or a number that is no circle of the proposal.
        Refused, InvalidInput: what `propose_item` refuses; somebody moved, got a plan or is out of reach since then.
    """
    if not proposals_of(by, round).filter(pk=job.pk).exists() or not job.result:
        raise NotFound
    found = job.result["circles"]
    if any(not 0 <= number < len(found) for number in circles):
        raise InvalidInput(_("The proposal has no circle of this number."), field="circles", code="no_such_circle")
    chosen = [found[number] for number in sorted(set(circles))]
    if not chosen:
        raise InvalidInput(_("Choose at least one circle of moves."), field="circles", code="none_chosen")
    move_on = date.fromisoformat(job.payload["move_on"])
    keys = {case for circle in chosen for pair in circle for case in pair if case is not None}
    rows = RotationCase.objects.select_related("person", "rule", "unit", "posting__unit", "posting__position").in_bulk(
        keys
    )
    made = []
    with recorded(by=by, source=source):
        for circle in chosen:
            comes = {to: case for case, to in circle}
            for case, to in circle:
                there, follows = rows[to].posting, rows[comes[case]].person
                made.append(
                    propose_item(
                        case=rows[case], destination=there.unit, position=there.position, move_on=move_on,
                        legal_basis=rows[case].rule.legal_basis, hand_over_to=follows, successor=follows, round=round,
                        today=today, by=by, source=source,
                    )
                )  # fmt: skip
    return made
