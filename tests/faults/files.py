"""Faults of kept files and of the tables that go out."""

from tests.faults.fault import Fault
from tests.faults.ground_floor import without_trigger

FILES = "tests/foundation/files"
SHEETS = "tests/foundation/sheets"

FAULTS: tuple[Fault, ...] = (
    Fault(
        "M-54",
        "what a file holds is not looked at, its name decides",
        (f"{FILES}/test_intake.py",),
        file="foundation/files/content/kind.py",
        old="    found = _by_content(file, named)\n",
        new="    found = named\n",
    ),
    Fault(
        "M-54",
        "object streams of a PDF are not unpacked",
        (f"{FILES}/test_intake.py",),
        file="foundation/files/content/pdf.py",
        old="    for packed in _object_streams(content):\n",
        new="    for packed in ():\n",
    ),
    Fault(
        "M-54",
        "relations that leave the document are let in",
        (f"{FILES}/test_intake.py",),
        file="foundation/files/content/packages.py",
        old="        if _EXTERNAL.search(attributes) and not _HARMLESS.search(attributes):",
        new="        if False:",
    ),
    Fault(
        "M-54",
        "the name as Django made it over is taken for the name that was sent",
        ("tests/directives/test_evidence.py::test_hostile_files_over_the_wire_are_refused_with_their_status",),
        file="foundation/files/uploads.py",
        old="        self.file.sent_name = self.sent_name\n",
        new="",
    ),
    Fault(
        "M-55",
        "the object is not asked at a download",
        (f"{FILES}/test_download.py", "tests/directives/test_evidence.py::test_download_follows_the_assignment"),
        file="foundation/files/services/reading.py",
        old="    if not parents.may_read(by, file.parent_kind, file.parent_id):\n        raise NotFound\n",
        new="",
    ),
    Fault(
        "M-55",
        "the site's own policy stands on a file",
        (f"{FILES}/test_download.py::test_every_download_has_headers_that_make_it_harmless",),
        file="foundation/files/serving.py",
        old='    answer["Content-Security-Policy"] = POLICY\n',
        new="",
    ),
    Fault(
        "M-56",
        "a file is handed out without a look at its hash",
        (f"{FILES}/test_download.py::test_one_flipped_bit_is_refused_and_the_nightly_check_names_every_file",),
        file="foundation/files/services/reading.py",
        old="    if content is None or storage.digest_of(content) != (file.size, file.sha256):",
        new="    if content is None:",
    ),
    Fault(
        "M-56",
        "the nightly check looks at sizes only",
        (f"{FILES}/test_download.py::test_one_flipped_bit_is_refused_and_the_nightly_check_names_every_file",),
        file="foundation/files/services/checking.py",
        old="            return storage.digest_of(content) == (file.size, file.sha256)",
        new="            return storage.digest_of(content)[0] == file.size",
    ),
    Fault(
        "M-56",
        "a kept file's row may be rewritten",
        (f"{FILES}/test_database_refuses.py::test_kept_file_is_never_rewritten",),
        sql=without_trigger("files_storedfile", "file_never_rewritten"),
    ),
    Fault(
        "M-57",
        "the row comes before the file",
        (f"{FILES}/test_killed_upload.py",),
        file="foundation/files/services/intake.py",
        old="            storage.settle(file, storage_name)\n            kept = StoredFile",
        new=(
            "            from django.db import transaction\n"
            "            transaction.on_commit(lambda: storage.settle(file, storage_name))\n"
            "            kept = StoredFile"
        ),
    ),
    Fault(
        "M-58",
        "a served process parses workbooks itself",
        (f"{SHEETS}/test_where_parsing_happens.py",),
        file="foundation/sheets/reader.py",
        old="import tempfile\n",
        new="import tempfile\nimport python_calamine\n",
    ),
    Fault(
        "M-59",
        "entities are let into kept documents",
        (f"{FILES}/test_xml_attacks.py",),
        file="foundation/files/content/packages.py",
        old='rb"<!DOCTYPE|<!ENTITY|2001/XInclude|',
        new='rb"2001/XInclude|',
    ),
    Fault(
        "M-60",
        "one list leaves past the writer that neutralises",
        ("tests/flows/test_exports_stay_lists.py",),
        file="foundation/sheets/writer.py",
        old="        return neutralised(plain_text(value))\n",
        new="        return plain_text(value)\n",
    ),
    Fault(
        "M-57",
        "young files are swept too",
        (f"{FILES}/test_housekeeping.py::test_orphan_goes_when_it_is_old_and_never_within_the_hour",),
        file="foundation/files/services/checking.py",
        old="    limit = (now - max(older_than, NEVER_YOUNGER_THAN)).timestamp()",
        new="    limit = (now - older_than).timestamp()",
    ),
    Fault(
        "M-57",
        "a refused upload stays on the disk",
        (f"{FILES}/test_killed_upload.py::test_full_disk_is_507_and_leaves_no_half_file",),
        file="foundation/files/storage.py",
        old="            part.unlink()\n",
        new="            pass\n",
    ),
    Fault(
        "M-57",
        "an object may have any number of files",
        (f"{FILES}/test_killed_upload.py::test_share_of_files_and_of_bytes_is_kept_to",),
        file="foundation/files/services/intake.py",
        old="            _check_quota(parent_kind, parent_id, size)\n",
        new="",
    ),
)
