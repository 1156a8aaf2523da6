"""Figures: progress and share bars drawn as SVG, statistics, charts with their table."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join, json_script
from django.utils.safestring import SafeString, mark_safe

from foundation.web import formats

register = template.Library()


def percent(value: Any, total: Any) -> float:
    """`value` as a share of `total`, between 0 and 100."""
    if not total:
        return 0.0
    return float(max(Decimal(0), min(Decimal(100), Decimal(str(value or 0)) * 100 / Decimal(str(total)))))


def _short(share: float) -> str:
    return f"{share:.2f}".rstrip("0").rstrip(".")


@register.simple_tag
def bar(
    value: Any, total: Any = 100, tone: str = "mute", label: Any = "", tick: Any = None, large: bool = False
) -> SafeString:
    """{% bar 65 100 "info" %}: a filled bar; with `tick` a mark, at the same scale. Give a label if no text says it."""
    said = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    mark = (
        format_html('<rect class="tick" x="{}%" y="0" width="2" height="100%"></rect>', _short(percent(tick, total)))
        if tick is not None
        else ""
    )
    return format_html(
        '<svg class="bar{}" {}><rect class="fill-{}" width="{}%" height="100%"></rect>{}</svg>',
        " lg" if large else "",
        said,
        tone or "mute",
        _short(percent(value, total)),
        mark,
    )


@register.inclusion_tag("components/progress.html")
def progress(done: Any, total: Any, label: Any, tone: str = "info") -> dict[str, Any]:
    """{% progress done total _("Self-assessed") %}: words, figures and bar of work under way."""
    return {"done": done, "total": total, "label": label, "tone": tone, "percent": round(percent(done, total))}


@register.simple_tag
def share(parts: Any, label: Any) -> SafeString:
    """{% share parts _("Grades of October") %}: parts are (grade letter or "", count); counts stand inside."""
    whole = sum(Decimal(str(count or 0)) for _key, count in parts)
    at = 0.0
    pieces = []
    for key, count in parts:
        width = percent(count, whole)
        if not width:
            continue
        name = key if key in ("A", "B", "C", "D") else "none"
        text = (
            format_html(
                '<text class="ink-{}" x="{}%" y="50%">{}</text>', name, _short(at + width / 2), formats.number(count)
            )
            if width >= 6
            else ""
        )
        pieces.append((name, _short(at), _short(width), text))
        at += width
    said = ", ".join(f"{key or '-'} {formats.number(count)}" for key, count in parts)
    drawn = format_html_join("", '<rect class="fill-{}" x="{}%" width="{}%" height="100%"></rect>{}', pieces)
    return format_html('<svg class="share" role="img" aria-label="{}: {}">{}</svg>', label, said, drawn)


@register.inclusion_tag("components/stats.html")
def stats(items: Any) -> dict[str, Any]:
    """{% stats items %}: mappings with label, value and optionally note, tone, icon, url."""
    return {"items": items}


@register.inclusion_tag("components/bar_list.html")
def bar_list(rows: Any, tone: str = "info") -> dict[str, Any]:
    """{% bar_list rows %}: (label, value) or (label, value, url), each with a bar against the greatest."""
    most = max((Decimal(str(row[1] or 0)) for row in rows), default=Decimal(0))
    lines = [
        {"label": row[0], "value": row[1], "url": row[2] if len(row) > 2 else "", "most": most, "tone": tone}
        for row in rows
    ]
    return {"lines": lines}


@register.simple_block_tag
def chart(content: str, name: str, option: Any, label: Any, tall: bool = False) -> SafeString:
    """{% chart "by-unit" option _("Findings by unit") %}<table>...</table>{% endchart %}.

    `option` is an ECharts option of plain values; charts.js resolves colours written "kc:accent", "kc:a" ...
    A datum {"value": 61, "url": "/..."} leads to its rows. The content is the table of the same figures.
    The page adds vendor/echarts/echarts.min.js and js/charts.js: {% include "components/_chart_scripts.html" %}.
    """
    key = f"chart-{name}"
    return format_html(
        '<div class="chart-box{}" data-chart="{}" role="img" aria-label="{}"></div>{}{}',
        " tall" if tall else "",
        key,
        label,
        json_script(option, key),
        content,
    )
