"""`manage.py import_roster FILE [--commit]`: a staff list from XLSX or CSV, checked or taken over whole."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cadres.services.roster_import import ImportReport, commit, dry_run
from foundation.web.clock import local_date
from foundation.workflow.errors import DomainError


class Command(BaseCommand):
    help = "Reads a staff list and says what it would do; --commit does it, unless any cell has an error."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--commit", action="store_true", help="write; without it nothing is written")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be read: %(why)s") % {"file": options["file"], "why": error.strerror}
            ) from error
        name, today = options["file"].name, local_date()
        try:
            if options["commit"]:
                report = commit(content=content, file_name=name, as_of=today, by=None, source="command")
            else:
                report = dry_run(content=content, file_name=name, as_of=today, by=None, preview=False)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
        else:
            self._tell(report)
        if report.errors:
            sys.exit(1)

    def _tell(self, report: ImportReport) -> None:
        for label, problems in ((_("error"), report.errors), (_("warning"), report.warnings)):
            for one in problems:
                place = _("row %(row)s, %(column)s") % {"row": one.row, "column": one.column or "-"}
                self.stderr.write(f"{label}: {place}: {one.value!r}: {one.message}")
        self.stdout.write(
            _("%(rows)s rows, %(valid)s valid: %(created)s created, %(updated)s updated, %(unchanged)s unchanged")
            % report.as_json()
        )
        self.stdout.write(_("Written.") if report.committed else _("Nothing was written."))
