"""What every test can ask for; see tests/database.py and tests/servers.py."""

from typing import Any

import pytest

from tests.database import committed_db, django_db_setup, test_database, workshop
from tests.servers import browser, browser_page, site, start_worker, valkey, valkey_server

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


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if "no chromium" in str(report.longrepr)]
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} browser tests were skipped: no chromium on this machine.")
