"""Posts of units that are being reorganised, and what becomes of each; heads and staff to choose from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q
from django.utils.translation import gettext as _

from cadres.enums import PositionKind, PostingKind
from cadres.models import Posting
from cadres.selectors.postings import HELD_KINDS
from foundation.workflow.errors import Refused
from organization.carrying import Choice, Plan, Target
from organization.enums import UnitKind
from organization.rules.order import NOBODY


class Fate(StrEnum):
    """What becomes of a post."""

    CARRIED = "carried"
    REPOINTED = "repointed"
    WAITING = "waiting"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Moved:
    """One post of a unit that ends, where it goes and how."""

    posting: Posting
    fate: Fate
    target: Target | None


def posts_of(unit_ids: Iterable[int], plan: Plan) -> list[Posting]:
    """Posts of these units that are held on the day or begin later."""
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=plan.effective_on)
    rows = Posting.objects.filter(lasting, unit_id__in=list(unit_ids)).select_related("person", "position", "unit")
    return list(rows.order_by("person__sort_key", "person_id", "valid_from", "id"))


def heads_a_unit(posting: Posting) -> bool:
    return posting.kind in HELD_KINDS and posting.position.kind == PositionKind.UNIT_HEAD


def heads_a_division(posting: Posting) -> bool:
    division = posting.unit.kind == UnitKind.DIVISION
    return division and posting.kind in HELD_KINDS and posting.position.kind == PositionKind.DIVISION_HEAD


def heads_to_choose(plan: Plan) -> list[Choice]:
    """Heads of the units that end, each with the successor the order would put them in."""
    found = []
    for posting in posts_of([unit.pk for unit in plan.units], plan):
        target = plan.target(posting.unit_id, posting.person_id)
        if heads_a_unit(posting) and target is not None and not target[1]:
            found.append(_choice(posting, target[0]))
    return found


def staff_to_place(plan: Plan) -> list[Choice]:
    """Everybody with a main post in a unit that is split."""
    if plan.order.kind != "split":
        return []
    posts = [posting for posting in posts_of(plan.old, plan) if posting.kind == PostingKind.PRIMARY]
    return [_choice(posting, (plan.target(posting.unit_id, posting.person_id) or (0, ""))[0]) for posting in posts]


def _choice(posting: Posting, part: int) -> Choice:
    post = f"{posting.position.name}, {posting.unit.name}"
    return Choice(posting.person_id, posting.person.full_name, post, posting.unit_id, part)


def fates(plan: Plan) -> list[Moved]:
    """What becomes of every post; writes who moves, who heads what and who lost a post into the plan.

    Raises:
        Refused: several people could head a successor and none was chosen; somebody takes up a post in a unit that is
            dissolved before.
    """
    posts = posts_of(plan.old, plan)
    if not plan.lasting:
        return [_ended(plan, posting) for posting in posts]
    kept = {**_kept_unit_heads(plan, posts), **_kept_division_heads(plan, posts)}
    found = []
    for posting in posts:
        target = plan.target(posting.unit_id, posting.person_id)
        assert target is not None  # somebody takes over
        leads = heads_a_unit(posting) or heads_a_division(posting)
        place = target if heads_a_division(posting) else (target[0], "")
        if leads and kept.get(place) != posting.person_id:
            plan.replaced.setdefault(posting.person_id, kept.get(place))
            fate = Fate.WAITING if posting.kind == PostingKind.PRIMARY else Fate.ENDED
        else:
            fate = Fate.CARRIED
        if fate != Fate.ENDED and posting.kind == PostingKind.PRIMARY and posting.valid_from < plan.effective_on:
            plan.people[posting.person_id] = target
        if fate == Fate.CARRIED and posting.valid_from >= plan.effective_on:
            fate = Fate.REPOINTED
        found.append(Moved(posting, fate, target))
    return found


def _ended(plan: Plan, posting: Posting) -> Moved:
    if posting.valid_from >= plan.effective_on:
        raise Refused(
            _("%(person)s takes up a post in %(unit)s on %(day)s; move it first.")
            % {"person": posting.person, "unit": posting.unit.name, "day": f"{posting.valid_from:%d/%m/%Y}"},
            code="post_begins_later",
        )
    if heads_a_unit(posting):
        plan.replaced.setdefault(posting.person_id, None)
    return Moved(posting, Fate.ENDED, None)


def _kept_unit_heads(plan: Plan, posts: Sequence[Posting]) -> dict[Target, int | None]:
    """Who heads each successor: who heads it already, the person chosen, or the only head that comes."""
    standing = {posting.unit_id: posting for posting in reversed(_standing(plan)) if heads_a_unit(posting)}
    kept: dict[Target, int | None] = {}
    for place in range(len(plan.order.parts)):
        unit = plan.found.get((place, ""))
        comers = {
            posting.person_id: posting
            for posting in posts
            if heads_a_unit(posting) and (plan.target(posting.unit_id, posting.person_id) or (-1, ""))[0] == place
        }
        present = standing.get(unit.pk) if unit is not None else None
        chosen = plan.order.heads.get(place)
        if present is not None:
            kept[place, ""] = present.person_id
        elif chosen is not None and (chosen == NOBODY or chosen in comers):
            kept[place, ""] = chosen or None
        elif len(comers) <= 1:
            kept[place, ""] = next(iter(comers), None)
        else:
            names = ", ".join(posting.person.full_name for posting in comers.values())
            raise Refused(
                _("%(unit)s has one head: choose among %(names)s, or nobody yet.")
                % {"unit": plan.names[place], "names": names},
                field="heads",
                code="head_not_chosen",
            )
        plan.heads[place] = kept[place, ""]
    return kept


def _kept_division_heads(plan: Plan, posts: Sequence[Posting]) -> dict[Target, int | None]:
    """Of several heads of divisions that become one, who heads the standing one, then the longest in post."""
    units = {unit.pk: target for target, unit in plan.found.items()}
    heads: dict[Target, list[tuple[bool, bool, object, int, int]]] = {}
    for posting in [*_standing(plan), *posts]:
        standing = posting.unit_id in units
        target = units[posting.unit_id] if standing else plan.target(posting.unit_id, posting.person_id)
        if heads_a_division(posting) and target is not None and target[1]:
            row = (not standing, posting.kind != PostingKind.PRIMARY, posting.valid_from, posting.pk, posting.person_id)
            heads.setdefault(target, []).append(row)
    return {target: min(rows, key=lambda row: row[:4])[4] for target, rows in heads.items()}


def _standing(plan: Plan) -> list[Posting]:
    """Posts in successors that exist already."""
    return posts_of([unit.pk for unit in plan.found.values()], plan) if plan.found else []
