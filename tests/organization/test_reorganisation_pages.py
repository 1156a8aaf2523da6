"""Pages and API of a reorganisation: the same order, the same refusals, the same reach."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.web.clock import local_date
from organization.models import Reorganisation, Unit, UnitSuccession
from tests.cast import Cast, build_cast
from tests.foundation.outbox.twice import run_in_parallel, run_twice
from tests.organization.orders import done, drafted, fingerprint, merger
from tests.sessions import signed_in

SUCCESSIONS, REORGANISATIONS = "/api/v1/successions/", "/api/v1/reorganisations/"


@pytest.fixture
def cast(db: Any) -> Cast:
    return build_cast()


@pytest.fixture
def as_user(cast: Cast) -> Callable[[str], Client]:
    def sign_in(name: str) -> Client:
        client = signed_in(cast.users[name])
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        return client

    return sign_in


def filled_in(**more: Any) -> dict[str, Any]:
    today = local_date()
    return {
        "legal_basis": "12/NQ-HĐND",
        "decided_on": today.isoformat(),
        "effective_on": today.isoformat(),
        "unit_1": "P-01 · Ủy ban nhân dân phường Hà Đông",
        "unit_2": "uy ban nhan dan phuong cua nam",
        "new_code": "P-99",
        "new_name": "Ủy ban nhân dân phường Hà Cửa",
        **more,
    }


def test_an_officer_merges_two_wards_through_the_pages(cast: Cast, as_user: Callable[[str], Client]) -> None:
    officer = as_user("officer")
    assert "kind=merge" in officer.get(reverse("organization:reorganisation_new")).content.decode()
    answer = officer.post(reverse("organization:reorganisation_new") + "?kind=merge", filled_in())
    row = Reorganisation.objects.get()
    page = reverse("organization:reorganisation", args=[row.pk])
    assert (answer.status_code, answer["Location"]) == (302, page)
    shown = officer.get(page).content.decode()
    assert "choose among" in shown and "fingerprint" not in shown
    head = cast.people["head"].pk
    officer.post(reverse("organization:reorganisation_choose", args=[row.pk]), {"row_version": 1, "head_0": head})
    answer = officer.get(page)
    shown = answer.content.decode()
    assert cast.people["other_staff"].full_name in shown and "wait for a new post" in shown
    seen = {"row_version": 2, "fingerprint": answer.context["fingerprint"]}
    assert officer.post(page, seen).status_code == 302
    row.refresh_from_db()
    assert row.state == "done" and UnitSuccession.objects.filter(successor__code="P-99").count() == 2
    after = officer.get(page).content.decode()
    assert reverse("organization:unit", args=["P-99"]) in after and "Confirm</button>" not in after
    assert cast.units["ward"].name in officer.get(reverse("organization:unit", args=["P-99"])).content.decode()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"new_code": "P-02"}, "is taken"),
        ({"unit_2": ""}, "at least two"),
        ({"unit_2": "P-01"}, "each once"),
        ({"unit_2": "khong co"}, "no such unit"),
        ({"legal_basis": ""}, "required"),
        ({"decided_on": "2999-01-01"}, "after today"),
        ({"effective_on": "hom qua"}, "valid date"),
    ],
)
def test_a_refused_order_keeps_what_was_typed(
    cast: Cast, as_user: Callable[[str], Client], given: dict[str, str], says: str
) -> None:
    answer = as_user("officer").post(reverse("organization:reorganisation_new") + "?kind=merge", filled_in(**given))
    text = answer.content.decode()
    assert answer.status_code == 422 and says in text and "phường Hà Cửa" in text
    assert not Reorganisation.objects.exists()


@pytest.mark.parametrize("kind", ["split", "rename", "dissolve"])
def test_every_kind_has_its_form(cast: Cast, as_user: Callable[[str], Client], kind: str) -> None:
    officer = as_user("officer")
    address = reverse("organization:reorganisation_new") + f"?kind={kind}&unit=P-02"
    assert "P-02" in officer.get(address).content.decode()
    parts = {"part_1_code": "A", "part_1_name": "Phường A", "part_2_code": "B", "part_2_name": "Phường B"}
    answer = officer.post(address, filled_in(**parts, unit_1="P-02", unit_2=""))
    assert answer.status_code == 302, answer.content.decode()
    row = Reorganisation.objects.get()
    assert row.kind == kind
    assert officer.get(answer["Location"]).status_code == 200
    edit = officer.get(reverse("organization:reorganisation_edit", args=[row.pk])).content.decode()
    assert "12/NQ-HĐND" in edit and "P-02 · " in edit


def test_a_split_places_divisions_and_people(cast: Cast, as_user: Callable[[str], Client]) -> None:
    officer = as_user("officer")
    parts = {"part_1_code": "A", "part_1_name": "Phường A", "part_2_code": "B", "part_2_name": "Phường B"}
    officer.post(reverse("organization:reorganisation_new") + "?kind=split", filled_in(**parts, unit_2=""))
    row = Reorganisation.objects.get()
    placed = {f"division_{cast.units['office'].pk}": "1", f"person_{cast.people['staff'].pk}": "1", "rest": "0"}
    officer.post(reverse("organization:reorganisation_choose", args=[row.pk]), {"row_version": 1, **placed})
    page = reverse("organization:reorganisation", args=[row.pk])
    seen = officer.get(page).context["fingerprint"]
    officer.post(page, {"row_version": 2, "fingerprint": seen})
    cast.people["clerk"].refresh_from_db()
    cast.people["staff"].refresh_from_db()
    assert cast.people["clerk"].unit is not None and cast.people["clerk"].unit.parent == Unit.objects.get(code="B")
    assert cast.people["staff"].unit == Unit.objects.get(code="B")


def test_a_future_one_is_given_up_with_a_reason(cast: Cast, as_user: Callable[[str], Client]) -> None:
    row = done(cast, merger(cast), on=local_date() + timedelta(days=30), today=local_date())
    officer = as_user("officer")
    page = reverse("organization:reorganisation", args=[row.pk])
    assert "takes effect by itself" in officer.get(page).content.decode()
    cancel = reverse("organization:reorganisation_cancel", args=[row.pk])
    assert "stays on file" in officer.get(cancel).content.decode()
    officer.post(cancel, {"row_version": row.row_version, "reason": "Đổi phương án"})
    row.refresh_from_db()
    assert row.state == "cancelled" and officer.get(cancel).status_code == 403


@pytest.mark.parametrize("name", ["head", "personnel", "leader", "admin", "staff"])
def test_nobody_else_reorganises(cast: Cast, as_user: Callable[[str], Client], name: str) -> None:
    row = drafted(cast, merger(cast), today=local_date())
    client = as_user(name)
    for route, args in (("reorganisations", []), ("reorganisation_new", []), ("reorganisation", [row.pk])):
        assert client.get(reverse(f"organization:{route}", args=args)).status_code in (403, 404)
    assert client.post(REORGANISATIONS, {}, content_type="application/json").status_code == 403


def test_the_auditor_reads_the_decision_without_the_people(cast: Cast, as_user: Callable[[str], Client]) -> None:
    row = drafted(cast, merger(cast), today=local_date())
    text = as_user("auditor").get(reverse("organization:reorganisation", args=[row.pk])).content.decode()
    assert row.legal_basis in text and cast.people["other_staff"].full_name not in text


def test_list_costs_the_same_for_one_and_three(cast: Cast, as_user: Callable[[str], Client]) -> None:
    officer, address = as_user("officer"), reverse("organization:reorganisations")
    for page in (address, REORGANISATIONS):
        drafted(cast, merger(cast), today=local_date())
        officer.get(page)
        with CaptureQueriesContext(connection) as one:
            officer.get(page)
        for _number in range(2):
            drafted(cast, merger(cast), today=local_date())
        with CaptureQueriesContext(connection) as three:
            officer.get(page)
        assert len(one) == len(three)


def test_preview_costs_the_same_for_more_people(cast: Cast, as_user: Callable[[str], Client]) -> None:
    row = drafted(cast, merger(cast), today=local_date())
    officer, page = as_user("officer"), reverse("organization:reorganisation", args=[row.pk])
    officer.get(page)
    with CaptureQueriesContext(connection) as few:
        officer.get(page)
    from tests.cast import add_person

    for number in range(4):
        add_person(cast, f"more{number}", f"Nguyễn Văn {number}", cast.units["office"], "staff", account=False)
    with CaptureQueriesContext(connection) as more:
        officer.get(page)
    assert len(few) == len(more) <= 60


def test_the_api_drafts_previews_and_confirms(cast: Cast, as_user: Callable[[str], Client]) -> None:
    officer, today = as_user("officer"), local_date().isoformat()
    body = {
        "kind": "merge", "units": ["P-01", "P-02"], "into": [{"code": "P-99", "name": "Phường mới"}],
        "effective_on": today, "legal_basis": "12/NQ", "decided_on": today, "heads": {"0": cast.people["head"].pk},
    }  # fmt: skip
    drawn = officer.post(REORGANISATIONS, body, content_type="application/json")
    assert drawn.status_code == 201, drawn.content
    row = drawn.json()
    preview = officer.get(f"{REORGANISATIONS}{row['id']}/preview/").json()
    assert row["state"] == "draft" and preview["lines"] and not preview["refusal"]
    acts = f"{REORGANISATIONS}{row['id']}/confirm/"
    stale = {"row_version": 1, "fingerprint": "0" * 64}
    assert officer.post(acts, stale, content_type="application/json").status_code == 409
    seen = {"row_version": 1, "fingerprint": preview["fingerprint"]}
    answer = officer.post(acts, seen, content_type="application/json")
    assert answer.status_code == 200 and answer.json()["state"] == "done"
    edges = officer.get(SUCCESSIONS, {"unit": "P-99"}).json()["results"]
    assert {edge["predecessor"] for edge in edges} == {"P-01", "P-02"}
    assert officer.get(SUCCESSIONS, {"colour": "red"}).status_code == 400
    wrong = officer.post(REORGANISATIONS, {**body, "units": ["P-01"]}, content_type="application/json")
    assert wrong.json()["error"]["code"] == "merge_of_one"


def test_succession_reaches_both_sides_and_names_no_unit_out_of_reach(
    cast: Cast, as_user: Callable[[str], Client]
) -> None:
    done(cast, merger(cast), on=local_date(), today=local_date())
    new = Unit.objects.get(code="P-99")
    rows = as_user("head").get(SUCCESSIONS).json()["results"]
    assert {row["successor"] for row in rows if row["predecessor"] is None} <= {new.code, "P-99-P01", "P-99-P02"}
    assert len(rows) == 4, "the head of the successor sees whom it took over from"
    assert "P-02" not in {row["predecessor"] for row in rows}


def test_a_name_written_wrongly_is_corrected(cast: Cast, as_user: Callable[[str], Client]) -> None:
    officer, address = as_user("officer"), reverse("organization:unit_edit", args=["P-02"])
    fields = {
        "name": "Ủy ban nhân dân phường Cửa Nam (sửa)",
        "name_en": "",
        "short_name": "Cửa Nam",
        "reason": "Gõ nhầm",
    }
    assert officer.post(address, {**fields, "row_version": 1}).status_code == 302
    unit = Unit.objects.get(code="P-02")
    assert (unit.short_name, unit.row_version) == ("Cửa Nam", 2)
    assert officer.post(address, {**fields, "row_version": 1}).status_code == 409
    assert as_user("head").get(reverse("organization:unit_edit", args=["P-01"])).status_code == 403


def confirmed_for_today() -> Reorganisation:
    cast = build_cast()
    row = drafted(cast, merger(cast), on=local_date(), today=local_date())
    from organization.services.reorganisation import confirm

    return confirm(row=row, version=1, fingerprint=fingerprint(row), by=cast.officer, today=local_date(), at_once=0)


def test_carrying_out_twice_in_a_row_equals_once(committed_db: Any) -> None:
    run_twice("organization.reorganise", {"reorganisation": confirmed_for_today().pk})


def test_carrying_out_twice_in_parallel_equals_once(committed_db: Any) -> None:
    run_in_parallel("organization.reorganise", {"reorganisation": confirmed_for_today().pk})
