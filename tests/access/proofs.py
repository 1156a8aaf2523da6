"""Rows of proof for the world of the access tests; nobody downloads them, so they need no bytes."""

from typing import Any

from foundation.files.models import FileLine, StoredFile
from foundation.files.storage import new_name


def prove(model: type[FileLine], field: str, parent: Any) -> None:
    file = StoredFile.objects.create(
        parent_kind=parent._meta.label_lower,
        parent_id=parent.pk,
        kind="pdf",
        original_name="a.pdf",
        size=1,
        sha256="0" * 64,
        storage_name=new_name(),
    )
    model._default_manager.create(**{field: parent}, number=1, title="Minh chứng", file=file)
