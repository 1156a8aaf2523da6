"""The sealed draw: the list is sealed and its hash published, then drawn by an outside number, then opened."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.access import require, visible_to
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.workflow.errors import InvalidInput, Refused
from inspections.enums import SEALED
from inspections.models import Draw, Inspection, Team
from inspections.rules import draws as rules
from inspections.rules.draw_weights import as_line, weighing_rule
from inspections.selectors.draw_facts import facts_of
from organization.enums import UnitKind
from organization.models import Unit
from organization.selectors.units import force_condition

LONGEST_REASON = 200


def seal_draw(
    *,
    team: Team,
    title: str,
    places: int,
    kinds: Sequence[str],
    exclusions: Mapping[str, str],
    outside_name: str,
    outside_on: date,
    on: date,
    by: User,
    source: str = "app",
) -> Draw:
    """Freeze the list of units with their weights, seal it with a key, and publish the hash of both.

    Args:
        kinds: kinds of units that take part, all of them in the team's scope that exist on the day.
        exclusions: code of a unit -> why it does not take part.
        outside_name: the number, made by others and public, that will decide: named before it exists.
        outside_on: the day it comes out, later than today.

    Raises:
        InvalidInput: a text is missing, an excluded code is none of the list, the number may be known already.
        Refused: the team is not in force, or fewer units than places.

    Side effects: the moment is stamped by the database; nobody sees the list before it is opened but its author.
    """
    require(by, "team.draw", team)
    if not team.in_force(on):
        raise Refused(_("The decision on the team is not in force today."), code="team_not_in_force")
    if outside_on <= on:
        raise InvalidInput(
            _("The number must come out on a later day, so that nobody knows it now."), field="outside_on", code="known"
        )
    if not kinds or set(kinds) - set(UnitKind.values):
        raise InvalidInput(_("Choose the kinds of units."), field="kinds", code="unknown_choice")
    name, heading = _need(outside_name, "outside_name"), _need(title, "title")
    units = list(Unit.objects.filter(force_condition(on), path__startswith=team.scope.path, kind__in=kinds))
    excluded = _excluded(units, exclusions)
    taking_part = [unit for unit in units if unit.code not in excluded]
    if not 0 < places <= len(taking_part):
        raise Refused(
            _("%(n)d units take part: draw between 1 and that many.") % {"n": len(taking_part)},
            field="places",
            code="too_few_units",
        )
    rule = weighing_rule()
    weighed = [rules.weigh(facts, rule) for facts in facts_of(taking_part, on=on, rule=rule)]
    with recorded(by=by, source=source):
        code = _next_code(on.year)
        text = rules.seal(
            code=code,
            key=secrets.token_hex(32),
            places=places,
            outside=f"{name} ({outside_on:%Y-%m-%d})",
            rule=as_line(rule),
            units=weighed,
            excluded=sorted(excluded.items()),
        )
        fields = {"title": heading, "places": places, "outside_name": name, "outside_on": outside_on}
        counts = {"eligible": len(weighed), "excluded": len(excluded)}
        sealed = {"sealed_text": text, "commitment": rules.commitment_of(text)}
        made = Draw.objects.create(code=code, team=team, created_by=by, **fields, **counts, **sealed)
    made.refresh_from_db()
    return made


def hold_draw(*, draw: Draw, outside_number: str, on: date, by: User, source: str = "app") -> Draw:
    """Draw by the outside number, once: only whoever sealed it learns the units.

    Raises:
        Refused: the number does not come out before its day; StateChanged: drawn already; InvalidInput: no number.
    """
    require(by, "draw.hold", draw)
    number = " ".join(outside_number.split())
    if not number:
        raise InvalidInput(_("Write the number as it was published."), field="outside_number", code="required")
    if on < draw.outside_on:
        raise Refused(_("The number comes out on %(day)s.") % {"day": f"{draw.outside_on:%d/%m/%Y}"}, code="too_early")
    turns = [asdict(turn) for turn in rules.draw(rules.read_sealed(draw.sealed_text), number)]
    for turn in turns:
        turn["number"] = str(turn["number"])
    moved = move(draw, "draw", by=by, changes={"outside_number": number, "turns": turns}, source=source)
    moved.refresh_from_db()
    return moved


def open_draw(*, draw: Draw, by: User, source: str = "app") -> Draw:
    """Open the sealed text for everybody; every unit drawn shows, also one that was never visited.

    Raises:
        Refused: an inspection that rests on the draw, or one of a unit drawn that the author knows of, has not begun
            yet; StateChanged.
    """
    require(by, "draw.open", draw)
    drawn = [turn["code"] for turn in draw.turns]
    known = visible_to(by, Inspection.objects.filter(team=draw.team, unit__code__in=drawn)).values("pk")
    waiting = Inspection.objects.filter(Q(basis__icontains=draw.code) | Q(pk__in=known), state__in=SEALED)
    if waiting.exists():
        raise Refused(_("Not every team has arrived: opening the draw would tell the units."), code="still_sealed")
    moved = move(draw, "open", by=by, source=source)
    moved.refresh_from_db()
    return moved


def void_draw(*, draw: Draw, reason: str, by: User, source: str = "app") -> Draw:
    """Give a sealed draw up before it is held, with the reason; the published commitment stays."""
    require(by, "draw.hold", draw)
    return move(draw, "void", by=by, reason=reason, source=source)


def _excluded(units: Sequence[Unit], exclusions: Mapping[str, str]) -> dict[str, str]:
    known = {unit.code for unit in units}
    found = {}
    for code, reason in exclusions.items():
        if code not in known:
            raise InvalidInput(
                _("%(code)s is none of the units that take part.") % {"code": code},
                field="exclusions",
                code="unknown_unit",
            )
        if not reason.strip():
            raise InvalidInput(
                _("Say why %(code)s does not take part.") % {"code": code}, field="exclusions", code="reason_missing"
            )
        found[code] = " ".join(reason.split())[:LONGEST_REASON]
    return found


def _next_code(year: int) -> str:
    prefix = f"RT-{year}-"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"draw-code {prefix}"])
    newest = Draw.objects.filter(code__startswith=prefix).order_by("-code").values_list("code", flat=True).first()
    return f"{prefix}{int(newest.removeprefix(prefix)) + 1 if newest else 1:05d}"


def _need(text: str, field: str) -> str:
    if not text.strip():
        raise InvalidInput(_("This field is needed."), field=field, code="required")
    return " ".join(text.split())
