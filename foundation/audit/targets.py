"""Where checkpoints go when they leave the database: a folder, an address, a mailbox; each gets every one in order."""

import os
import urllib.request
from collections.abc import Sequence
from datetime import datetime, timedelta
from http.client import HTTPException
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.db import connections

from foundation.audit.checkpoints import Statement, read_statement

FILE_NAME = "checkpoints.jsonl"
SECONDS = 5.0
AT_ONCE = 200
log = structlog.get_logger(__name__)


class Target(Protocol):
    name: str
    every: timedelta

    def send(self, statements: Sequence[Statement]) -> None:
        """Raises OSError where they did not arrive."""


class Folder:
    """A file that only grows, meant for a disk of another machine."""

    name, every = "folder", timedelta(0)

    def __init__(self, folder: Path) -> None:
        self.file = folder / FILE_NAME

    def send(self, statements: Sequence[Statement]) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            out.writelines(f"{statement.line()}\n" for statement in statements)
            out.flush()
            os.fsync(out.fileno())


class Address:
    """A receiver on another machine that takes lines by POST and answers 2xx."""

    name, every = "url", timedelta(0)

    def __init__(self, url: str) -> None:
        if urlsplit(url).scheme not in {"https", "http"}:
            raise ValueError("CHECKPOINT_URL must begin with https:// or http://")
        self.url = url

    def send(self, statements: Sequence[Statement]) -> None:
        data = "".join(f"{statement.line()}\n" for statement in statements).encode()
        request = urllib.request.Request(  # noqa: S310  the scheme was looked at above
            self.url, data=data, headers={"Content-Type": "application/x-ndjson"}, method="POST"
        )
        try:
            urllib.request.urlopen(request, timeout=SECONDS).close()  # noqa: S310  as above
        except HTTPException as trouble:  # an answer that is no HTTP; another status is an OSError already
            raise OSError(str(trouble)) from trouble


class Mailbox:
    """One sheet a day with the newest checkpoint, to be printed or kept."""

    name, every = "mail", timedelta(days=1)

    def __init__(self, address: str) -> None:
        self.address = address

    def send(self, statements: Sequence[Statement]) -> None:
        newest = statements[-1]
        text = f"{newest.seq} entries\nhead {newest.head}\n\n{newest.line()}\n"
        send_mail(f"Checkpoint {newest.number}", text, None, [self.address])


def targets() -> list[Target]:
    """What the settings name."""
    found: list[Target] = []
    if settings.CHECKPOINT_FOLDER:
        found.append(Folder(Path(settings.CHECKPOINT_FOLDER)))
    if settings.CHECKPOINT_URL:
        found.append(Address(settings.CHECKPOINT_URL))
    if settings.CHECKPOINT_MAIL:
        found.append(Mailbox(settings.CHECKPOINT_MAIL))
    return found


def deliver(*, now: datetime) -> bool:
    """Send every target what it has not got yet; True when none is owed anything. Written down by the sealer's role."""
    done = [_deliver_to(target, now) for target in targets()]  # every target is tried, whatever the first one says
    return all(done)


def _deliver_to(target: Target, now: datetime) -> bool:
    with connections["sealer"].cursor() as cursor:
        while True:
            cursor.execute(
                "SELECT max(checkpoint_number), max(at) FROM audit_delivery WHERE target = %s", [target.name]
            )
            last, at = cursor.fetchone()
            cursor.execute(
                "SELECT body, signature FROM audit_checkpoint WHERE number > %s ORDER BY number LIMIT %s",
                [last or 0, AT_ONCE],
            )
            waiting = [read_statement(body, signature) for body, signature in cursor.fetchall()]
            if not waiting or (at is not None and now - at < target.every):
                return True
            try:
                target.send(waiting)
            except OSError as trouble:
                log.warning("checkpoint not delivered", target=target.name, first=waiting[0].number, error=str(trouble))
                return False
            cursor.executemany(
                "INSERT INTO audit_delivery (checkpoint_number, target, at) VALUES (%s, %s, %s)",
                [(statement.number, target.name, now) for statement in waiting],
            )
