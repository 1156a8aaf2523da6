"""`export_trail`: the sealed trail as one file for somebody who verifies it elsewhere."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from foundation.audit.export import export_trail


class Command(BaseCommand):
    help = "Write the sealed trail to a file that bin/verify_trail.py checks without this system."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, required=True)

    def handle(self, **options: Any) -> None:
        self.stderr.write(f"{export_trail(options['out'])} entries written to {options['out']}")
