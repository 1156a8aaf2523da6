"""Cases in a state, with a signed decision and its days, for tests of what follows from them."""

from datetime import date
from typing import Any

from cadres.models import Person
from discipline import states
from discipline.models import Case
from tests.foundation.audit import rows

ACTED_ON = date(2026, 1, 12)


def decided_case(
    person: Person,
    *,
    state: str = "in_force",
    on: date = date(2026, 2, 10),
    form: str = "reprimand",
    number: str = "12/QĐ-KL",
    **given: Any,
) -> Case:
    """A case about this person; `given` are columns of the case. A state before the decision leaves it without one."""
    later: dict[str, Any] = {name: given.pop(name) for name in ("twin", "lapses_on", "bar_until") if name in given}
    fields = {"acted_on": ACTED_ON, "discovered_on": ACTED_ON, "subject_kind": "civil", "allegation": "…"}
    case = Case.objects.create(
        code=f"HS-{Case.objects.count() + 1}-{person.pk}",
        subject=person,
        answering=person,
        unit=person.unit,
        source="officer",
        suspended_from="case_open",
        **{**fields, **given},
    )
    way = rows.path_to(states.CASE, state) or []
    if "no_discipline" in way:
        paper = {"outcome": "no_discipline", "form": "", "number": number, "signed_on": on, "effective_on": on}
        rows.signed(rows.decision(case=case, **paper))
    if "decided" in way:
        paper = {"form": form, "number": number, "signed_on": on, "effective_on": on}
        rows.signed(rows.decision(case=case, **paper))
        later |= {"form": form, "effective_on": on}
    move_to(case, *way[1:])
    if later:
        Case.objects.filter(pk=case.pk).update(**later)
    case.refresh_from_db()
    return case


def move_to(case: Case, *states_on_the_way: str) -> None:
    for step in states_on_the_way:
        Case.objects.filter(pk=case.pk).update(state=step)
