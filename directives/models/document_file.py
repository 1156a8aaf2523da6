"""The text of a document as files: each a numbered line with its versions."""

from typing import ClassVar

import pgtrigger
from django.db import models

from directives.models.document import Document
from foundation.files.models import FileLine, only_added


class DocumentFile(FileLine):
    """One version of one numbered file of a document."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="files")

    class Meta:
        ordering: ClassVar[list[str]] = ["document", "number", "-version"]
        triggers: ClassVar[list[pgtrigger.Trigger]] = only_added()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["document", "number", "version"], name="document_file_once"),
        ]
