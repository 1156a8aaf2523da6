"""The servers that tests may ask for: worker, site and browser are real and end with the test."""

import urllib.request

from tests.servers import healthy
from tests.waiting import wait_until


def test_a_worker_is_started_and_shuts_down_softly(start_worker, valkey) -> None:
    worker = start_worker()
    assert valkey.client().ping()
    assert worker.stop() == 0
    assert not worker.alive()


def test_a_site_answers_from_the_tests_own_database(site: str) -> None:
    with urllib.request.urlopen(f"{site}/readyz", timeout=10) as answer:
        assert answer.status == 200


def test_a_browser_page_shows_what_the_site_says(site: str, browser_page) -> None:
    wait_until(lambda: healthy(site), seconds=5, what="the site")
    browser_page.goto(f"{site}/healthz")
    assert browser_page.inner_text("body").strip() == "ok"
