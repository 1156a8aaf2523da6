"""Reasons and quota explanations as sentences in the reader's language."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from evaluations.enums import Denominator
from evaluations.rules.quota import Explanation


def say(code: str, params: Mapping[str, str]) -> str:
    """One reason as a sentence; takes Reason.code and Reason.params, or the same two from stored JSON."""
    rule = params.get("name_vi" if (get_language() or "vi").startswith("vi") else "name_en", "")
    values = {
        "rule": rule,
        "grade": params.get("grade", ""),
        "before": params.get("before", ""),
        "total": figure(params.get("total", ""), least_places=1),
        "violation": params.get("violation", ""),
        "decisions": params.get("decisions", ""),
        "month": params.get("month", ""),
        "measure": params.get("measure", ""),
        "worked": figure(params.get("time.worked_days", "")),
        "expected": figure(params.get("time.expected_days", "")),
    }
    has_days = bool(values["worked"] and values["expected"])
    sentences: dict[str, str] = {
        "BAND": _("%(total)s points"),
        "NOT_SCORED": _("Not graded yet: lines are not scored"),
        "NO_GRADE": _("Not graded this month: %(rule)s"),
        "FORCE_GRADE": _("Grade %(grade)s: %(rule)s (decision no. %(decisions)s)")
        if values["decisions"]
        else _("Grade %(grade)s: %(rule)s"),
        "CEILING_GRADE": _("Ceiling %(grade)s: worked %(worked)s of %(expected)s days; %(rule)s")
        if has_days
        else _("Ceiling %(grade)s: %(rule)s"),
        "UNKNOWN_FACT": _("To be confirmed, no data: %(rule)s"),
        "COUNTED_BEFORE": _("Decision no. %(violation)s counted for %(month)s already, it is not counted again")
        if values["month"]
        else _("Violation %(violation)s already lowered a grade, it is not counted again"),
        "MEASURE_IN_FORCE": _("Decision no. %(violation)s is in force; it counts for %(month)s"),
        "MEASURE_NOTED": _("For your knowledge, no discipline: %(measure)s (%(violation)s)"),
        "CLOSED_MEASURE": _("Grade %(grade)s: a measure that is closed to you")
        if values["grade"]
        else _("A measure that is closed to you"),
        "HEAD_TIE": _("The unit has grade %(grade)s, its head cannot stand above it (points give %(before)s)"),
        "UNIT_NOT_DECIDED": _("Waits for the grade of the unit, which is decided before its head's"),
        "QUOTA_USED": _("Qualified for %(before)s, but the quota is used up"),
        "QUOTA_TIE": _("Tied at the last place of the quota for %(before)s: a person chooses"),
    }
    return sentences[code] % values


def say_quota(explanation: Explanation) -> str:
    """ "30% of 37 people = 11.1, take 11." and whatever else a reader needs to follow it."""
    parts = [_quota_line(explanation)]
    if explanation.at_least_one:
        parts.append(_("A small pool may hold at least one."))
    if explanation.document:
        parts.append(_("Wider percentage by document %(document)s.") % {"document": explanation.document})
    if left_out := _left_out(explanation):
        parts.append(_("Not counted: %(list)s.") % {"list": ", ".join(left_out)})
    return " ".join(parts)


def figure(value: Any, *, least_places: int = 0) -> str:
    """A number as the language writes it, without idle zeros: 11.10 is 11.1, and 11,1 in Vietnamese."""
    if value in ("", None):
        return ""
    number = Decimal(str(value))
    plain = number.quantize(Decimal("0.01")).normalize()
    exponent = plain.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return number_format(plain, decimal_pos=max(places, least_places))


def _quota_line(explanation: Explanation) -> str:
    values = {
        "percent": figure(explanation.percent),
        "base": explanation.base,
        "exact": figure(explanation.exact),
        "limit": explanation.limit,
    }
    if explanation.denominator == Denominator.GRADED_GOOD.value:
        text = ngettext(
            "%(percent)s%% of %(base)s person graded B = %(exact)s, take %(limit)s.",
            "%(percent)s%% of %(base)s people graded B = %(exact)s, take %(limit)s.",
            explanation.base,
        )
    elif explanation.denominator == Denominator.GRADED_GOOD_OR_ABOVE.value:
        text = ngettext(
            "%(percent)s%% of %(base)s person graded B or above = %(exact)s, take %(limit)s.",
            "%(percent)s%% of %(base)s people graded B or above = %(exact)s, take %(limit)s.",
            explanation.base,
        )
    else:
        text = ngettext(
            "%(percent)s%% of %(base)s person = %(exact)s, take %(limit)s.",
            "%(percent)s%% of %(base)s people = %(exact)s, take %(limit)s.",
            explanation.base,
        )
    return text % values


def _left_out(explanation: Explanation) -> list[str]:
    parts = []
    if explanation.left_out_head:
        parts.append(_("the unit's head"))
    if count := explanation.left_out_not_graded:
        parts.append(ngettext("%(count)s not graded", "%(count)s not graded", count) % {"count": count})
    if count := explanation.left_out_below:
        parts.append(ngettext("%(count)s graded below B", "%(count)s graded below B", count) % {"count": count})
    return parts
