"""Triggers every business table carries: capture of each change, no deletion, legal transitions, frozen columns."""

from collections.abc import Sequence

import pgtrigger

from foundation.workflow.table import TransitionTable


class Capture(pgtrigger.Trigger):  # type: ignore[misc]  # pgtrigger has no types
    """The capture trigger; knows the columns it hides."""

    hidden: tuple[str, ...] = ()


def audited(*, hide: Sequence[str] = ()) -> pgtrigger.Trigger:
    """Record each insert, update and delete of a row; columns in `hide` are stored as a mark that they changed."""
    hidden = ", ".join(f"'{name}'" for name in hide)
    trigger = Capture(
        name="audited",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=(
            "PERFORM audit_capture(TG_TABLE_NAME::text, TG_OP::text, "
            "CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END, "
            "CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END, "
            f"ARRAY[{hidden}]::text[]); RETURN NULL;"
        ),
    )
    trigger.hidden = tuple(hide)  # read by foundation/audit/audited.py
    return trigger


def never_deleted() -> pgtrigger.Trigger:
    """No row of this table is ever removed (rule R4 of the access matrix)."""
    return pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)


def append_only() -> list[pgtrigger.Trigger]:
    """Rows may be added, never changed, removed or truncated, not even by the table's owner."""
    return [
        pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name="never_truncated",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func="RAISE EXCEPTION 'the trail is never truncated';",
        ),
    ]


def legal_transitions(
    table: TransitionTable, *, field: str = "state", born_otherwise: pgtrigger.Q | None = None
) -> list[pgtrigger.Trigger]:
    """Refuse in the database every (from, to) that the table does not know, and every birth in a later state.

    Rows for which `born_otherwise` holds are let through: their own trigger says what they must be.
    """
    later = pgtrigger.Q(**{f"new__{field}__df": table.initial})
    return [
        pgtrigger.FSM(name="legal_transition", field=field, transitions=table.pairs()),
        pgtrigger.Trigger(
            name="born_initial",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            condition=later if born_otherwise is None else later & ~born_otherwise,
            func=f"RAISE EXCEPTION 'a new row starts as {table.initial}, not as %', NEW.{field};",
        ),
    ]


def frozen_after(*, states: Sequence[str], columns: Sequence[str], field: str = "state") -> pgtrigger.Trigger:
    """Refuse any change of these columns while the old state is one of `states`."""
    listed = ", ".join(f"'{state}'" for state in states)
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
    return pgtrigger.Trigger(
        name="frozen_after",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=(
            f"IF OLD.{field} IN ({listed}) AND ({changed}) THEN "
            "RAISE EXCEPTION 'what was decided is never edited: % %', TG_TABLE_NAME, OLD.id; END IF; RETURN NEW;"
        ),
    )
