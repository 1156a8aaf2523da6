"""Prints the code that a demo account's authenticator shows now."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.demo.second_factors import code_for


class Command(BaseCommand):
    help = "Print the six digits with which a demo account goes on after its password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, **options: Any) -> None:
        if not getattr(settings, "DEMO_ALLOWED", False):
            raise CommandError("There are no demo accounts in production.")
        code = code_for(options["username"])
        if code is None:
            raise CommandError("This account has no second factor of the demo.")
        self.stdout.write(code)
