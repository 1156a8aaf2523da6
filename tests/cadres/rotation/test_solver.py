"""The solver of a proposed round: checked by a validator that knows nothing of it, compared with a greedy plan."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from cadres.rules import rotation_solver as solver
from cadres.rules.retirement import add_months
from cadres.rules.rotation_solver import Mover, Plan, Seat, Settings, circles, greedy, solve
from config.demo.hanoi2024 import AS_OF, divisions, leaders


def faults(
    plan: Plan, movers: Sequence[Mover], seats: Sequence[Seat], sizes: Counter[int], asked: Settings
) -> list[str]:
    """What the rules say of a plan, written down a second time."""
    people, posts = {one.case: one for one in movers}, {one.key: one for one in seats}
    said, arrivals = [], Counter(plan.moves.values())
    leaving = Counter(people[case].body for case in plan.moves)
    if set(plan.moves) & set(plan.left) or set(plan.moves) | set(plan.left) != set(people):
        said.append("everybody is moved or left over with a reason")
    said += [f"{post} taken {count} times" for post, count in arrivals.items() if count > 1]
    for body, count in leaving.items():
        if count > max(1, int(sizes[body] * asked.share / 100)):
            said.append(f"{count} of {sizes[body]} leave {body}")
    arrived: dict[int, list[Mover]] = {}
    for case, key in plan.moves.items():
        person, post = people[case], posts[key]
        arrived.setdefault(post.body, []).append(person)
        if person.kept:
            said.append(f"{case} is kept and moves")
        if post.holder is not None and post.holder not in plan.moves:
            said.append(f"the holder of {key} stays")
        if post.unit == person.unit or post.unit in person.been or (asked.other_body and post.body == person.body):
            said.append(f"{case} comes back")
        if post.kind != person.kind or (asked.same_field and post.field != person.field):
            said.append(f"{case} does not fit {key}")
        if None not in (person.grade, post.grade) and person.grade > post.grade + asked.grade_steps:
            said.append(f"{case} is graded too low for {key}")
        if post.body in person.kin_bodies:
            said.append(f"{case} goes to a relative")
    for body, group in arrived.items():
        for person in group:
            if any(other.person in person.kin for other in group):
                said.append(f"relatives meet in {body}")
    return said


def city() -> tuple[list[Mover], list[Seat], Counter[int]]:
    """The 326 of 2024, with some kin among them and with people of the same body."""
    fields = {one.code: one.field for one in divisions()}
    unit = {code: number for number, code in enumerate(fields)}
    bodies: dict[str, int] = {}
    movers, sizes, limit = [], Counter[int](), add_months(AS_OF, -96)
    for number, one in enumerate(leaders(2026)):
        post = one.posts[-1]
        body = bodies.setdefault(post.division.rsplit("-P", 1)[0], len(bodies))
        sizes[body] += 1
        if post.first <= limit:
            months = (limit.year - post.first.year) * 12 + limit.month - post.first.month
            movers.append(
                Mover(
                    number, number, number, one.kind, fields[post.division], int(one.rank_code[-1]),
                    unit[post.division], body, months, frozenset({unit[post.division]}),
                )
            )  # fmt: skip
    for place in range(0, 60, 3):
        first, second = movers[place], movers[place + 1]
        movers[place] = replace(first, kin=frozenset({second.person}), kin_bodies=frozenset({second.body}))
        movers[place + 1] = replace(second, kin=frozenset({first.person}), kin_bodies=frozenset({first.body}))
    seats = [Seat(one.seat, one.unit, one.body, one.kind, one.field, one.grade, one.case) for one in movers]
    return movers, seats, sizes


def test_the_326_of_2024_keep_every_rule_and_beat_a_greedy_plan() -> None:
    movers, seats, sizes = city()
    assert len(movers) == 326
    for asked in (Settings(), Settings(share=15)):
        plan, simple = solve(movers, seats, sizes, asked), greedy(movers, seats, sizes, asked)
        assert faults(plan, movers, seats, sizes, asked) == []
        assert len(plan.moves) >= len(simple.moves) and plan.best
        assert sum(len(one) for one in circles(plan, seats)) == len(plan.moves)
        assert solve(movers[::-1], seats[::-1], sizes, asked) == plan, "the order of rows changes nothing"
    assert plan.left_by_rule().get(solver.SHARE, 0) > 0, "fifteen of a hundred leaves people over"


def mover(case: int, **more: object) -> Mover:
    plain = Mover(case, case, case, "division_head", "finance", 2, case, case * 10, 6, frozenset({case}))
    return replace(plain, **more)  # type: ignore[arg-type]


def seats_of(movers: Sequence[Mover]) -> list[Seat]:
    return [Seat(one.seat, one.unit, one.body, one.kind, one.field, one.grade, one.case) for one in movers]


def reason(first: Mover, *others: Mover, asked: Settings | None = None) -> str:
    """What keeps the first one, among these."""
    movers, given = [first, *others], asked or Settings()
    sizes = Counter({one.body: 4 for one in movers})
    plan = solve(movers, seats_of(movers), sizes, given)
    assert faults(plan, movers, seats_of(movers), sizes, given) == []
    return plan.left.get(first.case, "moved")


def test_each_person_left_over_hears_which_rule_stood_in_the_way() -> None:
    first, second = mover(1), mover(2)
    assert reason(first, second) == "moved"
    assert reason(first, mover(2, kind="division_deputy")) == solver.KIND
    assert reason(first, mover(2, field="health")) == solver.FIELD
    assert reason(first, mover(2, field="health"), asked=Settings(same_field=False)) == "moved"
    assert reason(mover(1, grade=4), second) == solver.GRADE
    assert reason(mover(1, been=frozenset({1, 2})), second) == solver.BEEN
    assert reason(mover(1, kin_bodies=frozenset({20})), second) == solver.KIN
    assert reason(mover(1, kept=solver.RELIEF), second) == solver.RELIEF
    assert reason(first, mover(2, kept=solver.RELIEF)) == solver.KIND, "who stays leaves no post"
    assert reason(first, mover(2, been=frozenset({1, 2}))) == solver.PLACES, "the holder cannot go in turn"
    assert reason(first, mover(2, body=10), asked=Settings(other_body=True)) == solver.STAY
    third = [mover(3, body=10, months_over=90), mover(4, body=10, months_over=80)]
    assert reason(first, second, *third, mover(5), asked=Settings(share=25)) == solver.SHARE


def test_relatives_never_meet_by_one_plan_and_a_vacant_post_ends_a_chain() -> None:
    one, two = mover(1, kin=frozenset({2})), mover(2, kin=frozenset({1}))
    there = [mover(3, body=50), mover(4, body=50)]
    movers = [one, two, *there]
    asked, sizes = Settings(share=100), Counter({10: 4, 20: 4, 50: 4})
    plan = solve(movers, seats_of(movers), sizes, asked)
    assert faults(plan, movers, seats_of(movers), sizes, asked) == []
    free = [*seats_of([one]), Seat(99, 99, 990, "division_head", "finance", 2, None)]
    assert solve([one], free, sizes, asked).moves == {1: 99}


def test_eight_years_are_counted_from_rows() -> None:
    people = leaders(2026)
    moved = Counter(one.kind for one in people if len(one.posts) > 1 and one.posts[-1].first > date(2023, 11, 6))
    assert moved == {"division_head": 97, "division_deputy": 203}
