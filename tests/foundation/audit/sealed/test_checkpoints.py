"""Checkpoints: signed in time, sent out of the database, missed when they do not arrive, verified by anybody (M-26)."""

import json
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from config.env import BASE_DIR
from config.trail_alerts import look
from foundation.audit import checkpoints
from foundation.audit.checkpoints import checkpoint_if_due
from foundation.audit.keys import is_signed, make_key, public_file, read_public_keys
from foundation.audit.models import Checkpoint
from foundation.audit.sealer import only_sealer
from foundation.audit.targets import deliver
from foundation.notifications.models import Notification
from foundation.web.clock import local_date
from tests.cast import build_cast
from tests.foundation.audit.sealed.trail import Trail

VERIFIER = BASE_DIR / "bin" / "verify_trail.py"


@pytest.fixture
def receiver() -> Iterator[Any]:
    """A receiver on another port; `status` is what it answers, `lines` what it got."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if self.server.status == 204:  # type: ignore[attr-defined]
                self.server.lines += body.splitlines()  # type: ignore[attr-defined]
            self.send_response(self.server.status)  # type: ignore[attr-defined]
            self.end_headers()

        def log_message(self, *words: Any) -> None:
            pass

    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.status, server.lines = 204, []
    server.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_checkpoint_is_due_after_five_minutes_or_ten_thousand_entries_or_at_the_end(
    trail: Trail, monkeypatch: pytest.MonkeyPatch
) -> None:
    trail.grow(3)
    trail.seal(sign=False)
    last = Checkpoint.objects.get()
    with only_sealer():
        assert checkpoint_if_due(now=last.at + timedelta(seconds=299)) is None
        assert checkpoint_if_due(now=last.at + timedelta(seconds=300)) is not None
        assert checkpoint_if_due(now=last.at + timedelta(days=1)) is None  # nothing was sealed since
    assert checkpoints.EVERY_ROWS == 10_000
    monkeypatch.setattr(checkpoints, "EVERY_ROWS", 4)
    for events, due in ((3, False), (1, True)):
        trail.grow(events)
        trail.seal(sign=False)
        with only_sealer():
            assert (checkpoint_if_due(now=last.at + timedelta(seconds=301)) is not None) == due
    trail.grow(1)
    trail.seal(sign=False)
    with only_sealer():
        assert checkpoint_if_due(now=last.at + timedelta(seconds=302), final=True) is not None


def test_checkpoint_says_where_the_chain_stands_and_is_signed(trail: Trail, key: Path) -> None:
    trail.grow(6)  # two rows inserted among them
    trail.seal()
    first, second = Checkpoint.objects.order_by("number")
    said = json.loads(second.body)
    assert (said["seq"], said["entries"], said["number"]) == (trail.length(), trail.length(), 2)
    assert said["previous"] == checkpoints.read_statement(first.body, first.signature).digest
    assert said["rows"]["organization_unit"] == json.loads(first.body)["rows"].get("organization_unit", 0) + 2
    keys = read_public_keys(key)
    assert is_signed(second.body, second.signature, keys)
    assert not is_signed(second.body + " ", second.signature, keys)
    assert not is_signed(second.body, first.signature, keys)
    assert [line["body"] for line in map(json.loads, trail.file.read_text().splitlines())] == [first.body, second.body]


def test_key_is_readable_by_its_owner_only_and_never_made_over(tmp_path: Path) -> None:
    path = tmp_path / "key"
    make_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    with pytest.raises(FileExistsError):
        make_key(path)
    assert len(read_public_keys(public_file(path))) == 1


def test_receiver_gets_every_checkpoint_in_order_and_those_it_missed(
    trail: Trail, receiver: Any, settings: Any
) -> None:
    settings.CHECKPOINT_URL = receiver.url
    receiver.status = 503
    for _ in range(2):
        trail.grow(2)
        trail.seal()
    assert receiver.lines == []
    receiver.status = 204
    with only_sealer():
        assert deliver(now=timezone.now())
    assert receiver.lines == trail.file.read_text().splitlines()
    with only_sealer():
        assert deliver(now=timezone.now())
    assert len(receiver.lines) == 3  # each once


def test_one_sheet_a_day_is_mailed(trail: Trail, settings: Any) -> None:
    settings.CHECKPOINT_MAIL = "archive@example.invalid"
    trail.grow(2)
    trail.seal()
    trail.grow(2)
    trail.seal()
    assert len(mail.outbox) == 1 and mail.outbox[0].to == ["archive@example.invalid"]
    with only_sealer():
        deliver(now=timezone.now() + timedelta(days=1, minutes=1))
    newest = Checkpoint.objects.order_by("-number").first()
    assert len(mail.outbox) == 2 and json.loads(newest.body)["head"] in str(mail.outbox[1].body)


def test_receiver_missing_for_ten_minutes_is_told_once_to_administrators_and_auditors(
    trail: Trail, receiver: Any, settings: Any
) -> None:
    cast, now, on = build_cast(), timezone.now(), local_date()
    settings.CHECKPOINT_URL = receiver.url
    receiver.status = 503
    trail.seal()
    told = Notification.objects.filter(kind="audit.trail")
    assert look(now=now + timedelta(minutes=9), on=on) == 0 and not told.exists()
    for minutes in (11, 12, 60):
        assert look(now=now + timedelta(minutes=minutes), on=on) == 1
        trail.seal()  # the alert itself stands in the trail
    assert sorted(told.values_list("user_id", flat=True)) == sorted({cast.admin.pk, cast.auditor.pk})
    receiver.status = 204
    trail.seal()
    assert look(now=now + timedelta(minutes=61), on=on) == 0
    assert not told.filter(handled_at__isnull=True).exists()


def test_sealer_that_stands_still_is_told(trail: Trail) -> None:
    build_cast()
    on = local_date()
    now = timezone.now()
    assert look(now=now + timedelta(minutes=9), on=on) == 0
    assert look(now=now + timedelta(minutes=11), on=on) == look(now=now + timedelta(minutes=12), on=on) == 1
    assert Notification.objects.filter(dedupe__startswith="trail.sealer").count() == 2


def verified(trail: Path, outside: Path, key: Path) -> tuple[int, dict[str, Any]]:
    """Exit code and answer of the verifier, run by itself with no package in sight."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(VERIFIER), str(trail), str(outside), str(key)],
        capture_output=True,
        text=True,
        cwd=trail.parent,
        env={"PATH": "/usr/bin"},
        check=False,
    )
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


@pytest.fixture
def exported(trail: Trail, tmp_path: Path) -> Path:
    for _ in range(2):
        trail.grow(6)
        trail.seal()
    out = tmp_path / "trail.jsonl"
    call_command("export_trail", "--out", str(out))
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    return out


def test_verifier_needs_the_file_the_checkpoints_and_the_public_key_only(
    exported: Path, trail: Trail, key: Path
) -> None:
    text = VERIFIER.read_text(encoding="utf-8")
    imported = {line.split()[1] for line in text.splitlines() if line.startswith(("import ", "from "))}
    assert imported <= {"json", "sys", "hashlib"}
    code, said = verified(exported, trail.file, key)
    assert (code, said) == (0, {"ok": True, "entries": trail.length(), "checkpoints": 3, "first_bad": None})


def test_verifier_names_the_first_bad_entry(exported: Path, trail: Trail, key: Path, tmp_path: Path) -> None:
    length = trail.length()
    lines = exported.read_text(encoding="utf-8").splitlines()
    cases: dict[str, tuple[list[str], int]] = {
        "edited": ([*lines[:5], lines[5].replace('"kc_', '"kc-', 1), *lines[6:]], 5),
        "removed": ([*lines[:7], *lines[8:]], 7),
        "cut": (lines[:-3], length),
        "swapped": ([*lines[:8], lines[9], lines[8], *lines[10:]], 8),
    }
    for name, (changed, place) in cases.items():
        file = tmp_path / f"{name}.jsonl"
        file.write_text("\n".join(changed) + "\n", encoding="utf-8")
        code, said = verified(file, trail.file, key)
        assert (code, said["first_bad"]["seq"]) == (1, place), (name, said)


def test_verifier_refuses_another_key_a_changed_and_a_missing_checkpoint(
    exported: Path, trail: Trail, key: Path, tmp_path: Path
) -> None:
    make_key(tmp_path / "another")
    code, said = verified(exported, trail.file, public_file(tmp_path / "another"))
    assert code == 1 and "not signed by a known key" in said["first_bad"]["why"]
    lines = trail.file.read_text(encoding="utf-8").splitlines()
    changed = tmp_path / "changed.jsonl"
    changed.write_text(lines[0] + "\n" + lines[2] + "\n", encoding="utf-8")
    code, said = verified(exported, changed, key)
    assert code == 1 and "does not follow" in said["first_bad"]["why"]
    changed.write_text("\n".join([lines[0], lines[1].replace("entries", "Entries"), lines[2]]) + "\n", encoding="utf-8")
    code, said = verified(exported, changed, key)
    assert code == 1 and "checkpoint 2 is not signed" in said["first_bad"]["why"]


def test_signatures_of_the_verifier_agree_with_the_library(tmp_path: Path) -> None:
    import importlib.util

    spec = importlib.util.spec_from_file_location("verify_trail", VERIFIER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    for number in range(20):
        signer, text = Ed25519PrivateKey.generate(), b"x" * number
        public, signature = signer.public_key().public_bytes_raw(), signer.sign(text)
        assert module.is_signed(text, signature, public)
        assert not module.is_signed(text + b"y", signature, public)
        for place in (0, 31, 32, 63):
            broken = bytearray(signature)
            broken[place] ^= 1
            assert not module.is_signed(text, bytes(broken), public)
