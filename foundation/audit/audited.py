"""Which tables the trail follows, and which columns it hides: as the models say it, not as the database does."""

from django.apps import apps


def audited_tables() -> dict[str, tuple[str, ...]]:
    """Table -> hidden columns, for every model that carries the capture trigger."""
    found = {}
    for model in apps.get_models():
        for trigger in getattr(model._meta, "triggers", []):
            if trigger.name == "audited":
                found[model._meta.db_table] = tuple(trigger.hidden)
    return dict(sorted(found.items()))
