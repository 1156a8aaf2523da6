"""Accounts by the person of the registry they belong to."""

from collections.abc import Iterable

from accounts.models import User


def accounts_of_people(person_ids: Iterable[int]) -> dict[int, User]:
    """Account of each of these people who has one, by the key of the person."""
    found = User.objects.filter(person_id__in=set(person_ids))
    return {user.person_id: user for user in found if user.person_id is not None}
