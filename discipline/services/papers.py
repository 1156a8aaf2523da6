"""Issuing a paper of a case: composed from its facts, checked for who must not be named, kept unchanged for good."""

from __future__ import annotations

import hashlib
from datetime import date

from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from discipline.enums import CaseState, Outcome
from discipline.models import Case, CasePaper
from discipline.rules.papers.composing import UnknownToTheTrack, compose
from discipline.rules.papers.facts import MissingFact, PaperFacts
from discipline.rules.papers.kinds import PaperKind
from discipline.rules.papers.leaks import named
from discipline.rules.papers.letterhead import Letterhead
from discipline.rules.papers.wording import Wording, current, versions
from discipline.selectors.paper_facts import facts_of
from discipline.selectors.rule_book import book
from foundation.access import readable_fields, require
from foundation.audit.record import record_event, recorded
from foundation.files.models import StoredFile
from foundation.files.services.intake import Content, store
from foundation.papers.docx_writer import DOCX_TYPE, render
from foundation.papers.paper import Paper, texts
from foundation.workflow.errors import InvalidInput, Refused
from organization.selectors.calendar import working_calendar

PARENT = "discipline.casepaper"
INTERNAL = (PaperKind.REVIEW_MINUTES, PaperKind.COUNCIL_MINUTES)
"""They hold counts of ballots, which the person concerned never reads."""
BEFORE_ANYBODY_KNOWS = (CaseState.SIGNAL, CaseState.UNDER_REVIEW, CaseState.DISMISSED)
FACTS = {
    "summons": gettext_lazy("the summons with its number, day and place"),
    "meeting": gettext_lazy("the minutes of the sitting"),
    "seats": gettext_lazy("the seats of the council"),
    "form": gettext_lazy("a signed decision with a form of discipline"),
    "finding": gettext_lazy("a signed decision with its grounds"),
    "effective": gettext_lazy("the day the decision takes effect"),
    "delivery": gettext_lazy("a delivery"),
    "measure": gettext_lazy("the measure that is not discipline"),
    "complaint": gettext_lazy("a complaint that was answered"),
    "decision_named": gettext_lazy("number and day of the decision"),
    "rescinded_by": gettext_lazy("the answer or judgement that rescinds the decision"),
    "handling_due": gettext_lazy("the day the handling limit ends"),
}


def issue_paper(
    *, case: Case, kind: str, letterhead: Letterhead, today: date, by: User, source: str = "app"
) -> CasePaper:
    """Issue a paper of the case and its plain sheet, both kept as files.

    The wording is that of the first paper of this kind in the case, else the newest one: a paper in use keeps its
    version. A further issue is the next version; the one before stays.

    Raises:
        NotFound, Forbidden: the case is out of reach, or papers are not issued by this person.
        InvalidInput: an unknown kind, no issuing body, a day in the future, a number that is no number.
        Refused: `before_opening` nobody may learn of the case yet; `fact_missing` the case does not hold what the
            paper says; `not_on_this_track`; `names_reporter` a text names who reported.

    Side effects: two kept files, the event `case.paper_issued` on the case.
    """
    with recorded(by=by, source=source):
        row = (
            Case.objects.select_for_update(of=("self",))
            .select_related("reported_by", "subject", "unit")
            .get(pk=case.pk)
        )
        require(by, "case_paper.issue", CasePaper(case=row, shown=row))
        _check(row, kind, letterhead, today)
        facts = facts_of(row, kind, letterhead, book=book(), calendar=working_calendar(), today=today)
        wording = _wording(row, kind, today)
        formal, plain = _composed(row, kind, facts, wording)
        typed = () if "reported_by" in readable_fields(by, row) else _typed(letterhead)
        _names_nobody(row, facts, formal, plain, typed)
        return _kept(row, kind, letterhead, wording, render(formal), render(plain), by, source)


def _check(case: Case, kind: str, letterhead: Letterhead, today: date) -> None:
    if kind not in PaperKind.values:
        raise InvalidInput(_("There is no such kind of paper."), code="unknown_kind", field="kind")
    if not letterhead.authority.strip():
        raise InvalidInput(_("Name the body that issues the paper."), code="authority_missing", field="authority")
    if letterhead.number and not (letterhead.number.isascii() and letterhead.number.isdigit()):
        raise InvalidInput(
            _("A number is written in digits; the sign follows it by itself."), code="number", field="number"
        )
    if letterhead.issued_on is not None and letterhead.issued_on > today:
        raise InvalidInput(_("The day of issue lies in the future."), code="issued_later", field="issued_on")
    if case.state in BEFORE_ANYBODY_KNOWS or (case.opened_on is None and case.state != CaseState.NON_DISCIPLINARY):
        raise Refused(
            _("Nothing is issued before the case is opened: nobody may learn of it yet."), code="before_opening"
        )
    if kind in (PaperKind.DECISION, PaperKind.NO_DISCIPLINE):
        outcome = Outcome.FORM if kind == PaperKind.DECISION else Outcome.NO_DISCIPLINE
        if not case.decisions.filter(state="signed", outcome=outcome).exists():
            raise _missing("form" if kind == PaperKind.DECISION else "finding")


def _missing(name: str) -> Refused:
    fact = str(FACTS.get(name, name))
    return Refused(
        _("The case does not hold yet what this paper says: %(fact)s.") % {"fact": fact},
        code="fact_missing",
        field="kind",
        details={"fact": name},
    )


def _wording(case: Case, kind: str, today: date) -> Wording:
    used = case.papers.filter(kind=kind).order_by("version").values_list("wording_version", flat=True).first()
    return versions()[used] if used is not None else current(today)


def _composed(case: Case, kind: str, facts: PaperFacts, wording: Wording) -> tuple[Paper, Paper]:
    try:
        return compose(kind, facts, wording)
    except MissingFact as error:
        raise _missing(error.name) from error
    except UnknownToTheTrack as error:
        raise Refused(
            _("The Party track has no disciplinary council."), code="not_on_this_track", field="kind"
        ) from error


def _typed(letterhead: Letterhead) -> tuple[str, ...]:
    """Texts of this issue alone: the answer to a name typed there would tell who reported to who may not know it."""
    head = (letterhead.authority, letterhead.superior, letterhead.decider, letterhead.contact, letterhead.signer)
    return (*head, letterhead.address, *letterhead.capacity, *letterhead.recipients)


def _names_nobody(case: Case, facts: PaperFacts, formal: Paper, plain: Paper, typed: tuple[str, ...]) -> None:
    """Refuse a paper in which somebody wrote who reported, or by which report the case began.

    Somebody who reported and also holds an office in the paper (chair, seat, signer), or is the person concerned, may
    be named as such; the person's own words are the person's own.
    """
    official = {facts.signer.name, facts.subject.name, *(seat.name for seat in facts.seats)}
    own = [*typed, facts.complaint.text] if facts.complaint is not None else [*typed]
    if facts.meeting is not None:
        official |= {facts.meeting.chair, facts.meeting.secretary}
        own.append(facts.meeting.heard)
    reporter = case.reported_by.full_name if case.reported_by is not None else ""
    secrets = [case.source_ref] if reporter in official else [reporter, case.source_ref]
    said = [_without(text, own) for text in (*texts(formal), *texts(plain))]
    if named(said, secrets):
        raise Refused(
            _("A text of the case names who reported it, or the report. Take that out before the paper is issued."),
            code="names_reporter",
        )


def _without(text: str, own: list[str]) -> str:
    for words in own:
        text = text.replace(words.strip(), " ") if words.strip() else text
    return text


def _kept(
    case: Case, kind: str, letterhead: Letterhead, wording: Wording, formal: bytes, plain: bytes, by: User, source: str
) -> CasePaper:
    key = _next_key()
    version = (case.papers.filter(kind=kind).aggregate(last=Max("version"))["last"] or 0) + 1

    def keep(name: str, content: bytes) -> StoredFile:
        return store(Content(name, content, DOCX_TYPE), by=by, parent_kind=PARENT, parent_id=key, source=source)

    stem = f"{case.code}-{kind.replace('_', '-')}-{version}"
    made = CasePaper.objects.create(
        pk=key,
        case=case,
        shown=None if kind in INTERNAL else case,
        kind=kind,
        version=version,
        number=letterhead.number,
        issued_on=letterhead.issued_on,
        wording_version=wording.version,
        wording_sha256=wording.sha256,
        sha256=hashlib.sha256(formal).hexdigest(),
        letterhead=letterhead.kept(),
        file=keep(f"{stem}.docx", formal),
        plain=keep(f"{stem}-tom-tat.docx", plain),
        made_by=by,
    )
    record_event(
        table=Case._meta.db_table,
        object_type=Case._meta.label_lower,
        object_id=case.pk,
        name="case.paper_issued",
        details={"kind": kind, "version": version, "number": letterhead.number, "sha256": made.sha256},
    )
    return made


def _next_key() -> int:
    """The key the paper will have: its files are stored under it before the row that names them exists."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [CasePaper._meta.db_table])
        return int(cursor.fetchone()[0])
