"""The served process refuses to start when the kept files could be had past the application."""

import pytest

from foundation.files.checks import files_apart


@pytest.mark.parametrize("place", ["static/files", "static", "."])
def test_files_below_or_above_a_served_folder_are_an_error(place, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.FILES_DIR = tmp_path / place
    assert [error.id for error in files_apart(None)] == ["files.E001"]


def test_folder_open_to_others_is_an_error(settings, tmp_path):
    settings.STATIC_ROOT, settings.FILES_DIR = tmp_path / "static", tmp_path / "files"
    settings.FILES_DIR.mkdir(mode=0o755)
    settings.FILES_DIR.chmod(0o755)
    assert [error.id for error in files_apart(None)] == ["files.E002"]
    settings.FILES_DIR.chmod(0o700)
    assert files_apart(None) == []


def test_folder_made_by_the_room_is_closed(settings, tmp_path):
    from foundation.files.storage import root

    settings.STATIC_ROOT, settings.FILES_DIR = None, tmp_path / "files"
    root()
    assert files_apart(None) == []
