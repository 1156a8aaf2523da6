"""`make check`: every gate in turn, all of them even after one failed, with a closing line each."""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from config.embedded.place import var_dir
from config.env import BASE_DIR
from config.registry_hosts import named_in_tracked_files
from foundation.audit.keys import make_key

Gate = tuple[str, Callable[[], int]]


def command(*words: str, environment: dict[str, str] | None = None) -> Callable[[], int]:
    full = [sys.executable, *words]
    return lambda: subprocess.run(full, cwd=BASE_DIR, check=False, env={**os.environ, **(environment or {})}).returncode


def no_registry_host() -> int:
    found = named_in_tracked_files(BASE_DIR)
    for line in found:
        print(line)
    return 1 if found else 0


def production_environment() -> dict[str, str]:
    """A made-up installation, complete enough for `check --deploy`; nothing connects to it."""
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": "made-up-for-the-check-0123456789-abcdefghijklmnopqrstuvwxyz-ABC",
        "ALLOWED_HOSTS": "example.invalid",
        "DATABASE_URL": "postgresql://kc_app:x@127.0.0.1:1/kycuong",
        "DATABASE_OWNER_URL": "postgresql://kc_owner:x@127.0.0.1:1/kycuong",
        "DATABASE_AUDIT_URL": "postgresql://kc_audit:x@127.0.0.1:1/kycuong",
        "DATABASE_SEALER_URL": "postgresql://kc_sealer:x@127.0.0.1:1/kycuong",
        "DATABASE_WORKER_URL": "postgresql://kc_worker:x@127.0.0.1:1/kycuong",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "TRUSTED_PROXY_COUNT": "1",
        "SIGNING_KEY_FILE": str(made_up_key()),
        "CHECKPOINT_URL": "https://example.invalid/checkpoints",
        "DEBUG": "",
    }


def made_up_key() -> Path:
    """A signing key of the made-up installation, closed as a real one must be."""
    path = var_dir() / "keys" / "made-up"
    with suppress(FileExistsError):
        make_key(path)
    return path


def gates() -> list[Gate]:
    rooms = [
        "config",
        "reports",
        "evaluations",
        "inspections",
        "discipline",
        "directives",
        "cadres",
        "accounts",
        "organization",
        "foundation",
        "tests",
    ]
    found: list[Gate] = [
        ("ruff check", command("-m", "ruff", "check", ".")),
        ("ruff format", command("-m", "ruff", "format", "--check", ".")),
        ("mypy", command("-m", "mypy", *rooms, "manage.py")),
        (
            "import-linter",
            command("-c", "import sys; from importlinter.cli import lint_imports_command as go; sys.exit(go())"),
        ),
        ("migrations complete", command("manage.py", "makemigrations", "--check", "--dry-run")),
        ("translations complete", command("-m", "config.messages", "check")),
        ("no registry host", no_registry_host),
        (
            "check --deploy",
            command("manage.py", "check", "--deploy", "--fail-level", "WARNING", environment=production_environment()),
        ),
    ]
    if not any(Path(BASE_DIR / "config" / name).exists() for name in ("messages.py", "messages")):
        found = [gate for gate in found if gate[0] != "translations complete"]
    return found


def main() -> int:
    failed = []
    for name, gate in gates():
        print(f"== {name}", flush=True)
        if gate() != 0:
            failed.append(name)
    print(f"== {len(failed)} of {len(gates())} gates failed: {', '.join(failed)}" if failed else "== all gates passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
