"""`seal_trail`: the process that seals the trail until a signal ends it; with --once it seals what waits."""

import signal
from threading import Event
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from foundation.audit.keys import signing_key
from foundation.audit.sealing import seal_for_ever, seal_once


class Command(BaseCommand):
    help = "Chain new entries of the trail, sign checkpoints and send them out of the database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="seal what waits, sign, send, end")

    def handle(self, **options: Any) -> None:
        if signing_key() is None:
            self.stderr.write("No signing key can be read: the chain grows, but no checkpoint is signed.")
        if options["once"]:
            sealed = seal_once()
            self.stderr.write("Another sealer is at work." if sealed is None else f"{sealed} entries sealed.")
            return
        stop = Event()

        def leave(number: int, frame: FrameType | None) -> None:
            stop.set()

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, leave)
        seal_for_ever(stop)
