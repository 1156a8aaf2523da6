"""Precedents for the decider: what was given for the same indicator and kind of subject; counts, never names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from discipline.enums import Form
from discipline.models import Case
from discipline.rules.book import RuleBook
from discipline.rules.values import FormRule
from discipline.selectors.effects import STANDING

FEW = 3
"""Below this many cases the range says little, and the page says so."""


@dataclass(frozen=True, slots=True)
class Given:
    """How often one form was given."""

    form: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Precedents:
    """Forms given, the lightest first; `lightest` and `heaviest` are the two ends of the range, "" without any."""

    given: tuple[Given, ...]
    lightest: str = ""
    heaviest: str = ""
    order: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return sum(one.count for one in self.given)

    @property
    def few(self) -> bool:
        return self.total < FEW

    def departs(self, form: Form | str) -> bool:
        """Whether this form lies outside what was given; nothing given, nothing departed from."""
        if not self.given:
            return False
        if str(form) in (one.form for one in self.given):
            return False
        place = {name: number for number, name in enumerate(self.order)}
        if str(form) not in place:
            return True
        return not place[self.lightest] <= place[str(form)] <= place[self.heaviest]


def precedents_for(case: Case, *, on: date, rules: RuleBook) -> Precedents:
    """Cases of the same indicator (whatever version of the catalogue) and kind of subject, decided and not rescinded.

    Signals, open cases and this one are not looked at. One query.
    """
    if case.indicator is None:
        return Precedents(())
    rows = (
        Case.objects.filter(
            indicator__code=case.indicator.code,
            indicator__version__catalogue=case.indicator.version.catalogue_id,
            subject_kind=case.subject_kind,
            track=case.track,
            state__in=STANDING,
        )
        .exclude(pk=case.pk)
        .exclude(form="")
        .order_by()
        .values_list("form")
        .annotate(times=Count("pk"))
    )
    order = form_order(rules.forms_to_show(case.subject_kind, case.acted_on, on))
    counts = dict(rows)
    forms = sorted(counts, key=lambda form: (order.index(form) if form in order else len(order), form))
    order = (*order, *(form for form in forms if form not in order))
    given = tuple(Given(form, str(Form(form).label), counts[form]) for form in forms)
    return Precedents(given, forms[0] if forms else "", forms[-1] if forms else "", order)


def form_order(shown: Sequence[tuple[FormRule, object]]) -> tuple[str, ...]:
    """Names of forms, the lightest first."""
    return tuple(rule.form for rule, _status in shown)


def departs(form: Form | str, precedents: Precedents) -> bool:
    """Whether a decision by this form asks for a sentence."""
    return precedents.departs(form)
