"""A role of the whole city is never slipped in as a role of one unit."""

import pytest
from django.utils import timezone

from accounts.enums import ALL_CITY_ROLES
from accounts.services.grants import propose
from foundation.workflow.errors import InvalidInput
from tests.access.world import World


@pytest.mark.parametrize("role", ALL_CITY_ROLES)
def test_role_of_the_whole_city_takes_no_unit(role: str, world: World) -> None:
    """The matrix gives these roles everything, whatever unit the grant names: it would deceive who executes."""
    cast = world.cast
    with pytest.raises(InvalidInput) as refused:
        propose(
            user=cast.clerk,
            role=role,
            unit=cast.units["ward"],
            valid_from=timezone.localdate(),
            valid_to=None,
            reason="thử",
            by=cast.personnel,
        )
    assert refused.value.code == "city_role_has_no_unit"
