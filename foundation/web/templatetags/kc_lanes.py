"""Lanes of years: posts, grades, measures of a person on one time axis, drawn as SVG."""

from datetime import date
from typing import Any

from django import template

register = template.Library()
TONES = {"ok", "info", "warn", "bad", "law", "mute", "accent", "A", "B", "C", "D", "none"}


def _at(day: date, begin: date, end: date) -> float:
    share = (day - begin).days * 100 / max(1, (end - begin).days)
    return round(max(0.0, min(100.0, share)), 2)


def _item(item: dict[str, Any], begin: date, end: date) -> dict[str, Any]:
    start = _at(item["start"], begin, end)
    stop = _at(item.get("end") or end, begin, end)
    tone = item.get("tone", "none")
    grade = str(item.get("grade") or "")
    width = round(max(0.5, stop - start), 2)
    return {
        "x": start,
        "width": width,
        "after": round(start + width, 2),
        "late": start > 80,  # a mark near the right edge carries its words on the left
        "text": item.get("text", ""),
        "inside": width > 9,
        "grade": grade if grade in TONES else "",
        "mark": item.get("mark", False),
        "tone": tone if tone in TONES else "none",
    }


@register.inclusion_tag("components/lanes.html")
def lanes(rows: Any, begin: date, end: date, today: date, label: Any) -> dict[str, Any]:
    """{% lanes rows begin end today _("Timeline") %}.

    `rows` are (name, items). An item is a mapping: start, end (None: still so), text, tone for a span;
    start and grade for a lettered square; start, text, tone and mark=True for a single event.
    """
    step = 1 if end.year - begin.year <= 12 else 2
    years = [year for year in range(begin.year + 1, end.year + 1) if year % step == 0]
    return {
        "label": label,
        "years": [{"year": year, "x": _at(date(year, 1, 1), begin, end)} for year in years],
        "today": _at(today, begin, end),
        "rows": [
            {
                "name": name,
                "items": [_item(item, begin, end) for item in items],
                "said": "; ".join(_said(item) for item in items),
            }
            for name, items in rows
        ],
    }


def _said(item: dict[str, Any]) -> str:
    end = item.get("end")
    days = f"{item['start']:%d/%m/%Y}" + (f" – {end:%d/%m/%Y}" if end else "")
    return f"{item.get('grade') or item.get('text', '')} ({days})"
