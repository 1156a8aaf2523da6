"""Fixed words of monthly evaluation: states, steps, groups, grades, ways of scoring."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Grade(TextChoices):
    """Best first; NONE is a decision not to grade, never a low grade."""

    A = "A", _("Excellent")
    B = "B", _("Good")
    C = "C", _("Completed")
    D = "D", _("Not completed")
    NONE = "N", _("Not graded this month")


GRADES_BEST_FIRST: tuple[str, ...] = ("A", "B", "C", "D")


class SubjectGroup(TextChoices):
    """Who is scored on which card; HEAD is every leading post of a unit or a division, deputies too."""

    UNIT = "UNIT", pgettext_lazy("subject group", "The unit itself")
    HEAD = "HEAD", pgettext_lazy("subject group", "Heads and deputies")
    STAFF = "STAFF", pgettext_lazy("subject group", "Staff without a leading post")
    CONTRACT = "CONTRACT", pgettext_lazy("subject group", "Contract workers")


class EvaluationState(TextChoices):
    """Where one sheet stands. SUPERSEDED is derived (a newer version exists), the published row is never touched."""

    DRAFT = "DRAFT", _("Self-assessment open")
    SELF_SUBMITTED = "SELF_SUBMITTED", _("With the direct superior")
    SUPERIOR_DONE = "SUPERIOR_DONE", _("Scored by the superior")
    MEETING_DONE = "MEETING_DONE", _("Discussed in the meeting")
    PROPOSED = "PROPOSED", _("Proposed to the decider")
    DECIDED = "DECIDED", _("Decided")
    PUBLISHED = "PUBLISHED", _("Published")
    SUPERSEDED = "SUPERSEDED", _("Replaced by a newer version")
    EXPIRED = "EXPIRED", _("Month closed without a decision")


class UnitCycleState(TextChoices):
    OPEN = "OPEN", pgettext_lazy("month of a unit", "Scoring")
    SUBMITTED = "SUBMITTED", pgettext_lazy("month of a unit", "Submitted")
    DECIDED = "DECIDED", pgettext_lazy("month of a unit", "Decided")
    PUBLISHED = "PUBLISHED", pgettext_lazy("month of a unit", "Published")
    EXPIRED = "EXPIRED", pgettext_lazy("month of a unit", "Closed without a decision")


class CycleState(TextChoices):
    PLANNED = "PLANNED", pgettext_lazy("evaluation month", "Planned")
    OPEN = "OPEN", pgettext_lazy("evaluation month", "Open")
    CLOSED = "CLOSED", pgettext_lazy("evaluation month", "Closed")


class ObjectionState(TextChoices):
    FILED = "FILED", pgettext_lazy("objection", "Filed")
    ANSWERED = "ANSWERED", pgettext_lazy("objection", "Answered by the head")
    ESCALATED = "ESCALATED", pgettext_lazy("objection", "With the level above")
    CLOSED = "CLOSED", pgettext_lazy("objection", "Closed")


class ObjectionOutcome(TextChoices):
    UPHELD = "UPHELD", pgettext_lazy("objection", "Upheld")
    REJECTED = "REJECTED", pgettext_lazy("objection", "Rejected")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("objection", "Withdrawn")


class RevisionKind(TextChoices):
    """What a published sheet is corrected for."""

    OBJECTION = "OBJECTION", pgettext_lazy("revision", "Objection upheld")
    DISCIPLINE = "DISCIPLINE", pgettext_lazy("revision", "Discipline decision")
    RESCISSION = "RESCISSION", pgettext_lazy("revision", "Discipline decision rescinded")
    ARITHMETIC = "ARITHMETIC", pgettext_lazy("revision", "Arithmetic error")
    DOCUMENT = "DOCUMENT", pgettext_lazy("revision", "New document")


class RevisionState(TextChoices):
    PROPOSED = "PROPOSED", pgettext_lazy("revision", "Waits for a second person")
    EXECUTED = "EXECUTED", pgettext_lazy("revision", "Put into force")
    REFUSED = "REFUSED", pgettext_lazy("revision", "Refused")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("revision", "Withdrawn")


class Step(TextChoices):
    """Steps of the month's timetable, in their order."""

    SELF = "SELF", _("Self-assessment")
    SUPERIOR = "SUPERIOR", _("Direct superior")
    DECIDE = "DECIDE", _("Decision of the unit")
    REPORT = "REPORT", _("Report to the superior level")
    CITY_DECIDE = "CITY_DECIDE", _("Decision on posts managed by the City")


class Method(TextChoices):
    DEDUCTIVE = "DEDUCTIVE", _("Starts full, faults deduct")
    ADDITIVE = "ADDITIVE", _("Points given")


class GroupKind(TextChoices):
    BASE = "BASE", pgettext_lazy("criteria group", "Base points")
    BONUS = "BONUS", pgettext_lazy("criteria group", "Bonus points")


class Denominator(TextChoices):
    """Of whom the percentage of a quota is taken."""

    ALL_GRADED = "ALL_GRADED", _("everybody graded")
    GRADED_GOOD = "GRADED_GOOD", _("those graded B")
    GRADED_GOOD_OR_ABOVE = "GRADED_GOOD_OR_ABOVE", _("those graded A or B")


class Effect(TextChoices):
    """What a rule does to the proposed grade when its condition holds."""

    NO_GRADE = "NO_GRADE", _("Not graded")
    FORCE_GRADE = "FORCE_GRADE", _("Forced grade")
    CEILING_GRADE = "CEILING_GRADE", _("Ceiling")
