"""Uploaded staff lists on their way: received, read and imported by jobs, or put aside."""

import hashlib
from datetime import date

from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from cadres.models import RosterImport
from cadres.selectors.imports import job_key
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.outbox.queue import enqueue
from foundation.sheets.guard import check_table_bytes
from foundation.workflow.errors import Refused, StaleVersion, VersionMissing

READ, COMMIT = "cadres.read_roster", "cadres.commit_roster"


def receive(*, file_name: str, content: bytes, as_of: date, by: User) -> RosterImport:
    """Keep an uploaded list and ask a worker to read it.

    Raises:
        InvalidInput: the file is no table, or larger than the limits.
    """
    check_table_bytes(content)
    with recorded(by=by):
        roster = RosterImport.objects.create(
            file_name=file_name[-200:],
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            uploaded_by=by,
            as_of=as_of,
        )
        enqueue(READ, key=job_key(roster), payload={"import_id": roster.pk}, by=by)
        return roster


def request_commit(*, roster: RosterImport, version: int | None, by: User) -> RosterImport:
    """Ask a worker to import the whole list.

    Raises:
        Refused: the list has errors; StateChanged: somebody was first; StaleVersion / VersionMissing.
    """
    if version is None:
        raise VersionMissing(_("Send the version of the row you edited."), field="row_version")
    if version != roster.row_version:
        raise StaleVersion(_("Somebody else saved this first. Load the page again."))
    errors = int((roster.result or {}).get("errors", 0))
    if errors:
        raise Refused(_("The list still has errors; nothing is imported."), code="roster_has_errors")
    with recorded(by=by):
        move(roster, "begin", by=by, changes={"problem": ""})
        enqueue(COMMIT, key=job_key(roster), payload={"import_id": roster.pk}, by=by)
        return roster


def discard(*, roster: RosterImport, by: User) -> RosterImport:
    """Put a list aside; its bytes and preview go, who sent it and its checksum stay."""
    with recorded(by=by):
        move(roster, "discard", by=by)
        RosterImport.objects.filter(pk=roster.pk).update(content=b"", preview=None, row_version=F("row_version") + 1)
        return roster
