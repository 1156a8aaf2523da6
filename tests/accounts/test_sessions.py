"""Sessions: three keys, limits to the minute, an end that is final, rights as they are at each request (M-06, M-51)."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts.enums import GrantState
from accounts.models import RoleGrant, Session, User
from accounts.rules.secrets import digest_of
from accounts.services import sessions, users
from accounts.session_store import SessionStore
from cadres.services.postings import end_posting
from foundation.audit.models import AuditEvent
from tests.cast import PASSWORD, Cast, build_cast
from tests.database import TestDatabase
from tests.foundation.outbox.twice import in_threads
from tests.sessions import signed_in

LIVE = 100
COOKIE = settings.SESSION_COOKIE_NAME
PROFILE = "/accounts/me/"


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def key_of(client: Client) -> str:
    return client.cookies[COOKIE].value


def row_of(client: Client) -> Session:
    return Session.objects.get(digest=digest_of(key_of(client)))


def is_in(client: Client) -> bool:
    answer = client.get(PROFILE)
    assert answer.status_code in {200, 302}
    return answer.status_code == 200


def with_key(key: str) -> Client:
    client = Client()
    client.cookies[COOKIE] = key
    return client


def test_three_keys_before_after_and_after_the_second_factor_and_old_ones_are_dead(client: Client, cast: Cast) -> None:
    before = client.session
    before["seen"] = 1
    before.save()
    client.cookies[COOKIE] = before.session_key or ""
    client.post(reverse("accounts:login"), {"username": "head", "password": PASSWORD})
    after = key_of(client)
    started = row_of(client).started_at
    request: Any = RequestFactory().get("/")
    request.session = SessionStore(after)
    sessions.renew(request)
    request.session.save()
    third = request.session.session_key
    assert len({before.session_key, after, third}) == 3
    assert not is_in(with_key(before.session_key)) and not is_in(with_key(after)) and is_in(with_key(third))
    assert Session.objects.get(digest=digest_of(third)).started_at == started
    assert Session.objects.count() == 1


def test_signing_in_over_a_session_of_somebody_else_leaves_nothing_of_it(client: Client, cast: Cast) -> None:
    signed_in(cast.staff, client=client)
    session = client.session
    session["note"] = "mật"
    session.save()
    request: Any = RequestFactory().get("/")
    request.session = SessionStore(key_of(client))
    request.user = cast.head
    sessions.begin(request, user=cast.head)
    assert request.session.get("note") is None and not is_in(with_key(key_of(client)))


@pytest.mark.parametrize(("name", "idle", "longest"), [("head", 30, 720), ("officer", 15, 480), ("auditor", 15, 480)])
def test_limits_hold_to_the_minute(cast: Cast, name: str, idle: int, longest: int) -> None:
    for column, minutes in (("last_seen_at", idle), ("started_at", longest)):
        for seconds, lives in ((-60, True), (60, False)):
            client = signed_in(cast.users[name])
            then = timezone.now() - timedelta(minutes=minutes, seconds=seconds)
            Session.objects.filter(pk=row_of(client).pk).update(**{column: then})
            assert is_in(client) is lives, (column, seconds)
            assert Session.objects.filter(digest=digest_of(key_of(client))).exists() is lives or not lives


def test_a_role_gained_meanwhile_shortens_the_session_at_once(cast: Cast) -> None:
    client = signed_in(cast.staff)
    Session.objects.filter(pk=row_of(client).pk).update(last_seen_at=timezone.now() - timedelta(minutes=20))
    RoleGrant.objects.create(user=cast.staff, role="AU", valid_from=timezone.localdate(), proposed_by=cast.officer)
    RoleGrant.objects.filter(user=cast.staff, role="AU").update(state=GrantState.ACTIVE)
    assert not is_in(client)


def test_use_is_noted_at_most_once_a_minute(cast: Cast) -> None:
    client = signed_in(cast.head)
    first = row_of(client).last_seen_at
    is_in(client)
    assert row_of(client).last_seen_at == first
    Session.objects.update(last_seen_at=first - timedelta(seconds=61))
    is_in(client)
    assert row_of(client).last_seen_at > first - timedelta(seconds=61)


def test_killed_session_is_not_written_back_by_a_request_in_flight(committed_db: TestDatabase) -> None:
    user = build_cast().staff
    acts = ("save", "renew", "touch")
    for turn in range(LIVE):
        key = key_of(signed_in(user))
        row = Session.objects.get(digest=digest_of(key))
        in_flight = SessionStore(key)
        in_flight["turn"] = turn  # loaded before the end comes

        def late(store: SessionStore = in_flight, act: str = acts[turn % 3], row: Session = row) -> None:
            try:
                if act == "save":
                    store.save()
                elif act == "renew":
                    store.cycle_key()
                    store.save()
                else:
                    sessions.touch(row, at=timezone.now() + timedelta(minutes=2))
            except (UpdateError, SessionInterrupted):
                return

        def kill(row: Session = row) -> None:
            sessions.end(session=row, by=user)

        in_threads([kill, late] if turn % 2 else [late, kill])
        late()
        assert not Session.objects.filter(pk=row.pk).exists(), turn
        assert Session.objects.count() == 0, turn


def test_request_in_flight_through_the_pages_ends_as_nobody(cast: Cast) -> None:
    client = signed_in(cast.staff)
    Session.objects.all().delete()
    assert not is_in(client) and Session.objects.count() == 0


def test_password_change_ends_every_other_session_and_renews_this_one(cast: Cast) -> None:
    here, others = signed_in(cast.staff), [signed_in(cast.staff) for _ in range(3)]
    old, stranger = key_of(here), signed_in(cast.head)
    form = {"old_password": PASSWORD, "new_password": "cau-moi-that-dai-1954", "again": "cau-moi-that-dai-1954"}
    assert here.post(reverse("accounts:password"), form).status_code == 302
    assert Session.objects.filter(user=cast.staff).count() == 1
    assert is_in(here) and is_in(stranger) and not any(is_in(other) for other in others)
    assert key_of(here) != old and not is_in(with_key(old))


def test_own_sessions_are_listed_and_ended(cast: Cast) -> None:
    here, there = signed_in(cast.staff), signed_in(cast.staff)
    Session.objects.filter(pk=row_of(there).pk).update(device="Firefox · Windows", network="10.4.5.0/24")
    page = here.get(PROFILE).content.decode()
    assert "Firefox · Windows" in page and "10.4.5.0/24" in page
    assert key_of(there) not in page and row_of(there).digest not in page
    foreign = signed_in(cast.head)
    url = reverse("accounts:session_end", args=[row_of(foreign).pk])
    assert here.post(url).status_code == 404 and is_in(foreign)
    assert here.post(reverse("accounts:session_end", args=[row_of(there).pk])).status_code == 302
    assert not is_in(there) and is_in(here)
    assert AuditEvent.objects.filter(name="account.session_ended", actor=str(cast.staff.pk)).exists()


def test_all_others_are_ended_at_once(cast: Cast) -> None:
    here, others = signed_in(cast.staff), [signed_in(cast.staff) for _ in range(3)]
    here.post(reverse("accounts:sessions_end"))
    assert is_in(here) and not any(is_in(other) for other in others)


def test_sign_in_tells_device_and_shortened_network(client: Client, cast: Cast) -> None:
    agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"
    form = {"username": "head", "password": PASSWORD}
    client.post(reverse("accounts:login"), form, headers={"user-agent": agent}, REMOTE_ADDR="10.4.5.6")
    session = Session.objects.get(user=cast.head)
    assert (session.device, session.network) == ("Chrome · Windows", "10.4.5.0/24")
    assert key_of(client) not in str(vars(session))


class TestNextRequestObeys:
    """A hundred live sessions whose owner changes: the next answer of each is the new one (M-06)."""

    def live(self, user: User) -> list[Client]:
        return [signed_in(user) for _ in range(LIVE)]

    def test_lost_role(self, cast: Cast) -> None:
        clients = self.live(cast.officer)
        assert clients[0].get(reverse("cadres:person_new")).status_code == 200
        RoleGrant.objects.filter(user=cast.officer).update(state=GrantState.ENDED)
        stale = [client for client in clients if client.get(reverse("cadres:person_new")).status_code != 403]
        assert stale == []

    def test_moved_unit(self, cast: Cast) -> None:
        clients = self.live(cast.head)
        seen = reverse("cadres:person", args=[cast.people["staff"].code])
        assert clients[0].get(seen).status_code == 200
        posting = cast.people["head"].postings.get()
        yesterday = timezone.localdate() - timedelta(days=1)
        end_posting(posting=posting, on=yesterday, version=posting.row_version, by=cast.officer)
        assert [client for client in clients if client.get(seen).status_code != 404] == []

    def test_disabled(self, cast: Cast) -> None:
        clients = self.live(cast.staff)
        user = User.objects.get(pk=cast.staff.pk)
        users.disable(user=user, version=user.row_version, by=cast.admin)
        assert not Session.objects.filter(user=user).exists()
        assert [client for client in clients if is_in(client)] == []

    def test_disabled_behind_the_application(self, cast: Cast) -> None:
        clients = self.live(cast.staff)
        User.objects.filter(pk=cast.staff.pk).update(is_active=False)
        assert [client for client in clients if is_in(client)] == []
