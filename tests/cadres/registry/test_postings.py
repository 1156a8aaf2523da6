"""Posts: transfers, what they refuse, and the rights that follow from them."""

from datetime import date

import pytest

from accounts.enums import Role
from accounts.models import RoleGrant
from cadres.enums import PostingKind
from cadres.models import Posting
from cadres.selectors.postings import deputies, head_of, heads_of_units, unit_of
from cadres.services.accounts import open_account
from cadres.services.postings import appoint, confirm_posting, end_posting, transfer
from foundation.access import allows
from foundation.access.identity import forget
from foundation.workflow.errors import Refused, StaleVersion, VersionMissing
from organization.models import Unit
from tests.cast import Cast, add_person, position

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


def move_staff(cast: Cast, unit: str = "other", post: str = "staff", on: date = DAY, **more: object) -> Posting:
    return transfer(
        person=cast.people["staff"],
        unit=cast.units[unit],
        position=position(post),
        on=on,
        decision_number="12/QĐ",
        by=cast.officer,
        **more,  # type: ignore[arg-type]
    )


def test_transfer_ends_the_post_the_day_before_and_moves_the_person(cast: Cast) -> None:
    move_staff(cast)
    staff = cast.people["staff"]
    old, new = staff.postings.order_by("valid_from")
    assert (old.valid_to, new.valid_from, new.decision_number) == (date(2026, 5, 31), DAY, "12/QĐ")
    staff.refresh_from_db()
    assert staff.unit == cast.units["other"]
    assert unit_of(staff, date(2026, 5, 31)) == cast.units["division"] and unit_of(staff, DAY) == cast.units["other"]


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [(None, date(2026, 3, 1), "unit_dissolved"), (date(2026, 7, 1), None, "unit_not_yet")],
)
def test_transfer_refuses_a_unit_outside_its_days(cast: Cast, first: date | None, last: date | None, code: str) -> None:
    Unit.objects.filter(pk=cast.units["other"].pk).update(valid_from=first, valid_to=last)
    cast.units["other"].refresh_from_db()
    with pytest.raises(Refused) as refused:
        move_staff(cast)
    assert refused.value.code == code and cast.people["staff"].postings.count() == 1


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2025, 12, 1)])
def test_transfer_refuses_a_day_not_after_the_present_post(cast: Cast, day: date) -> None:
    with pytest.raises(Refused) as refused:
        move_staff(cast, on=day)
    assert refused.value.code in {"before_present_post", "posts_overlap"}


def test_transfer_refuses_the_same_post_and_a_day_still_to_come(cast: Cast) -> None:
    with pytest.raises(Refused) as same:
        move_staff(cast, unit="division")
    with pytest.raises(Refused) as later:
        move_staff(cast, today=date(2026, 5, 31))
    assert (same.value.code, later.value.code) == ("same_post", "still_to_come")


def test_second_main_post_is_refused_in_words(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        appoint(
            person=cast.people["staff"], unit=cast.units["other"], position=position("staff"), valid_from=DAY, by=None
        )
    assert refused.value.code == "posts_overlap" and "Chuyên viên" in str(refused.value)


def test_secondment_leaves_the_main_post_alone(cast: Cast) -> None:
    move_staff(cast, kind=PostingKind.SECONDED, until=date(2026, 8, 31))
    staff = cast.people["staff"]
    staff.refresh_from_db()
    assert staff.unit == cast.units["division"] and staff.postings.filter(valid_to__isnull=True).count() == 1


def test_transfer_from_a_stale_page_is_refused(cast: Cast) -> None:
    with pytest.raises(StaleVersion):
        move_staff(cast, version=99)
    assert cast.people["staff"].postings.count() == 1


def test_leading_post_opens_the_role_and_its_end_closes_it(cast: Cast) -> None:
    user = cast.staff
    assert not allows(user, "assignment.create")
    posting = move_staff(cast, post="head")
    grant = RoleGrant.objects.get(origin_key=f"posting:{posting.pk}")
    assert (grant.role, grant.unit, grant.valid_from, grant.valid_to) == (
        Role.DEPARTMENT_HEAD,
        cast.units["other"],
        DAY,
        None,
    )
    forget(user)
    assert allows(user, "assignment.create")
    end_posting(posting=posting, on=date(2026, 9, 30), version=posting.row_version, by=cast.officer)
    grant.refresh_from_db()
    assert grant.valid_to == date(2026, 9, 30)


def test_acting_head_gets_the_role_for_the_days_and_no_longer(cast: Cast) -> None:
    posting = move_staff(cast, unit="division", post="division_head", kind=PostingKind.ACTING, until=date(2026, 8, 31))
    grant = RoleGrant.objects.get(origin_key=f"posting:{posting.pk}")
    assert (grant.unit, grant.valid_to) == (cast.units["division"], date(2026, 8, 31))
    assert RoleGrant.objects.filter(user=cast.deputy, role=Role.DEPARTMENT_HEAD).count() == 0


def test_account_opened_later_carries_the_rights_of_the_post(cast: Cast) -> None:
    person = add_person(cast, "late", "Hồ Văn Muộn", cast.units["committee"], "chair", account=False)
    user = open_account(person=person, by=cast.admin)
    assert user.username == person.code.lower()
    assert RoleGrant.objects.filter(user=user, unit=cast.units["committee"], role=Role.DEPARTMENT_HEAD).count() == 1


def test_heads_and_deputies_on_a_day(cast: Cast) -> None:
    ward, division = cast.units["ward"], cast.units["division"]
    assert head_of(ward, DAY) == cast.people["head"] and head_of(division, DAY) == cast.people["division_head"]
    assert head_of(ward, date(2025, 12, 31)) is None
    assert [post.person for post in deputies(ward, DAY)] == [cast.people["deputy"]]
    assert heads_of_units([ward, division, cast.units["office"]], DAY) == {
        ward.pk: cast.people["head"],
        division.pk: cast.people["division_head"],
    }


def test_confirmation_needs_the_version(cast: Cast) -> None:
    posting = cast.people["staff"].postings.get()
    with pytest.raises(VersionMissing):
        confirm_posting(posting=posting, version=None, by=cast.officer)
