"""Marks inside a line: icons, states, grades, names, dates, notices, buttons, cards."""

from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from foundation.web import formats

register = template.Library()
register.filter("vn_date", formats.vn_date)
register.filter("vn_datetime", formats.vn_datetime)
register.filter("vn_month", formats.vn_month)
register.filter("points", formats.points)
register.filter("whole", formats.number)
register.filter("places", formats.number)
register.filter("initials", formats.initials)

STATE_ICONS = {
    "ok": "check",
    "info": "info-circle",
    "warn": "clock",
    "bad": "alert-circle",
    "law": "lock",
    "": "point",
}
NOTE_TONES = {"success": "ok", "info": "info", "debug": "info", "warning": "warn", "error": "bad"}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """{% icon "bell" %}, or with a label when the icon stands alone."""
    if label:
        return format_html('<i class="ti ti-{}" role="img" aria-label="{}"></i>', name, label)
    return format_html('<i class="ti ti-{}" aria-hidden="true"></i>', name)


@register.simple_tag
def status(tone: str, label: Any, icon: str = "", bare: bool = False) -> SafeString:
    """{% status "ok" _("Published") %}: icon, word and tint; tones ok info warn bad law, or "" for neutral."""
    tone = "" if tone == "mute" else tone
    classes = " ".join(part for part in ("status", tone, "bare" if bare else "") if part)
    name = icon or STATE_ICONS.get(tone, "point")
    return format_html('<span class="{}"><i class="ti ti-{}" aria-hidden="true"></i>{}</span>', classes, name, label)


@register.simple_tag
def deadline(left: int | None, on: Any = None, bare: bool = False) -> SafeString:
    """{% deadline days_left due_on %}: "27/11/2026, còn 3 ngày làm việc" with the tone that fits."""
    words = formats.working_days_words(left)
    day = formats.vn_date(on)
    text = f"{day}, {words[:1].lower()}{words[1:]}" if day and words else day or words
    tone = formats.working_days_tone(left)
    return status(tone, text, "alert-circle" if tone == "bad" else "clock" if tone else "calendar", bare)


@register.filter
def working_days_left(left: int | None) -> SafeString:
    """{{ days|working_days_left }}: the chip without the date."""
    return deadline(left)


@register.simple_tag
def grade(letter: Any, large: bool = False) -> SafeString:
    """{% grade "A" %}: the letter in its square; without a grade a dash."""
    known = str(letter or "")
    size = " grade-lg" if large else ""
    if known not in ("A", "B", "C", "D"):
        return format_html(
            '<span class="grade gN{}"><span aria-hidden="true">-</span><span class="visually-hidden">{}</span></span>',
            size,
            _("Not graded"),
        )
    return format_html('<span class="grade g{}{}">{}</span>', known, size, known)


@register.simple_tag
def avatar(name: str, size: str = "") -> SafeString:
    """{% avatar person.full_name "lg" %}: initials in a circle, silent for screen readers."""
    extra = f" avatar-{size}" if size else ""
    return format_html(
        '<span class="avatar avatar-rounded{}" aria-hidden="true">{}</span>', extra, formats.initials(name)
    )


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: Any = "", alert: bool = False) -> SafeString:
    """{% notice "warn" _("Title") %}...{% endnotice %}; `alert=True` is read aloud at once."""
    head = format_html('<b class="strong">{}</b> ', title) if title else ""
    role = mark_safe(' role="alert"') if alert else ""
    return format_html('<div class="note {}"{}>{}{}</div>', tone, role, head, content)


@register.simple_tag
def message_note(message: Any) -> SafeString:
    """One message of django.contrib.messages."""
    tone = NOTE_TONES.get(message.level_tag, "info")
    role = "alert" if tone == "bad" else "status"
    return format_html('<div class="note {}" role="{}">{} {}</div>', tone, role, icon(STATE_ICONS[tone]), message)


@register.simple_block_tag
def card(
    content: str,
    title: Any = "",
    sub: Any = "",
    link: str = "",
    link_label: Any = "",
    clip: bool = True,
    body: bool = False,
) -> SafeString:
    """{% card title=_("Posts") link=url link_label=_("All") %}...{% endcard %}; `body=True` pads the content."""
    end = format_html('<a class="end fs-7" href="{}">{}</a>', link, link_label) if link else ""
    below = format_html('<span class="muted fs-7">{}</span>', sub) if sub else ""
    head = (
        format_html('<div class="card-head"><h2 class="card-title">{}</h2>{}{}</div>', title, below, end)
        if title
        else ""
    )
    inner = format_html('<div class="card-body{}">{}</div>', " pt-0" if title else "", content) if body else content
    return format_html('<section class="card{}">{}{}</section>', " clip" if clip else "", head, inner)


BUTTONS = {
    "primary": "btn btn-primary",
    "plain": "btn",
    "danger": "btn btn-danger-line",
    "ghost": "btn btn-ghost-secondary",
}


@register.simple_tag
def button(
    label: Any,
    url: str = "",
    kind: str = "plain",
    icon: str = "",
    small: bool = False,
    name: str = "",
    value: Any = "",
    icon_only: bool = False,
    type: str = "submit",
    form: str = "",
    print_page: bool = False,
) -> SafeString:
    """{% button _("Save") kind="primary" icon="check" %}: a link with `url`, else a button of the form around it."""
    classes = BUTTONS[kind] + (" btn-sm" if small else "") + (" btn-icon" if icon_only else "")
    glyph = format_html('<i class="ti ti-{}" aria-hidden="true"></i>', icon) if icon else ""
    said = format_html(' aria-label="{}" title="{}"', label, label) if icon_only else ""
    text = "" if icon_only else conditional_escape(label)
    if url:
        return format_html('<a class="{}" href="{}"{}>{}{}</a>', classes, url, said, glyph, text)
    extra: list[tuple[str, Any]] = [("type", "button" if print_page else type)]
    extra += [(key, val) for key, val in (("name", name), ("value", value), ("form", form)) if val != ""]
    if print_page:
        extra.append(("data-print", ""))
    attrs = format_html_join("", ' {}="{}"', extra)
    return format_html('<button class="{}"{}{}>{}{}</button>', classes, attrs, said, glyph, text)


@register.inclusion_tag("components/blocked.html")
def blocked(label: Any, reasons: Any, icon: str = "lock", title: Any = "") -> dict[str, Any]:
    """{% blocked _("Submit") reasons %}: an act that cannot be done yet, with why and where to mend it.

    `reasons` is a list of strings, or of mappings with `text` and, if there is a page for it, `url` and `link`.
    """
    rows = [{"text": item} if not isinstance(item, dict) else item for item in reasons]
    return {"label": label, "reasons": rows, "icon": icon, "title": title}
