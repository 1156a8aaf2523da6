"""The book of rules from the database, and the rules in force on a day as a page lists them."""

from dataclasses import fields
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from discipline.enums import SubjectKind
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
    """Rules the reader may see, in the order they were loaded: families stand together."""
    return visible_to(user, Rule.objects.all()).order_by("id")


def in_force(rows: QuerySet[Rule], on: date) -> QuerySet[Rule]:
    """Those of one day; both the first and the last day belong to a rule."""
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)


def listed(user: Any, *, on: date, scope: str = "", standing: str = "") -> QuerySet[Rule]:
    """Rules of a day for a page: of one kind of subject (with those for all), and of one standing."""
    rows = in_force(rules_for(user), on)
    if scope in SubjectKind.values:
        rows = rows.filter(scope__in=("", scope))
    if standing in ("verified", "unverified"):
        rows = rows.filter(verified=standing == "verified")
    return rows


def counts(user: Any, on: date) -> dict[str, int]:
    """How many rules hold on a day, and how many of them nobody has verified."""
    return in_force(rules_for(user), on).aggregate(total=Count("id"), unverified=Count("id", filter=Q(verified=False)))


def kinds() -> list[tuple[str, str]]:
    return [(one.value, str(one.label)) for one in SubjectKind]


def standings() -> list[tuple[str, str]]:
    return [("", _("All")), ("verified", _("Read at the source")), ("unverified", _("Not verified"))]
