"""`manage.py rotation_due --as-of DATE [--json]`: whose time in the post is over on a day, by rule, post and unit."""

import json
from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from cadres.selectors.rotation_due import rotation_due
from foundation.web.clock import local_date


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(_("Write the day as YYYY-MM-DD.")) from error


class Command(BaseCommand):
    help = "Counts whose time in the post is over on a day, by rule, kind of post and unit, with the people's codes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--as-of", type=_day, default=None, metavar="YYYY-MM-DD")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        found = rotation_due(on=options["as_of"] or local_date())
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        self.stdout.write(_("On %(day)s:") % {"day": found["as_of"]})
        for row in found["counts"]:
            self.stdout.write(f"{row['rule']:8} {row['kind']:16} {row['unit'] or '*':24} {row['count']:6}")
