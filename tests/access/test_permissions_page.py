"""docs/permissions.md is what the matrix prints today."""

from config.env import BASE_DIR
from config.permissions_page import page
from foundation.access.matrix import matrix


def test_page_is_printed_from_the_matrix_in_force() -> None:
    stored = (BASE_DIR / "docs" / "permissions.md").read_text(encoding="utf-8")
    assert stored == page(), "run: python manage.py print_permissions > docs/permissions.md"


def test_page_names_every_object_route_and_task() -> None:
    text = page()
    for name in (*matrix().objects, *matrix().routes, *matrix().tasks):
        assert name in text
