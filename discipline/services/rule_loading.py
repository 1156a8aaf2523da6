"""Brings discipline/data/rules.yaml into the database; what is stored already is left as it is, or closed."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from discipline.models import Rule
from discipline.models.rule import FROZEN
from discipline.rules.book import RuleRow
from discipline.rules.rows import shipped_rules
from foundation.audit.context import Actor
from foundation.audit.record import recorded
from foundation.workflow.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rules were added, how many got their last day, how many stood already."""

    created: int
    closed: int
    existing: int


def load_rules(*, by: Actor | None = None, source: str = "command", rows: Sequence[RuleRow] | None = None) -> Loaded:
    """Every row of the file. Run twice it changes nothing.

    Raises:
        InvalidInput: a row says something else than the stored one of the same code, kind and first day;
            nothing is stored. A change of a rule is a new row, the old one gets its last day.
    """
    wanted = shipped_rules() if rows is None else rows
    with recorded(by=by, source=source):
        stored = {(one.code, one.scope, one.valid_from): one for one in Rule.objects.select_for_update()}
        new: list[Rule] = []
        closed = 0
        for row in wanted:
            found = stored.get((row.code, row.scope, row.valid_from))
            if found is None:
                new.append(Rule(**{name: value for name, value in asdict(row).items() if name != "rule_id"}))
                continue
            _same(row, found)
            if row.valid_to is not None and found.valid_to is None:
                found.valid_to = row.valid_to
                found.row_version += 1
                found.save(update_fields=["valid_to", "row_version"])
                closed += 1
        Rule.objects.bulk_create(new)
    return Loaded(len(new), closed, len(wanted) - len(new) - closed)


def _same(row: RuleRow, stored: Rule) -> None:
    for name in FROZEN:
        if getattr(row, name) != getattr(stored, name):
            raise InvalidInput(
                f"rules.yaml: {row.code} {row.scope} of {row.valid_from.isoformat()}: {name} differs from what is in "
                "use; close that row and add a new one",
                code="rule_edited",
                field=name,
            )
