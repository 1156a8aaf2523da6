"""Scopes of keys: which parts of the API a key may open, named after the objects of the access matrix."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.access import allows
from foundation.access.matrix import matrix

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OWN = "own"
"""What every signed-in person has: the own account, worklist and notifications."""
READ, WRITE = "read", "write"
LABELS: dict[str, Promise] = {
    OWN: _("Own account, worklist and notifications"),
    "grant": _("Roles"),
    "api_token": _("Keys for programs"),
    "unit": _("Units"),
    "succession": _("Successions of units"),
    "reorganisation": _("Reorganisations"),
    "holiday": _("Holidays and make-up days"),
    "person": _("People"),
    "position": _("Positions"),
    "posting": _("Posts"),
    "absence": _("Absences"),
    "family_tie": _("Relatives"),
    "planning_entry": _("Planning list"),
    "assignment": _("Tasks"),
    "assignment_discussion": _("Discussions of tasks"),
    "assignment_extension": _("Extensions of tasks"),
    "assignment_handoff": _("Matters passed on"),
    "delay_cause": _("Causes of delay"),
    "extension_limit": _("Limits of extensions"),
    "recurring": _("Recurring tasks"),
    "avoidance_signal": _("Questions about avoidance"),
    "function": _("Functions"),
    "function_holding": _("Functions of units"),
    "working_regulation": _("Working regulations"),
    "regulation_review": _("Reviews of working regulations"),
    "commendation": _("Commendations and good models"),
    "document_task": _("Tasks of documents"),
    "document_file": _("Texts of documents"),
    "case": _("Discipline: files and acts"),
    "replacement": _("Replacements"),
    "framework": _("Frameworks"),
    "cycle": _("Months"),
    "unit_cycle": _("Months of units"),
    "evaluation": _("Evaluation sheets"),
    "objection": _("Objections"),
    "revision": _("Corrections of published sheets"),
    "assignment_evidence": _("Files of tasks"),
    "sheet_evidence": _("Files of sheets"),
    "document": _("Documents"),
    "discipline_rule": _("Rules of discipline"),
    "indicator": _("Indicators"),
    "measure": _("Measured values"),
    "measure_kind": _("What is measured"),
    "undertaking": _("Undertakings"),
    "factor_reset": _("Resets of second factors"),
    "audit_event": _("Trail"),
    "case_paper": _("Papers of discipline cases"),
    "case_exhibit": _("Evidence in discipline cases"),
    "rotation_rule": _("Rules of rotation"),
    "listed_post": _("Posts listed for rotation"),
    "rotation_exception": _("Exceptions from rotation"),
    "rotation_round": _("Rounds of rotation"),
    "rotation_case": _("Rotation cases"),
    "rotation_item": _("Lines of a rotation round"),
    "rotation_relief": _("Deferrals of rotation"),
    "team": _("Inspection teams"),
    "inspection": _("Inspections"),
    "duty": _("Calls to an inspection"),
    "draw": _("Draws of units to inspect"),
    "programme": _("Programmes of inspections"),
    "own_check": _("Units' own inspections"),
    "attendance_line": _("Attendance found on a visit"),
    "finding": _("Findings of inspections"),
    "minutes": _("Minutes of visits"),
    "notice": _("Notices of conclusions"),
    "remedy": _("Remedies after inspections"),
    "proposed_fact": _("Facts proposed for the month"),
    "offline_bundle": _("Marks sent from a device"),
    "alert": _("Alerts"),
    "alert_policy": _("Policies of alerts"),
}


def scope_needed(*, route: str, method: str) -> str:
    """The scope that opens a route of the API with this method."""
    action = str(matrix().routes.get(route, {}).get("action", ""))
    return f"{action.partition('.')[0] or OWN}:{READ if method in SAFE else WRITE}"


def all_scopes() -> frozenset[str]:
    """Every scope that some route of the API asks for."""
    routes = [name for name in matrix().routes if "_api:" in name or name == "schema"]
    return frozenset(scope_needed(route=name, method=method) for name in routes for method in ("GET", "POST"))


def scopes_open_to(user: Any) -> list[str]:
    """Scopes with which a key of this user could do anything at all."""
    found = []
    for scope in sorted(all_scopes()):
        name, _colon, kind = scope.partition(":")
        if name == OWN:
            found.append(scope)
            continue
        acts = matrix().objects[name].actions
        wanted = {"read"} if kind == READ else acts - {"read", "export"}
        if any(allows(user, f"{name}.{act}") for act in wanted):
            found.append(scope)
    return found


def object_label(name: str) -> str:
    """`Tasks` in the reader's language."""
    return str(LABELS.get(name, name))


def scope_label(scope: str) -> str:
    """`Tasks: read` in the reader's language."""
    name, _colon, kind = scope.partition(":")
    word = _("read") if kind == READ else _("change")
    return f"{object_label(name)}: {word}"
