"""The book of rules of the file, without a database."""

from functools import cache

from discipline.rules.book import RuleBook
from discipline.rules.rows import shipped_rules


@cache
def shipped_book() -> RuleBook:
    return RuleBook(shipped_rules())
