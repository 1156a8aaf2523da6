"""What must follow when a measure begins, changes or falls: higher rooms register, this room knows none of them."""

from collections.abc import Callable

Follower = Callable[[int], None]
_followers: list[Follower] = []


def register(follower: Follower) -> None:
    """Called with the key of the case, inside the transaction of the act: ask for work there, do none.

    Call this from `AppConfig.ready()`.
    """
    if follower not in _followers:
        _followers.append(follower)


def measure_changed(case_id: int) -> None:
    """Tell every room; the services that put a measure into force, amend, rescind or end it call this."""
    for follower in _followers:
        follower(case_id)
