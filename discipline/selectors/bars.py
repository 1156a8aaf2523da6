"""The bar on a higher post and on planning that follows from a decision in force or lapsed; cadres asks for it."""

from datetime import date

from django.utils.translation import gettext as _

from cadres.bars import Bar
from discipline.enums import Form
from discipline.rules.terms import promotion_bar_until
from discipline.selectors.effects import standing_of
from discipline.selectors.rule_book import book


def bars_of(person_id: int, on: date) -> list[Bar]:
    """One bar for each decision whose form the rules name, from the decision for 24, 36 or 60 months.

    A decision that lapsed still bars until its day; a rescinded one never did; an open case bars nobody.
    """
    measures = standing_of(person_id)
    rules = book() if measures else None
    found = []
    for measure in measures:
        term = promotion_bar_until(measure.form, measure.signed_on, rules) if rules else None
        if term is None or not measure.signed_on <= on <= term.on:
            continue
        basis = term.ground.legal_basis
        reason = _("%(form)s, decision no. %(number)s of %(day)s") % {
            "form": Form(measure.form).label,
            "number": measure.number,
            "day": f"{measure.signed_on:%d/%m/%Y}",
        }
        ground = basis if term.ground.verified else _("%(basis)s, not verified") % {"basis": basis}
        found.append(Bar(reason, term.on, ground, measure.kept_out))
    return found
