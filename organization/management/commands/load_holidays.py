"""`manage.py load_holidays [FILE.yaml]`: bring the working calendar to what the table says."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from foundation.workflow.yaml_text import read_yaml
from organization.rules.holidays import read_holidays
from organization.services.calendar import load_holidays

TABLE = Path(__file__).resolve().parents[2] / "data" / "holidays.yaml"


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Loads public holidays and make-up days. Running it twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", default=TABLE)
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"]
        try:
            rows = read_holidays(read_yaml(path.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError, yaml.YAMLError, ValueError, KeyError, TypeError) as error:
            raise CommandError(_("%(file)s cannot be read: %(why)s") % {"file": path, "why": error}) from error
        loaded = load_holidays(rows=rows, by=None)
        if options["json"]:
            self.stdout.write(json.dumps(asdict(loaded)))
            return
        self.stdout.write(
            _("%(rows)s days: %(created)s created, %(updated)s updated, %(unchanged)s unchanged") % asdict(loaded)
        )
