"""The only way a state changes: one conditional update together with its business event."""

from collections.abc import Mapping
from typing import Any, ClassVar, Protocol, TypeVar

from django.db.models import F, Model
from django.utils.translation import gettext as _

from foundation.audit.context import Actor
from foundation.audit.record import record_event, recorded
from foundation.workflow.errors import Forbidden, InvalidInput, StateChanged
from foundation.workflow.table import TransitionTable


class Movable(Protocol):
    """A model with a transition table: `transitions`, `state`, `row_version` and the holders of its duties."""

    transitions: ClassVar[TransitionTable]
    state: str
    row_version: int

    def duty_persons(self) -> Mapping[str, frozenset[int]]: ...


T = TypeVar("T", bound=Any)


def move(
    obj: T,
    action: str,
    *,
    by: Actor | None,
    reason: str = "",
    changes: Mapping[str, Any] | None = None,
    details: Mapping[str, Any] | None = None,
    source: str = "app",
) -> T:
    """Perform `action` on `obj`, refusing it when somebody was first.

    Args:
        obj: a row whose model has `transitions`, `state`, `row_version` and `duty_persons()`.
        action: name of a move in the model's table.
        by: who acts; None is the system, for which no duties are compared.
        reason: why; needed where the table says so.
        changes: further columns written in the same statement.
        details: facts kept with the business event.

    Raises:
        Forbidden: the person acting holds a duty that must stay apart from this act.
        InvalidInput: a reason is needed and missing.
        StateChanged: the row is not (or no longer) in a state the act starts from.
    """
    step = obj.transitions.find(action)
    refuse_shared_duty(obj, action, by=by)
    if step.needs_reason and not reason.strip():
        raise InvalidInput(_("Give the reason for this act."), field="reason", code="reason_missing")
    if obj.state not in step.sources:
        raise _somebody_was_first(obj, action)
    model: type[Model] = type(obj)
    written = {**(changes or {}), "state": step.target}
    with recorded(by=by, source=source):
        count = model._default_manager.filter(pk=obj.pk, state=obj.state, row_version=obj.row_version).update(
            **written, row_version=F("row_version") + 1
        )
        if not count:
            raise _somebody_was_first(obj, action)
        record_event(
            table=model._meta.db_table,
            object_type=model._meta.label_lower,
            object_id=obj.pk,
            name=f"{obj.transitions.name}.{action}",
            reason=reason,
            details={"from": obj.state, "to": step.target, **(details or {})},
        )
    for name, value in written.items():
        setattr(obj, name, value)
    obj.row_version += 1
    return obj


def refuse_shared_duty(obj: Any, action: str, *, by: Actor | None) -> None:
    """Raise Forbidden when the person acting holds a duty that must stay apart from this act (rule of bar M-07)."""
    step = obj.transitions.find(action)
    if by is None:
        return
    person = getattr(by, "person_id", None)
    persons: Mapping[str, frozenset[int]] = obj.duty_persons()
    accounts: Mapping[str, frozenset[int]] = obj.duty_accounts() if hasattr(obj, "duty_accounts") else {}
    for duty in step.duties_apart:
        if person in persons.get(duty, frozenset()) or by.pk in accounts.get(duty, frozenset()):
            raise Forbidden(
                _("You cannot do this yourself: you hold another duty in this matter."),
                code=f"duty_apart_{duty}",
            )


def _somebody_was_first(obj: Any, action: str) -> StateChanged:
    return StateChanged(
        _("This was already changed by somebody else. Open it again to see where it stands."),
        details={"action": action, "state": obj.state},
    )
