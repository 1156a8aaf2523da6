"""What becomes of a serious finding: a signal of discipline, through that room, or nothing with a reason."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.models import User
from cadres.selectors.ties import related_to
from discipline.enums import Source
from discipline.services.signals import report as report_signal
from foundation.access import require
from foundation.audit.record import record_event, recorded
from foundation.web.clock import HANOI, local_date
from foundation.workflow.errors import Forbidden, InvalidInput, Refused, StateChanged
from inspections.models import Finding, Referral
from inspections.selectors.minutes_content import said
from inspections.services.following import refuse_tied
from inspections.services.on_site import standing_minutes
from inspections.visit_enums import SEALED_MINUTES, ReferralOutcome, Severity


def send_to_discipline(
    *, finding: Finding, today: date, by: User, words_kept: bool = False, source: str = "app"
) -> Referral:
    """Report the finding as a signal about the person concerned, or about the unit when nobody is named.

    Args:
        words_kept: words that judge are quoted; discipline asks for it.

    Raises:
        Refused: `not_serious`, `minutes_unsigned`, and whatever discipline.services.signals refuses.
        StateChanged: it was sent or dropped already.

    Side effects: a signal; nobody of the unit learns of it from here.
    """
    with recorded(by=by, source=source):
        row = _serious(finding, by)
        on = row.seen_at.astimezone(HANOI).date()
        case = report_signal(
            subject=row.person,
            subject_unit=None if row.person is not None else row.inspection.unit,
            acted_on=on,
            discovered_on=on,
            allegation=said(row),
            source=Source.INSPECTION,
            source_ref=f"{row.inspection.code}/{row.number}",
            indicator=row.indicator,
            today=today,
            by=None,
            words_kept=words_kept,
            entered_by=source,
        )
        return _kept(row, ReferralOutcome.SIGNAL, case_code=case.code, reason="", by=by)


def drop(*, finding: Finding, reason: str, by: User, source: str = "app") -> Referral:
    """Say why a serious finding is not sent to discipline.

    Raises:
        InvalidInput: no reason. Refused: `not_serious`, `minutes_unsigned`. StateChanged: decided already.
    """
    with recorded(by=by, source=source):
        row = _serious(finding, by)
        words = reason.strip()
        if not words:
            raise InvalidInput(_("Give the reason for this act."), field="reason", code="reason_missing")
        return _kept(row, ReferralOutcome.DROPPED, case_code="", reason=words, by=by)


def _serious(finding: Finding, by: User) -> Finding:
    rows = Finding.objects.select_for_update(of=("self",))
    row = rows.select_related("inspection__unit", "inspection__team", "person", "indicator__version").get(pk=finding.pk)
    require(by, "referral.refer", Referral(finding=row))
    refuse_tied(row.inspection, by, on=local_date())
    if row.person_id is not None and row.person_id in {by.person_id, *related_to(by.person_id, local_date())}:
        raise Forbidden(_("You cannot decide on this: it is about you or a relative of yours."), code="conflict_own")
    if row.severity != Severity.SERIOUS:
        raise Refused(_("Only a serious finding is sent to discipline."), code="not_serious")
    minutes = standing_minutes(row.inspection)
    if minutes is None or minutes.state not in SEALED_MINUTES:
        raise Refused(_("A finding stands when the minutes are signed or refused."), code="minutes_unsigned")
    if Referral.objects.filter(finding=row).exists():
        raise StateChanged(_("This was decided already."))
    return row


def _kept(row: Finding, outcome: str, *, case_code: str, reason: str, by: User) -> Referral:
    made: Referral = Referral.objects.create(finding=row, outcome=outcome, case_code=case_code, reason=reason, by=by)
    record_event(
        table=Referral._meta.db_table,
        object_type=Finding._meta.label_lower,
        object_id=row.pk,
        name="finding.referred",
        reason=reason,
        details={"outcome": outcome},
    )
    return made
