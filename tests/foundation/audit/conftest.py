"""Reading the trail in the tests of it."""

from collections.abc import Callable
from typing import Any

import pytest

from foundation.audit.models import AuditEvent

Events = Callable[[], list[AuditEvent]]


@pytest.fixture
def new_events(db: None) -> Events:
    """Called in the test: the events written since the test began, in their order."""
    start = AuditEvent.objects.order_by("-id").values_list("id", flat=True).first() or 0
    return lambda: list(AuditEvent.objects.filter(id__gt=start).order_by("id"))


def after(event: AuditEvent) -> dict[str, Any]:
    """The row's image as the event has it."""
    image = event.after
    assert isinstance(image, dict)
    return image
