"""A process that has imported what is installed and is forked for each run of pytest: python warm.py, runs on stdin.

Nothing of the project is imported before the fork, so each run sees the files of its own tree and no others; it says
so itself at its end. Started as a file: `python -m` would import the packages above this file.
"""

import gc
import json
import os
import signal
import sys
import threading
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

INSTALLED = (
    "argon2",
    "celery.app.base",
    "celery.worker.state",
    "cryptography.hazmat.primitives.asymmetric.ed25519",
    "cryptography.hazmat.primitives.serialization",
    "django.contrib.postgres.aggregates",
    "django.contrib.postgres.fields",
    "django.contrib.postgres.indexes",
    "django.contrib.staticfiles.handlers",
    "django.core.management",
    "django.db.backends.postgresql.base",
    "django.db.migrations.executor",
    "django.template.backends.django",
    "django.test",
    "django.views.generic",
    "django_filters",
    "docx",
    "hypothesis.strategies",
    "kombu.utils.collections",
    "numpy",
    "openpyxl",
    "pgtrigger.utils",
    "psutil",
    "psycopg2.errors",
    "psycopg2.extras",
    "pytest",
    "pytest_django.plugin",
    "pytest_timeout",
    "redis",
    "rest_framework.serializers",
    "structlog",
    "xdist.plugin",
    "yaml",
)
"""Modules that need no settings; one that is missing only makes the runs slower."""
TIMED_OUT, WRONG_TREE = 124, 125


def main() -> None:
    mine = Path(sys.path.pop(0)).parents[1]
    for name in INSTALLED:
        with suppress(Exception):  # a run meets the same trouble where it can be told
            import_module(name)
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        sys.stdout.write(f"{in_a_fork(json.loads(line), mine)}\n")
        sys.stdout.flush()


def in_a_fork(run: dict[str, Any], mine: Path) -> int:
    """The exit code of one run; its processes do not outlive its time."""
    pid = os.fork()
    if not pid:
        os.setsid()
        code = 70
        try:
            code = pytest_of(run, mine)
        finally:
            os._exit(code)
    late = threading.Event()

    def end() -> None:
        late.set()
        os.killpg(pid, signal.SIGKILL)

    timer = threading.Timer(run["seconds"], end)
    timer.start()
    _pid, status = os.waitpid(pid, 0)
    timer.cancel()
    timer.join()
    return TIMED_OUT if late.is_set() else os.waitstatus_to_exitcode(status)


def pytest_of(run: dict[str, Any], mine: Path) -> int:
    """As `python -m pytest` in the folder of the run, with its environment and no other."""
    for number, path, how in ((0, os.devnull, os.O_RDONLY), (1, run["output"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)):
        os.dup2(os.open(path, how), number)
    os.dup2(1, 2)
    os.environ.clear()
    os.environ.update(run["environment"])
    os.chdir(run["root"])
    sys.path[:0] = [run["root"], *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    sys.argv = ["pytest", *run["arguments"]]
    import pytest

    code = int(pytest.main(run["arguments"]))
    sys.stdout.flush()
    sys.stderr.flush()
    found = strays(run, mine)
    if found:
        sys.stdout.write(f"modules of another tree: {found}\n")
        sys.stdout.flush()
    return WRONG_TREE if found else code


def strays(run: dict[str, Any], mine: Path) -> list[str]:
    """Modules of the tree this file lies in, which no run of another tree may have seen."""
    allowed = (run["root"], str(mine / ".venv"), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep)))
    files = {getattr(module, "__file__", None) or "" for module in sys.modules.values()} - {__file__}
    return [file for file in sorted(files) if file.startswith(f"{mine}{os.sep}") and not file.startswith(allowed)]


if __name__ == "__main__":
    main()
