"""Each of our own boot checks fails alone when its setting is broken; a served process then refuses to start (M-46)."""

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import registry
from django.db import connection
from django.urls import Resolver404, resolve

from config import checks
from config.env import BASE_DIR
from config.gates import production_environment
from tests.database import TestDatabase

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")]
SECRET = "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEF"
ROLES = ("default", "owner", "audit", "sealer")


def key(path: Path, mode: int = 0o400) -> str:
    path.write_bytes(b"key")
    path.chmod(mode)
    return str(path)


@pytest.fixture
def healthy(settings: Any, tmp_path: Path) -> Any:
    """Settings with which every own check passes."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    settings.TRUSTED_PROXY_COUNT, settings.SECURE_PROXY_SSL_HEADER = 1, ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECRET_KEY, settings.DEMO_ALLOWED, settings.DEBUG = SECRET, False, False
    settings.SIGNING_KEY_FILE = key(tmp_path / "healthy.key")
    settings.CHECKPOINT_FOLDER = str(tmp_path)
    settings.DATABASES = {alias: {**settings.DATABASES[alias], "USER": f"kc_{alias}"} for alias in ROLES}
    return settings


def found() -> list[str]:
    """Identifiers of what our own checks find, the database's included."""
    own = [check for check in registry.registry.get_checks(True) if check.__module__ == checks.__name__]
    assert len(own) >= 14
    return [message.id for check in own for message in check(None, databases=["default"])]


def test_healthy_settings_have_no_finding(healthy: Any) -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("number", "broken"),
    [
        (1, {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]}),
        (2, {"SESSION_COOKIE_NAME": "sessionid"}),
        (2, {"CSRF_COOKIE_NAME": "csrftoken"}),
        (3, {"CONTENT_SECURITY_POLICY": {"DIRECTIVES": {"default-src": ["'self'", "'unsafe-inline'"]}}}),
        (3, {"CONTENT_SECURITY_POLICY": {}}),
        (3, {"MIDDLEWARE": ["django.middleware.security.SecurityMiddleware"]}),
        (4, {"REST_FRAMEWORK": {"DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"]}}),
        (4, {"REST_FRAMEWORK": {}}),
        (5, {"SPECTACULAR_SETTINGS": {"SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"]}}),
        (5, {"SPECTACULAR_SETTINGS": {}}),
        (6, {"TRUSTED_PROXY_COUNT": 0}),
        (6, {"SECURE_PROXY_SSL_HEADER": None}),
        (7, {"DEBUG": True}),
        (8, {"SECRET_KEY": "for-development-and-tests-only-never-in-production-0000000000"}),
        (8, {"SECRET_KEY": "short"}),
        (9, {"DATABASES": {alias: {"USER": "kc_owner"} for alias in ROLES}}),
        (10, {"SIGNING_KEY_FILE": ""}),
        (10, {"SIGNING_KEY_FILE": "no-such-file"}),
        (12, {"DEMO_ALLOWED": True}),
        (14, {"CHECKPOINT_FOLDER": "", "CHECKPOINT_URL": ""}),
    ],
)
def test_check_fails_alone_when_its_setting_is_broken(healthy: Any, number: int, broken: dict[str, Any]) -> None:
    for name, value in broken.items():
        setattr(healthy, name, value)
    assert found() == [f"kycuong.E{number:03d}"]


def test_admin_fails_alone(healthy: Any) -> None:
    healthy.INSTALLED_APPS = [*healthy.INSTALLED_APPS, "django.contrib.admin"]
    assert found() == ["kycuong.E011"]


@pytest.mark.parametrize("mode", [0o600, 0o440, 0o444, 0o500, 0o644])
def test_key_file_of_any_other_mode_fails(healthy: Any, tmp_path: Path, mode: int) -> None:
    healthy.SIGNING_KEY_FILE = key(tmp_path / "other.key", mode)
    assert stat.S_IMODE(Path(healthy.SIGNING_KEY_FILE).stat().st_mode) == mode
    assert found() == ["kycuong.E010"]


def test_database_that_may_lose_work_fails_alone(healthy: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    assert found() == ["kycuong.E013"]


@pytest.mark.parametrize("road", ["/metrics", "/metrics/", "/api/docs/", "/api/v1/docs/", "/admin/", "/__debug__/"])
def test_there_are_no_open_docs_metrics_or_admin(road: str) -> None:
    with pytest.raises(Resolver404):
        resolve(road)


def test_nothing_is_silenced() -> None:
    from django.conf import settings

    assert settings.SILENCED_SYSTEM_CHECKS == []


def started(module: str, database: TestDatabase, **changes: str) -> "subprocess.CompletedProcess[str]":
    """What a served process does before it serves, under the production settings."""
    environment = {**os.environ, **production_environment(), **database.environment(), **changes}
    return subprocess.run(
        [sys.executable, "-c", module], cwd=BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )


WEB = "import config.wsgi"
WORKER = "import django; django.setup(); from config import checks; checks.refuse_to_start_when_unsafe()"


@pytest.mark.parametrize("module", [WEB, WORKER])
def test_process_starts_only_when_every_check_passes(test_database: TestDatabase, module: str) -> None:
    good = started(module, test_database)
    assert good.returncode == 0, good.stderr[-2000:]
    bad = started(module, test_database, TRUSTED_PROXY_COUNT="0")
    assert bad.returncode != 0
    assert "Refusing to start" in bad.stderr and "kycuong.E006" in bad.stderr
