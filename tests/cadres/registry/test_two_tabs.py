"""Two people saving one profile from the same version: exactly one gets through, the other is told (M-27)."""

from typing import Any

from django.test import Client

from accounts.models import Session
from cadres.models import Person
from tests import sessions
from tests.cast import build_cast
from tests.foundation.outbox.twice import in_threads

ROUNDS = 200


def test_of_two_edits_from_one_version_one_is_saved_and_one_refused(committed_db: Any) -> None:
    cast = build_cast()
    staff = cast.people["staff"]
    clients = [Client(), Client()]
    for client, name in zip(clients, ("officer", "personnel"), strict=True):
        sessions.signed_in(cast.users[name], client=client)
    assert Session.objects.count() == 2
    for turn in range(ROUNDS):
        version = Person.objects.get(pk=staff.pk).row_version
        answers: dict[int, Any] = {}

        def save(place: int, turn: int = turn, version: int = version, answers: dict[int, Any] = answers) -> None:
            answers[place] = clients[place].patch(
                f"/api/v1/people/{staff.code}/",
                {"note": f"{turn}-{place}", "row_version": version},
                content_type="application/json",
            )

        in_threads([lambda: save(0), lambda: save(1)])
        codes = {place: answer.status_code for place, answer in answers.items()}
        assert sorted(codes.values()) == [200, 409], codes
        won = next(place for place, code in codes.items() if code == 200)
        lost = answers[1 - won].json()["error"]["details"]
        assert (lost["current"]["note"], lost["yours"]["note"]) == (f"{turn}-{won}", f"{turn}-{1 - won}")
        saved = Person.objects.get(pk=staff.pk)
        assert (saved.note, saved.row_version) == (f"{turn}-{won}", version + 1)
