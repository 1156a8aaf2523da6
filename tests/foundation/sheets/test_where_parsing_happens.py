"""M-58: web workers never parse: the parsers live in the reading child alone, whoever asks for a table."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
ROOMS = (
    "foundation",
    "organization",
    "accounts",
    "cadres",
    "directives",
    "discipline",
    "inspections",
    "evaluations",
    "reports",
    "config",
)
PARSERS = {"python_calamine", "lxml", "xml", "defusedxml", "xlrd"}
IN_THE_CHILD = {
    "foundation/sheets/child.py",
    "foundation/sheets/workbook_xml.py",
    "foundation/sheets/document_xml.py",
    "foundation/sheets/delimited_text.py",
}


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return found


def test_parsers_are_imported_by_the_child_alone():
    users = {
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if imports(path) & (PARSERS | {"openpyxl.load_workbook"})
    }
    assert users and users <= IN_THE_CHILD


@pytest.mark.parametrize(
    "module", ["python_calamine", "foundation.sheets.workbook_xml", "foundation.sheets.document_xml"]
)
def test_served_process_has_no_parser_loaded(module):
    program = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings.test'; import django; django.setup(); "
        f"import config.urls; print({module!r} in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == ["False"]
