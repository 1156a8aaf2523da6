"""`manage.py load_units FILE.csv`: bring the tree of units to what the file says."""

import csv
import io
import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from foundation.workflow.errors import InvalidInput
from organization.rules.unit_rows import missing_columns
from organization.services.units import load_units


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Loads a CSV file of units (UTF-8, comma or semicolon). Running it twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = _read(options["file"])
        try:
            loaded = load_units(rows, by=None)
        except InvalidInput as refusal:
            for problem in refusal.details.get("problems", []):
                self.stderr.write(f"{problem['row']}\t{problem['column']}\t{problem['value']}\t{problem['message']}")
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(asdict(loaded)))
            return
        self.stdout.write(
            _("%(rows)s units: %(created)s created, %(updated)s updated, %(unchanged)s unchanged") % asdict(loaded)
        )


def _read(path: Path) -> list[dict[str, str | None]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(_("%(file)s cannot be read: %(why)s") % {"file": path, "why": error}) from error
    header = text.partition("\n")[0]
    separator = ";" if ";" in header and "," not in header else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    if missing := missing_columns(reader.fieldnames or []):
        raise CommandError(_("%(file)s lacks the columns %(names)s") % {"file": path, "names": ", ".join(missing)})
    return [{name: value for name, value in row.items() if isinstance(name, str)} for row in reader]
