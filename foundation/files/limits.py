"""What limits a kept file; those a site may change come from the settings."""

from django.conf import settings

MIB = 1024 * 1024
UNPACKED_BYTES = 100 * MIB
RATIO = 100
SMALL_MEMBER = MIB
MEMBERS = 1000
DIRECTORY_BYTES = 256 * 1024
RELATIONS_BYTES = MIB
PDF_UNPACKED_BYTES = 64 * MIB
CHUNK = 64 * 1024


def file_bytes() -> int:
    return int(settings.FILES_MAX_BYTES)


def pixels() -> int:
    return int(settings.FILES_MAX_PIXELS)


def files_per_parent() -> int:
    return int(settings.FILES_PER_PARENT)


def bytes_per_parent() -> int:
    return int(settings.FILES_BYTES_PER_PARENT)
