"""Templates and scripts keep to the content policy: no inline script, style or handler; every template compiles."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from config.env import BASE_DIR

TEMPLATES = sorted((BASE_DIR / "templates").rglob("*.html"))
INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=|javascript:|hx-on|hx-vals=['\"]?js:|<script(?![^>]*\ssrc=)", re.IGNORECASE
)
HOSTS = re.compile(r"(src|href)=[\"'](https?:)?//", re.IGNORECASE)


def name_of(path: Path) -> str:
    return str(path.relative_to(BASE_DIR / "templates"))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_template_has_nothing_inline_and_nothing_foreign(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not INLINE.search(text) and not HOSTS.search(text)


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_template_compiles(path: Path) -> None:
    get_template(name_of(path))


@pytest.mark.parametrize("path", sorted((BASE_DIR / "static" / "js").glob("*.js")), ids=lambda path: path.name)
def test_script_writes_no_markup_and_evaluates_nothing(path: Path) -> None:
    assert not re.search(
        r"innerHTML|outerHTML\s*=|insertAdjacentHTML|\beval\(|new Function", path.read_text(encoding="utf-8")
    )
