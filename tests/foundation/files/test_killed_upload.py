"""Drill M-57: killed at any point, a full disk, a full share: never a row without its file, never half a file."""

import os
import random
import resource
import signal
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from accounts.models import User
from foundation.files import storage
from foundation.files.errors import NoRoom
from foundation.files.models import StoredFile
from foundation.files.services import checking, intake
from foundation.files.services.intake import store
from foundation.web.errors import status_of
from tests.cast import add_account
from tests.files import kept_on_disk, upload
from tests.foundation.files.conftest import KIND

pytestmark = [pytest.mark.usefixtures("committed_db", "open_to"), pytest.mark.drill]
KILLS = 20
MIB = 1024 * 1024


@pytest.fixture
def user(committed_db, open_to):
    return add_account("owner", "Nguyễn Văn Chủ")


class Trickle:
    """An upload of 2 MiB in 32 parts; says aloud whenever one was taken."""

    name, content_type, size = "to.txt", "text/plain", 2 * MIB

    def __init__(self, say):
        self.say = say

    def chunks(self):
        for _part in range(32):
            yield b"a" * (64 * 1024)
            self.say()


def child(user_id: int, steps: int) -> None:
    """Uploads until it has passed `steps` marked points, then kills itself with SIGKILL where it stands."""
    left = [steps]

    def point(*_args, **_kwargs):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(holder, name):
        whole = getattr(holder, name)

        def watched(*args, **kwargs):
            point()
            done = whole(*args, **kwargs)
            point()
            return done

        setattr(holder, name, watched)

    try:
        for holder, name in (
            (os, "fsync"), (os, "rename"), (os, "fchmod"), (intake, "checked_kind"), (intake, "record_event"),
            (intake, "_check_quota"),
        ):  # fmt: skip
            around(holder, name)
        from django.db.backends.base.base import BaseDatabaseWrapper

        around(BaseDatabaseWrapper, "commit")
        store(Trickle(point), by=User.objects.get(pk=user_id), parent_kind=KIND, parent_id=1)
        os._exit(0)
    finally:
        os._exit(1)


def uploaded(user_id: int, steps: int) -> int:
    """The child's signal, or 0 when it came to its end."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        child(user_id, steps)
    return os.WTERMSIG(os.waitpid(pid, 0)[1])


def test_kill_at_20_points_leaves_no_row_without_a_file(user, files_dir):
    points = 0
    while uploaded(user.pk, points + 1) == signal.SIGKILL:
        points += 1
        for file in StoredFile.objects.all():
            with open(storage.path_of(file.storage_name), "rb") as content:
                assert storage.digest_of(content) == (file.size, file.sha256)
    assert points >= KILLS
    kept = {storage.path_of(file.storage_name) for file in StoredFile.objects.all()}
    orphans = set(kept_on_disk(files_dir)) - kept
    assert kept and orphans, "killed before and after the row"
    now = timezone.now()
    assert checking.sweep(now=now + timedelta(minutes=59), older_than=timedelta(0)) == 0
    assert checking.sweep(now=now + timedelta(hours=24)) == len(orphans)
    assert set(kept_on_disk(files_dir)) == kept


def test_kill_of_a_request_in_random_parts_of_its_body_leaves_nothing_that_stays(user, files_dir):
    """The waiting upload of a killed web worker is an orphan like any other."""
    from foundation.files.uploads import LimitedUpload

    dice = random.Random(57)
    for _round in range(5):
        pid = os.fork()
        if pid == 0:
            handler = LimitedUpload()
            handler.new_file("file", "a.txt", "text/plain", None)
            for _part in range(dice.randint(1, 9)):
                handler.receive_data_chunk(b"a" * 65_536, 0)
            os.kill(os.getpid(), signal.SIGKILL)
        os.waitpid(pid, 0)
    assert len(kept_on_disk(files_dir)) == 5
    assert checking.sweep(now=timezone.now() + timedelta(hours=24)) == 5
    assert kept_on_disk(files_dir) == []


@pytest.fixture
def small_disk():
    """No file of this process may grow above 1 MiB, as on a disk with no more room."""
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (MIB, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)


def test_full_disk_is_507_and_leaves_no_half_file(user, files_dir, small_disk):
    with pytest.raises(NoRoom) as refused:
        store(Trickle(lambda: None), by=user, parent_kind=KIND, parent_id=1)
    assert (status_of(refused.value), refused.value.code) == (507, "file_disk_full")
    assert kept_on_disk(files_dir) == [] and not StoredFile.objects.exists()
    assert store(upload("nho.txt", b"a"), by=user, parent_kind=KIND, parent_id=1).size == 1


def test_disk_that_fills_while_the_body_arrives_is_507(user, files_dir, small_disk):
    from foundation.files.uploads import LimitedUpload

    handler = LimitedUpload()
    handler.new_file("file", "a.txt", "text/plain", None)
    for _part in range(32):
        handler.receive_data_chunk(b"a" * 65_536, 0)
    sent = handler.file_complete(2 * MIB)
    with pytest.raises(NoRoom) as refused:
        store(sent, by=user, parent_kind=KIND, parent_id=1)
    assert status_of(refused.value) == 507
    sent.close()
    assert kept_on_disk(files_dir) == []


def test_share_of_files_and_of_bytes_is_kept_to(user, files_dir, settings):
    settings.FILES_PER_PARENT, settings.FILES_BYTES_PER_PARENT = 3, 10
    for _number in range(3):
        store(upload("a.txt", b"abc"), by=user, parent_kind=KIND, parent_id=1)
    with pytest.raises(NoRoom) as refused:
        store(upload("a.txt", b"a"), by=user, parent_kind=KIND, parent_id=1)
    assert refused.value.code == "file_quota_count"
    settings.FILES_PER_PARENT = 500
    with pytest.raises(NoRoom) as refused:
        store(upload("a.txt", b"ab"), by=user, parent_kind=KIND, parent_id=1)
    assert (refused.value.code, status_of(refused.value)) == ("file_quota_bytes", 507)
    assert store(upload("a.txt", b"a"), by=user, parent_kind=KIND, parent_id=1).size == 1
    assert store(upload("a.txt", b"abc"), by=user, parent_kind=KIND, parent_id=2).parent_id == 2
    assert len(kept_on_disk(files_dir)) == 5


def test_the_share_is_500_files_or_2_gib(settings):
    assert (settings.FILES_PER_PARENT, settings.FILES_BYTES_PER_PARENT) == (500, 2 * 1024**3)
