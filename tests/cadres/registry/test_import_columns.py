"""Columns of a staff list named by hand: where the headings say nothing, or the wrong thing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cadres.enums import ImportState
from cadres.models import Person, RosterImport
from foundation.outbox.worker import run_due
from tests.cadres.roster.lists import TITLES, as_xlsx, people
from tests.cast import Cast

SignIn = Callable[[str], Client]
STRANGE = {key: f"Trường {place}" for place, key in enumerate(TITLES)}
FIELDS = {
    "code": "code", "name": "full_name", "sex": "sex", "born": "birth_date", "id": "national_id", "unit": "unit",
    "division": "division", "post": "position", "kind": "employment_kind", "rank": "rank_code",
    "joined": "joined_on", "held": "held_since", "party": "party_admitted_on",
}  # fmt: skip
LETTERS = dict(zip(TITLES, "ABCDEFGHIJKLM", strict=True))

pytestmark = pytest.mark.django_db


def rows(cast: Cast, **changes: Any) -> list[dict[str, Any]]:
    unit, division = cast.units["ward"].name, cast.units["division"].name
    return people(3, **{"unit": unit, "division": division, "post": "Chuyên viên", **changes})


def send(client: Client, cast: Cast, **changes: Any) -> str:
    file = SimpleUploadedFile("Danh sách.xlsx", as_xlsx(rows(cast, **changes), titles=STRANGE))
    answer = client.post("/people/imports/", {"file": file, "as_of": "2026-11-24"})
    assert run_due().failed == 0
    return str(answer["Location"])


def by_hand(version: int, **changes: str) -> dict[str, Any]:
    chosen = {LETTERS[key]: field for key, field in FIELDS.items()}
    return {**chosen, **{LETTERS[key]: field for key, field in changes.items()}, "row_version": version}


def test_list_with_unknown_headings_is_imported_after_its_columns_are_named(cast: Cast, as_user: SignIn) -> None:
    client, before = as_user("personnel"), Person.objects.count()
    url = send(client, cast)
    assert RosterImport.objects.get().state == ImportState.REFUSED
    page = client.get(f"{url}columns/").content.decode()
    assert "Trường 1" in page and "Nguyễn Thị Hằng" in page
    assert "001179100001" not in page and "001•••••0001" in page
    answer = client.post(f"{url}columns/", by_hand(RosterImport.objects.get().row_version))
    assert (answer.status_code, answer["Location"]) == (302, url)
    assert run_due().failed == 0
    roster = RosterImport.objects.get()
    assert (roster.state, roster.result["new"], roster.problem) == (ImportState.READ, 3, "")
    client.post(f"{url}commit/", {"row_version": roster.row_version})
    assert run_due().failed == 0
    assert Person.objects.count() == before + 3


def test_next_list_with_the_same_headings_is_read_as_the_last_was(cast: Cast, as_user: SignIn) -> None:
    client = as_user("personnel")
    url = send(client, cast)
    client.post(f"{url}columns/", by_hand(RosterImport.objects.get().row_version))
    run_due()
    client.post(f"{url}commit/", {"row_version": RosterImport.objects.get().row_version})
    run_due()
    again = send(client, cast)
    found = RosterImport.objects.get(pk=int(again.rstrip("/").split("/")[-1]))
    assert (found.state, found.result["unchanged"]) == (ImportState.READ, 3)
    others = send(as_user("officer"), cast)
    assert RosterImport.objects.get(pk=int(others.rstrip("/").split("/")[-1])).state == ImportState.REFUSED


def test_columns_of_a_list_that_was_read_can_be_changed(cast: Cast, as_user: SignIn) -> None:
    client = as_user("personnel")
    file = SimpleUploadedFile("Danh sách.xlsx", as_xlsx(rows(cast)))
    url = client.post("/people/imports/", {"file": file, "as_of": "2026-11-24"})["Location"]
    run_due()
    roster = RosterImport.objects.get()
    page = client.get(f"{url}columns/").content.decode()
    assert '<option value="party_admitted_on" selected>' in page
    client.post(f"{url}columns/", by_hand(roster.row_version, party=""))
    run_due()
    roster.refresh_from_db()
    assert (roster.state, roster.mapping["M"]) == (ImportState.READ, "")
    assert [column["field"] for column in roster.preview["columns"]][-1] == ""


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"post": ""}, "Say which column holds “Position”"),
        ({"name": ""}, "Say which column holds “Full name”"),
        ({"rank": "full_name"}, "Columns B and J are both named “Full name”"),
    ],
)
def test_nonsense_is_refused_and_nothing_typed_is_lost(
    cast: Cast, as_user: SignIn, changes: dict[str, str], said: str
) -> None:
    client = as_user("personnel")
    url = send(client, cast)
    before = RosterImport.objects.get()
    answer = client.post(f"{url}columns/", by_hand(before.row_version, **changes))
    assert answer.status_code == 422 and said in answer.content.decode()
    assert '<option value="birth_date" selected>' in answer.content.decode()
    assert RosterImport.objects.get().row_version == before.row_version


def test_stale_page_and_missing_version_change_nothing(cast: Cast, as_user: SignIn) -> None:
    client = as_user("personnel")
    url = send(client, cast)
    version = RosterImport.objects.get().row_version
    assert client.post(f"{url}columns/", by_hand(version - 1)).status_code == 409
    assert client.post(f"{url}columns/", {"row_version": ""}).status_code == 428
    assert RosterImport.objects.get().row_version == version
    assert as_user("other_head").get(f"{url}columns/").status_code in (403, 404)
