"""The book of rules from the database, and the rules in force on a day as a page lists them."""

from dataclasses import fields
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from discipline.models import Rule
from discipline.rules.book import RuleBook, RuleRow
from foundation.access import visible_to

_COLUMNS = [one.name for one in fields(RuleRow) if one.name != "rule_id"]


def book() -> RuleBook:
    """Every rule ever loaded, in one query; build it once a request or task and hand it on."""
    return RuleBook(
        RuleRow(**{name: value for name, value in row.items() if name != "id"}, rule_id=row["id"])
        for row in Rule.objects.order_by("id").values("id", *_COLUMNS)
    )


def rules_for(user: Any) -> QuerySet[Rule]:
    """Rules the reader may see, families together, newest version of each first."""
    return visible_to(user, Rule.objects.all()).order_by("code", "scope", "-valid_from")


def in_force(rows: QuerySet[Rule], on: date) -> QuerySet[Rule]:
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
