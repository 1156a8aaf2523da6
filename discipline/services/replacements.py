"""Replacement or transfer without waiting for the end of a term: from a ground to a decision, on two clocks."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import User
from cadres.models import Person
from discipline.enums import ReplacementState, Replacing, SubjectKind
from discipline.models import Replacement, ReplacementOpinion
from discipline.rules.replacing import ReplacementTerms, replacement_terms
from discipline.rules.values import GroundRule
from discipline.selectors.decisions import cases_named
from discipline.selectors.rule_book import book
from discipline.services.replacement_notices import tell_decided, tell_proposed, tell_rejected
from foundation.access import require
from foundation.audit.move import move, refuse_shared_duty
from foundation.audit.record import record_event, recorded
from foundation.audit.versioned import update_version
from foundation.workflow.errors import InvalidInput, Refused, StateChanged
from organization.selectors.calendar import working_calendar

OPEN = (ReplacementState.SUGGESTED, ReplacementState.PROPOSED, ReplacementState.CONSULTED)
PREFIX = "TT"
LONGEST = {"facts": 4000, "document": 160, "of_whom": 200, "text": 4000}


def create(
    *,
    person: Person,
    kind: str,
    ground: str,
    facts: str,
    arose_on: date,
    today: date,
    by: User | None,
    watch_rule: str = "",
    watch_key: str = "",
    explained: Mapping[str, Any] | None = None,
    cases: Iterable[int] = (),
    source: str = "app",
) -> Replacement:
    """Note a ground; the working days to talk to the person and to propose run from the day it arose.

    Args:
        ground: key of a ground of the rules of that day, which must allow this kind of measure.
        explained: what a watch rule read, kept beside the rules.
        cases: keys of the cases of discipline it rests on; those whose decision the facts name are found here.

    Raises:
        InvalidInput: no such ground or not for this kind, a day still to come, no facts.
        Refused: the person has left or has no unit, the same is open already, or a dismissal comes before a
            resignation.
    """
    facts = facts.strip()
    if not facts:
        raise InvalidInput(_("Say what happened, in facts."), field="facts", code="facts_missing")
    _refuse_long(facts=facts)
    if arose_on > today:
        raise InvalidInput(_("A ground cannot arise on a day still to come."), field="arose_on", code="day_future")
    rule = ground_rule(kind, ground, arose_on)
    if person.left_on is not None and person.left_on <= today:
        raise Refused(_("%(person)s has left.") % {"person": person.full_name}, field="person", code="person_left")
    if person.unit is None:
        raise Refused(_("This person has no unit."), field="person", code="person_without_unit")
    with recorded(by=by, source=source):
        if by is not None:
            require(by, "replacement.create", Replacement(person=person, unit=person.unit))
        _refuse_beside(person, kind, ground)
        terms = replacement_terms(arose_on, book(), working_calendar())
        made: Replacement = Replacement.objects.create(
            code=_next_code(year=today.year),
            person=person,
            unit=person.unit,
            kind=kind,
            ground=ground,
            facts=facts,
            watch_rule=watch_rule,
            watch_key=watch_key,
            arose_on=arose_on,
            talk_due_on=terms.propose_by.on,
            rules={"ground": rule, **_terms_json(terms), **(explained or {})},
            about_case_ids=sorted({*cases, *cases_named(person.pk, facts)}),
        )
        made.refresh_from_db(fields=["barred_ids"])
        return made


def propose(
    *,
    replacement: Replacement,
    talked_on: date,
    today: date,
    version: int | None,
    by: User,
    kind: str = "",
    ground: str = "",
    source: str = "app",
) -> Replacement:
    """Propose it, once somebody talked to the person; the days to decide run from now.

    Args:
        kind: another measure than the one suggested; likewise `ground`.

    Raises:
        InvalidInput: the talk lies before the ground or still to come.
    """
    with recorded(by=by, source=source):
        row = _locked(replacement, version)
        require(by, "replacement.propose", row)
        if not row.arose_on <= talked_on <= today:
            raise InvalidInput(
                _("The talk lies between the day the ground arose and today."), field="talked_on", code="day_outside"
            )
        chosen, named = kind or row.kind, ground or row.ground
        rule = ground_rule(chosen, named, row.arose_on)
        terms = replacement_terms(row.arose_on, book(), working_calendar(), proposed_on=today)
        changes = {
            "kind": chosen,
            "ground": named,
            "talked_on": talked_on,
            "proposed_on": today,
            "decision_due_on": terms.decide_by.on,
            "proposed_by": by,
            "rules": {**row.rules, "ground": rule, **_terms_json(terms)},
        }
        move(row, "propose", by=by, changes=changes, source=source)
        tell_proposed(row, by=by)
        return row


def take_opinion(
    *,
    replacement: Replacement,
    of_whom: str,
    given_on: date,
    agrees: bool | None,
    text: str,
    today: date,
    version: int | None,
    by: User,
    source: str = "app",
) -> ReplacementOpinion:
    """Keep an opinion taken (of the person, the Party committee, the unit); the first one opens the decision."""
    of_whom, text = of_whom.strip(), text.strip()
    for name, value in (("of_whom", of_whom), ("text", text)):
        if not value:
            raise InvalidInput(_("This is needed."), field=name, code=f"{name}_missing")
    _refuse_long(of_whom=of_whom, text=text)
    with recorded(by=by, source=source):
        row = _locked(replacement, version)
        require(by, "replacement.consult", row)
        if row.proposed_on is None or row.state not in (ReplacementState.PROPOSED, ReplacementState.CONSULTED):
            raise StateChanged(_("Opinions are taken on a proposal that is open."), details={"state": row.state})
        if not row.arose_on <= given_on <= today:
            said = _("An opinion is given between the day the ground arose and today.")
            raise InvalidInput(said, field="given_on", code="day_outside")
        opinion: ReplacementOpinion = ReplacementOpinion.objects.create(
            replacement=row, of_whom=of_whom, given_on=given_on, agrees=agrees, text=text, by=by
        )
        if row.state == ReplacementState.PROPOSED:
            move(row, "consult", by=by, source=source)
        else:
            update_version(row, version=row.row_version, changes={})
        return opinion


def extend(*, replacement: Replacement, reason: str, version: int | None, by: User, source: str = "app") -> Replacement:
    """More days to decide, for objective reasons, up to the longest the rules allow; once."""
    reason = reason.strip()
    if not reason:
        raise InvalidInput(_("Give the reason for this act."), field="reason", code="reason_missing")
    with recorded(by=by, source=source):
        row = _locked(replacement, version)
        require(by, "replacement.decide", row)
        refuse_shared_duty(row, "decide", by=by)
        if row.proposed_on is None or row.state not in (ReplacementState.PROPOSED, ReplacementState.CONSULTED):
            raise StateChanged(_("There is no open proposal to extend."), details={"state": row.state})
        terms = replacement_terms(row.arose_on, book(), working_calendar(), proposed_on=row.proposed_on)
        longest = terms.decide_longest_by.on
        if row.decision_due_on is not None and row.decision_due_on >= longest:
            raise Refused(_("The longest term was given already."), code="extended_already")
        update_version(row, version=version, changes={"decision_due_on": longest})
        record_event(
            table="discipline_replacement",
            object_type="discipline.replacement",
            object_id=row.pk,
            name="replacement.extended",
            reason=reason,
            details={"until": longest},
        )
        return row


def decide(
    *,
    replacement: Replacement,
    document: str,
    decided_on: date,
    today: date,
    version: int | None,
    by: User,
    source: str = "app",
) -> Replacement:
    """Enter the signed decision; who proposed does not decide. The posting itself is changed in the registry."""
    document = document.strip()
    if not document:
        raise InvalidInput(_("Give the number of the decision."), field="document", code="document_missing")
    _refuse_long(document=document)
    with recorded(by=by, source=source):
        row = _locked(replacement, version)
        require(by, "replacement.decide", row)
        if row.proposed_on is not None and not row.proposed_on <= decided_on <= today:
            said = _("The decision lies between the proposal and today.")
            raise InvalidInput(said, field="decided_on", code="day_outside")
        changes = {"document": document, "decided_on": decided_on, "decided_by": by}
        move(row, "decide", by=by, changes=changes, source=source)
        tell_decided(row, by=by)
        return row


def reject(
    *, replacement: Replacement, reason: str, today: date, version: int | None, by: User, source: str = "app"
) -> Replacement:
    """Do not follow it, with the reason; a suggestion of a watch rule does not come again for the same facts."""
    with recorded(by=by, source=source):
        row = _locked(replacement, version)
        require(by, "replacement.reject", row)
        changes = {"decided_on": today, "decided_by": by}
        move(row, "reject", by=by, reason=reason.strip(), changes=changes, source=source)
        tell_rejected(row, by=by)
        return row


def ground_rule(kind: str, ground: str, on: date) -> dict[str, Any]:
    """The ground of the rules of that day as it is stored.

    Raises:
        InvalidInput: there is none of this name that day, or it does not allow this measure.
    """
    if kind not in Replacing.values:
        raise InvalidInput(_("There is no such measure."), field="kind", code="unknown_kind")
    found = next((one for one in grounds_on(on) if one.key == ground), None)
    if found is None:
        raise InvalidInput(_("The rules of that day know no such ground."), field="ground", code="unknown_ground")
    if kind not in found.value.get("acts", ()):
        raise InvalidInput(
            _("“%(ground)s” is no ground for this measure.") % {"ground": found.title},
            field="ground",
            code="ground_not_for_kind",
        )
    return {**found.ground.as_json(), "title": found.title}


def grounds_on(on: date) -> tuple[GroundRule, ...]:
    """Grounds of that day, those of leading civil servants too."""
    return book().replacement_grounds(on, kind=SubjectKind.CIVIL_LEADER)


def _refuse_beside(person: Person, kind: str, ground: str) -> None:
    beside = list(Replacement.objects.filter(person=person, state__in=OPEN).values_list("kind", "ground"))
    if (kind, ground) in beside:
        raise Refused(_("This is open for the person already."), code="replacement_open")
    if kind == Replacing.RESIGN and any(other == Replacing.DISMISS for other, _ground in beside):
        raise Refused(_("Who is to be dismissed may not resign instead."), field="kind", code="dismissal_due")


def _refuse_long(**texts: str) -> None:
    for name, value in texts.items():
        if len(value) > LONGEST[name]:
            raise InvalidInput(_("This text is too long."), field=name, code="too_long")


def _locked(replacement: Replacement, version: int | None) -> Replacement:
    """The row as it stands, held against the version that was seen; update_version and move refuse a stale one."""
    row: Replacement = (
        Replacement.objects.select_for_update(of=("self",)).select_related("person", "unit").get(pk=replacement.pk)
    )
    if row.row_version != version:
        update_version(row, version=version, changes={})
    return row


def _terms_json(terms: ReplacementTerms) -> dict[str, Any]:
    return {
        "propose_by": terms.propose_by.as_json(),
        "decide_by": terms.decide_by.as_json(),
        "decide_longest_by": terms.decide_longest_by.as_json(),
    }


def _next_code(*, year: int) -> str:
    prefix = f"{PREFIX}-{year}-"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"replacement-code {year}"])
    newest = Replacement.objects.filter(code__startswith=prefix).order_by("-id").values_list("code", flat=True).first()
    return f"{prefix}{int(newest.removeprefix(prefix)) + 1 if newest else 1:06d}"
