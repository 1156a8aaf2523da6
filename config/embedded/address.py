"""Addresses of the database and the broker, read without starting anything."""

import os
from pathlib import Path
from urllib.parse import quote

from config.embedded import place

DATABASE = "kycuong"
ROLES = {"default": "kc_app", "owner": "kc_owner", "audit": "kc_audit"}
VARIABLES = {"default": "DATABASE_URL", "owner": "DATABASE_OWNER_URL", "audit": "DATABASE_AUDIT_URL"}


def database_urls(var: Path | None = None) -> dict[str, str]:
    """One address per alias. DATABASE_URL alone serves all three; without it the embedded server's are given."""
    own = os.environ.get("DATABASE_URL")
    if own:
        return {alias: os.environ.get(variable) or own for alias, variable in VARIABLES.items()}
    var = var or place.var_dir()
    return {alias: embedded_url(var, role) for alias, role in ROLES.items()}


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
