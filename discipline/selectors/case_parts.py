"""What hangs on a case, each row with the fields this reader may read; a row out of reach is not there."""

from typing import Any

from django.db import models

from accounts.models import User
from cadres.models import Person
from discipline.enums import DecisionState
from discipline.models import (
    Case,
    CaseBar,
    CaseExhibit,
    CaseMember,
    CasePaper,
    Complaint,
    Decision,
    Delivery,
    Disclosure,
    FileReading,
    Pause,
    RestorationTask,
    Seat,
    Sitting,
    SoftMeasure,
    Statement,
    Summons,
    Witness,
    WorkSuspension,
)
from foundation.access import allows, readable_fields, visible_to

PARTS: dict[str, type[models.Model]] = {
    "members": CaseMember, "bars": CaseBar, "pauses": Pause, "deliveries": Delivery, "file_readings": FileReading,
    "statements": Statement, "summonses": Summons, "sittings": Sitting, "seats": Seat, "decisions": Decision,
    "complaints": Complaint, "restorations": RestorationTask, "soft_measures": SoftMeasure,
    "work_suspensions": WorkSuspension, "exhibits": CaseExhibit, "disclosures": Disclosure, "papers": CasePaper,
    "witnesses": Witness,
}  # fmt: skip


def parts_of(user: Any, case: Case) -> dict[str, list[dict[str, Any]]]:
    """One query a kind; nothing of a kind of which nothing is open to the reader."""
    found = {}
    for name, model in PARTS.items():
        people = [field.name for field in model._meta.concrete_fields if field.related_model in (Person, User)]
        rows = visible_to(user, model._default_manager.filter(case=case)).order_by("pk")
        shown = [_shown(user, row, case) for row in (rows.select_related(*people) if people else rows)]
        kept = [line for line in shown if line is not None]
        if kept:
            found[name] = kept
    return found


def _shown(user: Any, row: Any, case: Case) -> dict[str, Any] | None:
    row.case = case
    if getattr(row, "shown_id", None) is not None:
        row.shown = case
    if isinstance(row, Decision) and row.state != DecisionState.SIGNED and not allows(user, "case_decision.draft", row):
        return None
    readable = readable_fields(user, row)
    fields = [field for field in row._meta.concrete_fields if field.name in readable and field.name != "case"]
    return {field.name: _value(row, field) for field in fields}


def _value(row: Any, field: Any) -> Any:
    if field.related_model is Person:
        person = getattr(row, field.name)
        return person.code if person is not None else None
    if field.related_model is User:
        user = getattr(row, field.name)
        return user.full_name if user is not None else None
    return getattr(row, field.attname)
