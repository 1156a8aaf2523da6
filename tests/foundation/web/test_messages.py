"""The translations tool: what it finds, keeps and refuses; and the project's own catalogue."""

from pathlib import Path

import polib
import pytest

from config import messages
from config.message_sources import Message, in_python, in_template

CODE = """
from django.utils.translation import gettext as _, ngettext, pgettext
a = _("One " "sentence")
b = ngettext("%(n)s day", "%(n)s days", 2)
c = pgettext("month", "May")
d = _(variable)
"""
PAGE = """
{% load i18n %}{% translate "100% done" %}{% translate 'Single' as x %}{{ _("In a tag") }}{% button _("Save") %}
{% blocktranslate count n=rows with who=name trimmed %}
  {{ who }} has {{ n }} row
{% plural %}
  {{ who }} has {{ n }} rows
{% endblocktranslate %}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "app.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(PAGE, encoding="utf-8")
    messages.extract(tmp_path)
    return tmp_path


def entries(root: Path) -> dict[str, polib.POEntry]:
    return {entry.msgid: entry for entry in polib.pofile(str(root / "locale/vi/LC_MESSAGES/django.po"))}


def test_python_strings_are_found() -> None:
    assert set(in_python(CODE)) == {
        Message("", "One sentence"),
        Message("", "%(n)s day", "%(n)s days"),
        Message("month", "May"),
    }


def test_template_strings_are_found_as_django_looks_them_up() -> None:
    assert set(in_template(PAGE)) == {
        Message("", "100%% done"),
        Message("", "Single"),
        Message("", "In a tag"),
        Message("", "Save"),
        Message("", "%(who)s has %(n)s row", "%(who)s has %(n)s rows"),
    }


def test_set_keeps_translations_through_the_next_extraction(project: Path) -> None:
    messages.set_pairs({"Single": "Đơn", "%(n)s day": "%(n)s ngày", "month|May": "Tháng Năm"}, project)
    messages.extract(project)
    found = entries(project)
    assert found["Single"].msgstr == "Đơn" and found["%(n)s day"].msgstr_plural == {0: "%(n)s ngày"}
    assert found["May"].msgstr == "Tháng Năm"


def test_vanished_string_keeps_its_translation_aside(project: Path) -> None:
    messages.set_pairs({"Single": "Đơn"}, project)
    page = project / "templates" / "page.html"
    page.write_text("", encoding="utf-8")
    messages.extract(project)
    assert entries(project)["Single"].obsolete
    page.write_text(PAGE, encoding="utf-8")
    messages.extract(project)
    assert entries(project)["Single"].msgstr == "Đơn" and not entries(project)["Single"].obsolete


def test_check_names_what_is_missing_or_does_not_fit(project: Path) -> None:
    messages.set_pairs({"Single": "Đơn", "%(n)s day": "%(m)s ngày"}, project)
    lines = messages.problems(project)
    assert any(line.startswith("no Vietnamese: Save") for line in lines)
    assert any(line.startswith("placeholders differ: %(n)s day") for line in lines)
    assert not any("Single" in line for line in lines)


def test_check_names_a_string_nobody_extracted(project: Path) -> None:
    (project / "more.py").write_text('_("New one")', encoding="utf-8")
    assert "not extracted: New one" in messages.problems(project)


def test_compiled_catalogue_answers(project: Path) -> None:
    messages.set_pairs({"Single": "Đơn"}, project)
    messages.compile_all(project)
    compiled = {entry.msgid: entry.msgstr for entry in polib.mofile(str(project / "locale/vi/LC_MESSAGES/django.mo"))}
    assert compiled["Single"] == "Đơn"


def test_vietnamese_of_the_project_is_complete() -> None:
    assert messages.problems() == []
