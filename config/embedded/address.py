"""Addresses of the database and the broker, read without starting anything."""

import os
from pathlib import Path
from urllib.parse import quote

from config.embedded import place

DATABASE = "kycuong"
ROLES = {"default": "kc_app", "owner": "kc_owner", "audit": "kc_audit", "sealer": "kc_sealer"}
"""Django's aliases of the one database, each its own role."""
VARIABLES = {
    "default": "DATABASE_URL",
    "owner": "DATABASE_OWNER_URL",
    "audit": "DATABASE_AUDIT_URL",
    "sealer": "DATABASE_SEALER_URL",
}
WORKER, WORKER_VARIABLE = "kc_worker", "DATABASE_WORKER_URL"
"""The role behind `default` in worker and beat: the rights of kc_app under a name of its own."""
BACKUP, BACKUP_VARIABLE = "kc_backup", "DATABASE_BACKUP_URL"
"""Reads everything, writes nothing; no alias, because no page and no job ever uses it."""
ALL_ROLES = (*ROLES.values(), WORKER, BACKUP)
PROCESS = "KC_PROCESS"


def database_urls(var: Path | None = None) -> dict[str, str]:
    """One address per alias. DATABASE_URL alone serves all of them; without it the embedded server's are given.

    In a process that calls itself KC_PROCESS=worker, `default` is the worker's role.
    """
    worker = os.environ.get(PROCESS) == "worker"
    own = os.environ.get("DATABASE_URL")
    if own:
        found = {alias: os.environ.get(variable) or own for alias, variable in VARIABLES.items()}
        return found | ({"default": worker_url(var)} if worker else {})
    var = var or place.var_dir()
    return {
        alias: embedded_url(var, WORKER if worker and alias == "default" else role) for alias, role in ROLES.items()
    }


def worker_url(var: Path | None = None) -> str:
    return _other_url(WORKER, WORKER_VARIABLE, var)


def backup_url(var: Path | None = None) -> str:
    """Where a backup is read from; with DATABASE_URL alone the one role there is."""
    return _other_url(BACKUP, BACKUP_VARIABLE, var)


def _other_url(role: str, variable: str, var: Path | None) -> str:
    own = os.environ.get("DATABASE_URL")
    if own:
        return os.environ.get(variable) or own
    return embedded_url(var or place.var_dir(), role)


def embedded_url(var: Path, role: str, database: str = DATABASE) -> str:
    # Before the first start there is no port yet; nothing can listen on port 1, so a stray connection fails plainly.
    port = place.kept_port(var, "postgres") or 1
    password = place.secret(var, role) or "not-made-yet"
    return f"postgresql://{role}:{quote(password, safe='')}@127.0.0.1:{port}/{database}"


def redis_url(var: Path | None = None) -> str:
    """The broker's address, or "" when none is named and the embedded one was never started."""
    own = os.environ.get("REDIS_URL")
    if own:
        return own
    var = var or place.var_dir()
    port, password = place.kept_port(var, "valkey"), place.secret(var, "valkey")
    if port is None or password is None:
        return ""
    return f"redis://:{quote(password, safe='')}@127.0.0.1:{port}/0"
