"""Boot check: the kept files lie where no web server hands them out and nobody else reads them."""

import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


def register_all() -> None:
    register(files_apart, Tags.security, deploy=True)


def files_apart(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Not below the static or media folder nor the other way round; closed to group and others."""
    folder = Path(settings.FILES_DIR).resolve()
    served = [Path(place).resolve() for place in (settings.STATIC_ROOT, settings.MEDIA_ROOT or None) if place]
    if any(folder == place or place in folder.parents or folder in place.parents for place in served):
        hint = "Put it outside STATIC_ROOT and MEDIA_ROOT."
        return [Error("FILES_DIR is served as it is.", hint=hint, id="files.E001")]
    if folder.exists() and stat.S_IMODE(folder.stat().st_mode) & 0o077:
        return [Error("FILES_DIR can be read by others.", hint="chmod 700 on the folder.", id="files.E002")]
    return []
