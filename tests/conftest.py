"""What every test can ask for; see tests/database.py and tests/servers.py."""

import os
import sys
from typing import Any

import pytest
from django.utils import translation

from tests.database import committed_db, django_db_setup, test_database, workshop
from tests.servers import browser, browser_page, site, start_worker, valkey, valkey_server
from tests.worlds import wanted_by, worlds

__all__ = [
    "browser",
    "browser_page",
    "committed_db",
    "django_db_setup",
    "site",
    "start_worker",
    "test_database",
    "valkey",
    "valkey_server",
    "workshop",
]


# pytest rewrites 300 files of tests and every server that a test starts compiles the project: once is enough, whatever
# the environment says.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A `django_db` test may use the application's and the trail's role; browser tests carry their mark."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        names = getattr(item, "fixturenames", [])
        if "databases" not in (marker.kwargs if marker else {}) and (marker or "db" in names):
            kwargs: dict[str, Any] = dict(marker.kwargs) if marker else {}
            kwargs["databases"] = ["default", "audit"]
            item.add_marker(pytest.mark.django_db(*(marker.args if marker else ()), **kwargs), append=False)
        if "browser" in names:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any fixture opens its transaction: into the database that holds what the test is given, in no language."""
    translation.deactivate()  # of the reader of the last page that the test before asked for
    worlds.move(wanted_by(item))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if "no chromium" in str(report.longrepr)]
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} browser tests were skipped: no chromium on this machine.")
