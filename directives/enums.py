"""Fixed words of directives: assignments, documents, catalogues of indicators, undertakings, measures."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AssignmentState(models.TextChoices):
    OPEN = "open", pgettext_lazy("assignment", "In progress")
    DONE = "done", pgettext_lazy("assignment", "Done")
    CANCELLED = "cancelled", pgettext_lazy("assignment", "Cancelled")


class AssignmentKind(models.TextChoices):
    """The class of a task: what the directive asks of it differs."""

    URGENT = "urgent", pgettext_lazy("assignment", "Urgent")
    MAJOR = "major", pgettext_lazy("assignment", "Major or complex")
    REGULAR = "regular", pgettext_lazy("assignment", "Regular")


class Authority(models.TextChoices):
    """Whose power is used when the task is decided."""

    OWN = "own", pgettext_lazy("authority", "Own authority")
    DELEGATED = "delegated", pgettext_lazy("authority", "Delegated authority")


class ExtensionState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("extension", "Asked for")
    GRANTED = "granted", pgettext_lazy("extension", "Granted")
    REFUSED = "refused", pgettext_lazy("extension", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("extension", "Withdrawn")


class HandoffKind(models.TextChoices):
    """Where a matter was passed on to, and why."""

    UP = "up", pgettext_lazy("handoff", "Handed upwards")
    SIDEWAYS = "sideways", pgettext_lazy("handoff", "Handed sideways")
    BEYOND = "beyond", pgettext_lazy("handoff", "Beyond authority, reported")


class HandoffState(models.TextChoices):
    SENT = "sent", pgettext_lazy("handoff", "Waits for an answer")
    ANSWERED = "answered", pgettext_lazy("handoff", "Answered")
    WITHDRAWN = "withdrawn", pgettext_lazy("handoff", "Withdrawn")


class CauseState(models.TextChoices):
    CLAIMED = "claimed", pgettext_lazy("cause", "Claimed")
    CONFIRMED = "confirmed", pgettext_lazy("cause", "Confirmed")
    REFUSED = "refused", pgettext_lazy("cause", "Not confirmed")
    REVOKED = "revoked", pgettext_lazy("cause", "Confirmation taken back")


class RecurrenceEvery(models.TextChoices):
    WEEKLY = "weekly", pgettext_lazy("recurrence", "Every week")
    MONTHLY = "monthly", pgettext_lazy("recurrence", "Every month")
    QUARTERLY = "quarterly", pgettext_lazy("recurrence", "Every quarter")


class RecurrenceState(models.TextChoices):
    ACTIVE = "active", pgettext_lazy("recurrence", "Under way")
    PAUSED = "paused", pgettext_lazy("recurrence", "Paused")
    ENDED = "ended", pgettext_lazy("recurrence", "Ended")


class RecurrenceSkip(models.TextChoices):
    """Why a task that comes again was not given one time."""

    PASSED = "passed", pgettext_lazy("recurrence", "The deadline had passed before it could be given")
    REFUSED = "refused", pgettext_lazy("recurrence", "The person holds no post or leaves before the deadline")


class SignalKind(models.TextChoices):
    """What a question about possible avoidance is asked of."""

    NO_OPINION = "no_opinion", pgettext_lazy("signal", "Passed on without an opinion")
    EXTENDED = "extended", pgettext_lazy("signal", "Deadlines moved again and again")
    DELEGATED = "delegated", pgettext_lazy("signal", "Asked though the power was delegated")
    LATE_ANSWER = "late_answer", pgettext_lazy("signal", "Answers given late or not yet")


class SignalSpan(models.TextChoices):
    MONTH = "month", _("Month")
    QUARTER = "quarter", _("Quarter")


class DocumentKind(models.TextChoices):
    DIRECTIVE = "directive", _("Directive")
    RESOLUTION = "resolution", _("Resolution")
    PLAN = "plan", _("Plan")
    DISPATCH = "dispatch", _("Dispatch")
    DECREE = "decree", _("Decree")
    DECISION = "decision", _("Decision")
    REGULATION = "regulation", _("Regulation")
    NOTICE = "notice", _("Notice")


class CatalogueState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("catalogue", "Draft")
    IN_FORCE = "in_force", pgettext_lazy("catalogue", "In force")
    ENDED = "ended", pgettext_lazy("catalogue", "Ended")
    DISCARDED = "discarded", pgettext_lazy("catalogue", "Put aside")


class Polarity(models.TextChoices):
    """Whether what an indicator describes is to be blamed or to be praised."""

    FAILURE = "failure", _("A failure")
    MERIT = "merit", _("A merit")


class Standing(models.TextChoices):
    """How sure the wording of an indicator is."""

    OFFICIAL = "official", _("Official wording")
    REPORTED = "reported", _("Reported by a source")
    WORKING = "working", _("Working wording")


class MeasureUnit(models.TextChoices):
    PERCENT = "percent", _("Per cent")
    COUNT = "count", pgettext_lazy("measure", "Number")


class MeasureSpan(models.TextChoices):
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")


class MeasureSource(models.TextChoices):
    """How a figure came in."""

    ENTERED = "entered", _("Entered")
    IMPORTED = "imported", _("From a list")
    API = "api", _("By a program")


class UndertakingState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("undertaking", "Under way")
    REPORTED = "reported", pgettext_lazy("undertaking", "Reported done")
    ACCEPTED = "accepted", pgettext_lazy("undertaking", "Accepted")
    CANCELLED = "cancelled", pgettext_lazy("undertaking", "Cancelled")


class FunctionPart(models.TextChoices):
    """What a unit does in a function."""

    LEAD = "lead", pgettext_lazy("function", "Leads")
    WITH = "with", pgettext_lazy("function", "Co-operates")


class ReviewResult(models.TextChoices):
    """What a review of a working regulation came to."""

    KEPT = "kept", pgettext_lazy("regulation", "Kept as it is")
    AMENDED = "amended", pgettext_lazy("regulation", "Amended")
    REPLACE = "replace", pgettext_lazy("regulation", "To be replaced")


class CommendationKind(models.TextChoices):
    COMMENDATION = "commendation", _("Commendation")
    GOOD_MODEL = "good_model", _("Good model")
