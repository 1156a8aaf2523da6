"""`manage.py load_alert_policies`: the dated policies of alerts; idempotent."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from foundation.notifications.policies import load_policies


class Command(BaseCommand):
    help = "Loads the policies of alerts; what is stored already is left as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        made = load_policies()
        self.stdout.write(json.dumps({"created": made}) if options["json"] else f"created {made}")
