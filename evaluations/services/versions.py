"""Rows locked for a write, held against the version the writer saw."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from foundation.workflow.errors import NotFound, StaleVersion, VersionMissing

T = TypeVar("T", bound=Any)


def locked(obj: T, *, version: int | None, yours: Mapping[str, Any] | None = None, related: tuple[str, ...] = ()) -> T:
    """The row as it stands now, locked until the transaction ends.

    Args:
        version: the version the writer saw.
        yours: what the writer wants to store, shown beside what is stored when somebody was first.
        related: foreign keys read along.

    Raises:
        VersionMissing: no version was sent.
        StaleVersion: somebody wrote first; `details` has `current`, `yours` and the `version` to start from.
    """
    if version is None:
        raise VersionMissing(_("Send the version of the row you edited."), field="row_version")
    current: T = latest(obj, related=related)
    if current.row_version != version:
        wanted = dict(yours or {})
        raise StaleVersion(
            _("Somebody else saved this first. Compare the two versions and save again."),
            details={
                "current": {name: getattr(current, name) for name in (*wanted, "state")},
                "yours": wanted,
                "version": current.row_version,
            },
        )
    return current


def latest(obj: T, *, related: tuple[str, ...] = ()) -> T:
    """The row as it stands now, locked; for the clock, which saw no version."""
    rows = type(obj)._default_manager.select_for_update(of=("self",))
    found: T | None = (rows.select_related(*related) if related else rows).filter(pk=obj.pk).first()
    if found is None:
        raise NotFound
    return found
