"""Importing a staff list in the browser: worker reads, page shows, everything or nothing is imported."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cadres.enums import ImportState
from cadres.models import Person, RosterImport
from cadres.services.imports import receive, request_commit
from foundation.audit.record import recorded
from foundation.notifications.models import Notification
from foundation.outbox.worker import run_due
from tests.cadres.roster.lists import TITLES, as_csv, as_xlsx, people
from tests.cast import Cast, build_cast
from tests.foundation.outbox.twice import run_in_parallel, run_twice

SignIn = Callable[[str], Client]
TODAY = date(2026, 11, 24)


def good(cast: Cast, count: int = 3) -> list[dict[str, Any]]:
    unit, division = cast.units["ward"].name, cast.units["division"].name
    return people(count, unit=unit, division=division, post="Chuyên viên")


def send(client: Client, rows: list[dict[str, Any]], *, as_of: str = "2026-11-24") -> Any:
    file = SimpleUploadedFile("Danh sách.xlsx", as_xlsx(rows))
    return client.post("/people/imports/", {"file": file, "as_of": as_of})


def work() -> None:
    assert run_due().failed == 0


@pytest.mark.django_db
def test_list_is_read_by_a_worker_and_imported_as_a_whole(cast: Cast, as_user: SignIn) -> None:
    client = as_user("personnel")
    before = Person.objects.count()
    url = send(client, good(cast))["Location"]
    waiting = client.get(url).content.decode()
    assert "every 2s" in waiting and RosterImport.objects.get().preview is None
    work()
    page = client.get(url)
    text = page.content.decode()
    counts = page.context["preview"].counts
    assert (counts["all"], counts["new"], counts.get("error", 0)) == (3, 3, 0)
    assert "Nguyễn Thị Hằng" in text and "Họ và tên" in text and Person.objects.count() == before
    assert "001179100001" not in text
    roster = RosterImport.objects.get()
    assert client.post(f"{url}commit/").status_code == 428
    assert client.post(f"{url}commit/", {"row_version": roster.row_version}).status_code == 302
    work()
    assert Person.objects.count() == before + 3
    assert RosterImport.objects.get().state == ImportState.COMMITTED
    assert "Imported" in client.get(url).content.decode()
    assert Notification.objects.filter(user=cast.personnel, kind="roster_import").count() == 2


@pytest.mark.django_db
def test_one_bad_cell_keeps_everything_out_and_is_shown_by_row_and_column(cast: Cast, as_user: SignIn) -> None:
    client = as_user("personnel")
    rows = good(cast, 60)
    rows[57]["born"] = "31/02/1980"
    url = send(client, rows)["Location"]
    work()
    page = client.get(url)
    roster = RosterImport.objects.get()
    problem = page.context["preview"].problems[0]
    assert (problem["row"], problem["column"], problem["page"]) == (59, TITLES["born"], 2)
    errors = client.get(f"{url}?rows=error").content.decode()
    assert f'id="{problem["anchor"]}" class="err"' in errors and "31/02/1980" in errors
    assert f'id="{problem["anchor"]}"' in client.get(f"{url}?page=2").content.decode()
    before = Person.objects.count()
    client.post(f"{url}commit/", {"row_version": roster.row_version})
    work()
    assert Person.objects.count() == before and RosterImport.objects.get().state == ImportState.READ


@pytest.mark.django_db
def test_errors_that_appear_after_the_preview_give_the_list_back(cast: Cast, as_user: SignIn) -> None:
    client = as_user("personnel")
    url = send(client, good(cast))["Location"]
    work()
    roster = RosterImport.objects.get()
    with recorded(by=None):
        Person.objects.filter(pk=cast.people["other_staff"].pk).update(national_id="001179100001", code="CB0900001")
    before = Person.objects.count()
    client.post(f"{url}commit/", {"row_version": roster.row_version})
    work()
    roster.refresh_from_db()
    assert (roster.state, Person.objects.count()) == (ImportState.READ, before)
    assert roster.problem and roster.problem in client.get(url).content.decode()


@pytest.mark.django_db
def test_file_that_is_no_table_is_refused_at_the_door(as_user: SignIn) -> None:
    file = SimpleUploadedFile("list.xlsx", b"%PDF-1.7 something")
    answer = as_user("personnel").post("/people/imports/", {"file": file, "as_of": "2026-11-24"})
    assert answer.status_code == 422 and not RosterImport.objects.exists()


@pytest.mark.django_db
def test_table_without_names_is_refused_by_the_worker(as_user: SignIn) -> None:
    client = as_user("personnel")
    file = SimpleUploadedFile("list.csv", as_csv([{"x": "1"}], titles={"x": "Cột lạ"}))
    url = client.post("/people/imports/", {"file": file, "as_of": "2026-11-24"})["Location"]
    work()
    assert RosterImport.objects.get().state == ImportState.REFUSED
    assert RosterImport.objects.get().problem in client.get(url).content.decode()


@pytest.mark.django_db
def test_lists_of_others_do_not_exist_and_heads_may_not_send_any(cast: Cast, as_user: SignIn) -> None:
    url = send(as_user("personnel"), good(cast))["Location"]
    work()
    stranger = as_user("other_head")
    assert stranger.get(url).status_code in (403, 404) and "Hằng" not in stranger.get(url).content.decode()
    assert send(stranger, good(cast)).status_code == 403
    proof = as_user("auditor").get(url).content.decode()
    assert "Danh sách.xlsx" in proof and "Nguyễn Thị Hằng" not in proof


@pytest.mark.django_db
def test_list_put_aside_loses_its_contents(cast: Cast, as_user: SignIn) -> None:
    client = as_user("personnel")
    url = send(client, good(cast))["Location"]
    work()
    assert client.post(f"{url}discard/").status_code == 302
    roster = RosterImport.objects.get()
    assert (roster.state, bytes(roster.content), roster.preview) == (ImportState.DISCARDED, b"", None)
    assert client.get(url).status_code == 200


@pytest.mark.django_db
def test_list_of_imports_costs_the_same_with_one_and_three(
    cast: Cast, as_user: SignIn, django_assert_max_num_queries: Callable
) -> None:
    client = as_user("officer")
    send(client, good(cast))
    client.get("/people/imports/")
    with django_assert_max_num_queries(20) as one:
        client.get("/people/imports/")
    send(client, good(cast))
    send(client, good(cast))
    with django_assert_max_num_queries(20) as three:
        client.get("/people/imports/")
    assert len(one) == len(three)


def received() -> RosterImport:
    cast = build_cast()
    return receive(file_name="a.xlsx", content=as_xlsx(good(cast)), as_of=TODAY, by=cast.personnel)


def ready_to_commit() -> RosterImport:
    roster = received()
    work()
    roster.refresh_from_db()
    return request_commit(roster=roster, version=roster.row_version, by=roster.uploaded_by)


def test_reading_twice_in_a_row_equals_once(committed_db: Any) -> None:
    run_twice("cadres.read_roster", {"import_id": received().pk})


def test_reading_twice_in_parallel_equals_once(committed_db: Any) -> None:
    run_in_parallel("cadres.read_roster", {"import_id": received().pk})


def test_importing_twice_in_a_row_equals_once(committed_db: Any) -> None:
    run_twice("cadres.commit_roster", {"import_id": ready_to_commit().pk})


def test_importing_twice_in_parallel_equals_once(committed_db: Any) -> None:
    run_in_parallel("cadres.commit_roster", {"import_id": ready_to_commit().pk})
