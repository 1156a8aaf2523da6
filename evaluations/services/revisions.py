"""Corrections of published sheets: one person proposes, a second one puts them into force; the old version stays."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from discipline.services.restoration import fulfil_evaluation
from evaluations.enums import EvaluationState, RevisionKind, RevisionState
from evaluations.models import Evaluation, Revision, UnitCycle
from evaluations.rules.scoring import score
from evaluations.rules.stored import lines_from_json
from evaluations.selectors.revising import Outcome, outcome_of, under_way
from evaluations.services.lines import Lines
from evaluations.services.low_grades import watch_low_grades
from evaluations.services.revision_checks import (
    LONGEST,
    card_of,
    checked_outcome,
    refuse_bad_words,
    refuse_not_current,
    refuse_subject,
    upheld,
)
from evaluations.services.revision_limits import refuse_outcome
from evaluations.services.revision_notices import tell_executed, tell_proposed, tell_refused
from evaluations.services.scoring import score_to_json
from evaluations.services.spending import spend
from evaluations.services.versions import latest, locked
from foundation.access import allows, require
from foundation.audit.context import Actor
from foundation.audit.move import move, refuse_shared_duty
from foundation.audit.record import record_event, recorded
from foundation.workflow.errors import Forbidden, Refused, StateChanged

SHEET = ("cycle__framework", "unit_cycle", "person", "unit", "decided_by")
RELATED = ("evaluation__decided_by", "evaluation__unit_cycle__unit__parent", "objection", "proposed_by")
KEPT = (
    "cycle_id", "unit_cycle_id", "person_id", "unit_id", "division_id", "post_title", "position_kind", "subject_group",
    "superior_id", "decider_id", "sort_key", "self_note", "self_submitted_at", "self_missing", "self_late",
    "self_total", "superior_opened_at",
)  # fmt: skip
"""Columns a correction never touches."""


def propose(
    *,
    evaluation: Evaluation,
    kind: str,
    reason: str,
    by: Actor | None,
    lines: Lines | None = None,
    grade: str = "",
    departure_reason: str = "",
    document: str = "",
    document_date: date | None = None,
    quota_document: str = "",
    version: int | None = None,
    source: str = "",
) -> Revision:
    """Propose the next version of a published sheet; nothing changes before a second person puts it into force.

    Args:
        kind: one of RevisionKind; an upheld objection to the sheet is found by itself.
        lines: the superior's lines as they are to be, the whole row; None keeps those published.
        grade: the grade a person decides on; empty takes what the machine proposes for these lines.
        departure_reason: owed where the grade departs from the machine's.
        quota_document: paper that allows one more A than the quota holds.
        by: None when another part of the system proposes; a person still puts it into force, and the reason stands
            for a departure.
        version: of the sheet the proposal was written from; needed from a person.
        source: key of what the system proposes it for; the database keeps each once.

    Raises:
        Refused: a proposal is open already, nothing was upheld, or a limit of the grade is crossed.
    """
    typed = {
        "reason": reason, "document": document, "quota_document": quota_document, "departure_reason": departure_reason,
    }  # fmt: skip
    given = {name: text.strip() for name, text in typed.items()}
    refuse_bad_words(kind, grade, given, document_date)
    with recorded(by=by, source="app" if by is not None else "task"):
        sheet: Evaluation = (
            latest(evaluation, related=SHEET)
            if by is None
            else locked(evaluation, version=version, yours={"grade": grade}, related=SHEET)
        )
        if by is not None:
            require(by, "evaluation.revise", sheet)
            refuse_subject(sheet, by)
        refuse_not_current(sheet)
        objection = upheld(sheet) if kind == RevisionKind.OBJECTION else None
        stored, outcome = checked_outcome(sheet, lines, grade, given, by=by)
        revision = _create(
            sheet,
            kind=kind,
            objection=objection,
            lines=stored,
            total=outcome.score.total,
            proposed_grade=outcome.proposed,
            proposal={**outcome.proposal.to_json(), **score_to_json(outcome.score)},
            grade=outcome.grade,
            document_date=document_date,
            proposed_by=by,
            source=source,
            **given,
        )
        record_event(
            table="evaluations_revision",
            object_type="evaluations.revision",
            object_id=revision.pk,
            name="revision.propose",
            reason=given["reason"],
            details={"evaluation": sheet.pk, "kind": kind, "from": sheet.grade, "to": outcome.grade},
        )
        tell_proposed(revision, by=by)
        return revision


def execute(*, revision: Revision, version: int | None, by: Actor, note: str = "") -> Evaluation:
    """Put a proposal into force: version n + 1 is published, n stays untouched; returns the new version.

    Everything is weighed again as it stands now; the person concerned, the decider and the proposer are told.
    """
    with recorded(by=by):
        row = _open_one(revision, version=version, action="execute", by=by)
        sheet: Evaluation = latest(row.evaluation, related=SHEET)
        UnitCycle.objects.select_for_update().get(pk=sheet.unit_cycle_id)  # one correction of a unit at a time
        refuse_not_current(sheet)
        row.evaluation = sheet
        outcome = weigh_proposal(row)
        refuse_outcome(sheet, outcome, quota_document=row.quota_document)
        if outcome.departs and not row.departure_reason:
            raise Refused(
                _("The facts changed: %(grade)s is proposed now. Refuse this proposal and propose it again.")
                % {"grade": outcome.proposed or "–"},
                code="proposal_outdated",
            )
        now = timezone.now()
        quota = [pool.after.explanation.to_json() | {"holders": pool.after.holders} for pool in outcome.pools]
        changes = {"settled_by": by, "settled_at": now, "settle_note": note.strip()[:2000], "quota": quota}
        heads = [head.pk for head in outcome.heads_above]
        details = {"evaluation": sheet.pk, "to_grade": row.grade, "heads_above": heads}
        move(row, "execute", by=by, reason=note, changes=changes, details=details)
        new = _supersede(sheet, row, outcome, by=by, at=now)
        record_event(
            table="evaluations_evaluation",
            object_type="evaluations.evaluation",
            object_id=new.pk,
            name="evaluation.supersede",
            reason=row.reason,
            details={"supersedes": sheet.pk, "version": new.version, "revision": row.code, "document": row.document},
        )
        spend(new, by=by)
        watch_low_grades([new])
        if row.kind == RevisionKind.RESCISSION and sheet.person_id is not None:
            note = _("Correction %(code)s was put into force") % {"code": row.code}
            fulfil_evaluation(
                person_id=sheet.person_id, period=sheet.cycle.period, on=timezone.localdate(now), note=note
            )
        tell_executed(row, sheet, outcome.heads_above, by=by)
        return new


def refuse(*, revision: Revision, reason: str, version: int | None, by: Actor) -> Revision:
    """The second person says no; the published sheet stays as it is."""
    with recorded(by=by):
        row = _open_one(revision, version=version, action="refuse", by=by)
        note = reason.strip()[:2000]
        changes = {"settled_by": by, "settled_at": timezone.now(), "settle_note": note}
        move(row, "refuse", by=by, reason=reason, changes=changes)
        tell_refused(row, by=by)
        return row


def withdraw(*, revision: Revision, version: int | None, by: Actor, note: str = "") -> Revision:
    """Who proposed takes it back."""
    with recorded(by=by):
        row = _open_one(revision, version=version, action="withdraw", by=by)
        changes = {"settled_by": by, "settled_at": timezone.now(), "settle_note": note.strip()[:2000]}
        move(row, "withdraw", by=by, changes=changes)
        tell_refused(row, by=by, withdrawn=True)
        return row


def check(
    *, evaluation: Evaluation, lines: Lines | None, by: Actor, version: int | None = None, **typed: Any
) -> tuple[dict[str, dict[str, Any]], Outcome]:
    """What `propose` would say to the same values, nothing written: the stored lines and the outcome, or its error."""
    given = {name: str(typed.get(name) or "").strip() for name in LONGEST}
    refuse_bad_words(typed["kind"], typed.get("grade", ""), given, typed.get("document_date"))
    refuse_not_current(evaluation)
    if typed["kind"] == RevisionKind.OBJECTION:
        upheld(evaluation)
    if under_way(evaluation):
        raise Refused(_("A correction of this sheet waits for a second person already."), code="revision_open")
    return checked_outcome(evaluation, lines, typed.get("grade", ""), given, by=by)


def weigh_proposal(revision: Revision) -> Outcome:
    """A proposal as it would come into force now."""
    sheet = revision.evaluation
    result = score(card_of(sheet), lines_from_json(revision.lines))
    return outcome_of(sheet, result, grade=revision.grade, quota_document=revision.quota_document)


def may_settle(revision: Revision, action: str, *, by: Actor) -> bool:
    """Whether this person may be the second one."""
    if not allows(by, f"revision.{action}", revision):
        return False
    try:
        refuse_shared_duty(revision, action, by=by)
    except Forbidden:
        return False
    return True


def _open_one(revision: Revision, *, version: int | None, action: str, by: Actor) -> Revision:
    """The proposal locked for its end; who was second reads that somebody was first."""
    row: Revision = locked(revision, version=version, related=RELATED)
    require(by, "revision.read", row)
    if row.state != RevisionState.PROPOSED:
        raise StateChanged(_("This correction is settled already."), details={"state": row.state})
    require(by, f"revision.{action}", row)
    return row


def _create(sheet: Evaluation, **fields: Any) -> Revision:
    number = Revision.objects.filter(evaluation=sheet).count() + 1
    try:
        with transaction.atomic():
            made: Revision = Revision.objects.create(
                code=f"DC{sheet.cycle.period:%y%m}-{sheet.pk}-{number}",
                evaluation=sheet,
                proposed_at=timezone.now(),
                **fields,
            )
            return made
    except IntegrityError as error:
        raise Refused(
            _("A correction of this sheet waits for a second person already."), code="revision_open"
        ) from error


def _supersede(old: Evaluation, row: Revision, outcome: Outcome, *, by: Actor, at: datetime) -> Evaluation:
    """The next version: what the person wrote stays, the superior's column, points and grade are those corrected."""
    changed = row.lines != (old.scores.get("superior") or {})
    proposer = row.proposed_by.person_id if row.proposed_by else None
    note = (old.proposal or {}).get("note", "")
    made: Evaluation = Evaluation.objects.create(
        **{name: getattr(old, name) for name in KEPT},
        state=EvaluationState.PUBLISHED,
        version=old.version + 1,
        supersedes=old,
        scores={**old.scores, "superior": row.lines},
        scored_by_id=proposer if changed else old.scored_by_id,
        total=outcome.score.total,
        worked_days=outcome.worked_days,
        proposed_grade=outcome.proposed,
        proposal={**outcome.proposal.to_json(), **score_to_json(outcome.score), "note": note},
        grade=row.grade,
        departure_reason=row.departure_reason if outcome.departs else "",
        decided_by_id=by.pk,
        decided_at=at,
        published_at=at,
    )
    return made
