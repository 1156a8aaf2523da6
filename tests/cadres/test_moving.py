"""What follows a person: told once of another unit or of leaving, inside the same transaction."""

from datetime import date

import pytest

from cadres.models import Person, Posting
from cadres.services.postings import appoint, end_posting, transfer
from foundation.workflow.errors import Refused
from organization.models import Unit
from tests.cadres.conftest import for_a_while
from tests.cast import Cast, position
from tests.organization.orders import JULY, done, merger

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 4)
Told = list[tuple[str, str | None, date]]


def move(cast: Cast, unit: Unit, on: date = DAY, post: str = "division_head") -> None:
    person = cast.people["staff"]
    transfer(person=person, unit=unit, position=position(post), on=on, decision_number="9/QĐ", by=cast.officer)


def test_another_unit_is_told_once_and_the_same_unit_never(cast: Cast, followed: Told) -> None:
    staff = cast.people["staff"]
    move(cast, cast.units["division"])
    assert followed == []
    move(cast, cast.units["office"], date(2026, 6, 1))
    appoint(
        person=staff, unit=cast.units["other"], position=position("staff"), valid_from=date(2026, 6, 2),
        kind="concurrent", by=cast.officer,
    )  # fmt: skip
    assert followed == [(staff.code, cast.units["office"].code, date(2026, 6, 1))]


def test_a_follower_that_refuses_undoes_the_move(cast: Cast) -> None:
    def refuse(person: Person, unit: Unit | None, on: date, by: object) -> None:
        raise Refused("không chuyển được hồ sơ", code="file_stays")

    take_away = for_a_while(refuse)
    try:
        with pytest.raises(Refused):
            move(cast, cast.units["office"])
    finally:
        take_away()
    staff = Person.objects.get(pk=cast.people["staff"].pk)
    assert staff.unit == cast.units["division"] and Posting.objects.filter(person=staff).count() == 1


def test_leaving_is_told_with_the_day_after_the_last(cast: Cast, followed: Told) -> None:
    staff = cast.people["staff"]
    beside = appoint(
        person=staff, unit=cast.units["office"], position=position("staff"), valid_from=DAY, kind="concurrent",
        by=cast.officer,
    )  # fmt: skip
    end_posting(posting=beside, on=DAY, version=1, by=cast.officer)
    assert followed == []
    main = Posting.objects.get(person=staff, kind="primary")
    end_posting(posting=main, on=date(2026, 6, 30), version=main.row_version, by=cast.officer)
    assert followed == [(staff.code, None, date(2026, 7, 1))]


def test_a_merger_tells_of_everybody_it_moves(cast: Cast, followed: Told) -> None:
    done(cast, merger(cast))
    new = Unit.objects.get(code="P-99")
    codes = {cast.people[key].code for key in cast.people} - {cast.people["chair"].code}
    assert {code for code, _unit, _on in followed} == codes and len(followed) == len(codes)
    assert {on for _code, _unit, on in followed} == {JULY}
    assert {code: unit for code, unit, _on in followed}[cast.people["head"].code] == new.code
