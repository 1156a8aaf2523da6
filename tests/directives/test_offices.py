"""Working regulations reviewed and reminded of, commendations, documents with their text and what stands on them."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directives.models import Commendation, Document, WorkingRegulation
from directives.selectors.regulations import units_without
from directives.services import commendations, documents, functions, regulations
from directives.services.catalogue_loading import load_catalogues
from foundation.audit.record import recorded
from foundation.notifications.models import Notification
from foundation.workflow.errors import InvalidInput, Refused
from organization.models import Unit
from tests.cast import Cast, build_cast
from tests.files import files_dir
from tests.foundation.audit.rows import undertaking
from tests.foundation.files.samples import pdf
from tests.foundation.outbox.twice import run_in_parallel, run_twice
from tests.sessions import signed_in

__all__ = ["files_dir"]
TODAY = date(2026, 11, 20)
ISSUED, DUE = date(2026, 2, 2), date(2026, 11, 23)
JSON: dict[str, Any] = {"content_type": "application/json"}


def issued(cast: Cast, **changes: Any) -> WorkingRegulation:
    given = {"unit": cast.units["ward"], "number": "05/QC-UBND", "issued_on": ISSUED, "next_review_on": DUE, **changes}
    return regulations.issue(today=TODAY, by=cast.head, **given)


def reviewed(cast: Cast, row: WorkingRegulation, **changes: Any) -> Any:
    given = {"reviewed_on": TODAY, "result": "kept", "next_review_on": date(2027, 5, 1), **changes}
    return regulations.review(regulation=row, version=row.row_version, today=TODAY, by=cast.head, **given)


@pytest.mark.django_db
def test_next_regulation_ends_the_one_before_and_reviews_move_the_day(cast: Cast) -> None:
    first = issued(cast)
    assert cast.units["ward"] not in units_without(cast.officer, on=TODAY)
    assert cast.units["other"] in units_without(cast.officer, on=TODAY)
    reviewed(cast, first)
    assert (first.next_review_on, first.reviews.get().result) == (date(2027, 5, 1), "kept")
    with pytest.raises(Refused):
        reviewed(cast, first)
    with pytest.raises(Refused):
        issued(cast, number="06")
    second = issued(cast, number="06", issued_on=date(2026, 6, 1))
    first.refresh_from_db()
    assert first.ended_on == date(2026, 5, 31) and second.ended_on is None
    with pytest.raises(Refused):
        reviewed(cast, first, reviewed_on=TODAY - timedelta(days=1))


@pytest.mark.django_db
def test_regulation_that_cannot_be_is_refused(cast: Cast) -> None:
    wrong: list[dict[str, Any]] = [
        {"number": " "},
        {"issued_on": TODAY + timedelta(days=1)},
        {"next_review_on": ISSUED},
    ]
    for changes in wrong:
        with pytest.raises(InvalidInput):
            issued(cast, **changes)
    row = issued(cast)
    bad: list[dict[str, Any]] = [
        {"reviewed_on": TODAY + timedelta(days=1)}, {"reviewed_on": date(2026, 1, 1)}, {"next_review_on": TODAY},
        {"result": "amended"},
    ]  # fmt: skip
    for changes in bad:
        with pytest.raises(InvalidInput):
            reviewed(cast, row, **changes)
    with recorded(by=None):
        Unit.objects.filter(pk=cast.units["other"].pk).update(valid_to=date(2026, 10, 1))
    cast.units["other"].refresh_from_db()
    with pytest.raises(Refused):
        issued(cast, unit=cast.units["other"])
    assert WorkingRegulation.objects.count() == 1 and not row.reviews.exists()


def test_heads_are_reminded_once_before_and_once_after(committed_db: Any) -> None:
    cast = build_cast()
    row = issued(cast)
    run_twice("directives.remind_regulations", {"on": "2026-11-20", "late": False})
    run_in_parallel("directives.remind_regulations", {"on": "2026-11-25", "late": False})
    told = Notification.objects.filter(kind="regulation")
    assert set(told.values_list("user", flat=True)) == {cast.head.pk} and told.count() == 2
    row.refresh_from_db()
    reviewed(cast, row)
    assert not told.filter(handled_at__isnull=True).exists()


@pytest.mark.django_db
def test_head_records_and_reviews_on_pages_and_by_api(cast: Cast) -> None:
    head, stranger = signed_in(cast.head), signed_in(cast.other_head)
    form = {"unit": "P-01", "number": "05", "issued_on": "2026-02-02", "next_review_on": "2026-03-02"}
    assert head.post("/regulations/new/", {**form, "unit": "P-02"}).status_code == 422
    url = head.post("/regulations/new/", form)["Location"]
    assert 'class="off"' not in head.get("/regulations/?stage=overdue").content.decode()
    assert url in head.get("/regulations/?stage=overdue").content.decode()
    assert stranger.get(url).status_code == 404 and url not in stranger.get("/regulations/").content.decode()
    assert signed_in(cast.staff).get(url).status_code == 200
    assert signed_in(cast.staff).get(f"{url}review/").status_code == 403
    review = {"reviewed_on": "2026-11-01", "result": "amended", "next_review_on": "2027-11-01", "row_version": 1}
    assert head.post(f"{url}review/", review).status_code == 422
    assert head.post(f"{url}review/", {**review, "text": "Bổ sung ủy quyền"}).status_code == 302
    assert "Bổ sung ủy quyền" in head.get(url).content.decode()
    assert (
        head.post(
            f"{url}edit/", {**form, "number": "05a", "next_review_on": "2027-01-01", "row_version": 2}
        ).status_code
        == 302
    )
    pk = WorkingRegulation.objects.get().pk
    api = f"/api/v1/regulations/{pk}/"
    assert head.get(api).json()["number"] == "05a"
    assert head.get(f"{api}reviews/").json()[0]["result"] == "amended"
    body = {"reviewed_on": "2026-11-02", "result": "kept", "next_review_on": "2027-11-02", "row_version": 3}
    assert head.post(f"{api}review/", body, **JSON).status_code == 201
    assert head.patch(api, {"note": "x", "row_version": 4}, **JSON).status_code == 200
    issue = {"unit": "P-02", "number": "9", "issued_on": "2026-02-02", "next_review_on": "2026-03-02"}
    assert head.post("/api/v1/regulations/", issue, **JSON).status_code == 422
    assert stranger.post("/api/v1/regulations/", issue, **JSON).status_code == 201
    assert stranger.get("/api/v1/regulations/").json()["count"] == 1


def commended(cast: Cast, **changes: Any) -> Commendation:
    given = {
        "kind": "good_model", "title": "Ngày thứ Tư không viết", "unit": cast.units["ward"], "unit_itself": True,
        "number": "77/QĐ-UBND", "issuer": "UBND phường", "decided_on": ISSUED, "people": [cast.people["staff"]],
    }  # fmt: skip
    return commendations.commend(today=TODAY, by=cast.head, **{**given, **changes})


@pytest.mark.django_db
def test_commendation_names_somebody_and_an_undertaking_of_the_unit(cast: Cast) -> None:
    row = commended(cast)
    assert row.code == "KT-2026-00001"
    mine = undertaking(unit=cast.units["ward"], responsible=cast.people["staff"])
    commendations.edit(
        commendation=row, version=1, changes={"undertaking": mine}, people=[cast.people["clerk"]], today=TODAY,
        by=cast.head,
    )  # fmt: skip
    assert list(row.named.filter(removed=False).values_list("person", flat=True)) == [cast.people["clerk"].pk]
    wrong: list[dict[str, Any]] = [
        {"unit_itself": False, "people": []}, {"decided_on": TODAY + timedelta(days=1)}, {"title": " "},
    ]  # fmt: skip
    for changes in wrong:
        with pytest.raises(InvalidInput):
            commended(cast, **changes)
    with pytest.raises(Refused):
        commended(cast, unit=cast.units["other"], undertaking=mine)
    assert Commendation.objects.count() == 1


@pytest.mark.django_db
def test_commendation_is_recorded_by_the_head_and_known_to_all(cast: Cast) -> None:
    head, stranger = signed_in(cast.head), signed_in(cast.other_staff)
    form = {
        "kind": "commendation", "unit": "P-01", "title": "Giải quyết dứt điểm tồn đọng", "number": "8/QĐ",
        "issuer": "UBND", "decided_on": "2026-02-02", "people": "CB0000005\nVũ Thị Ngọc Ánh",
    }  # fmt: skip
    assert head.post("/commendations/new/", {**form, "people": "Không Ai"}).status_code == 422
    url = head.post("/commendations/new/", form)["Location"]
    row = Commendation.objects.get()
    assert row.named.count() == 2
    proof = SimpleUploadedFile("qd.pdf", pdf(), "application/pdf")
    assert head.post(f"{url}files/", {"title": "Quyết định", "file": proof}).status_code == 302
    assert "Quyết định" in head.get(url).content.decode()
    page = stranger.get(url)
    assert page.status_code == 200 and "files/download" not in page.content.decode()
    assert stranger.get(f"{url}edit/").status_code == 403 and stranger.get("/commendations/new/").status_code == 403
    person = cast.people["clerk"]
    assert row.title in signed_in(cast.clerk).get(f"/commendations/people/{person.code}/").content.decode()
    assert row.title in stranger.get("/commendations/?q=ngoc+anh").content.decode()
    listed = stranger.get(f"/api/v1/commendations/?person={person.code}").json()
    assert listed["count"] == 1 and len(listed["results"][0]["people"]) == 2
    body = {**form, "people": [person.code], "unit_itself": True}
    assert head.post("/api/v1/commendations/", body, **JSON).status_code == 201
    patched = head.patch(
        f"/api/v1/commendations/{row.code}/", {"people": [], "unit_itself": True, "row_version": 1}, **JSON
    )
    assert patched.json()["people"] == []


@pytest.mark.django_db
def test_document_is_recorded_replaced_and_shown_with_what_stands_on_it(cast: Cast) -> None:
    load_catalogues()
    officer, staff = signed_in(cast.officer), signed_in(cast.staff)
    form = {"kind": "plan", "number": "99-KH/TU", "issuer": "Thành ủy", "title_vi": "Kế hoạch mới"}
    old = Document.objects.get(code="kh171")
    assert staff.get("/documents/new/").status_code == 403
    url = officer.post("/documents/new/", {**form, "replaces": old.pk})["Location"]
    assert officer.post("/documents/new/", form).status_code == 422
    later = officer.post("/documents/new/", {**form, "number": "100-KH/TU", "issued_on": "2099-01-05"})
    assert later.status_code == 422 and "issued_on" in later.context["form"].errors
    new = Document.objects.get(number="99-KH/TU")
    assert url == f"/documents/{new.code}/" and new.title_en == "Kế hoạch mới"
    seen = {**form, "row_version": 1, "verified": "on"}
    assert officer.post(f"{url}edit/", seen).status_code == 422
    proof = SimpleUploadedFile("kh.pdf", pdf(), "application/pdf")
    assert staff.post(f"{url}files/", {"title": "Bản ký", "file": proof}).status_code == 403
    for road, title in (("files/", "Bản ký"), ("files/1/", "")):
        proof.seek(0)
        assert officer.post(f"{url}{road}", {"title": title, "file": proof}).status_code == 302
    assert officer.post(f"{url}edit/", {**seen, "replaces": old.pk}).status_code == 302
    assert officer.post(f"{url}tasks/", {"title_vi": "Việc một"}).status_code == 302
    with pytest.raises(Refused) as refused:
        documents.edit(document=old, version=old.row_version, changes={"replaces": new}, by=cast.officer)
    assert refused.value.code == "replaces_itself"
    functions.create(name="Theo dõi kế hoạch", document=new, one_lead=True, by=cast.officer)
    page = staff.get(url).content.decode()
    assert all(words in page for words in ("Bản ký", "171-KH/TU", "Theo dõi kế hoạch", "Việc một"))
    assert "99-KH/TU" in staff.get(f"/documents/{old.code}/").content.decode()
    api = f"/api/v1/documents/{new.code}/"
    assert len(staff.get(f"{api}files/").json()[0]["versions"]) == 2
    version = Document.objects.get(pk=new.pk).row_version
    assert officer.patch(api, {"ended_on": "2026-12-31", "row_version": version}, **JSON).status_code == 200
    assert officer.post(f"{api}tasks/", {"title_vi": "Việc hai"}, **JSON).status_code == 422
    body = {"kind": "plan", "number": "100", "issuer": "x", "title_vi": "x", "replaces": new.code}
    assert officer.post("/api/v1/documents/", body, **JSON).json()["replaces"] == new.code
    assert staff.post("/api/v1/documents/", {**body, "number": "101"}, **JSON).status_code == 403


@pytest.mark.django_db
def test_lists_cost_the_same_with_one_and_three(cast: Cast) -> None:
    client = signed_in(cast.officer)
    roads = ("/regulations/", "/commendations/")
    reviewed(cast, issued(cast))
    commended(cast)
    one = [_count(client, road) for road in roads]
    for key in ("other", "committee"):
        reviewed(cast, issued(cast, unit=cast.units[key]))
        commended(cast)
    assert [_count(client, road) for road in roads] == one


def _count(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
