"""Lines of the page of clocks, and the same lines on their way into a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from cadres.enums import PositionKind
from cadres.models import RotationCase
from cadres.selectors.rotation import cases_for
from cadres.selectors.rotation_clocks import Clock
from foundation.sheets.listing import Column, Listing, Value


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One clock with the reader's case of it."""

    clock: Clock
    case: RotationCase | None
    months: int
    over: bool

    @property
    def years(self) -> str:
        """How long the post has been held, in words."""
        years, months = divmod(self.months, 12)
        if not years:
            return _("%(months)s months") % {"months": months}
        if not months:
            return _("%(years)s years") % {"years": years}
        return _("%(years)s years %(months)s months") % {"years": years, "months": months}


def lines(user: Any, found: Sequence[Clock], *, on: date) -> list[ClockLine]:
    """One query for the cases of all lines."""
    rows = cases_for(user).filter(person_id__in={clock.person_id for clock in found})
    cases = {(case.person_id, case.rule_code): case for case in rows if case.is_open}
    return [
        ClockLine(
            clock,
            cases.get((clock.person_id, clock.code)),
            _months(clock.start_on, on),
            clock.is_due(on),
        )
        for clock in found
    ]


def _months(begins: date, on: date) -> int:
    return max(0, (on.year - begins.year) * 12 + on.month - begins.month - (on.day < begins.day))


def due_listing(
    user: Any,
    found: Sequence[Clock],
    *,
    on: date,
    made_at: datetime,
    filters: Sequence[tuple[str, str]],
    mark: str,
) -> Listing:
    """The page as a file: its columns, every row."""
    columns = [
        Column(_("Code"), 14), Column(_("Full name"), 28), Column(_("Post"), 30), Column(_("Unit"), 44),
        Column(_("Rule"), 10), Column(_("Kind of post"), 24), Column(_("In the post since"), 14),
        Column(_("Time is over on"), 14), Column(_("Held"), 18), Column(_("To be confirmed"), 12),
        Column(_("Case"), 24),
    ]  # fmt: skip
    return Listing(
        title=_("Rotation"),
        columns=columns,
        rows=_rows(lines(user, found, on=on)),
        row_count=len(found),
        made_at=made_at,
        made_by=user.full_name,
        filters=filters,
        mark=mark,
    )


def _rows(found: Sequence[ClockLine]) -> Iterator[Sequence[Value]]:
    for line in found:
        clock = line.clock
        yield (
            clock.person_code, clock.person_name, clock.post_name, f"{clock.unit_name}, {clock.body_name}",
            clock.code, str(PositionKind(clock.post_kind).label), clock.start_on, clock.due_on, line.years,
            _("yes") if clock.needs_confirmation else "",
            f"{line.case.code} · {line.case.get_state_display()}" if line.case else "",
        )  # fmt: skip
