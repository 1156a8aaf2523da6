"""Exact headers of every class of answers, under the production settings and a real database (M-45)."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from config.env import BASE_DIR
from config.gates import production_environment
from tests.cast import build_cast
from tests.database import TestDatabase

PAGE = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "Content-Security-Policy": (
        "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; img-src 'self' data:; manifest-src 'self'; object-src 'none'; script-src 'self'; "
        "style-src 'self'"
    ),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(self), "
        "geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
    ),
    "Cache-Control": "no-store",
    "X-Permitted-Cross-Domain-Policies": "none",
}
CLASSES = {
    "page": 200, "JSON": 200, "file": 200, "redirect": 302, "400": 400, "403": 403, "404": 404, "404 of the API": 404,
    "404 of no route": 404, "429": 429, "500": 500, "500 of the API": 500, "log out": 302,
}  # fmt: skip


@pytest.fixture(scope="module")
def answers(workshop: Any, test_database: TestDatabase, django_db_blocker: Any) -> dict[str, Any]:
    from tests.database import committed

    with committed(workshop, test_database, django_db_blocker) as database:
        build_cast()
        environment = {**os.environ, **production_environment(), **database.environment()}
        done = subprocess.run(
            [sys.executable, "-m", "tests.running.headers_probe"],
            cwd=BASE_DIR, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def shown(answer: dict[str, Any]) -> dict[str, str]:
    """The headers asked about; the directives of the policy in one order, whatever order they were sent in."""
    found = {name: value for name, value in answer["headers"].items() if name in PAGE}
    policy = "Content-Security-Policy"
    return found | {policy: in_order(found.get(policy, ""))}


def in_order(policy: str) -> str:
    return "; ".join(sorted(policy.split("; ")))


@pytest.mark.parametrize("name", list(CLASSES))
def test_class_of_answers_has_exactly_these_headers(name: str, answers: dict[str, Any]) -> None:
    assert answers[name]["status"] == CLASSES[name]
    assert shown(answers[name]) == PAGE
    assert {"Server", "X-Powered-By", "Access-Control-Allow-Origin"} & set(answers[name]["headers"]) == set()
    assert len(answers[name]["headers"]["X-Request-ID"]) == 32


def test_failure_in_any_middleware_has_them_too(answers: dict[str, Any]) -> None:
    broken = {name: answer for name, answer in answers.items() if name.startswith("500 in middleware")}
    assert len(broken) > 10
    wrong = {name for name, answer in broken.items() if answer["status"] != 500 or shown(answer) != PAGE}
    assert wrong == set()


def test_file_is_an_attachment_of_a_fixed_type(answers: dict[str, Any]) -> None:
    headers = answers["file"]["headers"]
    assert headers["Content-Disposition"].startswith("attachment;")
    assert headers["Content-Type"].split(";")[0] in {
        "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }  # fmt: skip


def test_log_out_tells_the_browser_to_forget(answers: dict[str, Any]) -> None:
    headers = answers["log out"]["headers"]
    assert headers["Clear-Site-Data"] == '"cache", "storage"'


def test_plain_http_is_sent_to_https_and_says_nothing_else(answers: dict[str, Any]) -> None:
    assert answers["http"]["status"] == 301
    assert answers["http"]["headers"]["Location"] == "https://example.invalid/people/"


def test_cookies_of_a_page_are_closed(answers: dict[str, Any]) -> None:
    assert "Set-Cookie" not in answers["JSON"]["headers"]
