"""How often something may be tried: counted in PostgreSQL by one statement, so that parallel tries cannot slip through.

A try is counted before it is looked at. A bucket opens with its first try and is empty again `window` later, however
often somebody knocks meanwhile: nobody is locked out for longer. See docs/adr/0010-sign-in-limits.md.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Bucket:
    """One kind of try, and how many a key has within the window."""

    name: str
    limit: int
    window: timedelta = QUARTER


ACCOUNT_FROM_NETWORK = Bucket("account_network", 10)
ACCOUNT = Bucket("account", 100)
"""One account from all networks together: many networks guessing at one person."""
NETWORK = Bucket("network", 50)
"""Different accounts tried in vain from one network."""
DEVICE = Bucket("device", 10)
"""One account from a browser that signed in to it before: what others do elsewhere does not count here."""
OTP = Bucket("otp", 10)
CONFIRM = Bucket("confirm", 10)
"""The own password, asked again of somebody who is signed in."""
RESET_FROM_NETWORK = Bucket("reset_network", 20)
RESET_OF_ACCOUNT = Bucket("reset_account", 3)
LINK = Bucket("link", 20)
BUCKETS = (ACCOUNT_FROM_NETWORK, ACCOUNT, NETWORK, DEVICE, OTP, CONFIRM, RESET_FROM_NETWORK, RESET_OF_ACCOUNT, LINK)

_COUNT = """
INSERT INTO sign_in_count AS c (bucket, key, started_at, used) VALUES (%(bucket)s, %(key)s, clock_timestamp(), 1)
ON CONFLICT (bucket, key) DO UPDATE SET
  used = CASE WHEN c.started_at <= clock_timestamp() - make_interval(secs => %(window)s)
         THEN 1 ELSE least(c.used, %(limit)s) + 1 END,
  started_at = CASE WHEN c.started_at <= clock_timestamp() - make_interval(secs => %(window)s)
               THEN clock_timestamp() ELSE c.started_at END
RETURNING used
"""


def take(bucket: Bucket, *key: object) -> bool:
    """Count one try; False when the bucket of this key was full before it.

    Side effects: one row, committed at once unless the caller has opened a transaction (do not).
    """
    return _count(bucket, *key) <= bucket.limit


def clear(bucket: Bucket, *key: object) -> None:
    """Forget the tries of this key, after one that succeeded."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sign_in_count WHERE bucket = %s AND key = %s", [bucket.name, _digest(key)])


def take_sign_in(*, account: str, network: str, device: str = "") -> bool:
    """Count one try to sign in; False when it must not be looked at.

    Args:
        account: the user name as typed, brought to one form.
        network: where the request came from.
        device: the browser's own mark if it signed in to this account before, else empty.
    """
    if device:
        return take(DEVICE, account, device)
    with transaction.atomic():  # always in this order, so that two tries never wait for each other
        here = _count(ACCOUNT_FROM_NETWORK, account, network)
        everywhere = _count(ACCOUNT, account)
        accounts = _count(NETWORK, network) if here == 1 else _used(NETWORK, network)
    return here <= ACCOUNT_FROM_NETWORK.limit and everywhere <= ACCOUNT.limit and accounts <= NETWORK.limit


def clear_sign_in(*, account: str, network: str, device: str = "") -> None:
    """Forget the tries of somebody who has just signed in; others' tries from the same network stay counted."""
    if device:
        clear(DEVICE, account, device)
        return
    with transaction.atomic(), connection.cursor() as cursor:
        clear(ACCOUNT_FROM_NETWORK, account, network)
        clear(ACCOUNT, account)
        cursor.execute(
            "UPDATE sign_in_count SET used = greatest(used - 1, 0) WHERE bucket = %s AND key = %s",
            [NETWORK.name, _digest((network,))],
        )


def forget_before(moment: datetime) -> int:
    """Remove counts that began before this moment and mean nothing any more."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sign_in_count WHERE started_at < %s", [moment])
        return int(cursor.rowcount)


def _count(bucket: Bucket, *key: object) -> int:
    values: dict[str, str | float] = {"bucket": bucket.name, "key": _digest(key), "limit": bucket.limit}
    values |= {"window": bucket.window.total_seconds()}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        return int(cursor.fetchone()[0])


def _used(bucket: Bucket, *key: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT used FROM sign_in_count WHERE bucket = %s AND key = %s"
            " AND started_at > clock_timestamp() - make_interval(secs => %s)",
            [bucket.name, _digest(key), bucket.window.total_seconds()],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _digest(key: tuple[object, ...]) -> str:
    return hashlib.sha256("\0".join(str(part) for part in key).encode()).hexdigest()
