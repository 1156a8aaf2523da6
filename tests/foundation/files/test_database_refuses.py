"""What the database refuses of a kept file, whoever asks."""

import pytest
from django.db import DatabaseError, transaction
from django.db.models.functions import Now

from foundation.files.models import StoredFile
from foundation.files.services.intake import store
from tests.files import upload
from tests.foundation.files.conftest import KIND


@pytest.fixture
def file(owner):
    return store(upload("a.txt", b"a"), by=owner, parent_kind=KIND, parent_id=1)


@pytest.mark.parametrize(
    "change",
    [
        {"sha256": "0" * 64}, {"storage_name": "b"}, {"size": 9}, {"original_name": "b.txt"}, {"kind": "pdf"},
        {"parent_id": 2}, {"parent_kind": "x"}, {"public_id": "0" * 32}, {"uploaded_by": None}, {"uploaded_at": Now()},
    ],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_kept_file_is_never_rewritten(file, change):
    with pytest.raises(DatabaseError, match="never rewritten"), transaction.atomic():
        StoredFile.objects.filter(pk=file.pk).update(**change)


def test_kept_file_is_never_removed(file):
    with pytest.raises(DatabaseError), transaction.atomic():
        StoredFile.objects.filter(pk=file.pk).delete()


def test_withdrawal_has_a_reason_and_stands(file):
    rows = StoredFile.objects.filter(pk=file.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(withdrawn_at=Now())
    rows.update(withdrawn_at=Now(), withdrawal_reason="Nhầm tệp")
    with pytest.raises(DatabaseError, match="never rewritten"), transaction.atomic():
        rows.update(withdrawn_at=None)
