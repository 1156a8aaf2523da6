"""What the database asks of a sheet that supersedes another: an executed revision by two persons, version n + 1."""

import pgtrigger

_FOUND = """
IF NOT EXISTS (
    SELECT 1 FROM evaluations_revision r JOIN evaluations_evaluation o ON o.id = r.evaluation_id
    WHERE o.id = NEW.supersedes_id
      AND o.state = 'PUBLISHED' AND NEW.state = 'PUBLISHED' AND NEW.version = o.version + 1
      AND NEW.cycle_id = o.cycle_id AND NEW.unit_cycle_id = o.unit_cycle_id AND NEW.unit_id = o.unit_id
      AND NEW.person_id IS NOT DISTINCT FROM o.person_id
      AND r.state = 'EXECUTED' AND r.settled_by_id = NEW.decided_by_id AND r.grade = NEW.grade
      AND r.settled_by_id IS DISTINCT FROM r.proposed_by_id
) THEN
    RAISE EXCEPTION 'a sheet is superseded by an executed revision of two persons only: %', NEW.supersedes_id;
END IF;
RETURN NEW;
"""


def superseding_by_two() -> list[pgtrigger.Trigger]:
    """A later version is born published from its revision; no row becomes a later version afterwards."""
    return [
        pgtrigger.Trigger(
            name="superseding_by_two",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            condition=pgtrigger.Q(new__supersedes__isnull=False),
            func=_FOUND,
        ),
        pgtrigger.Trigger(
            name="version_never_edited",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            condition=pgtrigger.Q(old__version__df=pgtrigger.F("new__version"))
            | pgtrigger.Q(old__supersedes__df=pgtrigger.F("new__supersedes")),
            func="RAISE EXCEPTION 'the version of a sheet is never edited: %', OLD.id;",
        ),
    ]
