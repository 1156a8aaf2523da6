"""People of units that are merged, split, renamed or dissolved: posts, heads, rights, persons."""

from dataclasses import replace
from datetime import date

import pytest

from accounts.models import RoleGrant
from accounts.services.grants import grant_at_setup
from cadres.models import Person, Posting
from cadres.selectors.postings import head_of, unit_of
from cadres.services.postings import appoint
from foundation.audit.models import AuditEvent
from foundation.workflow.errors import DomainError, Refused, StaleVersion
from organization.models import Reorganisation, Unit, UnitSuccession
from organization.rules.order import Order, Part
from organization.services.reorganisation import cancel, carry_out_confirmed, change, confirm
from organization.services.units import create_division, create_unit
from tests.cast import Cast, position
from tests.organization.orders import JULY, JUNE, NEW, TODAY, done, drafted, fingerprint, merger

pytestmark = pytest.mark.django_db
PARTS = (
    Part(code="P-98", name="Ủy ban nhân dân phường Hà Đông 1"),
    Part(code="P-99", name="Ủy ban nhân dân phường Hà Đông 2"),
)


def new_unit() -> Unit:
    return Unit.objects.get(code="P-99")


def test_both_sets_of_people_are_in_the_successor_from_the_day_on(cast: Cast) -> None:
    row = done(cast, merger(cast))
    assert (row.state, row.people) == ("done", 8)
    new = new_unit()
    for key in ("head", "deputy", "division_head", "staff", "staff2", "clerk", "other_head", "other_staff"):
        person = Person.objects.get(pk=cast.people[key].pk)
        before, after = unit_of(person, JUNE), unit_of(person, JULY)
        assert before is not None and before.valid_to == JUNE
        assert after is not None and after.path.startswith(new.path) and person.unit == after
    assert unit_of(cast.people["staff"], JULY) == Unit.objects.get(parent=new, name=cast.units["division"].name)
    chair = Person.objects.get(pk=cast.people["chair"].pk)
    assert chair.row_version == cast.people["chair"].row_version and chair.postings.count() == 1


def test_carried_post_keeps_its_position_and_quotes_the_decision(cast: Cast) -> None:
    done(cast, merger(cast))
    old, new = cast.people["staff"].postings.order_by("valid_from")
    assert (old.valid_to, new.valid_from, new.valid_to, new.position) == (JUNE, JULY, None, old.position)
    assert new.decision_number == "1656/NQ-UBTVQH15 (16/06/2026)" and not new.needs_confirmation


def test_of_two_heads_the_chosen_one_heads_and_the_other_waits_flagged(cast: Cast) -> None:
    done(cast, merger(cast, head="other_head"))
    new = new_unit()
    assert head_of(new, JULY) == cast.people["other_head"]
    waiting = Posting.objects.get(person=cast.people["head"], valid_from=JULY)
    assert waiting.unit == new and waiting.needs_confirmation and waiting.position.kind == "staff"
    assert "phường Hà Đông" in waiting.confirmation_note


def test_roles_of_heads_end_and_begin_with_the_posts(cast: Cast) -> None:
    done(cast, merger(cast))
    kept = RoleGrant.objects.filter(user=cast.head).order_by("valid_from")
    assert [(grant.unit.code, grant.valid_to) for grant in kept if grant.unit] == [("P-01", JUNE), ("P-99", None)]
    lost = RoleGrant.objects.get(user=cast.other_head)
    assert lost.valid_to == JUNE


def test_roles_given_by_people_end_and_are_proposed_to_a_second_person(cast: Cast) -> None:
    done(cast, merger(cast))
    old, new = RoleGrant.objects.filter(user=cast.personnel).order_by("pk")
    assert (old.state, old.valid_to) == ("ended", JUNE)
    assert (new.state, new.unit, new.valid_from, new.proposed_by) == ("proposed", new_unit(), JULY, cast.officer)


def test_a_head_must_be_chosen_where_two_come(cast: Cast) -> None:
    row = drafted(cast, merger(cast, head=None))
    with pytest.raises(Refused) as refused:
        fingerprint(row)
    assert refused.value.code == "head_not_chosen"
    change(row=row, version=1, order=replace(merger(cast), heads={0: 0}), by=cast.officer, today=TODAY)
    confirm(row=row, version=2, fingerprint=fingerprint(row), by=cast.officer, today=TODAY)
    assert head_of(new_unit(), JULY) is None
    assert Posting.objects.filter(valid_from=JULY, needs_confirmation=True).count() == 2


def test_a_unit_that_goes_on_keeps_its_head(cast: Cast) -> None:
    done(cast, merger(cast, into=Part(unit_id=cast.units["ward"].pk)))
    ward = Unit.objects.get(pk=cast.units["ward"].pk)
    assert ward.valid_to is None and head_of(ward, JULY) == cast.people["head"]
    assert Person.objects.get(pk=cast.people["other_staff"].pk).unit == ward
    assert Posting.objects.get(person=cast.people["other_head"], valid_from=JULY).needs_confirmation


def test_divisions_of_one_name_become_one_with_one_head(cast: Cast) -> None:
    twin = create_division(unit=cast.units["other"], name=cast.units["division"].name.upper(), by=None)
    appoint(person=cast.people["other_staff"], unit=twin, position=position("division_head"), kind="concurrent",
            valid_from=date(2025, 1, 1), by=None)  # fmt: skip
    done(cast, merger(cast))
    (one,) = Unit.objects.filter(parent=new_unit(), search_key=cast.units["division"].search_key)
    assert head_of(one, JULY) == cast.people["division_head"]
    assert UnitSuccession.objects.filter(successor=one).count() == 2
    assert not Posting.objects.filter(person=cast.people["other_staff"], unit=one).exists()


def test_concurrent_later_and_ended_posts_each_find_their_place(cast: Cast) -> None:
    staff, office = cast.people["staff"], cast.units["office"]
    beside = {"position": position("staff"), "unit": office, "by": None, "kind": "concurrent"}
    over = appoint(person=staff, valid_from=date(2026, 2, 1), valid_to=date(2026, 3, 1), **beside)
    bounded = appoint(person=staff, valid_from=date(2026, 4, 1), valid_to=date(2026, 12, 31), **beside)
    later = appoint(person=staff, valid_from=date(2026, 9, 1), **beside)
    done(cast, merger(cast))
    for row in (over, bounded, later):
        row.refresh_from_db()
    new = Unit.objects.get(parent=new_unit(), name=office.name)
    assert (over.valid_to, over.unit, over.row_version) == (date(2026, 3, 1), office, 1)
    assert bounded.valid_to == JUNE
    assert Posting.objects.get(person=staff, unit=new, valid_from=JULY).valid_to == date(2026, 12, 31)
    assert (later.unit, later.valid_from) == (new, date(2026, 9, 1))


def test_a_split_sends_divisions_and_people_where_they_were_placed(cast: Cast) -> None:
    order = Order(
        "split", (cast.units["ward"].pk,), PARTS, rest=0,
        divisions={cast.units["office"].pk: 1}, people={cast.people["deputy"].pk: 1, cast.people["staff2"].pk: 1},
    )  # fmt: skip
    done(cast, order)
    first, second = Unit.objects.get(code="P-98"), Unit.objects.get(code="P-99")
    where = {
        key: Person.objects.get(pk=cast.people[key].pk).unit for key in ("head", "deputy", "staff", "staff2", "clerk")
    }
    assert (where["head"], where["deputy"], where["staff2"]) == (first, second, second)
    assert where["staff"] is not None and where["staff"].parent == first
    assert where["clerk"] is not None and where["clerk"].parent == second
    assert head_of(first, JULY) == cast.people["head"] and head_of(second, JULY) is None


def test_a_new_name_by_decision_is_a_new_unit_with_everybody_in_it(cast: Cast) -> None:
    done(cast, Order("rename", (cast.units["ward"].pk,), (NEW,)))
    assert UnitSuccession.objects.get(predecessor=cast.units["ward"]).kind == "rename"
    assert head_of(new_unit(), JULY) == cast.people["head"]
    assert Person.objects.filter(unit__path__startswith=new_unit().path).count() == 6


def test_bodies_below_go_on_below_the_successor(cast: Cast) -> None:
    school = create_unit(
        code="TH", name="Trường Tiểu học", kind="public_service_unit", parent=cast.units["ward"], by=None
    )
    done(cast, merger(cast))
    school.refresh_from_db()
    assert school.parent == new_unit() and school.path.startswith(new_unit().path) and school.valid_to is None


def test_a_dissolved_unit_leaves_its_people_without_a_post(cast: Cast) -> None:
    done(cast, Order("dissolve", (cast.units["other"].pk,)))
    assert not Posting.objects.filter(unit=cast.units["other"], valid_to__isnull=True).exists()
    assert unit_of(cast.people["other_staff"], JULY) is None


def refusals(cast: Cast) -> dict[str, tuple[Order, date]]:
    ward, other = cast.units["ward"].pk, cast.units["other"].pk
    taken = Part(code="UBND", name="x")
    return {
        "one_unit": (Order("merge", (ward,), (NEW,)), JULY),
        "code_taken": (Order("merge", (ward, other), (taken,)), JULY),
        "into_itself": (Order("merge", (ward, other), (Part(unit_id=ward),)), JULY),
        "split_into_one": (Order("split", (ward,), PARTS[:1]), JULY),
        "the_city": (Order("rename", (cast.units["city"].pk,), (NEW,)), JULY),
        "before_it_began": (Order("merge", (ward, other), (NEW,)), date(2026, 1, 5)),
        "bodies_below": (Order("dissolve", (cast.units["committee"].pk,)), JULY),
        "division_and_body": (Order("merge", (ward, cast.units["office"].pk), (NEW,)), JULY),
        "unknown": (Order("merge", (ward, 10**9), (NEW,)), JULY),
    }


CODES = {
    "one_unit": "merge_of_one",
    "code_taken": "code_taken",
    "into_itself": "units_wrong",
    "split_into_one": "parts_wrong",
    "the_city": "the_city",
    "before_it_began": "before_the_unit",
    "bodies_below": "bodies_below",
    "division_and_body": "division_and_body",
    "unknown": "unit_unknown",
}


@pytest.mark.parametrize("what", CODES)
def test_what_cannot_be_is_refused_with_its_rule_and_nothing_is_kept(cast: Cast, what: str) -> None:
    Unit.objects.filter(pk=cast.units["ward"].pk).update(valid_from=date(2026, 1, 5))
    order, on = refusals(cast)[what]
    with pytest.raises(DomainError) as refused:
        drafted(cast, order, on=on)
    assert refused.value.code == CODES[what]
    assert not Reorganisation.objects.exists()


def test_a_second_merger_of_the_same_unit_is_refused(cast: Cast) -> None:
    twice = drafted(cast, merger(cast))
    done(cast, merger(cast))
    with pytest.raises(Refused) as refused:
        confirm(row=twice, version=1, fingerprint="x", by=cast.officer, today=TODAY)
    assert refused.value.code == "ended_already"


def test_a_preview_that_no_longer_holds_confirms_nothing(cast: Cast) -> None:
    row = drafted(cast, merger(cast))
    seen = fingerprint(row)
    appoint(person=cast.people["chair"], unit=cast.units["other"], position=position("staff"), kind="concurrent",
            valid_from=date(2026, 6, 1), by=None)  # fmt: skip
    with pytest.raises(StaleVersion):
        confirm(row=row, version=1, fingerprint=seen, by=cast.officer, today=TODAY)
    with pytest.raises(StaleVersion):
        confirm(row=row, version=7, fingerprint=fingerprint(row), by=cast.officer, today=TODAY)
    assert not Unit.objects.filter(code="P-99").exists() and not UnitSuccession.objects.exists()


def test_a_future_one_waits_blocks_others_and_happens_once_on_its_day(cast: Cast) -> None:
    before = date(2026, 6, 20)
    row = done(cast, merger(cast), today=before)
    assert row.state == "confirmed" and not UnitSuccession.objects.exists()
    with pytest.raises(Refused) as refused:
        drafted(cast, merger(cast), today=before)
    assert refused.value.code == "planned_already"
    assert carry_out_confirmed(pk=row.pk, on=JUNE) is None
    carried = carry_out_confirmed(pk=row.pk, on=JULY)
    assert carried is not None and carried.state == "done"
    assert carry_out_confirmed(pk=row.pk, on=JULY) is None
    assert UnitSuccession.objects.filter(successor=new_unit()).count() == 2


def test_a_future_one_that_meets_a_refusal_comes_back_whole(cast: Cast) -> None:
    row = done(cast, merger(cast), today=date(2026, 6, 20))
    create_unit(code="P-99", name="Đã có", kind="ward", parent=cast.units["committee"], by=None)
    carry_out_confirmed(pk=row.pk, on=JULY)
    row.refresh_from_db()
    assert row.state == "draft" and "P-99" in row.problem
    assert Posting.objects.filter(valid_from=JULY).count() == 0


def test_many_people_are_moved_by_a_job(cast: Cast) -> None:
    row = done(cast, merger(cast), at_once=3)
    assert row.state == "confirmed"
    carry_out_confirmed(pk=row.pk, on=TODAY)
    assert Person.objects.filter(unit__path__startswith=new_unit().path).count() == 8


def test_one_given_up_never_happens(cast: Cast) -> None:
    row = done(cast, merger(cast), today=date(2026, 6, 20))
    cancel(row=row, version=row.row_version, reason="Đổi phương án", by=cast.officer)
    assert carry_out_confirmed(pk=row.pk, on=JULY) is None
    assert AuditEvent.objects.filter(name="reorganisation.cancel", reason="Đổi phương án").exists()


def test_grants_of_the_whole_city_stay(cast: Cast) -> None:
    grant_at_setup(user=cast.staff, role="LD", unit=None, valid_from=date(2026, 1, 1))
    done(cast, merger(cast))
    assert RoleGrant.objects.get(user=cast.staff, role="LD").valid_to is None
