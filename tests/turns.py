"""The order of the tests: file by file, the long ones first, so that both processes end at about the same time.

A plugin of pytest (pyproject.toml). With `--dist loadfile --no-loadscope-reorder` a file goes whole to one process:
what its tests share is made once, not once a process.
"""

import pytest

LONGEST = (
    "tests/access/test_every_route.py",
    "tests/running/test_embedded_postgres.py",  # need no database: the other process makes their template meanwhile
    "tests/running/test_settings.py",
    "tests/access/test_mass_assignment.py",
    "tests/foundation/audit/test_every_machine.py",
    "tests/access/test_api_fields.py",
    "tests/access/test_every_object.py",
    "tests/flows/test_inspection_story.py",
    "tests/flows/test_rotation_story.py",
    "tests/flows/test_first_month.py",
    "tests/flows/test_scripted_day.py",
    "tests/access/test_filters.py",
    "tests/accounts/test_second_factor.py",
    "tests/flows/test_case_stories.py",
    "tests/cadres/roster/test_import.py",
    "tests/foundation/audit/sealed/test_sealing.py",
    "tests/foundation/audit/sealed/test_attacks.py",
    "tests/config/test_seed_demo.py",
    "tests/foundation/workflow/test_duties_apart.py",
    "tests/evaluations/services/test_tasks.py",
    "tests/flows/test_undertaking_story.py",
    "tests/flows/test_assignment_story.py",
    "tests/flows/test_visit_offline.py",
)
"""Measured on 29 November 2026; a file that is missing here only comes later than it might."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sorted by file; within a file the order stays."""
    turns: dict[str, int] = {file: turn for turn, file in enumerate(LONGEST)}
    for item in items:
        turns.setdefault(_file(item), len(turns))
    items.sort(key=lambda item: turns[_file(item)])


def _file(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]
