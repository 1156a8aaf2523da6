"""What each list of the API may be asked, and which field of the matrix each question tells about (bar M-09).

`route: {parameter: (value, "object.field ...")}`; `sort=...` entries name one order. An empty second part tells about
nothing that the matrix keeps. A new list, filter or order gets
its line here; the tests then ask it as each of the ten identities.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """One parameter with a value that is taken, and the fields (`object.field`) its answer tells about."""

    value: str
    fields: tuple[str, ...]


_LISTS: dict[str, dict[str, tuple[str, str]]] = {
    "accounts_api:api-key-list": {},
    "accounts_api:factor-reset-list": {},
    "accounts_api:grant-list": {"state": ("active", "grant.state")},
    "organization_api:unit-list": {
        "on": ("2026-03-01", "unit.valid_from unit.valid_to"),
        "kind": ("ward", "unit.kind"),
        "q": ("phuong", "unit.name unit.code"),
        "under": ("UBND", "unit.path"),
    },
    "organization_api:holiday-list": {"year": ("2026", "holiday.date"), "is_workday": ("true", "holiday.is_workday")},
    "cadres_api:person-list": {
        "q": ("an", "person.full_name person.code"),
        "unit": ("P-01", "person.unit"),
        "kind": ("civil", "person.employment_kind"),
        "post": ("staff", "posting.position"),
        "party": ("true", "person.party_membership"),
        "status": ("all", "person.left_on"),
        "sort=name": ("", "person.full_name"),
        "sort=-name": ("", "person.full_name"),
        "sort=code": ("", "person.code"),
        "sort=-code": ("", "person.code"),
    },
    "cadres_api:posting-list": {
        "person": ("CB0000005", "posting.person"),
        "unit": ("P-01", "posting.unit"),
        "kind": ("primary", "posting.kind"),
        "on": ("2026-03-01", "posting.valid_from posting.valid_to"),
        "needs_confirmation": ("true", "posting.needs_confirmation"),
    },
    "cadres_api:absence-list": {
        "person": ("CB0000005", "absence.person"),
        "unit": ("P-01", "absence.person"),
        "kind": ("leave", "absence.kind"),
        "since": ("2026-01-01", "absence.ends_on"),
        "until": ("2026-12-31", "absence.starts_on"),
        "confirmed": ("true", "absence.confirmed"),
        "cancelled": ("true", "absence.cancelled"),
    },
    "cadres_api:family-tie-list": {
        "person": ("CB0000005", "family_tie.person"),
        "kind": ("sibling", "family_tie.kind"),
        "ended": ("false", "family_tie.ended_on"),
    },
    "cadres_api:planning-entry-list": {
        "person": ("CB0000005", "planning_entry.person"),
        "position": ("1", "planning_entry.position"),
        "ended": ("false", "planning_entry.ended_on"),
    },
    "cadres_api:position-list": {"q": ("vien", "position.name"), "kind": ("staff", "position.kind")},
    "directives_api:assignment-list": {
        "q": ("bao", "assignment.code assignment.title assignment.person"),
        "stage": ("open", "assignment.state assignment.due_on"),
        "unit": ("P-01", "assignment.unit"),
        "person": ("CB0000005", "assignment.person"),
        "due_from": ("2026-01-01", "assignment.due_on"),
        "due_to": ("2026-12-31", "assignment.due_on"),
        "own": ("true", "assignment.recorded_by_self"),
        "kind": ("regular", "assignment.kind"),
        **{
            f"sort={sign}{order}": ("", f"assignment.{field}")
            for order, field in (("due", "due_on"), ("person", "person"), ("code", "code"), ("given", "assigned_on"))
            for sign in ("", "-")
        },
    },
    "directives_api:document-list": {
        "kind": ("decision", "document.kind"),
        "verified": ("true", "document.verified"),
    },
    "discipline_api:rule-list": {
        "on": ("2026-01-01", "discipline_rule.valid_from discipline_rule.valid_to"),
        "code": ("form.reprimand", "discipline_rule.code"),
        "scope": ("civil", "discipline_rule.scope"),
        "track": ("party", "discipline_rule.track"),
        "verified": ("true", "discipline_rule.verified"),
    },
    "directives_api:extension-limit-list": {},
    "directives_api:handoff-list": {
        "stage": ("sent", "assignment_handoff.state assignment_handoff.answer_due_on assignment_handoff.answered_on"),
        "kind": ("up", "assignment_handoff.kind"),
        "without_opinion": ("true", "assignment_handoff.opinion"),
        "delegated": ("true", "assignment_handoff.already_delegated"),
    },
    "directives_api:function-list": {
        "q": ("bao", "function.code function.name"),
        "unit": ("P-01", "function_holding.unit"),
        "document": ("D1", "function.document"),
        "led": ("true", "function_holding.part"),
        "on": ("2026-03-01", "function_holding.valid_from function_holding.valid_to"),
    },
    "directives_api:function-questions": {
        "on": ("2026-03-01", "function_holding.valid_from function_holding.valid_to"),
    },
    "directives_api:regulation-list": {
        "stage": ("overdue", "working_regulation.next_review_on working_regulation.ended_on"),
        "unit": ("P-01", "working_regulation.unit"),
    },
    "directives_api:commendation-list": {
        "q": ("bao", "commendation.code commendation.title commendation.number commendation.unit"),
        "kind": ("good_model", "commendation.kind"),
        "unit": ("P-01", "commendation.unit"),
        "person": ("CB0000005", "commended_person.person"),
        "undertaking": ("CK-1", "commendation.undertaking"),
    },
    "directives_api:indicator-list": {
        "catalogue": ("HN", "indicator.version"),
        "version": ("1", "indicator.version"),
        "group": ("1", "indicator.group"),
        "standing": ("official", "indicator.standing"),
        "on": ("2026-03-01", "indicator.version"),
    },
    "directives_api:delay-list": {
        "period": ("2026-Q1", "assignment.due_on assignment.done_on"),
        "group": ("person", "assignment.person"),
        "unit": ("P-01", "assignment.unit"),
        "kind": ("regular", "assignment.kind"),
        "q": ("bao", "assignment.code assignment.title assignment.person"),
    },
    "directives_api:avoidance-signal-list": {
        "stage": ("all", "avoidance_signal.stands"),
        "kind": ("no_opinion", "avoidance_signal.kind"),
    },
    "directives_api:recurring-list": {},
    "directives_api:measure-list": {
        "unit": ("P-01", "measure.unit"),
        "kind": ("x", "measure.kind"),
        "span": ("month", "measure.span"),
        "period_from": ("2026-01-01", "measure.period"),
        "period_to": ("2026-12-31", "measure.period"),
    },
    "directives_api:measure-kinds": {},
    "cadres_api:rotation-rule-list": {
        "code": ("KH188", "rotation_rule.code"),
        "kind": ("limit", "rotation_rule.kind"),
    },
    "cadres_api:listed-post-list": {
        "field": ("finance", "listed_post.field"),
        "group": ("contact", "listed_post.group"),
    },
    # Computed on each day; only people of whom the reader may read cases are in the answer.
    "cadres_api:rotation-clock-list": {
        "on": ("2026-03-01", "rotation_case.started_on"),
        "within": ("12", "rotation_case.due_on"),
        "rule": ("ND59", "rotation_case.rule_code"),
        "kind": ("staff", "rotation_case.posting"),
        "unit": ("P-01", "rotation_case.unit"),
        "person": ("CB0000005", "rotation_case.person"),
    },
    "cadres_api:rotation-clock-ahead": {},
    "cadres_api:rotation-case-list": {
        "q": ("LC", "rotation_case.code rotation_case.person"),
        "stage": ("due", "rotation_case.state rotation_case.due_on"),
        "rule": ("ND59", "rotation_case.rule_code"),
        "unit": ("P-01", "rotation_case.unit rotation_case.posting"),
    },
    "cadres_api:rotation-exception-list": {
        "unit": ("P-01", "rotation_exception.unit"),
    },
    "cadres_api:rotation-round-list": {
        "state": ("draft", "rotation_round.state"),
        "unit": ("P-01", "rotation_round.unit"),
    },
    "directives_api:undertaking-list": {
        "q": ("bao", "undertaking.title undertaking.code"),
        "stage": ("planned", "undertaking.state undertaking.due_on"),
        "unit": ("P-01", "undertaking.unit"),
        "document": ("D1", "undertaking.task"),
        "task": ("1", "undertaking.task"),
    },
    # Names, units and limits are asked only among the cases of which the reader may read them.
    "discipline_api:case-list": {
        "q": ("HS", "case.code"),
        "stage": ("handling", "case.state"),
        "state": ("case_open", "case.state"),
        "clock": ("overdue", ""),
        "unit": ("P-01", ""),
        "track": ("party", "case.track"),
        "subject_kind": ("civil", "case.subject_kind"),
        "due_by": ("2026-12-31", ""),
    },
    "discipline_api:replacement-list": {
        "q": ("TT", "replacement.code replacement.person replacement.unit"),
        "stage": ("suggested", "replacement.state replacement.talk_due_on replacement.decision_due_on"),
        "unit": ("P-01", "replacement.unit"),
        "kind": ("replace", "replacement.kind"),
    },
    "organization_api:succession-list": {
        "kind": ("merge", "succession.kind"),
        "unit": ("P-01", "succession.predecessor succession.successor"),
        "since": ("2026-01-01", "succession.effective_on"),
        "until": ("2026-12-31", "succession.effective_on"),
    },
    "organization_api:reorganisation-list": {
        "state": ("draft", "reorganisation.state"),
        "kind": ("merge", "reorganisation.kind"),
    },
    "evaluations_api:cycle-list": {},
    "evaluations_api:unit-cycle-list": {
        "cycle": ("2025-01", "unit_cycle.cycle"),
        "unit": ("P-01", "unit_cycle.unit"),
        "state": ("OPEN", "unit_cycle.state"),
    },
    "evaluations_api:evaluation-list": {
        "cycle": ("2025-01", "evaluation.cycle"),
        "unit": ("P-01", "evaluation.unit"),
        "below": ("P-01", "evaluation.unit"),
        "state": ("PUBLISHED", "evaluation.state"),
        "group": ("STAFF", "evaluation.subject_group"),
        "person": ("CB0000005", "evaluation.person"),
        "versions": ("all", "evaluation.state evaluation.version"),
    },
    "evaluations_api:revision-list": {
        "state": ("EXECUTED", "revision.state"),
        "kind": ("OBJECTION", "revision.kind"),
        "cycle": ("2025-01", "revision.evaluation"),
        "unit": ("P-01", "revision.evaluation"),
    },
    "evaluations_api:objection-list": {"state": ("FILED", "objection.state")},
    "inspections_api:inspection-list": {
        "q": ("KT", "inspection.code inspection.unit"),
        "kind": ("surprise", "inspection.kind"),
        "state": ("closed", "inspection.state"),
        "unit": ("P-01", "inspection.unit"),
        "begun_from": ("2026-01-01", "inspection.started_at"),
        "begun_to": ("2026-12-31", "inspection.started_at"),
    },
    "inspections_api:call-list": {},
    "inspections_api:team-list": {},
    "inspections_api:draw-list": {},
    "inspections_api:programme-list": {},
    "inspections_api:own-check-list": {},
    "visits_api:fact-list": {},
    "visits_api:remedy-list": {
        "state": ("overdue", "remedy.state remedy.due_on remedy.extended_to"),
        "kind": ("apology", "remedy.kind"),
        "unit": ("P-01", "inspection.unit"),
        "inspection": ("KT-2026-00001", "inspection.code"),
    },
    "notifications_api:notification-list": {"unread": ("true", ""), "waits": ("true", ""), "kind": ("test", "")},
    "alerts_api:policy-list": {},
    "alerts_api:alert-list": {
        "thing": ("undertaking", "alert.thing"),
        "rule": ("undertaking.due", "alert.rule"),
        "code": ("CK-0", "alert.code"),
        "stage": ("open", "alert.ended_at alert.escalated_at"),
    },
    "reports_api:trail-list": {
        "person": ("CB0000005", "audit_event.object_id"),
        "object": ("cadres.person", "audit_event.object_type"),
        "key": ("1", "audit_event.object_id audit_event.row_key"),
        "actor": ("officer", "audit_event.actor"),
        "from": ("2026-03-01", "audit_event.at"),
        "to": ("2026-03-02", "audit_event.at"),
        "kind": ("event", "audit_event.kind"),
        "request": ("0" * 32, "audit_event.request_id"),
        "before": ("9", "audit_event.id"),
        "after": ("9", "audit_event.id"),
    },
    "reports_api:worklist": {},
}
LISTS: dict[str, dict[str, Question]] = {
    name: {parameter: Question(value, tuple(fields.split())) for parameter, (value, fields) in entries.items()}
    for name, entries in _LISTS.items()
}
NO_LIST = {"schema", "accounts_api:me", "alerts_api:alert-why-none"}
"""Routes of the API without a key in their address that list nothing."""
