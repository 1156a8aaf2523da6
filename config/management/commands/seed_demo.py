"""Fills an installation with demo data; safe to run twice, refused in production."""

import json
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.demo.scenario_2024 import seed_2024
from config.demo.seed import seed_demo
from config.inventory import inventory
from foundation.web.clock import local_date
from foundation.workflow.errors import Refused


class Command(BaseCommand):
    help = "Fill the database with the demo city, or an empty one with the city of 2024."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scenario", choices=["demo", "hanoi-2024"], default="demo")
        parser.add_argument("--seed", type=int, default=2026, help="another number gives other people")
        parser.add_argument("--json", action="store_true")

    def handle(self, **options: Any) -> None:
        if not getattr(settings, "DEMO_ALLOWED", False):
            raise CommandError("Demo data is never loaded into production: its passwords are known to everybody.")
        begun = time.monotonic()

        def say(text: str) -> None:
            self.stderr.write(f"{time.monotonic() - begun:5.1f} s  {text}")

        if options["scenario"] == "hanoi-2024":
            try:
                seed_2024(seed=options["seed"], say=say)
            except Refused as error:
                raise CommandError(str(error)) from error
        else:
            seed_demo(today=local_date(), seed=options["seed"], say=say)
        say("done")
        if options["json"]:
            self.stdout.write(json.dumps(inventory()))
