"""The life of the embedded PostgreSQL: started by the first, stopped by the last, whatever happens between."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg2
import pytest

from config.embedded import processes
from config.embedded.address import embedded_url
from config.env import BASE_DIR
from tests.running.conftest import ONE_QUESTION, ask, own_environment, removed, server_lives
from tests.waiting import wait_until


def test_a_command_starts_the_server_and_stops_it(var: Path) -> None:
    result = ask(var)
    assert result.stdout.strip() == "42", result.stderr
    assert not server_lives(var)


def test_the_server_has_checksums_utf8_and_c_order(var: Path, hold) -> None:
    hold()
    with psycopg2.connect(embedded_url(var, "kc_owner")) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name IN ('data_checksums', 'server_encoding')")
        assert dict(cursor.fetchall()) == {"data_checksums": "on", "server_encoding": "UTF8"}
        cursor.execute("SELECT extname FROM pg_extension")
        assert {"btree_gist", "unaccent", "pg_trgm"} <= {name for (name,) in cursor.fetchall()}
    connection.close()


def test_passwords_are_needed_and_kept_for_the_owner_only(var: Path, hold) -> None:
    hold()
    address = embedded_url(var, "kc_app")
    port = address.rsplit(":", 1)[1]
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(f"postgresql://kc_app:wrong@127.0.0.1:{port}")
    assert (var / "keys").stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in (var / "keys").iterdir()} == {0o600}


def test_the_first_to_end_leaves_the_server_to_the_others(var: Path, hold) -> None:
    first, second = hold(), hold()
    assert first.stop() == 0
    assert server_lives(var)
    assert second.stop() == 0
    assert not server_lives(var)


def test_four_commands_at_once_on_an_empty_folder(var: Path) -> None:
    commands = [
        subprocess.Popen(
            [sys.executable, "-c", ONE_QUESTION],
            cwd=BASE_DIR,
            env=own_environment(var),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    answers = [command.communicate(timeout=120) for command in commands]
    assert [out.strip() for out, _ in answers] == ["42"] * 4, answers
    wait_until(lambda: not server_lives(var), seconds=10, what="the end of the server")


def test_a_killed_owner_does_not_leave_the_server_for_ever(var: Path, hold) -> None:
    owner = hold()
    owner.kill()
    wait_until(lambda: not server_lives(var), what="the end of the server")


def test_a_killed_owner_does_not_stop_it_under_the_others(var: Path, hold) -> None:
    owner, other = hold(), hold()
    owner.kill()
    assert ask(var).stdout.strip() == "42"
    assert server_lives(var)
    other.stop()
    wait_until(lambda: not server_lives(var), seconds=10, what="the end of the server")


def test_after_kill_9_of_the_server_the_next_command_starts_it_again(var: Path, hold) -> None:
    hold()
    server = processes.postmaster((var / "postgres").resolve())
    assert server is not None
    server.send_signal(signal.SIGKILL)
    result = ask(var)
    assert result.stdout.strip() == "42", result.stderr


def test_a_reused_pid_in_postmaster_pid_is_not_taken_for_the_server(var: Path, hold) -> None:
    hold().kill()
    wait_until(lambda: not server_lives(var), what="the end of the server")
    stranger = os.getpid()
    write_pid_file(var, f"{stranger}\n{(var / 'postgres').resolve()}\n1700000000\n5432\n\n127.0.0.1\n  1  1\nready\n")
    result = ask(var)
    assert result.stdout.strip() == "42", result.stderr
    assert psutil.pid_exists(stranger)


@pytest.mark.parametrize("text", ["", "12", "no number\n"])
def test_a_truncated_postmaster_pid_does_not_stop_the_next_start(var: Path, text: str) -> None:
    assert ask(var).stdout.strip() == "42"
    write_pid_file(var, text)
    result = ask(var)
    assert result.stdout.strip() == "42", result.stderr


def write_pid_file(var: Path, text: str) -> None:
    path = var / "postgres" / "postmaster.pid"
    path.write_text(text, encoding="utf-8")
    folder = (var / "postgres").stat()
    if os.geteuid() == 0:
        os.chown(path, folder.st_uid, folder.st_gid)


def test_a_path_of_140_characters(place: Path) -> None:
    long = place / ("d" * (140 - len(str(place)) - 1))
    result = ask(long)
    assert len(str(long)) >= 140
    assert result.stdout.strip() == "42", result.stderr
    assert not server_lives(long)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_another_user_is_refused_in_a_sentence(var: Path) -> None:
    var.mkdir()
    os.chown(var, 12345, 12345)
    result = ask(var)
    assert result.returncode != 0
    assert "belongs to user number 12345" in result.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="concerns root")
def test_as_root_no_parent_is_opened_and_the_data_lies_behind_a_link(place: Path) -> None:
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    var = closed / "var"
    result = ask(var)
    assert result.stdout.strip() == "42", result.stderr
    assert closed.stat().st_mode & 0o777 == 0o700
    assert (var / "postgres").is_symlink()
    assert "behind the link" in result.stderr
    kept = (var / "postgres").resolve()
    wait_until(lambda: removed(var), seconds=10, what="an empty place")
    assert ask(var).stdout.strip() == "42"
    assert not kept.exists(), "deleting var/ is a fresh start: the old data is not kept for ever"


def test_a_wish_for_help_starts_nothing(var: Path) -> None:
    result = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--help"],
        cwd=BASE_DIR,
        env=own_environment(var),
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert not var.exists()


def test_sigterm_ends_a_command_and_its_server(var: Path, tmp_path: Path) -> None:
    from tests.servers import start

    log = tmp_path / "command.log"
    running = start(
        [sys.executable, "manage.py", "shell", "-c", WAIT],
        log=log,
        environment=own_environment(var),
    )
    wait_until(lambda: "waiting" in running.output() or not running.alive(), seconds=60, what="the command's start")
    assert running.alive(), running.output()
    running.process.terminate()
    assert running.process.wait(30) == 128 + signal.SIGTERM
    assert not server_lives(var)


WAIT = "import threading; print('waiting', flush=True); threading.Event().wait()"
