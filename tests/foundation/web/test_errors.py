"""Error pages: the right status, the same bytes for missing and out of reach, what changed meanwhile."""

import json
import re
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation
from django_htmx.middleware import HtmxDetails

from foundation.audit.context import request_id
from foundation.web import errors
from foundation.web.middleware import DomainErrorMiddleware, RequestIdMiddleware
from foundation.workflow.errors import (
    Forbidden,
    InvalidInput,
    NotFound,
    Refused,
    StaleVersion,
    StateChanged,
    VersionMissing,
)


def asked(path: str = "/people/12/", **headers: str) -> Any:
    request = RequestFactory().get(path, headers=headers)
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]  # what django_htmx's middleware does
    return request


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound("x"), 404),
        (Forbidden("x"), 403),
        (StateChanged("x"), 409),
        (StaleVersion("x"), 409),
        (VersionMissing("x"), 428),
        (InvalidInput("x"), 422),
        (Refused("x"), 422),
    ],
)
def test_domain_error_has_its_status(error: Any, status: int) -> None:
    middleware = DomainErrorMiddleware(lambda request: HttpResponse())
    answer = middleware.process_exception(asked(), error)
    assert answer is not None and answer.status_code == status


def test_other_exceptions_stay_errors_of_the_server() -> None:
    assert DomainErrorMiddleware(lambda request: HttpResponse()).process_exception(asked(), ValueError()) is None


def test_missing_and_out_of_reach_are_the_same_bytes() -> None:
    missing = errors.not_found(asked("/people/999999/"))
    out_of_reach = errors.domain_error(asked("/people/12/"), NotFound("Person 12 of unit 7"))
    assert missing.content == out_of_reach.content
    assert b"999999" not in missing.content and b"unit 7" not in out_of_reach.content


def test_message_of_a_refusal_is_shown_and_escaped() -> None:
    page = errors.domain_error(asked(), Refused("<i>Quá hạn</i> 5 ngày")).content.decode()
    assert "&lt;i&gt;Quá hạn" in page


def test_conflict_shows_what_the_other_person_changed() -> None:
    error = StaleVersion(
        "Saved by another.", details={"current": {"note": "theirs", "x": 1}, "yours": {"note": "mine", "x": 1}}
    )
    page = errors.domain_error(asked(), error).content.decode()
    assert "theirs" in page and "mine" in page and ">x<" not in page


def test_way_back_never_leads_to_another_site() -> None:
    page = errors.domain_error(asked(referer="https://evil.example/x"), Refused("no")).content.decode()
    assert "evil.example" not in page


def test_error_inside_an_open_page_goes_to_the_notice_area() -> None:
    answer = errors.domain_error(asked(**{"HX-Request": "true"}), Refused("no"))
    assert answer["HX-Retarget"] == "#live" and b"<html" not in answer.content


def test_error_of_an_unknown_api_path_is_json() -> None:
    body = json.loads(errors.not_found(asked("/api/v1/none/")).content)
    assert body["error"]["code"] == "not_found"


def test_server_error_page_is_a_fixed_file() -> None:
    answer = errors.server_error(asked())
    page = answer.content.decode()
    assert answer.status_code == 500 and "Máy chủ gặp lỗi" in page and "Server error" in page
    sheets = re.findall(r'href="/static/([^"]+)"', page)
    assert len(sheets) > 5 and all(finders.find(sheet) for sheet in sheets), "in our look, and every sheet is there"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_error_pages_are_in_the_readers_language(language: str) -> None:
    with translation.override(language):
        page = errors.not_found(asked()).content.decode()
    assert f'<html lang="{language}"' in page


def test_each_request_has_its_own_identifier() -> None:
    seen: list[str] = []

    def view(request: Any) -> HttpResponse:
        seen.append(request_id.get())
        return HttpResponse()

    middleware = RequestIdMiddleware(view)
    answers = [middleware(asked(**{"X-Request-ID": "chosen-by-the-caller"})) for _turn in range(2)]
    assert [answer["X-Request-ID"] for answer in answers] == seen
    assert len(set(seen)) == 2 and "chosen-by-the-caller" not in seen and request_id.get() == ""
