"""Delivery of papers: the day somebody received one starts the term that hangs on it."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from discipline.aftermath import measure_changed
from discipline.enums import CaseState, DeliveryKind, Manner, Outcome, Track
from discipline.models import Case, Delivery
from discipline.rules.terms import lapse_on, promotion_bar_until
from discipline.selectors.decisions import decision_in_force
from discipline.selectors.rule_book import book
from discipline.services.taking import in_state, need, not_after, not_before, taken
from discipline.services.telling import settle, tell_concerned, tell_handlers
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.workflow.errors import InvalidInput, Refused


def record_delivery(
    *,
    case: Case,
    kind: str,
    received_on: date,
    manner: str,
    receiver: str,
    today: date,
    by: User,
    note: str = "",
    source: str = "app",
) -> Delivery:
    """Record that a paper reached somebody; a decision received takes effect and starts the complaint's term.

    Raises:
        InvalidInput: an unknown kind or manner, a day ahead or before the step it belongs to.
        Refused: there is nothing of the kind to deliver at this stage.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case_delivery.add", as_part=Delivery)
        if kind not in DeliveryKind.values or manner not in Manner.values:
            raise InvalidInput(_("Choose what was delivered, and how."), field="kind", code="delivery_unknown")
        not_before(not_after(received_on, today, "received_on"), row.opened_on, "received_on")
        if kind == DeliveryKind.PARTY and row.track == Track.PARTY:
            raise Refused(_("The Party organisation handles this case itself."), code="party_track", field="kind")
        if kind == DeliveryKind.NOTICE:
            _refuse_second_notice(row)
        made = Delivery.objects.create(
            case=row,
            kind=kind,
            received_on=received_on,
            manner=manner,
            receiver=need(receiver, "receiver"),
            note=note.strip(),
            by=by,
        )
        if kind == DeliveryKind.DECISION:
            _take_effect(row, received_on, by=by, source=source)
        return made


def _refuse_second_notice(case: Case) -> None:
    if case.opened_on is None:
        raise Refused(_("There is no case to give notice of yet."), code="wrong_stage", field="kind")
    if case.deliveries.filter(kind=DeliveryKind.NOTICE).exists():
        raise Refused(_("Notice was given already."), code="noticed_already", field="kind")


def _take_effect(case: Case, received_on: date, *, by: User, source: str) -> None:
    """The decision takes effect by being delivered; lapse and bar are computed and kept with the case."""
    in_state(case, CaseState.DECIDED)
    decision = decision_in_force(case)
    assert decision is not None and decision.outcome == Outcome.FORM
    not_before(received_on, decision.signed_on, "received_on")
    rules = book()
    lapse = lapse_on(decision.effective_on, decision.form, rules)
    barred = promotion_bar_until(decision.form, decision.signed_on, rules)
    changes = {"lapses_on": lapse.on, "bar_until": barred.on if barred else None}
    details = {"lapse": lapse.as_json(), "bar": barred.as_json() if barred else {}}
    done = move(case, "take_effect", by=by, changes=changes, details=details, source=source)
    measure_changed(done.pk)
    settle(done, "deliver", by=by)
    due = received_on + timedelta(
        days=rules.complaint_lodge(1, received_on, form=decision.form, track=case.track).number
    )
    title = gettext_noop("Case %(code)s: you may complain")
    tell_concerned(done, occasion="complaint-window", title=title, on=due, by=by)
    if done.track == Track.ADMINISTRATIVE and done.subject is not None and hasattr(done.subject, "party_membership"):
        notice = decision.signed_on + timedelta(days=rules.party_notice(decision.signed_on).number)
        title = gettext_noop("Case %(code)s: tell the Party organisation")
        tell_handlers(done, occasion="party-notice", title=title, on=notice, by=by)
