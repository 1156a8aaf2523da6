"""Lists the accounts of the demo, one for each role."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.demo.accounts import listed
from config.demo.second_factors import secrets_in_use


class Command(BaseCommand):
    help = "Print the demo accounts: user name, password, role, secret of the second factor."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, **options: Any) -> None:
        if not getattr(settings, "DEMO_ALLOWED", False):
            raise CommandError("There are no demo accounts in production.")
        secrets = secrets_in_use()
        accounts = [
            one | ({"otp_secret": secrets[one["username"]]} if one["username"] in secrets else {}) for one in listed()
        ]
        if options["json"]:
            self.stdout.write(json.dumps(accounts, ensure_ascii=False))
            return
        for account in accounts:
            line = f"{account['role']:<4} {account['username']:<14} {account['password']}"
            self.stdout.write(f"{line}  {account.get('otp_secret', '')}".rstrip())
