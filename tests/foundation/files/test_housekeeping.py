"""The nightly work: orphans go once they are old enough, damage is named once and told, in any order of runs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.services.grants import grant_at_setup
from config.schedule import PERIODIC
from foundation.audit.models import AuditEvent
from foundation.files.models import StoredFile
from foundation.files.services import checking
from foundation.files.services.intake import store
from foundation.files.storage import incoming, path_of
from foundation.notifications.models import Notification
from tests.cast import SINCE, add_account
from tests.files import kept_on_disk, upload
from tests.foundation.files.conftest import KIND
from tests.foundation.outbox.twice import run_in_parallel, run_twice


def orphan(name="a" * 48):
    path = path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"left behind")
    return path


@pytest.mark.parametrize(
    ("age", "asked", "goes"),
    [
        (timedelta(minutes=59), timedelta(0), False),
        (timedelta(minutes=61), timedelta(0), True),
        (timedelta(hours=5), checking.ORPHANS_GO_AFTER, False),
        (timedelta(hours=7), checking.ORPHANS_GO_AFTER, True),
        (timedelta(hours=24), checking.ORPHANS_GO_AFTER, True),
    ],
)
def test_orphan_goes_when_it_is_old_and_never_within_the_hour(owner, files_dir, age, asked, goes):
    kept = store(upload("a.txt", b"a"), by=owner, parent_kind=KIND, parent_id=1)
    lost, waiting = orphan(), incoming() / "tmp123.part"
    waiting.write_bytes(b"half")
    removed = checking.sweep(now=timezone.now() + age, older_than=asked)
    assert removed == (2 if goes else 0)
    assert lost.exists() is not goes and waiting.exists() is not goes
    assert path_of(kept.storage_name).exists()


def test_name_of_a_kept_file_in_another_place_is_an_orphan(owner):
    kept = store(upload("a.txt", b"a"), by=owner, parent_kind=KIND, parent_id=1)
    copy = incoming() / kept.storage_name
    copy.write_bytes(b"a")
    assert checking.sweep(now=timezone.now() + timedelta(days=1)) == 1
    assert not copy.exists() and path_of(kept.storage_name).exists()


def test_sweeps_are_near_enough_for_orphans_to_be_gone_within_a_day():
    times = sorted(line.at.hour * 60 + line.at.minute for line in PERIODIC if line.task == "files.sweep")
    gaps = [later - sooner for sooner, later in zip(times, [*times[1:], times[0] + 24 * 60], strict=True)]
    assert timedelta(minutes=max(gaps)) + checking.ORPHANS_GO_AFTER <= timedelta(hours=24)


def test_damage_is_told_once_and_mending_is_written_down(owner):
    auditor = add_account("au", "Lý Kiểm Toán")
    grant_at_setup(user=auditor, role=Role.AUDITOR, unit=None, valid_from=SINCE)
    file = store(upload("Bí mật.txt", b"abc"), by=owner, parent_kind=KIND, parent_id=1)
    path = path_of(file.storage_name)
    path.chmod(0o600)
    path.write_bytes(b"abd")
    for _night in range(2):
        assert checking.check(ids=[file.pk]) == 1
    told = Notification.objects.get(user=auditor)
    assert told.kind == "files.damaged" and "mật" not in told.title + told.body + str(told.params)
    path.write_bytes(b"abc")
    assert checking.check(ids=[file.pk]) == 0
    names = AuditEvent.objects.filter(object_type="files.storedfile", kind="event").order_by("id")
    assert list(names.values_list("name", flat=True)) == ["file.stored", "file.damaged", "file.mended"]
    assert StoredFile.objects.get().damaged_at is None


@pytest.mark.usefixtures("committed_db", "open_to")
class TestAnyNumberOfRuns:
    def prepare(self):
        user = add_account("owner", "Nguyễn Văn Chủ")
        files = [store(upload(f"{n}.txt", b"abc"), by=user, parent_kind=KIND, parent_id=1) for n in range(3)]
        path_of(files[1].storage_name).unlink()
        orphan()

    def test_check_twice(self):
        self.prepare()
        run_twice("files.check", {"on": "2026-11-24", "late": False})

    def test_check_in_parallel(self):
        self.prepare()
        run_in_parallel("files.check", {"on": "2026-11-24", "late": False})

    def test_sweep_twice(self, files_dir):
        self.prepare()
        run_twice("files.sweep", {"on": "2026-11-24", "late": False})
        assert len(kept_on_disk(files_dir)) == 3  # two kept files, and an orphan that is too young

    def test_sweep_in_parallel(self):
        self.prepare()
        run_in_parallel("files.sweep", {"on": "2026-11-24", "late": False})
