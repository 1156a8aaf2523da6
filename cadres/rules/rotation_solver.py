"""A proposed round of rotation as plain values: a solver says who goes to which post, and what kept the others.

Nobody is left without a successor: a post is taken only when its holder goes, so moves close into circles, or into
chains that end at a vacant post.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

STAY, FIELD, GRADE, BEEN, KIN, KIND = "stay", "field", "grade", "been", "kin", "kind"
SHARE, PLACES, RELIEF, MINIMUM = "share", "places", "relief", "minimum"
STAGES = (KIND, STAY, BEEN, FIELD, GRADE, KIN)
"""Rules that bar one post, in the order in which they are asked."""
SECONDS = 20
MOST_PAIRS, MOST_SEATS = 12_000, 25
"""Where more is possible than the first number, each person is offered so many posts: the nearest, then by lot."""


@dataclass(frozen=True, slots=True)
class Mover:
    """Somebody whose time is over. `kept` names what keeps the person where no place is looked for at all."""

    case: int
    person: int
    seat: int
    kind: str
    field: str
    grade: int | None
    unit: int
    body: int
    months_over: int
    been: frozenset[int] = frozenset()
    kin_bodies: frozenset[int] = frozenset()
    kin: frozenset[int] = frozenset()
    kept: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """A post somebody may go to; `holder` is the case of who leaves it, None for a vacant one."""

    key: int
    unit: int
    body: int
    kind: str
    field: str
    grade: int | None
    holder: int | None


@dataclass(frozen=True, slots=True)
class Settings:
    """What the plan has to keep to.

    Attributes:
        share: at most so many of a hundred leading posts of a body change hands (at least one).
        same_field: only posts of the same field; grade_steps: how far below the holder's grade a person may be.
        other_body: only posts of another body.
        seed: among plans of the same worth, which one.
    """

    share: int = 50
    same_field: bool = True
    grade_steps: int = 1
    other_body: bool = False
    seed: int = 2026


@dataclass
class Plan:
    """Case to seat, what kept the others, and whether it was shown that no plan is better."""

    moves: dict[int, int]
    left: dict[int, str] = field(default_factory=dict)
    best: bool = True

    def left_by_rule(self) -> dict[str, int]:
        return dict(sorted(Counter(self.left.values()).items()))


def barred(mover: Mover, seat: Seat, settings: Settings) -> str:
    """The first rule that keeps this person from this post, or nothing."""
    if seat.kind != mover.kind:
        return KIND
    if seat.unit == mover.unit or (settings.other_body and seat.body == mover.body):
        return STAY
    if seat.unit in mover.been:
        return BEEN
    if settings.same_field and seat.field != mover.field:
        return FIELD
    if mover.grade is not None and seat.grade is not None and mover.grade - seat.grade > settings.grade_steps:
        return GRADE
    return KIN if seat.body in mover.kin_bodies else ""


def caps(sizes: Mapping[int, int], settings: Settings) -> dict[int, int]:
    """How many may leave each body."""
    return {body: max(1, size * settings.share // 100) for body, size in sizes.items()}


def solve(movers: Sequence[Mover], seats: Sequence[Seat], sizes: Mapping[int, int], settings: Settings) -> Plan:
    """The plan that moves most, those who are longest over first.

    Args:
        sizes: leading posts of each body.
    """
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    movers = sorted(movers, key=lambda one: one.case)
    seats = sorted(seats, key=lambda one: one.key)
    pairs = _pairs(movers, seats, settings)
    if not pairs:
        return Plan({}, _reasons(movers, seats, {}, sizes, settings))
    chance = Random(settings.seed)  # noqa: S311  breaks ties, no secret
    possible = len({mover.case for mover, _seat in pairs})
    whole = len(pairs) <= MOST_PAIRS
    if not whole:
        pairs = _nearest(pairs, chance)
    worth = [-_worth(mover, seat) - chance.random() for mover, seat in pairs]
    rows, columns, values, most = _conditions(pairs, seats, caps(sizes, settings))
    matrix = csr_array((values, (rows, columns)), shape=(len(most), len(pairs)))
    found = milp(
        c=np.array(worth), integrality=np.ones(len(pairs)), bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, -np.inf, np.array(most)),
        options={"time_limit": SECONDS, "mip_rel_gap": 1e-4},
    )  # fmt: skip
    chosen = [] if found.x is None else [pair for pair, value in zip(pairs, found.x, strict=True) if value > 0.5]
    moves = {mover.case: seat.key for mover, seat in chosen}
    best = bool(found.success) and (whole or len(moves) == possible)
    return Plan(moves, _reasons(movers, seats, moves, sizes, settings), best=best)


def greedy(movers: Sequence[Mover], seats: Sequence[Seat], sizes: Mapping[int, int], settings: Settings) -> Plan:
    """The measure to beat: exchanges of two, who is longest over first."""
    allowed, gone = caps(sizes, settings), Counter[int]()
    by_case = {one.case: one for one in movers}
    moves: dict[int, int] = {}
    pairs = {(mover.case, seat.holder): seat for mover, seat in _pairs(movers, seats, settings)}
    held = {seat.holder: seat for seat in seats}
    for one in sorted(movers, key=lambda mover: (-mover.months_over, mover.case)):
        for other in sorted((to for case, to in pairs if case == one.case and to is not None)):
            there = by_case[other]
            if one.case in moves or other in moves or (other, one.case) not in pairs:
                continue
            need = Counter((one.body, there.body))
            if any(gone[body] + count > allowed.get(body, 1) for body, count in need.items()):
                continue
            moves |= {one.case: held[other].key, other: held[one.case].key}
            gone += need
    return Plan(moves, _reasons(movers, seats, moves, sizes, settings), best=False)


def circles(plan: Plan, seats: Iterable[Seat]) -> list[list[int]]:
    """Cases of the plan by circle: each goes to the post of the one after it; only whole ones can be accepted."""
    holder = {seat.key: seat.holder for seat in seats}
    follows = {case: holder[key] for case, key in plan.moves.items()}
    found, seen = [], set[int]()
    starts = [case for case in plan.moves if case not in set(follows.values())] + sorted(plan.moves)
    for start in starts:
        circle = []
        case: int | None = start
        while case is not None and case in follows and case not in seen:
            seen.add(case)
            circle.append(case)
            case = follows[case]
        if circle:
            found.append(circle)
    return found


def _pairs(movers: Sequence[Mover], seats: Sequence[Seat], settings: Settings) -> list[tuple[Mover, Seat]]:
    by_kind: dict[str, list[Seat]] = defaultdict(list)
    may_go = {one.case for one in movers if not one.kept}
    for seat in seats:
        if seat.holder is None or seat.holder in may_go:
            by_kind[seat.kind].append(seat)
    return [
        (mover, seat)
        for mover in movers
        if not mover.kept
        for seat in by_kind[mover.kind]
        if not barred(mover, seat, settings)
    ]


def _nearest(pairs: Sequence[tuple[Mover, Seat]], chance: Random) -> list[tuple[Mover, Seat]]:
    by_mover: dict[int, list[tuple[Mover, Seat]]] = defaultdict(list)
    for pair in pairs:
        by_mover[pair[0].case].append(pair)
    chosen = []
    for options in by_mover.values():
        chance.shuffle(options)
        options.sort(key=lambda pair: -_worth(*pair))
        chosen += options[:MOST_SEATS]
    return chosen


def _worth(mover: Mover, seat: Seat) -> int:
    """Moving anybody counts most, then how long the time is over, then another body and the same field."""
    return 1000 + min(mover.months_over, 240) + 5 * (seat.body != mover.body) + 5 * (seat.field == mover.field)


def _conditions(
    pairs: Sequence[tuple[Mover, Seat]], seats: Sequence[Seat], allowed: Mapping[int, int]
) -> tuple[list[int], list[int], list[int], list[float]]:
    """Rows of `matrix @ x <= most`: one post a person, a post only when its holder goes, shares, kin."""
    most: list[float] = []
    cells: list[tuple[int, int, int]] = []
    number: dict[tuple[str, int], int] = {}

    def row(name: str, key: int, limit: float) -> int:
        if (name, key) not in number:
            number[name, key] = len(most)
            most.append(limit)
        return number[name, key]

    holder = {seat.key: seat.holder for seat in seats}
    held = {seat.holder: seat.key for seat in seats if seat.holder is not None}
    taken = {seat.key for _mover, seat in pairs}
    for column, (mover, seat) in enumerate(pairs):
        cells.append((row("person", mover.case, 1), column, 1))
        cells.append((row("seat", seat.key, 1 if holder[seat.key] is None else 0), column, 1))
        cells.append((row("body", mover.body, allowed.get(mover.body, 1)), column, 1))
        if held.get(mover.case) in taken:
            cells.append((row("seat", held[mover.case], 0), column, -1))
    cells += _kin_cells(pairs, most)
    return [one[0] for one in cells], [one[1] for one in cells], [one[2] for one in cells], most


def _kin_cells(pairs: Sequence[tuple[Mover, Seat]], most: list[float]) -> list[tuple[int, int, int]]:
    """Two relatives never go to one body by the same plan."""
    to_body: dict[tuple[int, int], list[int]] = defaultdict(list)
    for column, (mover, seat) in enumerate(pairs):
        if mover.kin:
            to_body[mover.person, seat.body].append(column)
    cells = []
    kin = {mover.person: mover.kin for mover, _seat in pairs if mover.kin}
    for (person, body), columns in sorted(to_body.items()):
        for relative in sorted(kin[person]):
            if relative > person and (relative, body) in to_body:
                cells += [(len(most), column, 1) for column in (*columns, *to_body[relative, body])]
                most.append(1)
    return cells


def _reasons(
    movers: Sequence[Mover],
    seats: Sequence[Seat],
    moves: Mapping[int, int],
    sizes: Mapping[int, int],
    settings: Settings,
) -> dict[int, str]:
    """For each person left over the rule that took the last post away."""
    allowed, gone = caps(sizes, settings), Counter(one.body for one in movers if one.case in moves)
    may_go = {one.case for one in movers if not one.kept}
    left = {}
    for mover in movers:
        if mover.case in moves:
            continue
        if mover.kept:
            left[mover.case] = mover.kept
            continue
        said = [
            STAGES.index(rule) if (rule := barred(mover, seat, settings)) else len(STAGES)
            for seat in seats
            if seat.holder != mover.case and (seat.holder is None or seat.holder in may_go)
        ]
        furthest = max(said, default=0)
        if furthest < len(STAGES):
            left[mover.case] = STAGES[furthest]
        else:
            left[mover.case] = SHARE if gone[mover.body] >= allowed.get(mover.body, 1) else PLACES
    return left
