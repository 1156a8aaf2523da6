"""Brings the rules of rotation and the catalogue of listed posts from cadres/data into the database; idempotent."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cadres.models import ListedPost, RotationRule
from cadres.models.rotation_rule import POST_FROZEN, RULE_FROZEN
from cadres.rules.rotation import DATA, BadRow, ListedRow, RotationRow, read_posts, read_rules
from foundation.audit.context import Actor
from foundation.audit.record import recorded
from foundation.workflow.errors import InvalidInput

RULES_FILE, POSTS_FILE = DATA / "rotation_rules.yaml", DATA / "post_catalogue.yaml"


@dataclass(frozen=True, slots=True)
class LoadedRules:
    """How many rows were added, how many got their last day, how many stood already."""

    created: int
    closed: int
    existing: int


def load_rotation_rules(
    *,
    by: Actor | None = None,
    source: str = "command",
    rules: Sequence[RotationRow] | None = None,
    posts: Sequence[ListedRow] | None = None,
) -> LoadedRules:
    """Every row of both files, or the rows given. Run twice it changes nothing.

    Raises:
        InvalidInput: a file cannot be read, or a row says something else than the stored one of the same first day;
            nothing is stored. A change of a rule is a new row, the old one gets its last day.
    """
    try:
        wanted_rules = read_rules(RULES_FILE.read_text(encoding="utf-8")) if rules is None else rules
        wanted_posts = read_posts(POSTS_FILE.read_text(encoding="utf-8")) if posts is None else posts
    except BadRow as error:
        raise InvalidInput(str(error), code="rules_file") from error
    with recorded(by=by, source=source):
        first = _load(RotationRule, wanted_rules, ("code", "scope", "field", "valid_from"), RULE_FROZEN)
        second = _load(ListedPost, wanted_posts, ("code", "valid_from"), POST_FROZEN)
    return LoadedRules(*(one + two for one, two in zip(first, second, strict=True)))


def _load(model: type[Any], rows: Sequence[Any], key: tuple[str, ...], frozen: tuple[str, ...]) -> tuple[int, int, int]:
    stored = {tuple(getattr(one, name) for name in key): one for one in model.objects.select_for_update()}
    new, closed = [], 0
    for row in rows:
        found = stored.get(tuple(getattr(row, name) for name in key))
        if found is None:
            new.append(model(**asdict(row)))
            continue
        for name in frozen:
            if getattr(row, name) != getattr(found, name):
                raise InvalidInput(
                    f"{row.code} of {row.valid_from.isoformat()}: {name} differs from what is in use; close that row "
                    "and add a new one",
                    code="rule_edited",
                    field=name,
                )
        if row.valid_to is not None and found.valid_to is None:
            found.valid_to = row.valid_to
            found.row_version += 1
            found.save(update_fields=["valid_to", "row_version"])
            closed += 1
    model.objects.bulk_create(new)
    return len(new), closed, len(rows) - len(new) - closed
