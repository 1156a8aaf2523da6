"""A superuser alters the trail: every attack is found, and the first bad entry is named (M-22)."""

import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from foundation.audit.keys import make_key
from tests.database import TestDatabase, Workshop, close_all, use
from tests.foundation.audit.sealed.attacks import ATTACKS, CHECKPOINT
from tests.foundation.audit.sealed.trail import Trail, superuser

pytestmark = pytest.mark.usefixtures("intruder")
CHAIN = ("audit_event", "audit_seal", "audit_checkpoint")


@contextmanager
def undone(database: str) -> Iterator[None]:
    """Whatever happens to the trail inside is taken back."""
    with superuser(database) as cursor:
        for table in CHAIN:
            cursor.execute(f"CREATE TABLE kept_{table} AS TABLE {table}")
    try:
        yield
    finally:
        with superuser(database) as cursor:
            for table in CHAIN:
                cursor.execute(f"DELETE FROM {table}")
                cursor.execute(f"INSERT INTO {table} OVERRIDING SYSTEM VALUE TABLE kept_{table}")
                cursor.execute(f"DROP TABLE kept_{table}")


def assert_found(name: str, place: int, trail: Trail, database: str) -> None:
    with undone(database):
        with superuser(database) as cursor:
            touched, expected, words = ATTACKS[name](cursor, place)
        assert touched >= 1, f"{name} at {place} changed nothing"
        code, said = trail.command()
        assert (code, said["ok"]) == (1, False), f"{name} at {place} was not found"
        first = said["first_bad"]
        assert (first["seq"], words in first["why"]) == (expected, True), f"{name} at {place}: {first}"


def grown(trail: Trail, *, parts: int, each: int) -> None:
    for _ in range(parts):
        trail.grow(each)
        trail.seal()


@pytest.mark.parametrize("name", ATTACKS)
def test_attack_is_found_and_its_place_named(name: str, trail: Trail, committed_db: TestDatabase) -> None:
    start = trail.length()
    grown(trail, parts=3, each=6)
    assert trail.verdict().ok and trail.exit_code() == 0
    for place in (start + 4, start + 5):  # attacks have two forms, by the place
        assert_found(name, place, trail, committed_db.name)
    assert trail.verdict().ok  # and without the attack all is well again


def test_yesterdays_copy_put_back_is_found(trail: Trail, committed_db: TestDatabase, workshop: Workshop) -> None:
    grown(trail, parts=1, each=4)
    with yesterday(workshop, committed_db, "_y") as copy:
        length = trail.length()
        grown(trail, parts=2, each=4)
        use(copy)
        try:
            assert trail.length() == length
            assert_restore_found(trail)
        finally:
            close_all()
            use(committed_db.name)
    assert trail.verdict().ok


def test_checkpoint_signed_by_another_key_is_named(trail: Trail, tmp_path: Path, settings: Any) -> None:
    grown(trail, parts=1, each=4)
    assert trail.verdict().ok
    own = settings.SIGNING_KEY_FILE
    settings.SIGNING_KEY_FILE = str(tmp_path / "other")
    make_key(tmp_path / "other")
    grown(trail, parts=1, each=4)
    settings.SIGNING_KEY_FILE = own
    assert trail.verdict().first_bad == {
        "seq": trail.length(),
        "why": "checkpoint 3 outside is not signed by a known key",
    }


@contextmanager
def yesterday(workshop: Workshop, database: TestDatabase, suffix: str) -> Iterator[str]:
    """A copy of the database as it is now."""
    name = f"{database.name}{suffix}"
    close_all()
    workshop.drop(name)
    workshop.run(f'CREATE DATABASE "{name}" TEMPLATE "{database.name}"')
    try:
        yield name
    finally:
        workshop.drop(name)


def assert_restore_found(trail: Trail) -> None:
    code, said = trail.command()
    assert (code, said["ok"]) == (1, False)
    assert said["first_bad"]["why"].startswith(CHECKPOINT) and said["first_bad"]["seq"] > trail.length()


@pytest.mark.drill
def test_nine_attacks_at_twenty_places(trail: Trail, committed_db: TestDatabase, workshop: Workshop) -> None:
    dice = random.Random(22)
    start, copies = trail.length(), []
    with ExitStack() as opened:
        for number in range(20):
            grown(trail, parts=1, each=12)
            copies.append(opened.enter_context(yesterday(workshop, committed_db, f"_y{number}")))
        grown(trail, parts=1, each=12)
        places = dice.sample(range(start + 2, trail.length() - 13), 20)
        for name in ATTACKS:
            for place in places:
                assert_found(name, place, trail, committed_db.name)
        for copy in copies:
            use(copy)
            assert_restore_found(trail)
            close_all()
        use(committed_db.name)
        assert trail.verdict().first_bad is None
