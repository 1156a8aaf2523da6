"""Alerts, the dated policies they follow, the lines people are told, and the mails that carried them."""

from foundation.notifications.models.alert import Alert
from foundation.notifications.models.digest import Digest
from foundation.notifications.models.line import Notification
from foundation.notifications.models.policy import AlertPolicy

__all__ = ["Alert", "AlertPolicy", "Digest", "Notification"]
