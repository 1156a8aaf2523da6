"""From a case to what its papers may say. Who reported it, its intake and single votes are never read here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.utils import translation

from cadres.selectors.postings import primary_in_force
from discipline.enums import Effect, Form, SeatRole, Session, SubjectKind
from discipline.models import Case, CaseExhibit, Complaint, Decision, Sitting
from discipline.rules.book import RuleBook
from discipline.rules.papers.facts import (
    Authority,
    BasisFact,
    ComplaintFact,
    DeliveryFact,
    Disclosed,
    IndicatorFact,
    MeasureFact,
    MeetingFact,
    Owed,
    PaperFacts,
    SeatFact,
    Signer,
    Subject,
    SummonsFact,
)
from discipline.rules.papers.kinds import PaperKind
from discipline.rules.papers.letterhead import Letterhead
from discipline.selectors.paper_terms import bases_of, grounds_of, terms_of
from organization.rules.calendar import WorkingCalendar

COUNCIL_PAPERS = (PaperKind.COUNCIL, PaperKind.COUNCIL_MINUTES)


def facts_of(
    case: Case, kind: str, letterhead: Letterhead, *, book: RuleBook, calendar: WorkingCalendar, today: date
) -> PaperFacts:
    """Everything the papers of this case may say on a day, in Vietnamese, with the grounds of this kind of paper."""
    with translation.override("vi"):
        return _facts(case, kind, letterhead, book, calendar, letterhead.issued_on or today)


def _facts(case: Case, kind: str, head: Letterhead, book: RuleBook, calendar: WorkingCalendar, on: date) -> PaperFacts:
    decision = case.decisions.filter(state="signed").order_by("-version").first()
    complaint = case.complaints.filter(answered_on__isnull=False).order_by("-level").first()
    sittings = list(case.sittings.select_related("chair").order_by("held_on", "id"))
    council = kind == PaperKind.COUNCIL_MINUTES
    meeting = _last(row for row in sittings if (row.session == Session.COUNCIL) == council)
    review = _last(row for row in sittings if row.session == Session.REVIEW)
    sat = _last(row for row in sittings if row.session == Session.COUNCIL)
    about = decision
    if kind in (PaperKind.COMPLAINT, PaperKind.RESCISSION) and complaint is not None:
        about = complaint.decision
    form = decision.form if decision is not None else ""
    terms = terms_of(case, kind, decision, complaint.level if complaint else 0, book, calendar, on)
    return replace(
        _always(case, head, on),
        bases=bases_of(grounds_of(case, kind, form, complaint.level if complaint else 1, book, on)),
        **terms,
        summons=_summons(case, kind, head, book, on),
        meeting=_meeting(case, meeting, book) if meeting is not None else None,
        meeting_is_council=council or _called_to_council(case, kind),
        review_on=review.held_on if review is not None else None,
        council_on=sat.held_on if sat is not None else None,
        seats=_seats(case),
        form=_form_words(case, form, book, on),
        finding=decision.grounds if decision is not None else "",
        departure=decision.departure_reason if decision is not None else "",
        effective_on=decision.effective_on if decision is not None else None,
        delivery=_delivery(case, decision),
        measure=_measure(case, book),
        complaint=ComplaintFact(
            complaint.level, complaint.lodged_on, complaint.text, complaint.answer, complaint.outcome
        ) if complaint is not None else None,
        decision_number=about.number if about is not None else "",
        decision_on=about.signed_on if about is not None else None,
        rescinded_by=_rescinded_by(case, complaint),
        owed=tuple(Owed(row.what, row.due_on) for row in case.restorations.order_by("due_on", "id")),
        disclosed=_disclosed(case),
    )  # fmt: skip


def _rescinded_by(case: Case, complaint: Complaint | None) -> str:
    """The judgement, or the answer, that rescinds the decision."""
    if case.court_document:
        return case.court_document
    return complaint.document if complaint is not None and complaint.outcome == "rescinded" else ""


def _always(case: Case, head: Letterhead, on: date) -> PaperFacts:
    indicator = case.indicator
    return PaperFacts(
        code=case.code,
        track=case.track,
        authority=Authority(head.authority, head.superior, head.symbol, head.place, head.decider, head.contact),
        subject=_subject(case, head, on),
        acted_on=case.acted_on,
        acted_until=case.acted_until,
        discovered_on=case.discovered_on,
        allegation=case.allegation,
        indicator=IndicatorFact(
            indicator.code, indicator.text_vi, f"{indicator.version.catalogue.name_vi}, bản {indicator.version.number}"
        ) if indicator is not None else None,
        number=head.number,
        issued_on=head.issued_on,
        signer=Signer(head.capacity, head.signer),
        recipients=head.recipients,
    )  # fmt: skip


def _subject(case: Case, head: Letterhead, on: date) -> Subject:
    kind = str(SubjectKind(case.subject_kind).label)
    if case.subject is None:
        named = case.subject_unit.name if case.subject_unit is not None else ""
        return Subject(named, unit=case.unit.name, kind=kind, address=head.address)
    post = primary_in_force(person=case.subject, on=on)
    unit = post.unit.name if post is not None else case.unit.name
    title = post.position.name if post is not None else ""
    return Subject(case.subject.full_name, title, unit, kind, head.address)


def _last(rows: Iterable[Sitting]) -> Sitting | None:
    found = None
    for found in rows:  # noqa: B007  # the last one is wanted
        pass
    return found


def _form_words(case: Case, form: str, book: RuleBook, on: date) -> str:
    if not form:
        return ""
    rule = book.form_rule(case.subject_kind, form, on)
    rule = rule or next((one for one in book.forms_ever(case.subject_kind) if one.form == form), None)
    return rule.title.lower() if rule is not None else form


def _called_to_council(case: Case, kind: str) -> bool:
    if kind not in (PaperKind.SUMMONS_1, PaperKind.SUMMONS_2):
        return kind in COUNCIL_PAPERS
    row = case.summonses.order_by("sitting_on", "id").last()
    return row is not None and row.session == Session.COUNCIL


def _summons(case: Case, kind: str, head: Letterhead, book: RuleBook, on: date) -> SummonsFact | None:
    number = {PaperKind.SUMMONS_1: 1, PaperKind.SUMMONS_2: 2}.get(PaperKind(kind), 0)
    row = case.summonses.filter(number=number).order_by("sitting_on", "id").last() if number else None
    if row is None:
        return None
    first = case.summonses.filter(session=row.session, number=1).first() if number == 2 else None
    rule = book.find("summons.count", on) if number == 2 else None
    ground = None
    if rule is not None and (rule.source_url or rule.verified):
        ground = BasisFact(rule.legal_basis, rule.verified)
    return SummonsFact(
        row.sitting_on, row.place, head.sitting_at, first.sitting_on if first is not None else None, ground
    )


def _meeting(case: Case, row: Sitting, book: RuleBook) -> MeetingFact:
    """Counts by form and in all; any other key among the ballots is not read, so no name can stand there."""
    counts = {key: value for key, value in row.ballots.items() if isinstance(value, int)}
    named = {key: _form_words(case, key, book, row.held_on).capitalize() for key in Form.values}
    named |= {"no_discipline": "Không kỷ luật", "none": "Không kỷ luật"}
    voted = tuple((named[key], number) for key, number in counts.items() if key in named)
    cast = sum(number for _words, number in voted)
    proposed = _form_words(case, row.proposed_form, book, row.held_on)
    chair = row.chair.full_name if row.chair is not None else "…………"
    return MeetingFact(
        row.held_on, row.place, chair, _secretary(case) or "…………", row.invited, row.attended, row.subject_present,
        row.subject_heard, row.minutes, counts.get("issued", cast), counts.get("returned", cast),
        counts.get("valid", cast), voted, f"xử lý kỷ luật bằng hình thức {proposed}" if proposed else "",
    )  # fmt: skip


def _secretary(case: Case) -> str:
    seat = case.seats.select_related("person").filter(role=SeatRole.SECRETARY, ended_on__isnull=True).first()
    if seat is not None:
        return seat.person.full_name
    member = case.members.select_related("user").filter(role="secretary", ended_on__isnull=True).first()
    return member.user.full_name if member is not None else ""


def _seats(case: Case) -> tuple[SeatFact, ...]:
    order = list(SeatRole.values)
    rows = list(case.seats.select_related("person").filter(ended_on__isnull=True))
    rows.sort(key=lambda row: order.index(row.role))
    found = []
    for row in rows:
        post = primary_in_force(person=row.person, on=row.appointed_on)
        title = f"{post.position.name}, {post.unit.name}" if post is not None else ""
        found.append(SeatFact(row.person.full_name, title, str(SeatRole(row.role).label)))
    return tuple(found)


def _delivery(case: Case, decision: Decision | None) -> DeliveryFact | None:
    row = case.deliveries.order_by("id").last()
    if row is None:
        return None
    named = {
        "notice": "Thông báo xem xét xử lý kỷ luật",
        "decision": "Quyết định",
        "answer": "Quyết định giải quyết khiếu nại",
        "measure": "Thông báo biện pháp không phải kỷ luật", "party": "Thông báo gửi tổ chức đảng",
    }[row.kind]  # fmt: skip
    about = decision if row.kind == "decision" else None
    return DeliveryFact(
        named, about.number if about is not None else "", about.signed_on if about is not None else None,
        row.received_on, row.manner, row.receiver, row.note,
    )  # fmt: skip


def _measure(case: Case, book: RuleBook) -> MeasureFact | None:
    row = getattr(case, "soft_measure", None)
    if row is None:
        return None
    rule = next((one for one in book.soft_measures(row.notified_on) if one.key == row.kind), None)
    name = rule.title.lower() if rule is not None else row.kind
    effect = Effect.NOTED if row.effect == Effect.NOTED and row.period is not None else Effect.NONE
    return MeasureFact(name, row.text, effect, row.remedy_due_on, row.period)


def _disclosed(case: Case) -> tuple[Disclosed, ...]:
    """Titles of what was disclosed, by number; exhibits that were not disclosed are not read."""
    shown = {row.number: row.on for row in case.disclosures.all()}
    rows = CaseExhibit.objects.filter(case=case, number__in=shown).order_by("number", "-version")
    titles: dict[int, str] = {}
    for row in rows:
        titles.setdefault(row.number, row.title)
    return tuple(Disclosed(number, title, shown[number]) for number, title in sorted(titles.items()))
