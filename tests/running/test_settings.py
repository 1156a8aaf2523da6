"""What a served installation refuses, and what every page carries."""

import os
import subprocess
import sys

import pytest
from django.test import Client

from config.env import BASE_DIR
from config.gates import production_environment
from foundation.web.client_address import client_address


def production(**changes: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "DJANGO_"))}
    environment |= production_environment() | changes
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=BASE_DIR,
        env={name: value for name, value in environment.items() if value != "(none)"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_complete_production_environment_has_no_finding() -> None:
    result = production()
    assert result.returncode == 0, result.stderr
    assert "no issues (0 silenced)" in result.stdout


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"SECRET_KEY": "(none)"}, "Set the environment variable SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must be a secret of its own"),
        ({"SECRET_KEY": "for-development-and-tests-only-never-in-production-0000000000"}, "SECRET_KEY must be"),
        ({"DEBUG": "1"}, "never runs with DEBUG"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name"),
        ({"DATABASE_OWNER_URL": "(none)"}, "Set the environment variable DATABASE_OWNER_URL"),
        ({"DATABASE_URL": "postgresql://kc_owner:x@127.0.0.1:1/kycuong"}, "must be roles of their own"),
        ({"TRUSTED_PROXY_COUNT": "0"}, "kycuong.E006"),
        ({"SIGNING_KEY_FILE": "(none)"}, "kycuong.E010"),
        ({"CHECKPOINT_URL": "(none)"}, "kycuong.E014"),
        ({"DATABASE_SEALER_URL": "postgresql://kc_app:x@127.0.0.1:1/kycuong"}, "must be roles of their own"),
        ({"DATABASE_WORKER_URL": "postgresql://kc_app:x@127.0.0.1:1/kycuong"}, "must be roles of their own"),
    ],
)
def test_production_refuses(changes: dict[str, str], words: str) -> None:
    result = production(**changes)
    assert result.returncode != 0
    assert words in result.stderr


def test_the_boot_check_refuses_another_password_hash(settings) -> None:
    from config.checks import argon2_only

    assert argon2_only(None), "the tests' own quick hasher is no argon2id of production strength"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    assert not argon2_only(None)


@pytest.mark.django_db
def test_the_boot_check_asks_the_database_for_durability() -> None:
    from django.db import connection

    from config.checks import durable_database

    assert not durable_database(None, databases=["default"])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    (found,) = durable_database(None, databases=["default"])
    assert "synchronous_commit" in found.msg


def test_every_answer_carries_the_headers() -> None:
    answer = Client().get("/healthz")
    assert answer.status_code == 200
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert "camera=()" in answer["Permissions-Policy"]


@pytest.mark.django_db
def test_readiness_says_what_is_there() -> None:
    answer = Client().get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["database"] is True


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "6.6.6.6", "10.0.0.9"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.1", "1.2.3.4"),
        (1, "", "10.0.0.9"),
    ],
)
def test_only_trusted_proxies_are_believed(settings, rf, proxies: int, forwarded: str, expected: str) -> None:
    settings.TRUSTED_PROXY_COUNT = proxies
    assert client_address(rf.get("/", HTTP_X_FORWARDED_FOR=forwarded, REMOTE_ADDR="10.0.0.9")) == expected
