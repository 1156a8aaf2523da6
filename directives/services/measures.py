"""Figures of a unit for a month or a year: entered, imported or sent by a program; all of them or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from directives.enums import MeasureSource
from directives.models import MeasureKind, MeasureValue
from directives.rules.measures import MeasureFault, Span, faults_of, last_day
from foundation.audit.context import Actor
from foundation.audit.record import recorded
from foundation.audit.versioned import update_version
from foundation.workflow.errors import InvalidInput, StaleVersion
from organization.models import Unit

FILE = Path(__file__).resolve().parents[1] / "data" / "measures.yaml"


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """Figures of one unit; `row` is the row of the list they came from."""

    unit: Unit
    values: Mapping[str, Decimal]
    row: int | None = None


def load_measures(*, by: Actor | None = None) -> int:
    """The kinds of measures of directives/data; what is stored is left as it is. Returns how many were new."""
    rows: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    made = 0
    with recorded(by=by, source="command"):
        for number, row in enumerate(rows, start=1):
            _kind, created = MeasureKind.objects.get_or_create(
                code=row["code"],
                defaults={
                    "number": number,
                    "name_vi": row["name"]["vi"],
                    "name_en": row["name"]["en"],
                    "unit_of": row["unit"],
                    "higher_is_better": row["higher_is_better"],
                },
            )
            made += created
    return made


def record_figures(
    *,
    figures: Sequence[UnitFigures],
    period: date,
    span: Span,
    today: date,
    by: Actor | None,
    versions: Mapping[str, int] | None = None,
    source: str = MeasureSource.ENTERED,
) -> int:
    """Write figures; a figure that stands already is changed, an equal one is left alone.

    Args:
        figures: units with measure code -> figure.
        period: first day of the month or year.
        versions: for one unit: measure code -> version seen (0 = none stood there); None takes what stands.

    Returns:
        How many figures were written.

    Raises:
        InvalidInput: a figure above 100 %, negative, not whole, of an unknown measure, of a period that has not
            ended, or of a unit that was not there; `details["problems"]` lists all, `row` names the first.
        StaleVersion: somebody changed one of the figures since it was read.
    """
    kinds = {kind.code: kind for kind in MeasureKind.objects.all()}
    _refuse(figures, kinds, period, span, today)
    with recorded(by=by):
        standing = {
            (row.unit_id, row.kind_id): row
            for row in MeasureValue.objects.select_for_update(of=("self",)).filter(
                span=span, period=period, unit__in=[line.unit.pk for line in figures]
            )
        }
        return sum(
            _write(line.unit, kinds[code], value, standing, period, span, by, versions, source)
            for line in figures
            for code, value in line.values.items()
        )


def _write(
    unit: Unit,
    kind: MeasureKind,
    value: Decimal,
    standing: Mapping[tuple[int, int], MeasureValue],
    period: date,
    span: Span,
    by: Actor | None,
    versions: Mapping[str, int] | None,
    source: str,
) -> int:
    old = standing.get((unit.pk, kind.pk))
    seen = versions.get(kind.code, 0) if versions is not None else None
    if old is None:
        if seen:
            raise StaleVersion(_("Somebody else saved this first. Load the page again."))
        MeasureValue.objects.create(
            unit=unit, kind=kind, span=span, period=period, value=value, source=source, entered_by_id=_key(by)
        )
        return 1
    if old.value == value:
        return 0
    changes = {"value": value, "source": source, "entered_by_id": _key(by)}
    update_version(old, version=old.row_version if seen is None else seen, changes=changes)
    return 1


def _key(by: Actor | None) -> int | None:
    return by.pk if by is not None else None


def _refuse(
    figures: Sequence[UnitFigures], kinds: Mapping[str, MeasureKind], period: date, span: Span, today: date
) -> None:
    units_of = {code: kind.unit_of for code, kind in kinds.items()}
    problems: list[dict[str, Any]] = []
    for line in figures:
        found = faults_of(
            line.values,
            units_of,
            period=period,
            span=span,
            today=today,
            unit_from=line.unit.valid_from,
            unit_to=line.unit.valid_to,
        )
        problems += [
            {"row": line.row, "field": fault.code, "message": in_words(fault, line.unit, kinds, period, span)}
            for fault in found
        ]
    if problems:
        first = problems[0]
        raise InvalidInput(
            first["message"], field=first["field"], row=first["row"], code="measure", details={"problems": problems}
        )


def in_words(fault: MeasureFault, unit: Unit, kinds: Mapping[str, MeasureKind], period: date, span: Span) -> str:
    """One sentence that names the measure and the rule."""
    kind = kinds.get(fault.code)
    words = {
        "name": kind.name_vi if kind else fault.code,
        "unit": unit.name,
        "day": f"{last_day(period, span):%d/%m/%Y}",
        "from": f"{unit.valid_from:%d/%m/%Y}" if unit.valid_from else "…",
        "to": f"{unit.valid_to:%d/%m/%Y}" if unit.valid_to else "…",
    }
    sentences = {
        "unknown": _("There is no measure named “%(name)s”."),
        "negative": _("%(name)s: a figure cannot be below 0."),
        "too_large": _("%(name)s: the figure is too large."),
        "above_100": _("%(name)s: a share cannot be above 100 %%."),
        "not_whole": _("%(name)s: give a whole number."),
        "not_ended": _("The period ends on %(day)s; figures are recorded after it has ended."),
        "unit_not_there": _("%(unit)s existed from %(from)s to %(to)s, not in this period."),
    }
    return sentences[fault.kind] % words
