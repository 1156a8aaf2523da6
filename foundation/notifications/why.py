"""Why an alert was raised, who was told of it when and as whom, and why somebody was not."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from foundation.access import allows, visible_to
from foundation.access.identity import roles_on
from foundation.notifications.enums import DigestState, ToldAs
from foundation.notifications.grouping import thing_label
from foundation.notifications.models import Alert, Notification
from foundation.notifications.models.digest import DAILY
from foundation.notifications.sources import source_of, sources
from foundation.notifications.wording import as_text, name_of_input, place_of_input


@dataclass(frozen=True)
class Fact:
    """One input with its name in words."""

    name: str
    value: str


@dataclass(frozen=True)
class Recipient:
    """One person told, as whom, when, and what became of the line."""

    name: str
    told_as: str
    line: Notification


def alerts_for(user: Any) -> QuerySet[Alert]:
    """Alerts within the reader's reach, newest first; what only those told may know of is in nobody's."""
    rows = visible_to(user, Alert.objects.all())
    person = getattr(user, "person_id", None)
    for source in sources():
        if person is not None and source.about is not None:
            rows = rows.exclude(thing=source.thing, thing_id__in=source.about(person))
    return rows.select_related("policy", "ended_by").order_by("-id")


def facts(alert: Alert) -> list[Fact]:
    """What the alert was computed from, but for the days that stand beside it anyhow."""
    shown = {str(day) for day in (alert.computed_on, alert.due_on)}
    return [
        Fact(name_of_input(name), as_text(alert.inputs[name]))
        for name in sorted(alert.inputs, key=place_of_input)
        if alert.inputs[name] not in ("", None, []) and not (name in ("on", "due_on") and alert.inputs[name] in shown)
    ]


def recipients(alert: Alert) -> list[Recipient]:
    """Everybody told, in the order of telling."""
    lines = Notification.objects.filter(alert=alert).select_related("user", "handled_by", "digest").order_by("pk")
    return [Recipient(line.user.full_name, _told_as(line), line) for line in lines[:200]]


def why_told(line: Notification) -> list[str]:
    """Sentences for the person told: which rule, on which day, as whom."""
    alert = line.alert
    words = {"rule": alert.rule_title, "day": f"{alert.computed_on:%d/%m/%Y}"}
    by_rule = alert.waits or alert.policy is not None
    told = [(_("The rule “%(rule)s” spoke on %(day)s.") if by_rule else _("News of %(day)s.")) % words]
    if line.told_as == ToldAs.SUPERIOR:
        told.append(_("Nobody had handled it in time, so it came to you as the superior."))
    elif line.told_as:
        told.append(_("You were told as: %(part)s.") % {"part": ToldAs(line.told_as).label})
    else:
        told.append(_("The matter names you directly."))
    return told


def why_not(alert: Alert, *, username: str, reader: Any) -> list[str]:
    """Sentences on why this account was told of the alert or was not.

    Whoever may not read the account learns nothing of it but this: neither its roles nor whether there is one.
    """
    accounts = get_user_model().objects.filter(username=username.strip())
    user, known = accounts.first(), visible_to(reader, accounts).exists()
    if user is None and allows(reader, "account.list"):
        return [_("There is no account “%(name)s”.") % {"name": username}]
    line = Notification.objects.filter(alert=alert, user=user).select_related("digest").first()
    if line is not None:
        return [_told(line), _mailed(line), *_put_off(line), *_passed_on(line, alert)]
    reasons = []
    if known and user is not None and not user.is_active:
        reasons.append(_("The account is closed."))
    if alert.policy is not None and alert.policy.told:
        reasons.append(_("The policy tells: %(parts)s.") % {"parts": alert.policy.told_words})
    held = roles_on(user, alert.computed_on) if known else []
    on = {"day": f"{alert.computed_on:%d/%m/%Y}"}
    if held:
        reasons.append(_("On %(day)s the account held: %(roles)s.") % {**on, "roles": ", ".join(held)})
    elif known:
        reasons.append(_("On %(day)s the account held no role.") % on)
    reasons.append(_("It was not among those the matter named on that day."))
    if alert.ended_at is not None:
        ended = {"day": _day(alert.ended_at), "how": alert.get_ending_display()}
        reasons.append(_("The alert ended on %(day)s: %(how)s.") % ended)
    return reasons


def why_none(user: Any, *, thing: str, code: str, on: date) -> list[str]:
    """Sentences of the room on why the thing with this code has or has no alert."""
    source = source_of(thing)
    if source is None or source.explain is None:
        return [_("%(thing)s: no rule computes alerts of this kind by night.") % {"thing": thing_label(thing)}]
    return list(source.explain(user, code.strip(), on))


def _told_as(line: Notification) -> str:
    return str(ToldAs(line.told_as).label) if line.told_as else _("named by the matter")


def _told(line: Notification) -> str:
    return _("Told on %(day)s, as: %(part)s.") % {"day": _day(line.created_at), "part": _told_as(line)}


def _mailed(line: Notification) -> str:
    digest = line.digest
    if digest is None:
        return _("No mail has carried it: read before the digest, without an address, or the digest is not due yet.")
    what = _("the daily digest") if digest.slot == DAILY else _("an urgent mail")
    words = {"mail": what, "day": f"{digest.day:%d/%m/%Y}", "state": DigestState(digest.state).label}
    return _("In %(mail)s of %(day)s: %(state)s.") % words


def _put_off(line: Notification) -> list[str]:
    if line.snoozed_until is None:
        return []
    return [_("Put off until %(day)s.") % {"day": f"{line.snoozed_until:%d/%m/%Y}"}]


def _passed_on(line: Notification, alert: Alert) -> list[str]:
    """The line ended while the alert goes on for others."""
    if line.handled_at is None or line.handled_by_id is not None or not alert.is_open or alert.each_own:
        return []
    return [_("It left the inbox on %(day)s: the role it is addressed to had passed on.")
            % {"day": _day(line.handled_at)}]  # fmt: skip


def _day(moment: datetime) -> str:
    """The day in Hanoi."""
    return f"{localtime(moment):%d/%m/%Y}"
