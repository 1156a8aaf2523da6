"""`make_signing_key`: the key that signs checkpoints, and beside it the file of public keys."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.audit.keys import make_key


class Command(BaseCommand):
    help = "Write a new Ed25519 key (mode 0400) to a file and its public half to the same name with .pub."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, **options: Any) -> None:
        try:
            self.stdout.write(make_key(options["file"]))
        except OSError as trouble:
            raise CommandError(f"No key was written: {trouble}") from trouble
