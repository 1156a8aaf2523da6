"""People of units that are reorganised: posts end and begin again in the successor, heads become one, rights follow."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.selectors.people import accounts_of_people
from accounts.services.grant_moves import given_by_people, hand_over_grants
from cadres import moving
from cadres.enums import PositionKind, PostingKind
from cadres.models import Person, Position, Posting
from cadres.rules.names import search_key
from cadres.selectors.reorganisation import Fate, Moved, fates
from cadres.services.rights import carries_right, end_rights, sync_rights
from foundation.audit.record import recorded
from organization.carrying import Line, Plan, Target, line
from organization.models import Unit

PEOPLE, ROLES, STAYS = "people", "roles", "stays"
WAITING_POST = "Chờ bố trí công tác"
"""The post of somebody whose post of head went to another; a person of the unit gives them a new one."""


class PeopleForeseen:
    """What becomes of the people of the units: foreseen when made, done by `carry`."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.moved = fates(plan)
        self.grants = given_by_people(unit_ids=plan.old, on=plan.effective_on)
        self.loose = self._people_without_a_post()
        self.accounts = accounts_of_people(
            moved.posting.person_id for moved in self.moved if carries_right(moved.posting)
        )

    def _people_without_a_post(self) -> dict[int, Target]:
        if not self.plan.lasting:
            return {}
        rows = Person.objects.filter(unit_id__in=list(self.plan.old), left_on__isnull=True)
        rest = rows.exclude(pk__in=list(self.plan.people)).values_list("pk", "unit_id")
        targets = {pk: self.plan.target(unit, pk) for pk, unit in rest if unit is not None}
        return {pk: target for pk, target in targets.items() if target is not None}

    @property
    def seal(self) -> Sequence[Any]:
        posts = [[one.posting.pk, one.posting.row_version, one.fate.value, one.target] for one in self.moved]
        return [posts, [grant.pk for grant in self.grants], sorted(self.loose)]

    @property
    def lines(self) -> Sequence[Line]:
        return [*self._heads(), *self._people(), *self._roles(), *self._stays()]

    def _people(self) -> list[Line]:
        plan, found = self.plan, []
        by_target: dict[Target, list[str]] = {}
        main = [one for one in self.moved if one.posting.kind == PostingKind.PRIMARY]
        for one in main:
            if one.target is not None and one.fate in (Fate.CARRIED, Fate.WAITING):
                by_target.setdefault(one.target, []).append(_named(one.posting))
        for target in sorted(by_target):
            words = {"unit": plan.name_of(target)}
            found.append(line(PEOPLE, _("Go to %(unit)s with the post they hold") % words, by_target[target]))
        if not plan.lasting and main:
            names = [_named(one.posting) for one in main]
            found.append(
                line(PEOPLE, _("Their post ends and nobody takes over: give each a new post"), names, tone="warn")
            )
        if later := [_named(one.posting) for one in self.moved if one.fate == Fate.REPOINTED]:
            found.append(line(PEOPLE, _("Posts that begin later begin in the successor"), later))
        beside = Counter(one.fate for one in self.moved if one.posting.kind != PostingKind.PRIMARY)
        if beside[Fate.CARRIED]:
            text = _("Concurrent and acting posts and secondments that go on in the successor")
            found.append(Line(PEOPLE, text, count=beside[Fate.CARRIED]))
        ends = sum(1 for one in self.moved if one.fate != Fate.REPOINTED)
        begins = sum(1 for one in self.moved if one.fate in (Fate.CARRIED, Fate.WAITING))
        days = {"last": f"{plan.last_day:%d/%m/%Y}", "first": f"{plan.effective_on:%d/%m/%Y}"}
        found.append(Line(PEOPLE, _("Posts that end on %(last)s") % days, count=ends))
        found.append(Line(PEOPLE, _("Posts that begin on %(first)s") % days, count=begins))
        return found

    def _heads(self) -> list[Line]:
        found = []
        names = dict(
            Person.objects.filter(pk__in=[pk for pk in self.plan.heads.values() if pk]).values_list("pk", "full_name")
        )
        for place, head in self.plan.heads.items():
            words = {"unit": self.plan.names[place], "name": names.get(head or 0, "")}
            if head is None:
                text = _("%(unit)s has no head yet; the head above decides until one is appointed")
                found.append(Line(PEOPLE, text % words, tone="warn"))
            else:
                found.append(Line(PEOPLE, _("%(name)s heads %(unit)s") % words, tone="ok"))
        waiting = [_named(one.posting) for one in self.moved if one.fate == Fate.WAITING]
        if waiting:
            text = _("Their post of head ends; they wait for a new post in the successor, marked to be confirmed")
            found.append(line(PEOPLE, text, waiting, tone="warn"))
        ended = [_named(one.posting) for one in self.moved if one.fate == Fate.ENDED and self.plan.lasting]
        if ended:
            found.append(line(PEOPLE, _("Acting and concurrent posts of head that end"), ended, tone="warn"))
        return found

    def _roles(self) -> list[Line]:
        found = []
        carrying = [one for one in self.moved if carries_right(one.posting) and one.posting.person_id in self.accounts]
        if carrying:
            found.append(line(ROLES, _("Roles of heads that end with the post"), _people_of(carrying)))
        begin = [one for one in carrying if one.fate in (Fate.CARRIED, Fate.REPOINTED)]
        if begin:
            found.append(line(ROLES, _("Roles of heads that begin with the new post"), _people_of(begin)))
        if self.grants:
            names = [f"{grant.user.full_name} ({grant.get_role_display()}, {grant.unit})" for grant in self.grants]
            found.append(line(ROLES, _("Roles given for the old units that end"), names))
            if self.plan.lasting:
                text = _("The same roles are proposed for the successor; a second person puts them into force")
                found.append(line(ROLES, text, names, tone="warn"))
        return found

    def _stays(self) -> list[Line]:
        left = Person.objects.filter(unit_id__in=list(self.plan.old), left_on__isnull=False).count()
        return [Line(STAYS, _("People who left stay with the old unit"), count=left)] if left else []

    def carry(self, units: Mapping[Target, Unit], by: User | None) -> None:
        plan = self.plan
        with recorded(by=by):
            ends = [one.posting for one in self.moved if one.fate != Fate.REPOINTED]
            _end(ends, plan, by)
            begins = [self._begun(one, units) for one in self.moved if one.fate in (Fate.CARRIED, Fate.WAITING)]
            Posting.objects.bulk_create(begins, batch_size=500)
            for one in self.moved:
                if one.fate == Fate.REPOINTED and one.target is not None:
                    Posting.objects.filter(pk=one.posting.pk).update(
                        unit=units[one.target], row_version=F("row_version") + 1
                    )
                    one.posting.unit = units[one.target]
            later = [one.posting for one in self.moved if one.fate == Fate.REPOINTED]
            sync_rights(postings=[*begins, *later], by=by)
            _place({**plan.people, **self.loose}, units)
            successors = {pk: units[target] for pk, target in plan.where.items() if plan.lasting}
            hand_over_grants(
                grants=self.grants, successors=successors, on=plan.effective_on, last_day=plan.last_day,
                reason=plan.basis, by=by,
            )  # fmt: skip
            self._tell(units, by)

    def _tell(self, units: Mapping[Target, Unit], by: User | None) -> None:
        """Who follows people learns of the successor, or that nobody took over."""
        if not moving.followed():
            return
        places = {**self.plan.people, **self.loose}
        ended = {one.posting.person_id for one in self.moved if one.posting.kind == PostingKind.PRIMARY}
        for person in Person.objects.filter(pk__in=places.keys() | (set() if self.plan.lasting else ended)):
            target = places.get(person.pk)
            moving.moved(person, units[target] if target is not None else None, self.plan.effective_on, by)

    def _begun(self, moved: Moved, units: Mapping[Target, Unit]) -> Posting:
        old = moved.posting
        assert moved.target is not None  # somebody takes over
        waiting = moved.fate == Fate.WAITING
        note = _("Was %(post)s of %(unit)s until it was reorganised: give a new post.")
        words = {"post": old.position.name, "unit": old.unit.name}
        return Posting(
            person=old.person,
            unit=units[moved.target],
            position=_waiting_position() if waiting else old.position,
            kind=old.kind,
            valid_from=self.plan.effective_on,
            valid_to=old.valid_to,
            decision_number=self.plan.basis[:80],
            needs_confirmation=waiting or old.needs_confirmation,
            confirmation_note=(note % words)[:300] if waiting else old.confirmation_note,
        )


def carry_people(plan: Plan) -> PeopleForeseen:
    """The registry's part of a reorganisation."""
    return PeopleForeseen(plan)


def _end(postings: Sequence[Posting], plan: Plan, by: User | None) -> None:
    """Posts that began before end the day before; `valid_to` of the rows in hand stays what the new ones inherit."""
    ids = [posting.pk for posting in postings]
    Posting.objects.filter(pk__in=ids).update(valid_to=plan.last_day, row_version=F("row_version") + 1)
    for posting in postings:
        if carries_right(posting):
            kept, posting.valid_to = posting.valid_to, plan.last_day
            end_rights(posting=posting, by=by)
            posting.valid_to = kept


def _place(people: Mapping[int, Target], units: Mapping[Target, Unit]) -> None:
    by_target: dict[Target, list[int]] = {}
    for person, target in people.items():
        by_target.setdefault(target, []).append(person)
    for target, ids in by_target.items():
        Person.objects.filter(pk__in=ids).update(unit=units[target], row_version=F("row_version") + 1)


def _waiting_position() -> Position:
    found: Position = Position.objects.get_or_create(
        search_key=search_key(WAITING_POST), defaults={"name": WAITING_POST, "kind": PositionKind.STAFF}
    )[0]
    return found


def _named(posting: Posting) -> str:
    return f"{posting.person.full_name}: {posting.position.name}, {posting.unit.name}"


def _people_of(moved: Iterable[Moved]) -> list[str]:
    return [_named(one.posting) for one in moved]
