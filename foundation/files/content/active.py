"""Marks of programs hidden in files of another kind."""

import re

from foundation.files.errors import refusal

_PROGRAM = re.compile(rb"<\?php|<script[\s>/]|<html[\s>]|<iframe[\s>]", re.IGNORECASE)
_ARCHIVE_END = b"PK\x05\x06"
_LONGEST_COMMENT = 65_535 + 22


def refuse_programs(content: bytes) -> None:
    """Scripts in comments and metadata, and an archive hung on the end."""
    if _PROGRAM.search(content):
        raise refusal("active")
    if _ARCHIVE_END in content[-_LONGEST_COMMENT:]:
        raise refusal("embedded", name="ZIP")
