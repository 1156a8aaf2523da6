"""Words of alerts: the states of a digest, how an alert ended, as whom somebody was told."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DigestState(models.TextChoices):
    RECORDED = "recorded"
    SENDING = "sending"  # at most once: a worker that dies here leaves it, the inbox still has everything
    SENT = "sent"
    FAILED = "failed"  # the mail server refused; its lines go into the next day's digest


class Ending(models.TextChoices):
    SETTLED = "settled", _("Settled by the act itself")
    HANDLED = "handled", _("Marked as handled")
    GONE = "gone", _("Its ground is gone")
    REPLACED = "replaced", _("A later alert of the same matter took its place")


class ToldAs(models.TextChoices):
    """The part in which a person is told; empty where the room named the person directly."""

    CONCERNED = "concerned", _("person concerned")
    HANDLER = "handler", _("who handles it")
    LEADER = "leader", _("leader who decides")
    HEAD = "head", _("head of the unit")
    PERSONNEL = "personnel", _("personnel officer of the unit")
    OFFICER = "officer", _("organisation committee officer")
    SUPERIOR = "superior", _("superior, because nobody had handled it")
    KEEPER = "keeper", _("who keeps the system running")


class OffsetUnit(models.TextChoices):
    MONTHS = "months", _("months")
    DAYS = "days", _("days")
    WORKING_DAYS = "working_days", _("working days")
