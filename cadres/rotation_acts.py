"""Acts on a rotation case as data: right, state, form, service; pages and the API ask this one table."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cadres.enums_rotation import CLOSED, STAGES, ItemState, ReliefState, RotationState
from cadres.forms import rotation as forms
from cadres.models import Person, RotationCase, RotationItem, RotationRelief, RotationRound
from cadres.models.rotation import APART
from cadres.services import rotation_cases, rotation_moves, rotation_plan, rotation_reliefs
from foundation.access import allows, visible_to
from organization.models import Unit
from organization.selectors.units import force_condition

S = RotationState


@dataclass
class Asked:
    """Who asks for an act on which case, with the line and the deferral that stand."""

    user: User
    case: RotationCase
    today: date
    item: RotationItem | None
    relief: RotationRelief | None

    @classmethod
    def of(cls, user: User, case: RotationCase, today: date) -> "Asked":
        items = case.items.filter(state__in=(ItemState.PROPOSED, ItemState.SIGNED)).select_related(
            "destination", "position", "round", "hand_over_to", "successor", "proposed_by"
        )
        standing = visible_to(user, case.reliefs.filter(state__in=(ReliefState.PROPOSED, ReliefState.GRANTED)))
        item, relief = items.first(), standing.order_by("state", "-id").last()
        for row in (item, relief):
            if row is not None:
                row.case = case
        return cls(user, case, today, item, relief)

    @property
    def pools(self) -> dict[str, Any]:
        units = visible_to(self.user, Unit.objects.filter(force_condition(self.today)))
        rounds = visible_to(self.user, RotationRound.objects.filter(state="approved", ends_on__gte=self.today))
        people = visible_to(self.user, Person.objects.filter(left_on=None).select_related("unit"))
        return {"units": units, "rounds": rounds, "people": people.exclude(pk=self.case.person_id)}

    @property
    def choices(self) -> dict[str, Any]:
        return {"ground": [(key, row.title) for key, row in rotation_reliefs.grounds_on(self.today).items()]}


def _managed(act: str) -> Callable[[Asked], tuple[str, Any]]:
    return lambda asked: (
        f"rotation_case.{act}_managed" if rotation_plan.managed(asked.case) else f"rotation_case.{act}",
        asked.case,
    )


def _case(act: str) -> Callable[[Asked], tuple[str, Any]]:
    return lambda asked: (f"rotation_case.{act}", asked.case)


def _item(act: str) -> Callable[[Asked], tuple[str, Any]]:
    return lambda asked: (f"rotation_item.{act}", asked.item or RotationItem(case=asked.case))


def _relief(act: str) -> Callable[[Asked], tuple[str, Any]]:
    def right(asked: Asked) -> tuple[str, Any]:
        apart = act == "settle" and asked.relief is not None and asked.relief.ground == APART
        return f"rotation_relief.{'keep_apart' if apart else act}", asked.relief or RotationRelief(case=asked.case)

    return right


@dataclass(frozen=True)
class Act:
    """One act: `open` says whether it is possible now, `on` which row the service takes."""

    name: str
    title: Any
    consequence: Any
    right: Callable[[Asked], tuple[str, Any]]
    open: Callable[[Asked], bool]
    form: type[forms.RotationForm]
    service: Callable[..., Any]
    on: str = "case"
    kind: str = ""
    dated: bool = True

    def allowed(self, asked: Asked) -> bool:
        action, row = self.right(asked)
        return allows(asked.user, action, row)

    def run(self, asked: Asked, data: dict[str, Any], *, source: str = "app") -> Any:
        given: dict[str, Any] = {self.on: getattr(asked, self.on)}
        if self.dated:
            given["today"] = asked.today
        return self.service(**given, **data, by=asked.user, source=source)


def _in(*states: RotationState) -> Callable[[Asked], bool]:
    return lambda asked: asked.case.state in states


def _item_is(state: str, *, outside: bool = False) -> Callable[[Asked], bool]:
    return lambda asked: (
        asked.item is not None and asked.item.state == state and (not outside or asked.item.round_id is None)
    )


def _relief_is(state: str) -> Callable[[Asked], bool]:
    return lambda asked: asked.relief is not None and asked.relief.state == state


ACTS = (
    Act("plan", _("Plan the move"),
        _("In an approved round the case is planned at once. Outside a plan somebody else signs first."),
        _item("propose"), lambda asked: asked.case.state in STAGES and asked.item is None, forms.PlanForm,
        rotation_plan.propose_item, kind="primary"),
    Act("countersign", _("Sign as second person"),
        _("The move outside a plan is in force with your signature. Every such move is signed by two."),
        _item("countersign"), _item_is(ItemState.PROPOSED, outside=True), forms.ReasonForm, rotation_plan.countersign,
        on="item", kind="primary"),
    Act("refuse_item", _("Do not sign"), _("The proposal is refused; the case stays where it is."),
        _item("countersign"), _item_is(ItemState.PROPOSED, outside=True), forms.ReasonForm, rotation_plan.refuse_item,
        on="item", dated=False),
    Act("withdraw", _("Withdraw the plan"), _("A planned case is due again."), _item("propose"),
        lambda asked: asked.item is not None and asked.case.state != S.DECIDED, forms.ReasonForm,
        rotation_plan.withdraw_item, on="item", dated=False),
    Act("announce", _("Record the announcement"),
        _("The notice runs from that day. The person concerned reads the case and may give an opinion."),
        _case("announce"), _in(S.PLANNED), forms.AnnounceForm, rotation_moves.announce, kind="primary"),
    Act("replan", _("Change the planned day"), _("The plan is announced with the new day."), _case("announce"),
        _in(S.PLANNED), forms.ReplanForm, rotation_moves.revise_item),
    Act("answer", _("Answer the opinion"), _("The person reads the answer. Nothing is decided before it is given."),
        _case("answer"),
        lambda asked: asked.case.state == S.ANNOUNCED and asked.item is not None
        and asked.item.opinion_on is not None and asked.item.answered_on is None,
        forms.AnswerForm, rotation_moves.answer_opinion, kind="primary"),
    Act("decide", _("Record the decision"), _("The receiving unit reads the case from now on."), _managed("decide"),
        _in(S.ANNOUNCED), forms.DecideForm, rotation_moves.decide, kind="primary"),
    Act("execute", _("Record the hand-over"),
        _("The post ends and the new one begins on the day of the decision. This cannot be taken back here."),
        _case("execute"), _in(S.DECIDED), forms.ExecuteForm, rotation_moves.execute, kind="primary"),
    Act("defer", _("Propose a deferral or exemption"), _("Somebody else grants it."), _relief("propose"),
        lambda asked: asked.case.state not in (*CLOSED, S.DECIDED) and asked.relief is None, forms.ReliefForm,
        rotation_reliefs.propose_relief),
    Act("grant_relief", _("Grant the deferral or exemption"),
        _("A deferred case returns by itself after its last day; an exempt one ends. A plan of it is withdrawn."),
        _relief("settle"), _relief_is(ReliefState.PROPOSED), forms.NothingForm, rotation_reliefs.grant_relief,
        on="relief", kind="primary"),
    Act("refuse_relief", _("Refuse the deferral or exemption"), _("The case stays where it is."), _relief("settle"),
        _relief_is(ReliefState.PROPOSED), forms.ReasonForm, rotation_reliefs.refuse_relief, on="relief"),
    Act("end_relief", _("End the deferral"), _("The case goes back to where its clock stands."), _relief("end"),
        lambda asked: asked.relief is not None and asked.relief.state == ReliefState.GRANTED
        and asked.relief.ground != APART and asked.case.state == S.DEFERRED,
        forms.ReasonForm, rotation_reliefs.end_relief, on="relief"),
    Act("cancel", _("End the case without a move"), _("While the clock runs on, the night opens another case."),
        _case("cancel"), lambda asked: asked.case.state not in CLOSED, forms.ReasonForm, rotation_cases.cancel,
        kind="danger"),
)  # fmt: skip
BY_NAME = {act.name: act for act in ACTS}
