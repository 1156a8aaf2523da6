"""Bars on a higher post and on the planning list, and the document by which an exception is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from cadres.bars import Bar, bars_on
from cadres.enums import PostingKind
from cadres.models import Person, Position, Posting
from cadres.rules.ranks import is_higher
from cadres.selectors.postings import in_force
from foundation.audit.record import record_event
from foundation.workflow.errors import InvalidInput, Refused

COUNTED = (PostingKind.PRIMARY, PostingKind.CONCURRENT)
"""An acting post or a secondment makes nobody higher than the main post says."""


@dataclass(frozen=True, slots=True)
class ExceptionDocument:
    """The paper that lets a barred person through; both parts or none."""

    number: str = ""
    dated: date | None = None

    def columns(self) -> dict[str, object]:
        """As PlanningEntry and Posting keep it."""
        return {"exception_document": self.number.strip(), "exception_document_date": self.dated}


NO_EXCEPTION = ExceptionDocument()


def refuse_barred_post(
    *, person: Person, position: Position, on: date, document: ExceptionDocument = NO_EXCEPTION
) -> Sequence[Bar]:
    """Raise what `refuse_barred` raises where the post is higher than what the person holds; else nothing bars it.

    Returns:
        The bars an exception was made from.
    """
    around = in_force(on - timedelta(days=1)) | in_force(on)
    held = Posting.objects.filter(around, person=person, kind__in=COUNTED)
    kinds = held.values_list("position__kind", flat=True)
    bars = bars_on(person.pk, on) if is_higher(position.kind, kinds) else []
    return refuse_barred(bars=bars, on=on, document=document)


def refuse_barred(*, bars: Sequence[Bar], on: date, document: ExceptionDocument) -> Sequence[Bar]:
    """Let through who is not barred, or barred with a document.

    Raises:
        InvalidInput: one half of the document is missing, it is dated after `on`, or nothing needs an exception.
        Refused: barred without a document; the message names reason, ground and last day of the longest bar.
    """
    number = document.number.strip()
    if bool(number) != (document.dated is not None):
        field = "exception_document_date" if number else "exception_document"
        raise InvalidInput(_("An exception needs the number and the date of its document."), field=field, code="half")
    if document.dated is not None and document.dated > on:
        raise InvalidInput(
            _("The document of an exception is not younger than the act."),
            field="exception_document_date",
            code="document_younger",
        )
    if not bars:
        if number:
            raise InvalidInput(
                _("Nothing bars this person; an exception is not needed."),
                field="exception_document",
                code="not_barred",
            )
        return ()
    if number:
        return bars
    raise Refused(in_words(bars[0]), field="exception_document", code="barred")


def in_words(bar: Bar) -> str:
    """The sentence of a refusal."""
    words = {"reason": bar.reason, "ground": bar.ground, "day": f"{bar.until:%d/%m/%Y}" if bar.until else ""}
    if bar.until is None:
        text = _("%(reason)s (%(ground)s): no higher post and no planning for now. An exception needs its document.")
    else:
        text = _(
            "%(reason)s (%(ground)s): no higher post and no planning until %(day)s. An exception needs its document."
        )
    return text % words


def record_exception(*, person: Person, bars: Sequence[Bar], document: ExceptionDocument, act: str) -> None:
    """One business event on the person, inside the recorded act."""
    if not bars:
        return
    record_event(
        object_type="cadres.person",
        object_id=person.pk,
        name="person.bar_excepted",
        details={
            "act": act,
            "document": document.number.strip(),
            "document_date": document.dated,
            "bars": [{"ground": bar.ground, "until": bar.until} for bar in bars],
        },
    )
