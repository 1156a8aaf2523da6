"""`open_cycle YYYY-MM [--unit CODE] [--json]`: opens a month; running it again adds what is missing."""

import json
import re
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from evaluations.services.opening import OpeningResult, open_cycle
from foundation.web.clock import local_date
from foundation.workflow.errors import DomainError


class Command(BaseCommand):
    help = "Open the evaluation of a month for everybody, or for one unit and what lies below it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("month", help="YYYY-MM")
        parser.add_argument("--unit", default=None, help="code of a unit")
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", options["month"])
        if not found:
            raise CommandError("Name the month as YYYY-MM, for example 2026-02.")
        period = date(int(found[1]), int(found[2]), 1)
        try:
            result = open_cycle(period=period, on=local_date(), by=None, unit_code=options["unit"])
        except DomainError as error:
            raise CommandError(str(error)) from error
        answer = as_answer(result)
        self.stdout.write(json.dumps(answer, ensure_ascii=False) if options["json"] else _in_words(answer))


def as_answer(result: OpeningResult) -> dict[str, Any]:
    """population = created + existing + excluded; the units' own sheets are counted beside it."""
    return {
        "cycle": f"{result.cycle.period:%Y-%m}",
        "population": result.population,
        "created": result.created,
        "existing": result.existing,
        "excluded": result.excluded,
        "early": result.cycle.opened_early,
        "late": result.cycle.opened_late,
        "unit_sheets": {"created": result.unit_sheets_created, "existing": result.unit_sheets_existing},
        "without_decider": result.without_decider,
    }


def _in_words(answer: dict[str, Any]) -> str:
    return "\n".join(f"{key}: {value}" for key, value in answer.items())
