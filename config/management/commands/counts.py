"""Counts what an installation holds."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from config.inventory import inventory


class Command(BaseCommand):
    help = "Print how many units, people, postings, evaluations, ... exist."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, **options: Any) -> None:
        found = inventory()
        if options["json"]:
            self.stdout.write(json.dumps(found))
            return
        for name, count in found.items():
            self.stdout.write(f"{name:<16} {count:>9}")
