"""Assignments in the API: the same services, the same refusals."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from directives.models import Assignment
from tests.cast import Cast
from tests.directives.conftest import SignIn

Give = Callable[..., Assignment]
URL = "/api/v1/assignments/"


def body(person: str, today: date) -> dict[str, Any]:
    return {
        "person": person, "title": "Rà soát", "responsibility": "Chủ trì", "product": "Báo cáo",
        "assigned_on": today.isoformat(), "due_on": (today + timedelta(days=4)).isoformat(),
    }  # fmt: skip


def test_create_read_finish(cast: Cast, as_user: SignIn, today: date) -> None:
    client = as_user("head")
    made = client.post(URL, body(cast.people["staff"].code, today), content_type="application/json")
    assert made.status_code == 201, made.content
    code = made.json()["code"]
    own = as_user("staff")
    assert own.get(f"{URL}{code}/").json()["title"] == "Rà soát"
    done = own.post(f"{URL}{code}/finish/", {"done_on": today.isoformat()}, content_type="application/json")
    assert done.json()["state"] == "done"
    again = own.post(f"{URL}{code}/finish/", {"done_on": today.isoformat()}, content_type="application/json")
    assert again.status_code == 409


def test_create_for_somebody_elsewhere_or_by_a_cadre_is_refused(cast: Cast, as_user: SignIn, today: date) -> None:
    strange = body(cast.people["other_staff"].code, today)
    assert as_user("head").post(URL, strange, content_type="application/json").status_code == 422
    mine = body(cast.people["staff"].code, today)
    assert as_user("staff").post(URL, mine, content_type="application/json").status_code == 403
    assert not Assignment.objects.exists()


def test_list_leaks_nothing_and_refuses_unknown_parameters(give: Give, as_user: SignIn) -> None:
    mine, other = give("staff"), give("other_staff")
    client = as_user("staff")
    assert [row["code"] for row in client.get(URL).json()["results"]] == [mine.code]
    assert client.get(f"{URL}{other.code}/").status_code == 404
    assert client.get(URL, {"secret": "1"}).status_code == 400
    assert client.get(URL, {"person": "CB0000099"}).json()["count"] == 0


def test_edit_needs_its_version(give: Give, as_user: SignIn) -> None:
    row, client = give("staff"), as_user("head")

    def patch(**data: Any) -> Any:
        return client.patch(f"{URL}{row.code}/", data, content_type="application/json")

    assert patch(title="Mới").status_code in (400, 428)
    assert patch(title="Mới", row_version=1).json()["row_version"] == 2
    assert patch(title="Cũ", row_version=1).status_code == 409
    assert patch(state="done", row_version=2).status_code == 400


def test_list_costs_the_same_with_one_row_and_many(
    give: Give, as_user: SignIn, django_assert_max_num_queries: Any
) -> None:
    client = as_user("officer")
    give("staff")
    with django_assert_max_num_queries(12) as one:
        client.get(URL)
    for name in ("staff2", "clerk", "other_staff") * 3:
        give(name)
    with django_assert_max_num_queries(12) as many:
        client.get(URL)
    assert len(one) == len(many)
