"""Which post is higher than which, for bars on appointment."""

from collections.abc import Iterable

from cadres.enums import PositionKind

RANKS = {
    PositionKind.STAFF: 0,
    PositionKind.DIVISION_DEPUTY: 1,
    PositionKind.DIVISION_HEAD: 2,
    PositionKind.UNIT_DEPUTY: 3,
    PositionKind.UNIT_HEAD: 4,
}


def is_higher(kind: str, held: Iterable[str]) -> bool:
    """Whether a post of this kind stands above everything held; who holds nothing counts as staff."""
    above = max((RANKS[PositionKind(one)] for one in held), default=RANKS[PositionKind.STAFF])
    return RANKS[PositionKind(kind)] > above
