"""Documents and catalogues in the browser's eyes: read by everybody, worded anew by two officers."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import User
from accounts.services.grants import grant_at_setup
from directives.models import Catalogue, CatalogueVersion, Document
from directives.selectors.catalogues import version_in_force
from directives.services.catalogue_loading import load_catalogues
from foundation.audit.record import recorded
from tests.cast import SINCE, Cast, add_account
from tests.foundation.sheets.test_documents import document
from tests.sessions import signed_in

pytestmark = pytest.mark.django_db
URL = "/documents/catalogues/ct24/"


@pytest.fixture
def ct24(cast: Cast) -> Catalogue:
    load_catalogues()
    return Catalogue.objects.get(code="ct24")


@pytest.fixture
def second(cast: Cast) -> User:
    user = add_account("officer-two", "Nguyễn Hai")
    grant_at_setup(user=user, role=Role.ORGANIZATION_COMMITTEE, unit=None, valid_from=SINCE)
    return user


def items(ct24: Catalogue) -> list[tuple[str, str]]:
    rows = version_in_force(ct24).indicators.order_by("group__number", "number")
    return [(row.code, f"Chính thức {row.code}") for row in rows]


def pasted(client: Client, ct24: Catalogue, *, leave_out: str = "") -> Any:
    text = "\n".join(f"{code}. {words}" for code, words in items(ct24) if code != leave_out)
    return client.post(f"{URL}draft/", {"origin": "Bản giấy", "text": text})


def test_everybody_reads_the_documents_and_sees_what_is_not_verified(cast: Cast, ct24: Catalogue) -> None:
    client = signed_in(cast.staff)
    listed = client.get("/documents/").content.decode()
    assert "24-CT/TU" in listed and "188-KH/TU" in listed and "Chưa kiểm chứng" in listed
    page = client.get("/documents/ct24/").content.decode()
    assert page.count("<li value=") == 6 and URL in page
    assert client.get("/documents/none/").status_code == 404
    shown = client.get(URL, follow=True).content.decode()
    assert shown.count('<tr id="') == 25 and "Diễn đạt tạm" in shown and f"{URL}draft/" not in shown
    assert client.get(f"{URL}draft/").status_code == 403


def test_appendix_is_pasted_compared_confirmed_and_put_into_force(cast: Cast, ct24: Catalogue, second: User) -> None:
    first, other = signed_in(cast.officer), signed_in(second)
    address = pasted(first, ct24)["Location"]
    page = first.get(address).content.decode()
    assert "Chính thức TN-09" in page and "Không chấp hành nghiêm thời giờ làm việc." in page
    assert signed_in(cast.staff).get(address).status_code == 404
    first.post(f"{address}confirm/", {"item": [code for code, _words in items(ct24)][:24]})
    refused = other.post(f"{address}force/", {"valid_from": "2030-01-01"})
    assert refused.status_code == 422 and "BV-04" in refused.content.decode()
    first.post(f"{address}confirm/", {"item": "BV-04"})
    assert first.post(f"{address}force/", {"valid_from": "2030-01-01"}).status_code == 403
    assert other.post(f"{address}force/", {"valid_from": "2020-01-01"}).status_code == 422
    assert other.post(f"{address}force/", {"valid_from": "2030-01-01"}).status_code == 302
    assert CatalogueVersion.objects.get(number=2).valid_from.year == 2030
    assert signed_in(cast.staff).get(address).status_code == 200


def test_appendix_of_24_items_is_refused_with_its_group_and_nothing_typed_is_lost(cast: Cast, ct24: Catalogue) -> None:
    answer = pasted(signed_in(cast.officer), ct24, leave_out="TN-05")
    text = answer.content.decode()
    assert answer.status_code == 422 and "TN" in text and "8" in text and "Chính thức TN-06" in text
    assert CatalogueVersion.objects.count() == 1


@pytest.mark.parametrize("name", ["phu-luc.docx", "phu-luc.csv"])
def test_appendix_comes_as_a_file(cast: Cast, ct24: Catalogue, name: str) -> None:
    rows = [[code, words] for code, words in items(ct24)]
    content = document(rows=rows) if name.endswith("docx") else "\n".join(";".join(row) for row in rows).encode()
    data = {"origin": "Tệp", "text": "", "file": SimpleUploadedFile(name, content)}
    answer = signed_in(cast.officer).post(f"{URL}draft/", data)
    assert answer.status_code == 302, answer.content.decode()
    assert CatalogueVersion.objects.get(number=2).indicators.get(code="KL-12").text_vi == "Chính thức KL-12"


def test_hostile_or_missing_file_is_a_sentence(cast: Cast, ct24: Catalogue) -> None:
    client = signed_in(cast.officer)
    hostile = SimpleUploadedFile("x.docx", b"%PDF-1.7")
    assert client.post(f"{URL}draft/", {"origin": "x", "file": hostile}).status_code == 422
    assert client.post(f"{URL}draft/", {"origin": "x"}).status_code == 422
    assert CatalogueVersion.objects.count() == 1


def test_item_is_mended_and_group_is_settled_in_the_draft_only(cast: Cast, ct24: Catalogue) -> None:
    client = signed_in(cast.officer)
    address = pasted(client, ct24)["Location"]
    draft = CatalogueVersion.objects.get(number=2)
    form = {"text_vi": "Sửa lại", "text_en": "", "replaces": "KL-02", "row_version": 1}
    assert client.post(f"{address}items/KL-01/", form).status_code == 302
    mended = draft.indicators.get(code="KL-01")
    assert (mended.text_vi, mended.replaces.code) == ("Sửa lại", "KL-02")
    assert client.post(f"{address}items/KL-01/", form).status_code == 409
    settled = {"polarity": "failure", "confirmed": "", "counted": "on", "row_version": 1}
    assert client.post(f"{address}groups/BV/", settled).status_code == 422
    assert client.post(f"{address}groups/BV/", {**settled, "confirmed": "on"}).status_code == 302
    assert draft.groups.get(code="BV").counted
    assert client.post(f"{URL}1/items/KL-01/", form).status_code == 403
    assert client.post(f"{address}discard/", {"reason": "Nhầm"}).status_code == 302


def test_lists_cost_the_same_whatever_they_hold(cast: Cast, ct24: Catalogue) -> None:
    client = signed_in(cast.officer)
    client.get("/documents/")
    before = _count(client, "/documents/")
    with recorded(by=None):
        for number in range(20):
            Document.objects.create(code=f"x{number}", number=f"{number}", kind="plan", title_vi="x", issuer="x")
    assert _count(client, "/documents/") == before
    assert _count(client, f"{URL}1/") <= 25


def _count(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
