"""`manage.py load_rotation_rules`: rules of rotation and the catalogue of listed posts from cadres/data; idempotent."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cadres.services.rotation_rules import load_rotation_rules
from foundation.workflow.errors import InvalidInput


class Command(BaseCommand):
    help = "Loads the rules of rotation and the catalogue of listed posts; a stored row is never edited."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_rotation_rules()
        except InvalidInput as refusal:
            raise CommandError(str(refusal)) from refusal
        text = f"created {loaded.created}, closed {loaded.closed}, standing {loaded.existing}"
        self.stdout.write(json.dumps(asdict(loaded)) if options["json"] else text)
