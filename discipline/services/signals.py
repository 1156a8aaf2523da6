"""A signal: somebody reports an act about somebody; nobody but those who handle it learns that it exists."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from cadres.models import PartyMembership, Person
from cadres.selectors.postings import head_of, primary_in_force, unit_of
from directives.models import Indicator
from discipline.enums import OPEN, BarGround, CaseRole, Source, SubjectKind, Track
from discipline.models import Case, CaseBar, CaseMember
from discipline.rules.subjects import kind_of_member, kind_of_person
from discipline.rules.wording import verdict_words
from discipline.selectors.rule_book import book
from discipline.services.codes import next_case_code
from discipline.services.naming import bar_relatives, officers_for
from discipline.services.taking import need
from discipline.services.telling import tell_handlers
from foundation.access import allows, readable_fields, require, visible_to
from foundation.audit.record import recorded
from foundation.workflow.errors import InvalidInput, Refused
from organization.models import Unit


def report(
    *,
    subject: Person | None,
    acted_on: date,
    discovered_on: date,
    allegation: str,
    source: str,
    today: date,
    by: User | None,
    subject_unit: Unit | None = None,
    indicator: Indicator | None = None,
    track: str = Track.ADMINISTRATIVE,
    acted_until: date | None = None,
    source_ref: str = "",
    intake_note: str = "",
    words_kept: bool = False,
    after_leaving: bool = False,
    entered_by: str = "app",
) -> Case:
    """Report a signal about a person or a unit.

    Args:
        source: one of enums.Source; never shown to the person concerned.
        source_ref: what it rests on (number of a finding, of a document); never shown to them either.
        words_kept: the reporter confirms words that judge, because they are quoted.
        after_leaving: the reporter confirms that somebody who has left is meant, for an act during service.
        by: who reports; None when another part of the system does (a finding sent on by inspections).

    Raises:
        NotFound, Forbidden: the person or unit is out of reach, or signals are not this person's to give.
        InvalidInput: the act lies in the future, the discovery before the act, a text is missing, or judges.
        Refused: a signal of the reader's about the same act is under way, the subject has left, the indicator was not
            in force on the day of the act, no officer of the organisation committee is fit to
            take it, or no rule holds on that day.

    Side effects: the officers on the desk of the unit, or one from elsewhere, handle it and are told; declared
        relatives are kept out.
    """
    unit = _unit_concerned(subject, subject_unit, today)
    if by is not None:
        require(by, "unit.signal", unit)
    text = need(allegation, "allegation")
    _check_days(acted_on, acted_until, discovered_on, today)
    if source not in Source.values:
        raise InvalidInput(_("Choose where this comes from."), field="source", code="source_unknown")
    if not words_kept and (found := verdict_words(text, today, book())):
        raise InvalidInput(
            _(
                "A signal reports facts. These words judge: %(words)s. "
                "Write what happened, or confirm that they are quoted."
            )
            % {"words": ", ".join(found)},
            field="allegation",
            code="verdict_words",
            details={"words": list(found)},
        )
    _check_indicator(indicator, acted_on)
    _refuse_blind_track(subject, track, by)
    if by is None or subject is None or "left_on" in readable_fields(by, subject):
        refuse_left(subject, acted_on, today, confirmed=after_leaving)
    with recorded(by=by, source=entered_by):
        about = {"subject": subject, "subject_unit": subject_unit}
        _refuse_double(about, track, acted_on, indicator, by)
        answering = subject if subject is not None else head_of(unit, today)
        kept_out = [answering.pk] if answering is not None else []
        handlers = officers_for(unit, about=answering, on=today)
        if not handlers:
            raise Refused(
                _("Nobody is on the desk for %(unit)s. The organisation committee names an officer first.")
                % {"unit": unit.name},
                code="no_desk",
            )
        case = Case.objects.create(
            code=next_case_code(year=today.year, track=track),
            track=track,
            answering=answering,
            subject_kind=_kind(subject, track, acted_on),
            unit=unit,
            acted_on=acted_on,
            acted_until=acted_until,
            discovered_on=discovered_on,
            indicator=indicator,
            allegation=text,
            source=source,
            source_ref=source_ref.strip(),
            intake_note=intake_note.strip(),
            reported_by=by,
            **about,
        )
        for key in kept_out:
            CaseBar.objects.create(case=case, person_id=key, ground=BarGround.SUBJECT, since=today, added_by=by)
        for one in handlers:
            CaseMember.objects.create(case=case, user=one, role=CaseRole.HANDLER, since=today, added_by=by)
        case.refresh_from_db()
        bar_relatives(case, on=today, by=by)
        tell_handlers(case, occasion="signal", title=gettext_noop("A signal was reported: %(code)s"), by=by)
    return case


def _unit_concerned(subject: Person | None, subject_unit: Unit | None, today: date) -> Unit:
    if (subject is None) == (subject_unit is None):
        raise InvalidInput(_("Name one person or one unit."), field="subject", code="subject_one")
    if subject_unit is not None:
        return subject_unit
    assert subject is not None
    found = unit_of(subject, today) or subject.unit
    if found is None:
        raise Refused(_("%(name)s has no unit in the registry.") % {"name": subject}, code="no_unit", field="subject")
    return found


def _check_days(acted_on: date, acted_until: date | None, discovered_on: date, today: date) -> None:
    if acted_on > today:
        raise InvalidInput(_("The act lies in the future."), field="acted_on", code="act_future")
    if acted_until is not None and not acted_on <= acted_until <= today:
        raise InvalidInput(
            _("The last day of the act lies before the first or ahead."), field="acted_until", code="act_end"
        )
    if discovered_on < acted_on:
        raise InvalidInput(_("The discovery lies before the act."), field="discovered_on", code="discovery_before_act")
    if discovered_on > today:
        raise InvalidInput(_("The discovery lies in the future."), field="discovered_on", code="discovery_future")


def _check_indicator(indicator: Indicator | None, acted_on: date) -> None:
    if indicator is None:
        return
    version = indicator.version
    known = version.valid_from is not None and version.valid_from <= acted_on
    if not known or (version.valid_to is not None and version.valid_to < acted_on):
        raise Refused(
            _("Indicator %(code)s of this version was not in force on %(day)s, the day of the act.")
            % {"code": indicator.code, "day": f"{acted_on:%d/%m/%Y}"},
            code="indicator_not_in_force",
            field="indicator",
        )


def _refuse_blind_track(subject: Person | None, track: str, by: User | None) -> None:
    """Who may not read Party membership chooses no track: a refusal would tell who is a member."""
    if by is None or subject is None or track != Track.PARTY:
        return
    if not allows(by, "party_membership.read", PartyMembership(person=subject)):
        raise Refused(
            _("The organisation committee decides whether the Party considers it too: report it on the other track."),
            code="track_not_chosen",
            field="track",
        )


def refuse_left(subject: Person | None, acted_on: date, today: date, *, confirmed: bool = False) -> None:
    """Refuse an act after the last day of service; one before it is taken up once somebody confirms that it is meant.

    Who may not read the last day is not told of it by a refusal: the case is not opened then.
    """
    if subject is None or subject.left_on is None or subject.left_on > today:
        return
    day = {"name": subject, "day": f"{subject.left_on:%d/%m/%Y}"}
    if acted_on >= subject.left_on:
        raise Refused(
            _("%(name)s left on %(day)s, before the act: no discipline of the service applies.") % day,
            code="left_before_act",
            field="subject",
        )
    if not confirmed:
        raise Refused(
            _(
                "%(name)s left on %(day)s. Whoever retired or resigned is considered for acts during service only "
                "(Decree 172/2025): confirm that such an act is meant."
            )
            % day,
            code="subject_left",
            field="subject",
        )


def _refuse_double(
    about: Mapping[str, Any], track: str, acted_on: date, indicator: Indicator | None, by: User | None
) -> None:
    """A double is told only to who may see the first one: nobody learns from a refusal that a signal exists."""
    same = Case.objects.filter(track=track, acted_on=acted_on, indicator=indicator, state__in=OPEN, **about)
    seen = visible_to(by, same).first() if by is not None else same.first()
    if seen is not None:
        raise Refused(
            _("A signal about this act is under way: %(code)s.") % {"code": seen.code},
            code="signal_double",
            details={"case": seen.code},
        )


def _kind(subject: Person | None, track: str, acted_on: date) -> str:
    if subject is None:
        return SubjectKind.ORGANISATION if track == Track.PARTY else SubjectKind.UNIT
    if track == Track.PARTY:
        membership = PartyMembership.objects.filter(person=subject, admitted_on__lte=acted_on).first()
        if membership is None or (membership.ended_on is not None and membership.ended_on < acted_on):
            raise Refused(
                _("%(name)s was no Party member on the day of the act.") % {"name": subject},
                code="not_a_member",
                field="track",
            )
        return kind_of_member(membership.admitted_on, acted_on)
    posting = primary_in_force(person=subject, on=acted_on)
    return kind_of_person(subject.employment_kind, posting.position.kind if posting is not None else "")


def doubles_of(user: User, case: Case) -> list[Case]:
    """Other open cases about the same subject that the reader may see; for the handler to join."""
    rows = Case.objects.filter(subject=case.subject, subject_unit=case.subject_unit, state__in=OPEN)
    return list(visible_to(user, rows.exclude(pk=case.pk)).order_by("id")[:10])
