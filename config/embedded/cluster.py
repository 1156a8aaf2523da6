"""One PostgreSQL data folder: made, started, asked whether it lives, stopped."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import psycopg2

from config.embedded import place, processes, roles
from config.embedded.address import DATABASE
from config.embedded.service_user import Home, find_home
from config.embedded.trouble import CannotStart

SUPERUSER = "postgres"
START_SECONDS = 600.0
"""Recovery after a crash may be long; as long as the server process lives, it is waited for."""

OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # a long folder path would not fit into a socket's name
    "max_connections": "120",
    "shared_buffers": "256MB",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "wal_level": "replica",
    "max_wal_size": "2GB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # What a refused change held, and whole rows, stay out of the log: it knows less than the database (M-14).
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "jit": "off",
    "random_page_cost": "1.1",
}


def answers(var: Path, database: str = "postgres") -> bool:
    """Whether our own server answers SELECT 1: another one behind the same port does not know the password."""
    port, password = place.kept_port(var, "postgres"), place.secret(var, SUPERUSER)
    if port is None or password is None:
        return False
    try:
        connection = psycopg2.connect(
            host="127.0.0.1", port=port, user=SUPERUSER, password=password, dbname=database, connect_timeout=5
        )
    except psycopg2.OperationalError:
        return False
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except psycopg2.Error:
        return False
    finally:
        connection.close()


def start(var: Path) -> None:
    """Start the server of this var/ and wait until it answers; makes the data folder at the first call."""
    home = find_home(var)
    place.refuse_little_space(home.data)
    if processes.postmaster(home.data) is None:
        remove_stale_files(home.data)
        make(var, home)
        launch(var, home)
    else:
        wait_until_it_answers(var, home.data)
    prepare(var)


def prepare(var: Path) -> None:
    """Give the running server its roles and its database, as far as they are missing."""
    roles.prepare_server(superuser_connection(var, "postgres"), lambda name: superuser_connection(var, name), var)


def has_every_role(var: Path) -> bool:
    return roles.complete(superuser_connection(var, "postgres"))


def remove_stale_files(data: Path) -> None:
    """No server of this folder lives: what an earlier one left must not stop the next."""
    processes.end_all(data)
    (data / "postmaster.pid").unlink(missing_ok=True)


def make(var: Path, home: Home) -> None:
    """initdb beside the data folder, then one rename: a start that is cut off leaves nothing half made."""
    if (home.data / "PG_VERSION").exists():
        return
    if any(home.data.iterdir()):
        raise CannotStart(f"{home.data} holds something that is no PostgreSQL data: move it away to start afresh.")
    half = home.data.with_name(home.data.name + ".half")
    processes.end_all(half)
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(mode=0o700)
    if home.runner.uid is not None:
        os.chown(half, home.runner.uid, home.runner.gid or -1)
    password = place.secret_made(var, SUPERUSER)
    read_end, write_end = os.pipe()
    try:
        os.write(write_end, (password + "\n").encode())
        os.close(write_end)
        if home.runner.uid is not None:
            os.fchown(read_end, home.runner.uid, -1)
        arguments = ["-D", str(half), "-U", SUPERUSER, "--encoding=UTF8", "--locale=C", "--data-checksums"]
        arguments += ["--auth=scram-sha-256", f"--pwfile=/dev/fd/{read_end}", "--no-instructions"]
        initdb(home, half, arguments, read_end)
    finally:
        os.close(read_end)
    half.rename(home.data)


def initdb(home: Home, half: Path, arguments: list[str], password_end: int) -> None:
    result = subprocess.run(
        [str(home.programs / "initdb"), *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=half,
        env=environment(),
        pass_fds=(password_end,),
        **home.runner.options(),
    )
    if result.returncode != 0:
        raise CannotStart(f"initdb could not prepare {home.data}: {last_lines(result.stderr or result.stdout)}")


def environment() -> dict[str, str]:
    """The server gets no setting of the caller: a stray PGDATA or LC_ALL changes nothing."""
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"}


def launch(var: Path, home: Home) -> None:
    port = place.port_for_start(var, "postgres")
    settings = [word for name, value in OPTIONS.items() for word in ("-c", f"{name}={value}")]
    log = var / "postgres.log"
    with log.open("ab") as out:
        offset = out.tell()
        process = subprocess.Popen(
            [str(home.programs / "postgres"), "-D", str(home.data), "-p", str(port), *settings],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            cwd=home.data,
            env=environment(),
            start_new_session=True,  # a Ctrl-C in the terminal is for the command, which then stops the server
            **home.runner.options(),
        )
    until = time.monotonic() + START_SECONDS
    while not answers(var):
        if process.poll() is not None:
            with log.open("rb") as written:
                written.seek(offset)
                said = written.read().decode(errors="replace")
            raise CannotStart(f"PostgreSQL did not start: {last_lines(said)} (more in {log})")
        if time.monotonic() > until:
            raise CannotStart(f"PostgreSQL does not answer after {START_SECONDS:.0f} s: see {log}.")
        time.sleep(0.05)


def wait_until_it_answers(var: Path, data: Path) -> None:
    """Another command started this server and was killed before it was ready: wait as long as the server lives."""
    until = time.monotonic() + START_SECONDS
    while not answers(var):
        if processes.postmaster(data) is None:
            start(var)
            return
        if time.monotonic() > until:
            raise CannotStart(f"PostgreSQL does not answer after {START_SECONDS:.0f} s: see {var / 'postgres.log'}.")
        time.sleep(0.05)


def stop(var: Path) -> None:
    link = var / "postgres"
    if link.exists():
        data = link.resolve()
        processes.stop(data)
        (data / "postmaster.pid").unlink(missing_ok=True)


def superuser_connection(var: Path, database: str = DATABASE) -> psycopg2.extensions.connection:
    return psycopg2.connect(
        host="127.0.0.1",
        port=place.kept_port(var, "postgres"),
        user=SUPERUSER,
        password=place.secret(var, SUPERUSER),
        dbname=database,
    )


def last_lines(text: str) -> str:
    return " ".join(line.strip() for line in text.strip().splitlines()[-4:]) or "it said nothing"
