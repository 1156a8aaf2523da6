"""Opening the account of a person of the registry, with the rights of the posts they hold."""

from accounts.models import User
from accounts.services.users import create_account
from cadres.models import Person
from cadres.services.rights import sync_rights
from foundation.audit.record import recorded


def open_account(*, person: Person, by: User | None, username: str = "") -> User:
    """Create the sign-in account of this person; the code is the user name unless another is given.

    Raises:
        InvalidInput: the person has an account, or the user name is taken.

    Side effects: a role grant for each leading post.
    """
    with recorded(by=by):
        user = create_account(
            username=username or person.code.lower(),
            full_name=person.full_name,
            email=person.email,
            person_id=person.pk,
            by=by,
        )
        sync_rights(person=person, by=by)
        return user
