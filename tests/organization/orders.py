"""Orders of reorganisations on the cast's small city, drafted and confirmed in one go."""

from datetime import date
from typing import Any

from organization.models import Reorganisation
from organization.rules.order import Order, Part
from organization.services.reorganisation import confirm, draft, plan_for
from organization.services.reorganisation_plan import foresee

JUNE, JULY = date(2026, 6, 30), date(2026, 7, 1)
TODAY = date(2026, 7, 6)
NEW = Part(code="P-99", name="Ủy ban nhân dân phường Hà Cửa", short_name="Hà Cửa")
BASIS = {"legal_basis": "1656/NQ-UBTVQH15", "decided_on": date(2026, 6, 16)}


def merger(cast: Any, *, head: str | None = "head", into: Part = NEW) -> Order:
    """Both wards of the cast become one."""
    units = (cast.units["ward"].pk, cast.units["other"].pk)
    if into.unit_id is not None:
        return Order("merge", tuple(pk for pk in units if pk != into.unit_id), (into,))
    heads = {0: cast.people[head].pk if head else 0} if head is not None else {}
    return Order("merge", units, (into,), heads=heads)


def drafted(cast: Any, order: Order, *, on: date = JULY, today: date = TODAY) -> Reorganisation:
    return draft(order=order, effective_on=on, by=cast.officer, today=today, **BASIS)


def fingerprint(row: Reorganisation) -> str:
    return foresee(plan_for(row))[2]


def done(cast: Any, order: Order, *, on: date = JULY, today: date = TODAY, **more: Any) -> Reorganisation:
    row = drafted(cast, order, on=on, today=today)
    return confirm(row=row, version=row.row_version, fingerprint=fingerprint(row), by=cast.officer, today=today, **more)
