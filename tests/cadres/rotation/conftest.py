"""The cast with rules loaded and a post of the staff that must change periodically."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from cadres import holds
from cadres.holds import Hold
from cadres.models import Person, Position, Posting, RotationCase
from cadres.services.rotation_cases import open_case
from cadres.services.rotation_rules import load_rotation_rules
from foundation.audit.record import recorded
from foundation.web.clock import local_date
from organization.models import Unit
from tests.cadres.registry.conftest import as_user, cast
from tests.cast import Cast

__all__ = ["as_user", "cast", "held"]
TODAY = local_date()


def post(person: Person, unit: Unit, kind: str, begins: date, ends: date | None = None, **more: Any) -> Posting:
    """A past post, written as it stands in the file; it ends the day before the one the cast gave."""
    name = more.pop("name", f"{kind} {more.get('field', '')}")
    with recorded(by=None, source="test"):
        position = Position.objects.get_or_create(
            search_key=name.casefold(), defaults={"name": name, "kind": kind, "sensitive_field": more.pop("field", "")}
        )[0]
        more.pop("field", None)
        more["kind"] = more.pop("posting_kind", "primary")
        return Posting.objects.create(
            person=person, unit=unit, position=position, valid_from=begins, valid_to=ends, **more
        )


def long_held(cast: Cast, key: str = "staff", *, since: date = date(2020, 3, 1), field: str = "finance") -> Posting:
    """The person has held one listed post since that day, and nothing else."""
    person = cast.people[key]
    with recorded(by=None, source="test"):
        held = Posting.objects.get(person=person)
        Position.objects.filter(pk=held.position_id).update(sensitive_field=field)
        Posting.objects.filter(pk=held.pk).update(valid_from=since)
        load_rotation_rules()
    return Posting.objects.select_related("position", "unit").get(pk=held.pk)


def case_of(cast: Cast, key: str = "staff", *, rule: str = "ND59") -> RotationCase:
    """A due case, opened by an officer."""
    long_held(cast, key)
    return open_case(person=cast.people[key], rule_code=rule, today=TODAY, by=cast.officer)


@pytest.fixture
def held() -> Iterator[list[Hold]]:
    """What a higher room holds; a test appends."""
    said: list[Hold] = []

    def say(people: Any) -> list[Hold]:
        return [one for one in said if people is None or one.person_id in people]

    holds.register(say)
    yield said
    holds._providers.remove(say)
