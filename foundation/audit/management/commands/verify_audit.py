"""`verify_audit`: is the trail what it was, and are the rows what the trail says?"""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from foundation.audit.keys import read_public_keys
from foundation.audit.verifying.verify import keep, verify


class Command(BaseCommand):
    help = "Verify chain, checkpoints and live rows; exit 1 when something is not what the trail says."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--checkpoints", type=Path, help="the file kept outside; it wins over the database's")
        parser.add_argument("--public-key", type=Path, help="file of public keys, one a line in hexadecimal")

    def handle(self, **options: Any) -> None:
        keys = None
        if options["public_key"]:
            keys = read_public_keys(options["public_key"])
            if not keys:
                raise CommandError(f"No public key can be read from {options['public_key']}.")
        now = timezone.now()
        verdict = verify(now=now, seal_first=True, checkpoints=options["checkpoints"], public_keys=keys)
        keep(verdict, at=now)
        said = verdict.as_json()
        if options["json"]:
            self.stdout.write(json.dumps(said, ensure_ascii=False))
        else:
            self.stdout.write(f"{'ok' if said['ok'] else 'NOT OK'}: {said['entries']} entries, ", ending="")
            self.stdout.write(f"{said['checkpoints']} checkpoints")
            if said["first_bad"]:
                self.stdout.write(f"first bad entry {said['first_bad']['seq']}: {said['first_bad']['why']}")
            for row in said["rows"]:
                self.stdout.write(f"{row['table']} {row['key']}: {row['why']}")
        if not said["ok"]:
            raise SystemExit(1)
