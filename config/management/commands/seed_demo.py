"""Fills an installation with demo data; safe to run twice, refused in production."""

import json
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.demo.seed import seed_demo
from config.inventory import inventory
from foundation.web.clock import local_date


class Command(BaseCommand):
    help = "Fill the database with the demo city: people, closed months, the running month."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scenario", choices=["demo"], default="demo")
        parser.add_argument("--seed", type=int, default=2026, help="another number gives other people")
        parser.add_argument("--json", action="store_true")

    def handle(self, **options: Any) -> None:
        if not getattr(settings, "DEMO_ALLOWED", False):
            raise CommandError("Demo data is never loaded into production: its passwords are known to everybody.")
        begun = time.monotonic()

        def say(text: str) -> None:
            self.stderr.write(f"{time.monotonic() - begun:5.1f} s  {text}")

        seed_demo(today=local_date(), seed=options["seed"], say=say)
        say("done")
        if options["json"]:
            self.stdout.write(json.dumps(inventory()))
