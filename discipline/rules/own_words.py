"""What the person concerned reads about a case in plain words: each step owed, each thing that may still be done."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from discipline.rules.papers.days import short, with_weekday

STEPS: dict[str, Any] = {
    "notice": _("You are told in writing that a case was opened and what it is about."),
    "file_access": _("You are given the file to read before anybody judges."),
    "statement": _("You explain in writing what happened, in your own words."),
    "review_meeting": _("You are invited to the meeting of your unit and are heard there."),
    "council": _("A council is formed in which no relative and nobody with an interest sits."),
    "council_notice": _("You are invited to the council early enough to prepare."),
    "council_sitting": _("You are heard by the council and may speak last."),
    "proposal": _("What came of the approved proposal the act may fall under is looked at first."),
    "decision": _("You receive the decision in writing with its grounds, and how to complain."),
}
STATES: dict[str, Any] = {
    "done": _("Done"),
    "missing": _("Still owed to you"),
    "not_yet": _("Later"),
    "locked": _("Only after the steps above"),
}
TONES = {"done": "ok", "missing": "warn", "not_yet": "", "locked": ""}


def step_words(code: str, title: str) -> str:
    return str(STEPS.get(code) or title)


def day_words(on: date) -> str:
    """A day with its weekday, in the reader's language."""
    if (get_language() or "vi").startswith("vi"):
        return with_weekday(on)
    return f"{date_format(on, 'l')}, {short(on)}"
