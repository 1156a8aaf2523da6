"""`manage.py load_discipline_rules`: rules of discipline from discipline/data/rules.yaml; idempotent."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from discipline.services.rule_loading import load_rules
from foundation.workflow.errors import InvalidInput


class Command(BaseCommand):
    help = "Loads the rules of discipline; a rule that is stored already is never edited."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_rules()
        except InvalidInput as refusal:
            raise CommandError(str(refusal)) from refusal
        text = f"created {loaded.created}, closed {loaded.closed}, standing {loaded.existing}"
        self.stdout.write(json.dumps(asdict(loaded)) if options["json"] else text)
