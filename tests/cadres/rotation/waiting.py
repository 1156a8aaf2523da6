"""Cases of rotation that wait for their clock, as rows."""

from datetime import date
from typing import Any

from cadres.enums_rotation import RotationState
from cadres.models import Person, Posting, RotationCase, RotationRule
from foundation.audit.record import recorded
from organization.models import Unit

RULE = {"kinds": ["division_head"], "employment": ["civil"], "max_months": 60}


def rule(**value: Any) -> RotationRule:
    """A rule that tells 12, 6 and 3 months before and after 90 days without a plan."""
    found = RotationRule.objects.filter(code="THU").first()
    return found or RotationRule.objects.create(
        code="THU", kind="limit", scope="x", value={**RULE, **value}, valid_from=date(2010, 1, 1),
        title_vi="Thử", title_en="Trial", legal_basis="thử",
    )  # fmt: skip


def cases(
    person: Person, unit: Unit, due: list[date], *, state: RotationState, one_post: bool = False
) -> list[RotationCase]:
    """One case a date, in this state, each of a post of its own; with `one_post` all by the same post."""
    posting = Posting.objects.filter(person=person).order_by("pk").first()
    assert posting is not None
    year = due[0].year
    with recorded(by=None):
        held = rule()
        posts = [posting] * len(due)
        if not one_post:
            more = {"person": person, "unit_id": posting.unit_id, "position_id": posting.position_id}
            beside = [Posting(kind="concurrent", valid_from=date(2015, 1, 1), **more) for _day in due[1:]]
            posts = [posting, *Posting.objects.bulk_create(beside)]
        rows = [
            RotationCase(
                code=f"LC-{year}-{900000 + number}-{person.pk}"[-20:], person=person, rule_code=f"R{number}", rule=held,
                posting=posts[number], unit=unit, started_on=date(2015, 1, 1), due_on=day, computed_on=day,
                explained={"paused_days": 12, "flags": ["successor"]},
            )
            for number, day in enumerate(due)
        ]  # fmt: skip
        made = RotationCase.objects.bulk_create(rows)
        mine = RotationCase.objects.filter(pk__in=[row.pk for row in made])
        mine.update(state=RotationState.APPROACHING)
        if state != RotationState.APPROACHING:
            mine.update(state=state)
    return list(mine.select_related("person", "rule", "unit").order_by("pk"))
