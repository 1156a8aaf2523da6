"""Grants need two persons; a post grants and takes away by itself."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.enums import GrantState, Role
from accounts.models import RoleGrant
from accounts.services import grants
from cadres.services.postings import end_posting
from foundation.access import allows, visible_to
from foundation.access.identity import forget
from foundation.workflow.errors import InvalidInput, Refused, StateChanged
from organization.models import Unit
from tests.cast import Cast, build_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def propose(cast: Cast, **changes: object) -> RoleGrant:
    values = {
        "user": cast.clerk,
        "role": Role.PERSONNEL,
        "unit": cast.units["ward"],
        "valid_from": timezone.localdate(),
        "valid_to": None,
        "reason": "Phân công phụ trách tổ chức cán bộ",
        "by": cast.officer,
        **changes,
    }
    return grants.propose(**values)  # type: ignore[arg-type]  # values of several kinds


def test_proposal_changes_nothing_until_executed(cast: Cast) -> None:
    grant = propose(cast)
    assert not allows(cast.clerk, "person.import")
    grants.execute(grant=grant, by=cast.officer2)
    forget(cast.clerk)
    assert allows(cast.clerk, "person.import")


def test_execute_by_proposer_is_refused(cast: Cast) -> None:
    grant = propose(cast)
    with pytest.raises(Refused):
        grants.execute(grant=grant, by=cast.officer)


def test_execute_by_receiver_is_refused(cast: Cast) -> None:
    grant = propose(cast, user=cast.officer2)
    with pytest.raises(Refused):
        grants.execute(grant=grant, by=cast.officer2)


def test_execute_twice_is_refused(cast: Cast) -> None:
    first = propose(cast)
    second = RoleGrant.objects.get(pk=first.pk)
    grants.execute(grant=first, by=cast.officer2)
    with pytest.raises(StateChanged):
        grants.execute(grant=second, by=cast.admin)


def test_role_of_a_unit_without_its_unit_is_refused(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as refused:
        propose(cast, unit=None)
    assert refused.value.field == "unit"


def test_unit_outside_reach_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused):
        propose(cast, by=cast.personnel, unit=cast.units["other"])


def test_city_role_by_personnel_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused):
        propose(cast, by=cast.personnel, role=Role.AUDITOR, unit=None)


def test_post_of_a_head_grants_and_ends(cast: Cast) -> None:
    posting = cast.people["head"].postings.get()
    grant = RoleGrant.objects.get(user=cast.head, role=Role.DEPARTMENT_HEAD)
    assert (grant.state, grant.unit, grant.valid_to) == (GrantState.ACTIVE, cast.units["ward"], None)
    assert set(visible_to(cast.head, Unit.objects.all()).values_list("code", flat=True)) >= {"P-01"}
    yesterday = timezone.localdate() - timedelta(days=1)
    end_posting(posting=posting, on=yesterday, version=posting.row_version, by=cast.officer)
    grant.refresh_from_db()
    assert grant.valid_to == yesterday
    forget(cast.head)
    assert not allows(cast.head, "person.export") and not visible_to(
        cast.head, Unit.objects.filter(pk=cast.units["division"].pk)
    )


def test_grant_of_the_future_gives_nothing_today(cast: Cast) -> None:
    grant = propose(cast, valid_from=timezone.localdate() + timedelta(days=3))
    grants.execute(grant=grant, by=cast.officer2)
    forget(cast.clerk)
    assert not allows(cast.clerk, "person.import")


def test_end_before_begin_is_refused(cast: Cast) -> None:
    with pytest.raises(InvalidInput):
        propose(cast, valid_from=date(2026, 5, 2), valid_to=date(2026, 5, 1))
