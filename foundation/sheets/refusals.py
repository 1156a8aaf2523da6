"""Every reason why a table file is refused, as a sentence that says what to do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, gettext_noop

from foundation.workflow.errors import InvalidInput

MESSAGES: dict[str, str] = {
    "empty_file": gettext_noop("The file is empty."),
    "too_large": gettext_noop("The file is larger than %(limit)s MiB. Split the list and import the parts."),
    "not_a_table": gettext_noop("The file is neither an Excel workbook (.xlsx) nor a CSV text file."),
    "old_excel": gettext_noop("The file is in the old .xls format. Open it in Excel and save it as .xlsx."),
    "password": gettext_noop("The file is protected with a password. Remove the password in Excel and send it again."),
    "web_page": gettext_noop("The file is a web page named like a workbook. Open it in Excel and save it as .xlsx."),
    "broken_archive": gettext_noop("The workbook is damaged and cannot be opened. Save it again in Excel."),
    "not_a_workbook": gettext_noop("The file is an archive, but not an Excel workbook (.xlsx)."),
    "too_many_members": gettext_noop("The workbook holds more than %(limit)s parts."),
    "unpacks_too_large": gettext_noop("The workbook unpacks to more than %(limit)s MiB."),
    "ratio": gettext_noop("The workbook unpacks to more than %(limit)s times its size, like a file made to do harm."),
    "member_name": gettext_noop("The workbook has a part with a forbidden name: %(name)s."),
    "symbolic_link": gettext_noop("The workbook holds a link to a file outside it."),
    "nested_archive": gettext_noop(
        "The workbook holds another file (%(name)s). Remove embedded files and send it again."
    ),
    "macro": gettext_noop("The workbook holds macros. Save it as .xlsx without macros."),
    "external_link": gettext_noop(
        "The workbook has links to other files. In Excel choose Data, Edit links, Break link."
    ),
    "forbidden_xml": gettext_noop("The workbook holds forbidden XML (declarations of entities or inclusions)."),
    "bad_xml": gettext_noop("The workbook is damaged: part %(name)s cannot be read. Save it again in Excel."),
    "unreadable": gettext_noop("The workbook cannot be read. Save it again in Excel as .xlsx."),
    "too_many_rows": gettext_noop("The sheet has more than %(limit)s rows. Split the list and import the parts."),
    "too_many_columns": gettext_noop(
        "The sheet has more than %(limit)s columns. Delete the columns that are not needed."
    ),
    "cell_too_long": gettext_noop("Cell %(cell)s holds more than %(limit)s characters."),
    "unseen": gettext_noop(
        "Cell %(cell)s holds a character that cannot be seen (U+%(sign)s). Delete it, or type the words again."
    ),
    "too_much_text": gettext_noop("The sheet holds too much text to be a list."),
    "no_sheet": gettext_noop("The workbook has no visible sheet with content."),
    "unknown_sheet": gettext_noop("The workbook has no sheet named %(name)s."),
    "encoding": gettext_noop("The text file is in an unknown encoding. Save it as CSV UTF-8."),
    "broken_quotes": gettext_noop("The text file has a quotation mark that is not closed, near row %(row)s."),
    "took_too_long": gettext_noop("Reading the file took longer than %(limit)s seconds and was stopped."),
    "too_much_memory": gettext_noop("Reading the file needs more memory than allowed."),
}


def refusal(code: str, **params: Any) -> InvalidInput:
    """The error for one reason; an unknown code is still a clear sentence."""
    if code not in MESSAGES:
        code = "unreadable"
    return InvalidInput(gettext(MESSAGES[code]) % params, code=f"sheet_{code}", field="file")
