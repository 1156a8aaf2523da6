"""A sealed inspection changes nothing for whoever does not know of it (M-10 to M-13)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from foundation.access import allows, readable_fields, visible_to
from foundation.web.clock import local_date
from foundation.workflow.errors import NotFound
from inspections.models import Duty, Inspection, Team
from inspections.services import drafting, teams
from inspections.services.starting import start_inspection
from tests.cast import Cast, build_cast
from tests.inspections import two_worlds
from tests.inspections.walk import assigned, at_its_time, draft, started, team_of, with_ties

pytestmark = pytest.mark.django_db
UNKNOWING = (
    "admin", "officer2", "leader", "head", "personnel", "staff", "auditor", "other_head", "team_second", "insider",
)  # fmt: skip


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def team(cast: Cast) -> Team:
    made = team_of(cast)
    with_ties(cast)
    teams.name_member(team=made, user=cast.users["insider"], role="member", since=local_date(), by=cast.officer)
    return made


def test_two_worlds_answer_everybody_alike(cast: Cast, team: Team) -> None:
    """M-10: the city with sealed inspections and the city without, asked the same by people who know of none."""
    people: dict[str, Any] = {"nobody": None, **{name: cast.users[name] for name in UNKNOWING[:-3]}}
    people |= {name: cast.users[name] for name in ("team_second", "insider")}
    open_one = started(cast, team)
    keys = {"inspections": [{"key": open_one.public_id}, {"pk": str(team.pk)}]}
    addresses = two_worlds.asked(keys)

    def look() -> tuple[dict[str, str], dict[str, Any]]:
        return two_worlds.crawl(people, addresses), two_worlds.side_effects()

    (without, told_without), (with_them, told_with) = two_worlds.both(cast, team, look)
    assert len(without) > 60
    different = [who for who in without if without[who] != with_them[who]]
    assert different == [], different
    assert told_without == told_with


def test_knowers_do_see_it_so_the_comparison_compares_something(cast: Cast, team: Team) -> None:
    draft(cast, team)
    for name, knows in (("officer", True), ("team_head", True), *((name, False) for name in UNKNOWING)):
        assert visible_to(cast.users[name], Inspection.objects.all()).exists() == knows, name
        assert any(allows(cast.users[name], "inspection.read", row) for row in Inspection.objects.all()) == knows


def test_target_opens_by_the_clock_of_the_database_alone(
    cast: Cast, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    """M-11: a second before the moment nothing, a second after it the target; a host set ahead changes nothing."""
    found, member = assigned(cast, team), cast.users["inspector2"]
    wrong = []
    for minutes in range(20):
        for seconds, opened in ((1, False), (-1, True)):
            _reveal_in(found, seconds, day=minutes % 5)
            host = timezone.now() + timedelta(hours=-1 if opened else 1)
            with monkeypatch.context() as clock:
                clock.setattr(timezone, "now", lambda host=host: host)
                listed = visible_to(member, Inspection.objects.all()).exists()
                single = allows(member, "inspection.read", Inspection.objects.get(pk=found.pk))
            if (listed, single) != (opened, opened):
                wrong.append((minutes, seconds, listed, single))
    assert wrong == []
    assert readable_fields(member, Duty.objects.get(inspection=found, user=member)) == {
        "public_id", "role", "window_from", "window_to", "meeting_place", "called_at", "ended_on", "confirmed_at",
    }  # fmt: skip


def _reveal_in(found: Inspection, seconds: int, *, day: int) -> None:
    """Put the moment of reveal so many seconds from the database's own now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE inspections_inspection SET reveal_at = statement_timestamp() + %s * interval '1 second', "
            "window_from = statement_timestamp() + interval '1 hour' + %s * interval '1 day', "
            "window_to = statement_timestamp() + interval '3 hours' + %s * interval '1 day' WHERE id = %s",
            [seconds, day, day, found.pk],
        )


def test_start_shows_each_role_what_the_matrix_gives_it(cast: Cast, team: Team) -> None:
    """M-11, second half: from the start on the right roles see it, with their fields only."""
    begun = started(cast, team)
    whole = {"code", "unit", "meeting_place", "basis", "knower_ids"}
    for name, fields in (
        ("leader", whole), ("auditor", whole), ("team_second", whole), ("inspector2", whole),
        ("head", {"code", "unit"}), ("personnel", {"code", "unit"}),
        ("officer2", set()), ("other_head", set()), ("staff", set()), ("admin", set()),
    ):  # fmt: skip
        assert readable_fields(cast.users[name], begun) & whole == fields, name


def test_called_off_before_the_start_leaves_no_trace(cast: Cast, team: Team) -> None:
    """M-12: 400 days later still none, but for the auditor, to whom it opens after a year."""
    off = drafting.cancel_inspection(
        inspection=assigned(cast, team), reason="Đoàn bận việc khác", on=local_date(), by=cast.officer
    )
    for name in UNKNOWING:
        assert not visible_to(cast.users[name], Inspection.objects.all()).exists(), name
    member = cast.users["inspector2"]
    assert not visible_to(member, Inspection.objects.all()).exists()
    assert visible_to(member, Duty.objects.all()).get().ended_on == local_date()
    for days, told in ((360, False), (400, True)):  # a year counted from the day, asked of the row as it will be then
        off.silent_until = timezone.now() + timedelta(days=365 - days)
        for name in UNKNOWING:
            assert allows(cast.users[name], "inspection.read", off) == (told and name == "auditor"), name


def test_start_before_the_reveal_is_not_found_even_by_the_one_called_to_lead(cast: Cast, team: Team) -> None:
    found = at_its_time(assigned(cast, team), minutes=-30)
    with pytest.raises(NotFound):
        start_inspection(inspection=found, place="Cổng", on=local_date(), by=cast.users["inspector"])
