"""What the workers do with a staff list: read it without writing anybody, then import it as a whole."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cadres.enums import ImportState
from cadres.models import RosterImport
from cadres.services.import_columns import columns_of, earlier_mapping, unread_preview
from cadres.services.import_preview import stored_preview, stored_result
from cadres.services.roster_import import commit, dry_run
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.notifications.notify import notify
from foundation.workflow.errors import InvalidInput, StateChanged

SOURCE = "task"


def read_list(*, import_id: int) -> dict[str, Any] | None:
    """Dry run of an uploaded list; its columns, cells, problems and figures are kept with it.

    Side effects: state READ or REFUSED, a notice to who sent it. A list that was read already is left alone.
    """
    roster = RosterImport.objects.select_related("uploaded_by").get(pk=import_id)
    if roster.state != ImportState.UPLOADED:
        return None
    with translation.override(roster.uploaded_by.language):
        content = bytes(roster.content)
        mapping = roster.mapping or earlier_mapping(roster, columns_of(content=content))
        try:
            report = dry_run(
                content=content,
                as_of=roster.as_of,
                by=roster.uploaded_by,
                file_name=roster.file_name,
                mapping=mapping,
            )
        except InvalidInput as refusal:
            columns = columns_of(content=content, mapping=mapping)
            preview = unread_preview(columns) if columns else None
            return _moved(roster, "refuse", changes={"problem": str(refusal), "preview": preview, "mapping": mapping})
        changes = {"result": stored_result(report), "preview": stored_preview(report), "mapping": mapping}
        return _moved(roster, "read", changes=changes | {"problem": ""})


def commit_list(*, import_id: int, now: datetime) -> dict[str, Any] | None:
    """Import a list somebody asked to import: every row, or none and the list comes back with its problems.

    Raises:
        StateChanged: one of the people was changed meanwhile; the job is tried again on what then stands.

    Side effects: those of cadres.services.roster_import.commit; a notice to who sent the list.
    """
    roster = RosterImport.objects.select_related("uploaded_by").get(pk=import_id)
    with translation.override(roster.uploaded_by.language), recorded(by=roster.uploaded_by, source=SOURCE):
        locked = RosterImport.objects.select_for_update().only("state").get(pk=import_id)
        if locked.state != ImportState.COMMITTING:
            return None
        content = bytes(roster.content)
        arguments: dict[str, Any] = {
            "content": content,
            "as_of": roster.as_of,
            "by": roster.uploaded_by,
            "file_name": roster.file_name,
            "mapping": roster.mapping,
        }
        try:
            report = commit(**arguments, source=SOURCE)
        except InvalidInput as refusal:
            return _moved(roster, "give_back", changes={"problem": str(refusal)})
        if report.committed:
            return _moved(roster, "commit", changes={"result": stored_result(report), "committed_at": now})
        again = dry_run(**arguments)
        problem = _("The registry changed since the list was read; these errors are new.")
        changes = {"problem": problem, "result": stored_result(again), "preview": stored_preview(again)}
        return _moved(roster, "give_back", changes=changes)


_TITLES = {
    "read": gettext_noop("The list %(name)s was read: look at the preview"),
    "refuse": gettext_noop("The list %(name)s could not be read"),
    "commit": gettext_noop("The list %(name)s was imported"),
    "give_back": gettext_noop("The list %(name)s was not imported"),
}


def _moved(roster: RosterImport, act: str, *, changes: dict[str, Any]) -> dict[str, Any] | None:
    try:
        with recorded(by=roster.uploaded_by, source=SOURCE):
            move(roster, act, by=roster.uploaded_by, changes=changes, source=SOURCE)
            notify(
                user_id=roster.uploaded_by_id,
                kind="roster_import",
                dedupe=f"roster:{roster.pk}:{roster.row_version}",
                title=_TITLES[act],
                params={"name": roster.file_name},
                url=reverse("cadres:import", args=[roster.pk]),
            )
    except StateChanged:  # another run of the same job was quicker and did the same
        return None
    return {"state": roster.state}
