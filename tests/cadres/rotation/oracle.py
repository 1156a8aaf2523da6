"""An independent reckoning of the clocks: sets of days, written from the rules and not from the statement."""

from dataclasses import dataclass, field
from datetime import date

from cadres.rules.retirement import add_months


@dataclass(frozen=True)
class Post:
    """One post somebody held."""

    number: int
    unit: str
    kind: str
    title: str
    field: str
    begins: date
    ends: date | None
    written: bool
    to_confirm: bool = False


@dataclass(frozen=True)
class Way:
    """How one clock runs."""

    titles: tuple[str, ...]
    months: int
    counted: tuple[str, ...] = ("primary", "concurrent", "acting")
    fields: tuple[str, ...] = ()
    same_unit: bool = True
    same_field: bool = False
    written_only: bool = False
    gap_days: int = 0
    pause_secondment: bool = False


@dataclass
class Answer:
    start: date
    due: date
    acting: int
    paused: int
    flagged: set[str] = field(default_factory=set)
    posts: set[int] = field(default_factory=set)


class Oracle:
    """`successions` are (old unit, new unit, day)."""

    def __init__(self, successions: list[tuple[str, str, date]]) -> None:
        self.successions = successions

    def became(self, old: str, new: str, after: date, until: date, on: date) -> bool:
        """Whether `old` turned into `new` step by step, the first step after one day and the last by another."""
        edge = [(old, None)]
        seen = set()
        while edge:
            here, reached = edge.pop()
            for source, target, day in self.successions:
                if source != here or day > on or (reached is None and day <= after):
                    continue
                if (reached is not None and day < reached) or (target, day) in seen:
                    continue
                if target == new and day <= until:
                    return True
                seen.add((target, day))
                edge.append((target, day))  # type: ignore[arg-type]  # None only at the beginning
        return False

    def link(self, way: Way, earlier: Post, later: Post, on: date) -> str:
        """Why the earlier post is the same stay as the later one; empty when it is not."""
        if (earlier.begins, earlier.number) >= (later.begins, later.number):
            return ""
        if earlier.ends is not None and (later.begins - earlier.ends).days - 1 > way.gap_days:
            return ""
        if not way.same_field or earlier.field == later.field:
            if not way.same_unit or earlier.unit == later.unit:
                return "same"
            if self.became(earlier.unit, later.unit, earlier.begins, later.begins, on):
                return "successor"
        return "unwritten" if way.written_only and not later.written else ""

    def clocks(self, way: Way, posts: list[Post], on: date) -> dict[tuple[str, str], Answer]:
        """By unit and field of the post still held (empty where the way does not tell them apart)."""
        seen = [
            post
            for post in posts
            if post.begins <= on
            and post.kind in way.counted
            and post.title in way.titles
            and (not way.fields or post.field in way.fields)
        ]
        answers: dict[tuple[str, str], Answer] = {}
        stays: dict[tuple[str, str], set[Post]] = {}
        flags: dict[tuple[str, str], set[str]] = {}
        for held in seen:
            if held.ends is not None and held.ends < on:
                continue
            key = (held.unit if way.same_unit else "", held.field if way.same_field else "")
            stay, words = stays.setdefault(key, set()), flags.setdefault(key, set())
            edge = [held]
            reached = {held}
            while edge:
                later = edge.pop()
                for earlier in seen:
                    if why := self.link(way, earlier, later, on):
                        words.add(why)
                        if earlier not in reached:
                            reached.add(earlier)
                            edge.append(earlier)
            stay |= reached
        for key, stay in stays.items():
            answers[key] = self.answer(way, stay, posts, flags[key], on)
        return answers

    def answer(self, way: Way, stay: set[Post], posts: list[Post], words: set[str], on: date) -> Answer:
        start = min(post.begins for post in stay)
        away = [post for post in posts if post.kind == "seconded"] if way.pause_secondment else []
        due = add_months(start, way.months)
        held = days_of([post for post in stay if post.kind != "acting"], on)
        acted = days_of([post for post in stay if post.kind == "acting"], on)
        still = set(range(start.toordinal(), on.toordinal() + 1)) - held - acted
        still |= {day for day in days_of(away, on) if day >= start.toordinal()}
        acting, stopped = len(acted - held), len(still)
        stops = runs(sorted(still))
        for begins, long in stops:
            if begins >= due:
                break
            due = date.fromordinal(due.toordinal() + long)
        flagged = {word for word in words if word != "same"}
        if any(post.to_confirm for post in stay):
            flagged.add("to_confirm")
        return Answer(start, due, acting, stopped, flagged, {post.number for post in stay})


def days_of(posts: list[Post], on: date) -> set[int]:
    """Every day of these posts up to `on`."""
    found: set[int] = set()
    for post in posts:
        found.update(range(post.begins.toordinal(), min(post.ends or on, on).toordinal() + 1))
    return found


def runs(days: list[int]) -> list[tuple[date, int]]:
    """Unbroken runs of days: the first day and how many."""
    found: list[tuple[date, int]] = []
    for day in days:
        if found and day == found[-1][0].toordinal() + found[-1][1]:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((date.fromordinal(day), 1))
    return found
