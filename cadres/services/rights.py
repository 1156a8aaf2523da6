"""Rights that follow from a post: a leading post opens the unit's role for its holder and closes it again."""

from collections.abc import Sequence

from accounts.enums import Role
from accounts.models import User
from accounts.selectors.people import accounts_of_people
from accounts.services.grants import end_from_post, grant_from_post
from cadres.enums import PositionKind, PostingKind
from cadres.models import Person, Posting
from foundation.audit.record import recorded

HEADING_KINDS = (PositionKind.UNIT_HEAD, PositionKind.DIVISION_HEAD)
CARRYING_KINDS = (PostingKind.PRIMARY, PostingKind.ACTING)


def origin_key(posting: Posting) -> str:
    """What ties a grant to the post it follows from."""
    return f"posting:{posting.pk}"


def carries_right(posting: Posting) -> bool:
    """The post is that of a head, as main or acting post."""
    return posting.kind in CARRYING_KINDS and posting.position.kind in HEADING_KINDS


def sync_rights(*, by: User | None, person: Person | None = None, postings: Sequence[Posting] | None = None) -> int:
    """Open the role of every leading post among these postings, or among all of one person; safe to repeat.

    Returns:
        How many posts carry a right and belong to somebody with an account.
    """
    if postings is None:
        assert person is not None  # one of the two is given
        postings = list(person.postings.select_related("position", "unit"))
    carrying = [posting for posting in postings if carries_right(posting)]
    if not carrying:
        return 0
    accounts: dict[int, User] = accounts_of_people([posting.person_id for posting in carrying])
    granted = 0
    with recorded(by=by):
        for posting in carrying:
            user = accounts.get(posting.person_id)
            if user is None:
                continue
            grant_from_post(
                user=user,
                role=Role.DEPARTMENT_HEAD,
                unit=posting.unit,
                valid_from=posting.valid_from,
                valid_to=posting.valid_to,
                origin_key=origin_key(posting),
                by=by,
            )
            granted += 1
    return granted


def end_rights(*, posting: Posting, by: User | None) -> None:
    """Close the role of this post with its last day, if it ever opened one."""
    if posting.valid_to is not None and carries_right(posting):
        end_from_post(origin_key=origin_key(posting), on=posting.valid_to, by=by)
