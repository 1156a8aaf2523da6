"""Edits that carry the version they were made from: a stale one is refused with what changed meanwhile."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import F, Model
from django.utils.translation import gettext as _

from foundation.workflow.errors import StaleVersion, VersionMissing

T = TypeVar("T", bound=Any)


def update_version(obj: T, *, version: int | None, changes: Mapping[str, Any]) -> T:
    """Write `changes` if the row still has `version`; must run inside `recorded()`.

    Raises:
        VersionMissing: no version was given.
        StaleVersion: somebody wrote first; `details["current"]` has the values now stored for the same fields,
            `details["yours"]` the refused ones, `details["version"]` the version to start from again.
    """
    if version is None:
        raise VersionMissing(_("Send the version of the row you edited."), field="row_version")
    model: type[Model] = type(obj)
    rows = model._default_manager.filter(pk=obj.pk, row_version=version)
    if not rows.update(**changes, row_version=F("row_version") + 1):
        current = model._default_manager.get(pk=obj.pk)
        raise StaleVersion(
            _("Somebody else saved this first. Compare the two versions and save again."),
            details={
                "current": {name: getattr(current, name) for name in changes},
                "yours": dict(changes),
                "version": current.row_version,  # type: ignore[attr-defined]  # every versioned model has it
            },
        )
    for name, value in changes.items():
        setattr(obj, name, value)
    obj.row_version = version + 1
    return obj
