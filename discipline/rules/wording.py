"""Words that judge before anybody has decided: a signal that has them is warned, by name."""

import re
import unicodedata
from datetime import date

from discipline.rules.book import RuleBook


def verdict_words(text: str, on: date, book: RuleBook) -> tuple[str, ...]:
    """The words of the rules that stand in a text, in the order of the rules; whole words, whatever their case.

    Composed and decomposed Vietnamese letters are the same; tone marks count ("bao che" is not "báo chè"). Raises
    RuleMissing where no list holds that day.
    """
    said = _plain(text)
    words = book.listed("wording.verdict", on, "words").value
    return tuple(word for word in words if re.search(rf"(?<!\w){re.escape(_plain(word))}(?!\w)", said))


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
