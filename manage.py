#!/usr/bin/env python
"""Django's command line; a command that finds no PostgreSQL starts the embedded one (config/embedded/)."""

import os
import signal
import sys
from types import FrameType

WITHOUT_DATABASE = {"", "help", "version", "--help", "-h", "--version", "check", "collectstatic", "compilemessages"}
WITHOUT_DATABASE |= {"diffsettings", "findstatic", "makemessages", "spectacular", "startapp"}


def leave(number: int, frame: FrameType | None) -> None:
    """A signal that would end the process at once ends it in order instead, so that what it started is stopped."""
    raise SystemExit(128 + number)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command not in WITHOUT_DATABASE and not {"--help", "-h"} & set(sys.argv):
        from config.embedded import CannotStart, ensure

        signal.signal(signal.SIGTERM, leave)
        signal.signal(signal.SIGHUP, leave)
        try:
            ensure()
        except CannotStart as trouble:
            sys.exit(str(trouble))
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
