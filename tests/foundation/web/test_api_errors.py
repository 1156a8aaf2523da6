"""API errors: one shape, errors by field, unknown keys refused."""

from typing import Any

import pytest
from django.http import Http404
from django.test import RequestFactory
from rest_framework import exceptions, serializers
from rest_framework.request import Request

from foundation.web.api_errors import exception_handler, field_lines
from foundation.web.strict import StrictSerializer, only_parameters
from foundation.workflow.errors import InvalidInput, NotFound, Refused

SHAPE = {"code", "message", "field", "row", "details", "request_id"}


def answer(exc: Exception) -> tuple[int, dict[str, Any]]:
    response = exception_handler(exc, {})
    assert response is not None
    assert set(response.data) == {"error"} and set(response.data["error"]) == SHAPE
    return response.status_code, response.data["error"]


@pytest.mark.parametrize(
    ("exc", "status", "code"),
    [
        (NotFound("secret"), 404, "not_found"),
        (Http404("secret"), 404, "not_found"),
        (Refused("no", code="not_your_unit"), 422, "not_your_unit"),
        (exceptions.NotAuthenticated(), 401, "not_authenticated"),
        (exceptions.PermissionDenied(), 403, "permission_denied"),
        (exceptions.Throttled(wait=30), 429, "throttled"),
        (exceptions.MethodNotAllowed("PUT"), 405, "method_not_allowed"),
        (exceptions.ParseError(), 400, "parse_error"),
    ],
)
def test_every_error_has_the_one_shape(exc: Exception, status: int, code: str) -> None:
    got_status, error = answer(exc)
    assert (got_status, error["code"]) == (status, code) and "secret" not in error["message"]


def test_field_and_row_of_a_domain_error_are_told() -> None:
    _status, error = answer(InvalidInput("no such day", field="born_on", row=7, details={"cell": "D7"}))
    assert (error["field"], error["row"], error["details"]) == ("born_on", 7, {"cell": "D7"})


def test_validation_errors_are_listed_by_field() -> None:
    detail = {"name": ["Too long."], "posts": [{}, {"unit": ["Unknown."]}], "non_field_errors": ["Never so."]}
    _status, error = answer(exceptions.ValidationError(detail))
    assert [line["field"] for line in error["details"]["fields"]] == ["name", "posts.1.unit", ""]


def test_plain_list_of_errors_has_no_field() -> None:
    assert field_lines(["a", "b"])[1]["field"] == ""


class Sample(StrictSerializer):
    name = serializers.CharField()
    code = serializers.CharField(read_only=True)


@pytest.mark.parametrize("key", ["nmae", "code"])
def test_unknown_or_read_only_key_is_an_error(key: str) -> None:
    form = Sample(data={"name": "An", key: "x"})
    assert not form.is_valid() and key in form.errors


def test_unknown_parameter_is_an_error() -> None:
    request = Request(RequestFactory().get("/?unit=1&sort=name&oops=2"))
    with pytest.raises(exceptions.ValidationError) as caught:
        only_parameters(request, {"unit"})
    assert set(caught.value.detail) == {"oops", "sort"}


def test_unknown_exception_is_left_to_the_server() -> None:
    assert exception_handler(RuntimeError(), {}) is None
