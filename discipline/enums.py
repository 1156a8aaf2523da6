"""Names of discipline: states of a case, kinds of subject, forms, sources, steps."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Track(models.TextChoices):
    """Administrative discipline and Party discipline run beside each other; neither replaces the other."""

    ADMINISTRATIVE = "administrative", _("Administrative")
    PARTY = "party", _("Party")


class SubjectKind(models.TextChoices):
    """Whom the forms of discipline distinguish, on the day of the act."""

    CADRE = "cadre", _("Cadre (elected or approved)")
    CIVIL = "civil", _("Civil servant without a leading post")
    CIVIL_LEADER = "civil_leader", _("Civil servant in a leading post")
    PUBLIC = "public", _("Public employee without a managing post")
    PUBLIC_MANAGER = "public_manager", _("Public employee in a managing post")
    MEMBER = "member", _("Full Party member")
    PROBATIONARY = "probationary", _("Probationary Party member")
    ORGANISATION = "organisation", _("Party organisation")
    UNIT = "unit", _("Unit")


class CaseState(models.TextChoices):
    """Where a case stands (rules of the field: signal to lapse, and every way out)."""

    SIGNAL = "signal", _("Signal")
    UNDER_REVIEW = "under_review", _("Under review")
    DISMISSED = "dismissed", _("Dismissed")
    NON_DISCIPLINARY = "non_disciplinary", _("Measure that is not discipline")
    CASE_OPEN = "case_open", _("Case opened")
    SELF_CRITICISM = "self_criticism", _("Self-criticism")
    REVIEW_MEETING = "review_meeting", _("Review meeting")
    COUNCIL = "council", _("Disciplinary council")
    DECISION_PENDING = "decision_pending", _("Decision pending")
    DECIDED = "decided", _("Decided")
    NO_DISCIPLINE = "no_discipline", _("Ended without discipline")
    IN_FORCE = "in_force", _("In force")
    LAPSED = "lapsed", _("Lapsed")
    SUSPENDED = "suspended", _("Not yet considered")
    TIME_BARRED = "time_barred", _("Time-barred")
    EXEMPTED = "exempted", _("Exempted")
    COMPLAINT_1 = "complaint_1", _("First complaint")
    COMPLAINT_2 = "complaint_2", _("Second complaint")
    UPHELD = "upheld", _("Upheld")
    AMENDED = "amended", _("Amended")
    RESCINDED = "rescinded", _("Rescinded")


INTAKE = (CaseState.SIGNAL, CaseState.UNDER_REVIEW)
"""Nobody but those who handle it knows that it exists."""
HANDLING = (
    CaseState.CASE_OPEN,
    CaseState.SELF_CRITICISM,
    CaseState.REVIEW_MEETING,
    CaseState.COUNCIL,
    CaseState.DECISION_PENDING,
)
"""The handling limit runs."""
IN_EFFECT = (
    CaseState.IN_FORCE,
    CaseState.COMPLAINT_1,
    CaseState.COMPLAINT_2,
    CaseState.UPHELD,
    CaseState.AMENDED,
)
"""A measure counts: a complaint does not suspend it."""
OPEN = (*INTAKE, *HANDLING, CaseState.SUSPENDED)
"""Nothing was decided yet."""
UNDER_WAY = (*OPEN, CaseState.DECIDED, *IN_EFFECT)
"""Somebody has it in hand: a case that ended needs nobody."""


class Source(models.TextChoices):
    """Where a signal came from; a case keeps it, its subject never reads it."""

    HEAD = "head", _("Head of a unit")
    OFFICER = "officer", _("Committee officer")
    INSPECTION = "inspection", _("Inspection finding")
    ASSIGNMENT_REVIEW = "assignment_review", _("Review of assignments")
    PRESS = "press", _("Press")
    CITIZEN = "citizen", _("Citizen or business")
    REPORT = "report", _("Confidential report")
    PARTY = "party", _("Party inspection")


class Form(models.TextChoices):
    """Forms of discipline; which of them may be chosen is data by kind of subject and date."""

    REPRIMAND = "reprimand", _("Reprimand")
    WARNING = "warning", _("Warning")
    SALARY_GRADE = "salary_grade", _("Lowering of the salary grade")
    DEMOTION = "demotion", _("Demotion")
    REMOVAL = "removal", _("Removal from post")
    RECALL = "recall", _("Recall")
    FORCED_RESIGNATION = "forced_resignation", _("Forced resignation")
    EXPULSION = "expulsion", _("Expulsion from the Party")
    DISSOLUTION = "dissolution", _("Dissolution")


class SeatRole(models.TextChoices):
    """Seats of the council; composition is data (five roles)."""

    CHAIR = "chair", _("Chair of the council")
    USING_UNIT = "using_unit", _("Head or deputy of the unit where the person works")
    PARTY = "party", _("Party committee")
    UNION = "union", _("Trade union")
    SECRETARY = "secretary", _("Member and secretary, personnel")


class CaseRole(models.TextChoices):
    """What an account holds in one case, by name and by date."""

    HANDLER = "handler", _("Handler")
    LEADER = "leader", _("Leader in charge")
    SECRETARY = "secretary", _("Secretary")
    REPRESENTATIVE = "representative", _("Representative of the person concerned")


class BarGround(models.TextChoices):
    """Why somebody is kept out of a case, whatever the role."""

    SUBJECT = "subject", _("The case is about this person")
    RELATIVE = "relative", _("Relative of the person concerned")
    INTERESTED = "interested", _("Has an interest in the outcome")
    WITNESS = "witness", _("Witness or named in the file")


class Session(models.TextChoices):
    """The two sittings of a case."""

    REVIEW = "review", _("Review meeting")
    COUNCIL = "council", _("Council meeting")


class Outcome(models.TextChoices):
    """What a decision says."""

    FORM = "form", _("Discipline by a form")
    NO_DISCIPLINE = "no_discipline", _("No discipline")


class ComplaintOutcome(models.TextChoices):
    """How a complaint was answered."""

    UPHELD = "upheld", _("The decision stands")
    AMENDED = "amended", _("The form is changed")
    RESCINDED = "rescinded", _("The decision is rescinded")


class RestorationKind(models.TextChoices):
    """What is owed to somebody disciplined wrongly."""

    EVALUATION = "evaluation", _("Correct the evaluations")
    RIGHTS = "rights", _("Restore pay, planning, appointment and commendation")
    POST = "post", _("Restore the post")
    PARTY = "party", _("Restore Party membership and duties")
    APOLOGY = "apology", _("Apologise publicly")


class RestorationState(models.TextChoices):
    OPEN = "open", _("Owed")
    DONE = "done", _("Done")


class Replacing(models.TextChoices):
    """Measures on a post without waiting for the end of a term."""

    REPLACE = "replace", _("Replacement")
    TRANSFER = "transfer", _("Transfer")
    DISMISS = "dismiss", _("Dismissal from the post")
    CEASE = "cease", _("Ceasing to hold the post")
    RESIGN = "resign", _("Resignation accepted")


class ReplacementState(models.TextChoices):
    SUGGESTED = "suggested", _("Suggested by a watch rule")
    PROPOSED = "proposed", _("Proposed")
    CONSULTED = "consulted", _("Opinions taken")
    DECIDED = "decided", _("Decided")
    REJECTED = "rejected", _("Not followed")


class WorkSuspensionState(models.TextChoices):
    ACTIVE = "active", _("Suspended from work")
    ENDED = "ended", _("Ended")


class Effect(models.TextChoices):
    """What a measure that is not discipline does to the month's evaluation."""

    NONE = "none", _("No effect")
    NOTED = "noted", _("Shown to the scorer")


class DecisionState(models.TextChoices):
    """A decision is drafted by one person and signed into the file by another."""

    DRAFT = "draft", _("Draft decision")
    SIGNED = "signed", _("Signed")
    DISCARDED = "discarded", _("Discarded")


class DeskState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ACTIVE = "active", _("On the desk")
    ENDED = "ended", _("Ended")


class DeliveryKind(models.TextChoices):
    """Papers whose receipt starts or meets a term."""

    NOTICE = "notice", _("Notice of opening")
    DECISION = "decision", _("Decision")
    ANSWER = "answer", _("Answer to a complaint")
    MEASURE = "measure", _("Notice of a measure that is not discipline")
    PARTY = "party", _("Notice to the Party organisation")


class Manner(models.TextChoices):
    """How a paper reached somebody."""

    BY_HAND = "by_hand", _("By hand, signed for")
    POST = "post", _("Registered post")
    REFUSED = "refused", _("Receipt refused before a witness")
    POSTED_UP = "posted_up", _("Posted up")


class Attendance(models.TextChoices):
    """What came of a summons."""

    PRESENT = "present", _("Came")
    ABSENT = "absent", _("Did not come")
    ASKED_ABSENT = "asked_absent", _("Asked to be heard in absence")


class RuleUnit(models.TextChoices):
    """What the value of a rule counts."""

    DAYS = "days", _("Days")
    WORKING_DAYS = "working_days", _("Working days")
    MONTHS = "months", _("Months")
    COUNT = "count", _("Times")
    LEVELS = "levels", _("Levels")
    FORM = "form", _("Form of discipline")
    LIST = "list", _("List")
    TEXT = "text", _("Ground")
