"""Tries are counted without gaps, each bucket by itself, never for longer than its window (M-49)."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from accounts.services import limiter
from accounts.services.limiter import BUCKETS, NETWORK, Bucket, take, take_sign_in
from tests.database import TestDatabase

HERE, ELSEWHERE = "10.1.1.1", "10.9.9.9"


def later(seconds: float) -> None:
    """Move every count into the past."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sign_in_count SET started_at = started_at - make_interval(secs => %s)", [seconds])


def allowed(count: int, **of: str) -> int:
    return sum(take_sign_in(**{"account": "head", "network": HERE, **of}) for _ in range(count))


@pytest.mark.django_db
@pytest.mark.parametrize("bucket", BUCKETS, ids=lambda bucket: bucket.name)
def test_each_bucket_is_tripped_alone(bucket: Bucket) -> None:
    assert [take(bucket, "head") for _ in range(bucket.limit + 2)] == [True] * bucket.limit + [False] * 2
    assert all(take(other, "head") for other in BUCKETS if other is not bucket)
    assert take(bucket, "staff")


@pytest.mark.django_db
@pytest.mark.parametrize("bucket", BUCKETS, ids=lambda bucket: bucket.name)
def test_bucket_opens_again_after_its_window_however_often_somebody_knocked(bucket: Bucket) -> None:
    assert bucket.window <= timedelta(minutes=15)
    for _ in range(bucket.limit + 5):
        take(bucket, "head")
    later(bucket.window.total_seconds() - 60)
    assert not take(bucket, "head")
    later(60)
    assert take(bucket, "head")


@pytest.mark.django_db
def test_one_account_from_one_network_stops_at_ten_and_others_go_on() -> None:
    assert allowed(30) == 10
    assert take_sign_in(account="staff", network=HERE) and take_sign_in(account="head", network=ELSEWHERE)


@pytest.mark.django_db
def test_one_network_on_a_hundred_accounts_stops_at_fifty() -> None:
    tried = [take_sign_in(account=f"user{number}", network=HERE) for number in range(100)]
    assert tried == [True] * 50 + [False] * 50
    assert take_sign_in(account="user99", network=ELSEWHERE)


@pytest.mark.django_db
def test_colleagues_who_succeed_do_not_fill_their_network() -> None:
    for number in range(NETWORK.limit * 3):
        assert take_sign_in(account=f"user{number}", network=HERE)
        limiter.clear_sign_in(account=f"user{number}", network=HERE)


@pytest.mark.django_db
def test_many_networks_at_one_account_stop_and_its_known_device_does_not() -> None:
    tried = [take_sign_in(account="head", network=f"10.2.{n // 250}.{n % 250}") for n in range(150)]
    assert sum(tried) == limiter.ACCOUNT.limit
    assert not take_sign_in(account="head", network=ELSEWHERE)
    assert take_sign_in(account="head", network=ELSEWHERE, device="known")


@pytest.mark.django_db
def test_known_device_has_ten_of_its_own() -> None:
    assert allowed(30) == 10
    assert allowed(30, device="known") == 10
    assert allowed(1, device="another")


@pytest.mark.django_db
def test_success_forgets_the_tries_of_this_account_only() -> None:
    allowed(9)
    for number in range(49):
        take_sign_in(account=f"user{number}", network=HERE)
    limiter.clear_sign_in(account="head", network=HERE)
    assert take_sign_in(account="user50", network=HERE) and not take_sign_in(account="user51", network=HERE)
    assert not take_sign_in(account="head", network=HERE)


def test_parallel_tries_are_never_let_through_twice(committed_db: TestDatabase) -> None:
    results: list[bool] = []
    gate = threading.Barrier(20)

    def knock() -> None:
        gate.wait(timeout=30)
        try:
            for _ in range(10):
                results.append(take_sign_in(account="head", network=HERE))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=knock) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (len(results), sum(results)) == (200, 10)


@pytest.mark.django_db
def test_old_counts_are_removed() -> None:
    allowed(3)
    assert limiter.forget_before(timezone.now() - timedelta(days=1)) == 0
    later(2 * 24 * 3600)
    assert limiter.forget_before(timezone.now() - timedelta(days=1)) == 3
