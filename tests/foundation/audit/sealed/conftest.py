"""Databases and trails for the tests of the sealed trail."""

from pathlib import Path
from typing import Any

import pytest

from foundation.audit.keys import make_key, public_file
from tests.database import TestDatabase
from tests.foundation.audit.sealed.trail import Trail, has_superuser


@pytest.fixture
def key(tmp_path: Path, settings: Any) -> Path:
    """A signing key of this test alone; returns the file of its public half."""
    path = tmp_path / "keys" / "trail"
    make_key(path)
    settings.SIGNING_KEY_FILE = str(path)
    return public_file(path)


@pytest.fixture
def trail(committed_db: TestDatabase, key: Path, tmp_path: Path, settings: Any) -> Trail:
    """An empty outside folder and a database whose first events are sealed and signed."""
    settings.CHECKPOINT_FOLDER = str(tmp_path / "outside")
    found = Trail(tmp_path / "outside")
    found.seal()
    return found


@pytest.fixture
def intruder() -> None:
    """Attacks need the superuser of the embedded server."""
    if not has_superuser():
        pytest.skip("no superuser on this server")
