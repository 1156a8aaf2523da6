"""What a person does with a line of the own inbox: settle it, or put it off with a note."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from foundation.audit.context import Actor
from foundation.audit.record import record_event, recorded
from foundation.notifications.ending import end_alerts, end_lines_of
from foundation.notifications.enums import Ending
from foundation.notifications.models import Alert, Notification
from foundation.notifications.reach import still_readable
from foundation.notifications.sources import source_of
from foundation.workflow.errors import InvalidInput, NotFound, Refused, StateChanged

LONGEST_SNOOZE = 30


def own_line(*, by: Actor, pk: int) -> Notification:
    """One's own line; NotFound for anybody else's, and for one of a thing the person may read no more."""
    line = Notification.objects.select_related("alert__policy", "alert__ended_by", "handled_by").filter(
        user_id=by.pk, pk=pk
    )
    found = still_readable(line, by).first()
    if found is None:
        raise NotFound
    return found


def why_not_by_hand(alert: Alert, on: date) -> str:
    """Why nobody may simply declare this alert handled; empty when one may."""
    source = source_of(alert.thing)
    if source is None or source.standing is None or not alert.waits or alert.each_own:
        return ""
    if alert.pk in source.standing([alert], on):
        return _("This matter ends only by the act it asks for. You may put it off with a note.")
    return ""


def handle(*, pk: int, note: str, on: date, by: Actor) -> Notification:
    """Say that it is done: for everybody told, or for oneself where each answers for oneself, and for news.

    Refused (must_act) while the room can see that the ground still stands; StateChanged when it has ended already.
    Side effects: the alert ends with who and the note; one event in the trail.
    """
    line = own_line(by=by, pk=pk)
    alert = line.alert
    if line.handled_at is not None:
        raise StateChanged(_("This was settled already."))
    if reason := why_not_by_hand(alert, on):
        raise Refused(reason, code="must_act")
    note = note.strip()[:300]
    with recorded(by=by):
        locked = Alert.objects.select_for_update().get(pk=alert.pk)
        if locked.ended_at is not None and alert.waits and not alert.each_own:
            raise StateChanged(_("This was settled already."))
        if alert.waits and not alert.each_own:
            end_alerts([alert.pk], ending=Ending.HANDLED, by=by, note=note)
        else:
            end_lines_of(alert, [by.pk], by=by)
        _record(alert, "alert.handled", note)
    return own_line(by=by, pk=pk)


def snooze(*, pk: int, until: date, note: str, on: date, by: Actor) -> Notification:
    """Put one's own line off until a day; it stays open for the others, and the superior still hears of it in time.

    Raises:
        InvalidInput: no note, a day that has passed or lies more than 30 days ahead.
        StateChanged: it has ended.
    """
    line = own_line(by=by, pk=pk)
    note = note.strip()
    if not note:
        raise InvalidInput(_("Say why you put it off."), field="note", code="note_missing")
    if not on < until <= on + timedelta(days=LONGEST_SNOOZE):
        raise InvalidInput(
            _("Choose a day after today, at most %(days)s days ahead.") % {"days": LONGEST_SNOOZE},
            field="until",
            code="until_out_of_range",
        )
    with recorded(by=by):
        changed = Notification.objects.filter(pk=line.pk, handled_at__isnull=True).update(
            snoozed_until=until, snooze_note=note[:300], digest=None
        )
        if not changed:
            raise StateChanged(_("This was settled already."))
        _record(line.alert, "alert.snoozed", note)
    return own_line(by=by, pk=pk)


def _record(alert: Alert, name: str, note: str) -> None:
    record_event(
        table="notifications_alert",
        object_type="notifications.alert",
        object_id=alert.pk,
        name=name,
        reason=note,
    )
