"""One merger of two wards, prepared and waiting for an officer to choose the head and confirm it."""

from datetime import date, timedelta

from accounts.models import User
from config.demo.plan import FULL_ACCOUNT_UNITS
from organization.enums import SuccessionKind, UnitKind
from organization.models import Reorganisation
from organization.rules.order import Order, Part
from organization.selectors.units import in_force
from organization.services.reorganisation import draft


def prepare_merger(*, today: date) -> None:
    """A draft for the first day of a quarter to come; run twice it changes nothing more."""
    officer = User.objects.filter(username="oc").first()
    wards = in_force(today).filter(kind=UnitKind.WARD, children__people__isnull=False)
    units = list(wards.exclude(code__in=FULL_ACCOUNT_UNITS).distinct().order_by("code")[:2])
    if officer is None or len(units) < 2 or Reorganisation.objects.exists():
        return
    draft(
        order=Order(
            SuccessionKind.MERGE.value,
            tuple(unit.pk for unit in units),
            (Part(code="DEMO-SN-01", name="Ủy ban nhân dân phường Thành Công", short_name="Thành Công"),),
        ),
        effective_on=first_of_a_quarter_after(today + timedelta(days=45)),
        legal_basis="Dự thảo NQ-HĐND về sắp xếp phường",
        decided_on=today - timedelta(days=7),
        by=officer,
        today=today,
    )


def first_of_a_quarter_after(day: date) -> date:
    month = (day.month - 1) // 3 * 3 + 4
    return date(day.year + (month > 12), (month - 1) % 12 + 1, 1)
