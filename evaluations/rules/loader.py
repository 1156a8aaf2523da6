"""From the data of a framework (YAML or stored JSON) to a checked FrameworkSpec."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import yaml
from django.utils.translation import gettext as _

from evaluations.enums import GRADES_BEST_FIRST
from evaluations.rules.loader_cards import read_scorecards
from evaluations.rules.loader_rules import (
    read_bands,
    read_forced,
    read_head_tie,
    read_parameters,
    read_quotas,
    read_timetable,
)
from evaluations.rules.reading import FrameworkFault, Section
from evaluations.rules.spec import FrameworkSpec, Scale, Source

PERIODS = ("month",)


def load_framework(data: Mapping[str, Any]) -> FrameworkSpec:
    """Check everything and build the spec; FrameworkFault names the first place that cannot be right."""
    top = Section(data, "")
    sources = _read_sources(top.section("sources"))
    scale = _read_scale(top.section("scale"), sources)
    effective_from = top.day("effective_from")
    effective_to = top.day("effective_to") if top.has("effective_to") else None
    if effective_to is not None and effective_to < effective_from:
        raise top.fault("effective_to", _("lies before effective_from"))
    bands = read_bands(top.sections("bands"), sources, floor=scale.floor)
    spec = FrameworkSpec(
        code=top.text("code"),
        name=top.name("name"),
        verified=top.yes_no("verified"),
        note=top.name("note"),
        effective_from=effective_from,
        effective_to=effective_to,
        period=top.choice("period", PERIODS),
        scale=scale,
        scorecards=read_scorecards(top.sections("scorecards"), sources, scale),
        bands=bands,
        quotas=read_quotas(top.sections("quotas", empty_allowed=True), sources),
        forced=read_forced(top.sections("forced", empty_allowed=True), sources),
        head_tie=read_head_tie(top, sources),
        timetable=read_timetable(top.sections("timetable"), sources),
        parameters=read_parameters(top.section("parameters"), sources),
        sources=tuple(sources.values()),
    )
    top.close()
    if tuple(band.grade for band in bands) != GRADES_BEST_FIRST:
        raise FrameworkFault("bands", _("the bands must be A, B, C, D, best first"))
    return spec


def parse_framework(text: str) -> dict[str, Any]:
    """The data of a YAML text; a key that stands twice is refused, YAML itself would keep the last."""
    try:
        data = yaml.load(text, Loader=_StrictLoader)  # noqa: S506 - a SafeLoader that also refuses repeated keys
    except yaml.YAMLError as error:
        raise FrameworkFault("framework", str(error)) from error
    if not isinstance(data, dict):
        raise FrameworkFault("framework", _("a group of keys was expected here"))
    return data


def as_json(data: Mapping[str, Any]) -> dict[str, Any]:
    """The same data with dates as text, as it is stored."""
    stored: dict[str, Any] = json.loads(json.dumps(data, default=str, ensure_ascii=False))
    return stored


def fingerprint(data: Mapping[str, Any]) -> str:
    """SHA-256 of the data, whatever the order of its keys; a month keeps it to prove what it was computed with."""
    text = json.dumps(as_json(data), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class _StrictLoader(yaml.SafeLoader):
    """SafeLoader that refuses a repeated key."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _value in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                line = key_node.start_mark.line + 1
                raise FrameworkFault(f"line {line}", _("the key %(key)s stands twice") % {"key": key})
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


def _read_sources(section: Section) -> dict[str, Source]:
    sources: dict[str, Source] = {}
    for code in section.codes():
        item = section.section(code)
        sources[code] = Source(
            code=code, text=item.text("text"), verified=item.yes_no("verified"), url=item.text("url", "")
        )
        item.close()
    if not sources:
        raise FrameworkFault("sources", _("a framework without a source is not taken"))
    return sources


def _read_scale(section: Section, sources: Mapping[str, Source]) -> Scale:
    rounding = section.section("rounding")
    rounding.choice("mode", ("HALF_UP",))
    places = rounding.whole("places")
    if not 0 <= places <= 6:
        raise rounding.fault("places", _("must lie between 0 and 6"))
    banding = rounding.choice("band_on", ("ROUNDED", "RAW"))
    rounding.close()
    total = section.number("total")
    step = section.number("point_step")
    floor, cap = section.number("floor"), section.number("cap")
    if step <= 0:
        raise section.fault("point_step", _("must be above zero"))
    if floor != 0 or cap <= floor:
        raise section.fault("floor", _("the scale starts at zero and ends above it"))
    scale = Scale(
        total=total,
        includes_bonus=section.yes_no("includes_bonus"),
        floor=floor,
        cap=cap,
        point_step=step,
        places=places,
        band_on_rounded=banding == "ROUNDED",
        source=section.source(sources),
    )
    section.close()
    return scale
