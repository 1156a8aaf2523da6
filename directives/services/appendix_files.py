"""An appendix as it comes in: pasted, or as a table in XLSX, DOCX or CSV; read in the limited child."""

import tempfile
from collections.abc import Sequence
from typing import IO

from django.utils.translation import gettext as _

from directives.rules.appendix import Appendix, GroupShape, read_lines, read_rows
from foundation.sheets.reader import read_table_file
from foundation.workflow.errors import InvalidInput


def read(*, text: str, file: IO[bytes] | None, groups: Sequence[GroupShape]) -> Appendix:
    """Items of the pasted text or of the file, whichever was given.

    Raises:
        InvalidInput: both or neither were given, or the file is no table.
    """
    if bool(text.strip()) == (file is not None):
        raise InvalidInput(_("Paste the text or send a file, one of the two."), field="text", code="one_of_two")
    if file is None:
        return read_lines(text, groups)
    with tempfile.TemporaryFile() as copy:
        copy.write(file.read())
        copy.flush()
        sheet = read_table_file(copy, documents=True)
    return read_rows(([cell.shown for cell in row] for row in sheet.rows), groups)
