"""Boot checks of our own: what Django's `check --deploy` does not look at. A served process refuses to start on any."""

import os
import stat
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connections

DURABLE = ("fsync", "synchronous_commit", "full_page_writes", "data_checksums")
DATABASE_SECONDS = 60.0
Found = list[CheckMessage]


def register_all() -> None:
    for check in (argon2_only, cookie_prefixes, strict_csp, api_denies, schema_closed, proxies_counted):
        register(check, Tags.security, deploy=True)
    for check in (debug_off, own_secret, roles_apart, key_file_closed, checkpoints_leave, no_admin, no_demo):
        register(check, Tags.security, deploy=True)
    register(durable_database, Tags.database)


def error(number: int, message: str, hint: str) -> Found:
    return [Error(message, hint=hint, id=f"kycuong.E{number:03d}")]


def argon2_only(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Found:
    if settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]:
        return []
    return error(1, "Passwords may be kept with argon2id only.", "Leave PASSWORD_HASHERS as base.py sets it.")


def cookie_prefixes(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Found:
    names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
    if all(name.startswith("__Host-") for name in names):
        return []
    return error(2, "The session and CSRF cookies must carry the prefix __Host-.", "Use config.settings.production.")


def strict_csp(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Found:
    policy = getattr(settings, "CONTENT_SECURITY_POLICY", {}).get("DIRECTIVES", {})
    loose = {"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:"}
    strict = all(not loose & set(values) for values in policy.values())
    if strict and policy.get("default-src") and "csp.middleware.CSPMiddleware" in settings.MIDDLEWARE:
        return []
    return error(3, "The content security policy is missing or loose.", "Leave config/settings/headers.py as it is.")


def api_denies(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Found:
    classes = settings.REST_FRAMEWORK.get("DEFAULT_PERMISSION_CLASSES") or []
    open_ones = [name for name in classes if name.endswith(("AllowAny", "OrReadOnly"))]
    if classes and not open_ones:
        return []
    return error(4, "The API must deny by default.", "Set DEFAULT_PERMISSION_CLASSES to a class that denies.")


def schema_closed(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Found:
    classes = settings.SPECTACULAR_SETTINGS.get("SERVE_PERMISSIONS") or []
    if classes and not any(name.endswith("AllowAny") for name in classes):
        return []
    return error(5, "The API's description is open to anybody.", "Set SERVE_PERMISSIONS in config/settings/api.py.")


def proxies_counted(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Found:
    if settings.TRUSTED_PROXY_COUNT >= 1 and settings.SECURE_PROXY_SSL_HEADER:
        return []
    return error(6, "The number of proxies in front is not set.", "Set TRUSTED_PROXY_COUNT to at least 1.")


def debug_off(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Found:
    return error(7, "DEBUG is on.", "Remove the variable DEBUG.") if settings.DEBUG else []


def own_secret(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Found:
    if settings.SECRET_KEY != settings.DEVELOPMENT_SECRET and len(settings.SECRET_KEY) >= 50:
        return []
    return error(8, "SECRET_KEY is the one of development, or short.", "Give SECRET_KEY 50 random characters.")


def roles_apart(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Found:
    users = [settings.DATABASES[alias]["USER"] for alias in ("default", "owner", "audit", "sealer")]
    if len(set(users)) == len(users):
        return []
    return error(9, "The application works as the owner of the tables.", "Give each alias its own role.")


def key_file_closed(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Found:
    name = settings.SIGNING_KEY_FILE
    if not name:
        return error(
            10, "Nothing signs the checkpoints of the trail.", "manage.py make_signing_key FILE, then SIGNING_KEY_FILE."
        )
    path = Path(name)
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except OSError as trouble:
        return error(10, f"The signing key cannot be read: {trouble.strerror}.", "Set SIGNING_KEY_FILE.")
    if mode == 0o400 and path.stat().st_uid == os.geteuid():
        return []
    return error(10, "The signing key can be read or changed by others.", f"chmod 400 {path}")


def checkpoints_leave(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Found:
    if settings.CHECKPOINT_FOLDER or settings.CHECKPOINT_URL:
        return []
    return error(14, "Checkpoints of the trail never leave the database.", "Set CHECKPOINT_FOLDER or CHECKPOINT_URL.")


def no_admin(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Found:
    if "django.contrib.admin" not in settings.INSTALLED_APPS:
        return []
    return error(11, "Django's admin passes by the access matrix.", "Remove it from INSTALLED_APPS.")


def no_demo(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Found:
    if not settings.DEMO_ALLOWED:
        return []
    return error(12, "Demo accounts with known passwords may be made.", "Use config.settings.production.")


def durable_database(app_configs: Sequence[AppConfig] | None, databases: Any = None, **kwargs: Any) -> Found:
    """What was answered as saved must survive a power cut: the server's four promises must all be on."""
    if "default" not in (databases or ()):
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(DURABLE)])
        found = dict(cursor.fetchall())
    weak = [name for name in DURABLE if found.get(name, "off") == "off"]
    if not weak:
        return []
    return error(
        13, f"PostgreSQL could lose saved work: {', '.join(weak)} is off.", "Turn it on, see docs/operations.md."
    )


def wait_for_database() -> None:
    """A database that is just being started again is no reason to give up; one that stays away is."""
    until = time.monotonic() + DATABASE_SECONDS
    while True:
        try:
            with connections["default"].cursor() as cursor:
                cursor.execute("SELECT 1")
                return
        except OperationalError:
            connections["default"].close()
            if time.monotonic() > until:
                raise
            time.sleep(0.5)


def refuse_to_start_when_unsafe() -> None:
    """Called before the first request or task is served."""
    if not settings.BOOT_CHECKS:
        return
    wait_for_database()
    deploy = os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith(".production")
    found = run_checks(include_deployment_checks=deploy, databases=["default"])
    for connection in connections.all(initialized_only=True):
        connection.close()  # a server that forks its workers must not hand them this connection
    serious = [message for message in found if message.is_serious() or (deploy and message.level >= 30)]
    if serious:
        raise ImproperlyConfigured("Refusing to start:\n" + "\n".join(f"- {message}" for message in serious))
