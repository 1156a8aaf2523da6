"""Relatives of the person concerned never handle a case, and nobody empties a case by declaring its officers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from cadres.services.ties import declare_tie, end_tie
from discipline.enums import CaseRole
from discipline.models import Case, CaseMember
from discipline.services.evidence import hear_witness
from discipline.services.naming import bar, bar_relatives, confirm_desk, lift_bar, name_member, propose_desk
from foundation.access import allows
from foundation.audit.record import recorded
from foundation.notifications.models import Notification
from foundation.workflow.errors import InvalidInput, NotFound, Refused
from tests.cast import Cast, add_person, build_cast
from tests.discipline.walk import FOUND, TODAY, Walk, desk

OFFICERS = ("officer", "officer2", "officer3")


@pytest.fixture
def cast(db: None) -> Cast:
    """Every officer is somebody of the registry; the first sits on the desk of the whole committee."""
    made = build_cast()
    desk(made)
    for name in OFFICERS:
        user = made.users[name]
        person = add_person(made, name, user.full_name, made.units["committee"], "staff", account=False)
        with recorded(by=None):
            User.objects.filter(pk=user.pk).update(person_id=person.pk)
        user.refresh_from_db()
    return made


def declared(cast: Cast, who: str, relative: str, by: str | None = None) -> None:
    person = cast.people[relative]
    found = declare_tie(
        person=cast.people[who], kind="sibling", name=person.full_name, code=person.code, on=TODAY,
        by=cast.users[by or who],
    )  # fmt: skip
    assert found.relative == person


def hands(walk: Walk) -> list[User]:
    return list(User.objects.filter(pk__in=walk.fresh().handler_ids))


def test_the_person_concerned_never_empties_a_case_by_declaring_its_officers(cast: Cast) -> None:
    walk = Walk.signal(cast)
    declared(cast, "staff", "officer")
    assert hands(walk) == [cast.officer2] and cast.officer.person_id in walk.fresh().barred_ids
    assert Notification.objects.filter(user_id=cast.officer2.pk, dedupe__contains=":named:").exists()
    assert CaseMember.objects.get(case=walk.case, ended_on=None).added_by is None
    declared(cast, "staff", "officer2")
    declared(cast, "staff", "officer3")
    assert hands(walk) == [cast.users["officer3"]], "the last one stays: one word of the person concerned bars nobody"
    assert allows(User.objects.get(pk=cast.users["officer3"].pk), "case.handle", walk.fresh())
    noted = walk.case.bars.get(person=cast.people["officer3"])
    assert noted.lifted_on == noted.since and noted.note
    bar_relatives(walk.fresh(), on=TODAY, by=None)
    assert walk.case.bars.filter(person=cast.people["officer3"]).count() == 1, "noted once"
    with pytest.raises(Refused) as error:
        end_tie(
            tie=cast.people["officer3"].ties_to.get(), on=TODAY, today=TODAY, reason="Sai", version=1,
            by=cast.users["officer3"],
        )  # fmt: skip
    assert error.value.code == "tie_names_you"
    again = Walk.signal(cast, acted_on=FOUND - timedelta(days=3))
    assert hands(again) == [cast.officer], "no claim blocks a signal: the desk takes it"


@pytest.mark.parametrize(("who", "relative", "by"), [("officer", "staff", None), ("staff", "officer", "officer3")])
def test_a_true_relative_handles_nothing(cast: Cast, who: str, relative: str, by: str | None) -> None:
    walk = Walk.signal(cast)
    declared(cast, who, relative, by)
    declared(cast, "staff", "officer2")
    assert hands(walk) == [cast.users["officer3"]]
    declared(cast, "staff", "officer3")
    assert hands(walk) == [cast.users["officer3"]]
    again = Walk.signal(cast, acted_on=FOUND - timedelta(days=3))
    assert hands(again) == [cast.officer2] and cast.officer.person_id in again.fresh().barred_ids


def test_a_relative_declared_after_the_decision_is_out_at_once(cast: Cast) -> None:
    walk = Walk.signal(cast)
    walk.in_force()
    seats = walk.case.seats.filter(ended_on=None).count()
    declared(cast, "officer2", "staff")
    declared(cast, "clerk", "staff")
    assert hands(walk) == [cast.officer]
    assert {cast.people["officer2"].pk, cast.people["clerk"].pk} <= set(walk.fresh().barred_ids)
    assert walk.case.seats.filter(ended_on=None).count() == seats, "who sat on the council stays on file"


def test_whoever_is_barred_last_hands_over_or_stays(cast: Cast) -> None:
    walk = Walk.signal(cast)
    bar(case=walk.fresh(), person=cast.people["officer"], ground="interested", since=TODAY, by=cast.officer)
    assert hands(walk) == [cast.officer2]
    heard = {"name": "", "heard_on": FOUND, "statement": "Tôi thấy", "today": TODAY, "by": cast.officer2}
    hear_witness(case=walk.fresh(), person=cast.people["officer2"], **heard)
    third = cast.users["officer3"]
    assert hands(walk) == [third]
    with pytest.raises(Refused) as error:
        lift_bar(bar=walk.case.bars.get(ground="witness"), on=TODAY, reason="Hết", by=third)
    assert error.value.code == "bar_witness"
    with pytest.raises(Refused) as error:
        bar(case=walk.fresh(), person=cast.people["officer3"], ground="interested", since=TODAY, by=third)
    assert error.value.code == "last_handler" and hands(walk) == [third]


def test_a_case_without_a_handler_is_in_hand_again_once_somebody_is_on_the_desk(cast: Cast) -> None:
    walk = Walk.signal(cast)
    with recorded(by=None):
        walk.case.members.update(ended_on=TODAY)
        row = propose_desk(
            user=cast.officer2, unit=cast.units["ward"], since=FOUND, reason="Phân công", by=cast.officer
        )
    confirm_desk(officer=row, by=cast.users["officer3"])
    assert hands(walk) == [cast.officer2]


def test_nobody_is_named_from_a_day_ahead(cast: Cast) -> None:
    walk = Walk.signal(cast)
    ahead = timezone.localdate() + timedelta(days=1)
    with pytest.raises(InvalidInput) as error:
        name_member(case=walk.fresh(), user=cast.officer2, role=CaseRole.HANDLER, since=ahead, by=cast.officer)
    assert (error.value.code, error.value.field) == ("day_future", "since")
    assert hands(walk) == [cast.officer] and Case.objects.count() == 1
    with pytest.raises(NotFound):
        name_member(case=walk.fresh(), user=cast.officer2, role=CaseRole.HANDLER, since=TODAY, by=cast.officer2)
