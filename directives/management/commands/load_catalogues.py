"""`manage.py load_catalogues`: documents, catalogues, kinds of measures, limits of extensions; idempotent."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from directives.services.catalogue_loading import load_catalogues
from directives.services.extension_limits import load_limits
from directives.services.measures import load_measures
from directives.services.signals import load_rules


class Command(BaseCommand):
    help = "Loads documents and catalogues of indicators; what is stored already is left as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_catalogues()
        new = load_measures()
        if new:
            loaded.created["measures"] = new
        rules = load_rules()
        if rules:
            loaded.created["signal_rules"] = rules
        limits = load_limits()
        if limits:
            loaded.created["extension_limits"] = limits
        answer = {"created": loaded.created, "existing": loaded.existing}
        self.stdout.write(json.dumps(answer) if options["json"] else f"created {answer['created'] or 0}")
