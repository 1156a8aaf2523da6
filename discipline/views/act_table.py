"""Acts on a case as data: name, right, states, form, service; which of them are open now is asked in one place."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse

from accounts.models import User
from cadres.models import Person
from discipline.forms.fields import CaseForm
from discipline.models import Case
from discipline.rules.book import RuleBook
from discipline.selectors.rule_book import book
from foundation.access import allows, visible_to
from organization.models import Unit


@dataclass
class Asked:
    """Who asks for an act, on which case (and which row of it), on what day."""

    user: User
    case: Case
    today: date
    part: Any = None
    kept: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def rules(self) -> RuleBook:
        return book()

    @property
    def pools(self) -> dict[str, Any]:
        """Whom the fields of a form may find; nothing is asked before a name is typed."""
        return {
            "people": visible_to(self.user, Person.objects.select_related("unit")),
            "accounts": visible_to(self.user, User.objects.filter(is_active=True)),
            "units": visible_to(self.user, Unit.objects.all()),
        }


@dataclass(frozen=True)
class Act:
    """One act. `right` is asked of the part it acts on, of a blank one of `makes`, or of the case itself.

    `move` names the act of the transition table whose duties stay apart; `place` says where its button stands.
    """

    name: str
    title: Any
    right: str
    form: type[CaseForm]
    run: Callable[[Asked, dict[str, Any]], Any]
    states: tuple[str, ...] = ()
    hint: Any = ""
    start: Callable[[Asked], dict[str, Any]] = lambda asked: {}
    ready: Callable[[Asked], bool] = lambda asked: True
    move: str = ""
    makes: type[Any] | None = None
    on: type[Any] | None = None
    place: str = "main"
    icon: str = "point"
    weighty: bool = False

    def object_of(self, asked: Asked) -> Any:
        """The row the right is asked of."""
        if self.on is not None:
            return asked.part
        return self.makes(case=asked.case) if self.makes is not None else asked.case

    def may(self, asked: Asked) -> bool:
        return allows(asked.user, self.right, self.object_of(asked))

    def is_open(self, asked: Asked) -> bool:
        """Whether the case stands where this act belongs, and no other duty of the reader stands in the way."""
        if self.states and asked.case.state not in self.states:
            return False
        return self.ready(asked) and not (self.move and self._apart(asked))

    def form_for(self, asked: Asked, data: Any) -> CaseForm:
        given = dict(self.start(asked))
        initial = given.pop("initial", {})
        if "row_version" in self.form.base_fields and asked.part is not None:
            initial = {"row_version": asked.part.row_version, **initial}
        return self.form(data, initial=initial, pools=asked.pools, **given)

    def url(self, asked: Asked) -> str:
        keys = [asked.case.code] if self.on is None else [asked.case.code, asked.part.pk]
        return reverse(f"discipline:{self.name}", args=keys)

    def _apart(self, asked: Asked) -> bool:
        row = asked.part if self.on is not None and hasattr(asked.part, "transitions") else asked.case
        wanted = row.transitions.find(self.move).duties_apart
        if "persons" not in asked.kept or asked.kept.get("row") is not row:
            accounts = row.duty_accounts() if hasattr(row, "duty_accounts") else {}
            asked.kept.update(row=row, persons=row.duty_persons(), accounts=accounts)
        persons, accounts = asked.kept["persons"], asked.kept["accounts"]
        return any(
            asked.user.person_id in persons.get(duty, ()) or asked.user.pk in accounts.get(duty, ()) for duty in wanted
        )


@dataclass(frozen=True, slots=True)
class Offer:
    """An act as a button."""

    name: str
    title: str
    url: str
    place: str
    icon: str


def offered(acts: Iterable[Act], asked: Asked) -> list[Offer]:
    """Acts without a row of their own that are open to this reader now, in the order of the table."""
    return [
        Offer(act.name, str(act.title), act.url(asked), act.place, act.icon)
        for act in acts
        if act.on is None and act.is_open(asked) and act.may(asked)
    ]


def offered_on(acts: Iterable[Act], asked: Asked, parts: Iterable[Any]) -> dict[int, list[Offer]]:
    """Row -> the acts open on it now; all rows of one model."""
    table = [act for act in acts if act.on is not None]
    found: dict[int, list[Offer]] = {}
    for part in parts:
        mine = Asked(asked.user, asked.case, asked.today, part)
        found[part.pk] = [
            Offer(act.name, str(act.title), act.url(mine), act.place, act.icon)
            for act in table
            if act.on is type(part) and act.is_open(mine) and act.may(mine)
        ]
    return found
