"""Home: each role finds what waits for it, one click away, at a fixed cost."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import yaml
from django.test import Client

from accounts.services.grants import propose
from config.demo.seed import HOLIDAYS
from directives.services.assignments import assign
from evaluations.models import Evaluation
from evaluations.services.opening import open_cycle
from foundation.notifications.notify import notify
from foundation.web.clock import local_date
from organization.rules.holidays import read_holidays
from organization.services.calendar import load_holidays
from tests import sessions
from tests.cast import Cast, build_cast

SignIn = Callable[[str], Client]


@pytest.fixture
def cast(db: None) -> Cast:
    load_holidays(rows=read_holidays(yaml.safe_load(HOLIDAYS.read_text(encoding="utf-8"))), by=None)
    return build_cast()


@pytest.fixture
def as_user(cast: Cast) -> SignIn:
    def sign_in(name: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        sessions.signed_in(cast.users[name], client=client)
        return client

    return sign_in


@pytest.fixture
def today() -> date:
    return local_date()


@pytest.fixture
def month(cast: Cast, today: date) -> date:
    """The present month, opened for everybody."""
    period = today.replace(day=1)
    open_cycle(period=period, on=today, by=None)
    return period


def give(cast: Cast, person: str, due: date) -> Any:
    by = cast.chair if person == "head" else cast.head
    return assign(
        person=cast.people[person], title=f"Rà soát {person}", responsibility="Chủ trì", product="Báo cáo",
        assigned_on=due - timedelta(days=10), due_on=due, by=by, day_off_confirmed=True,
    )  # fmt: skip


def test_home_without_work_says_so(cast: Cast, as_user: SignIn) -> None:
    answer = as_user("leader").get("/")
    assert answer.status_code == 200
    assert "Nothing waits for you" in answer.content.decode()
    assert Client().get("/").status_code == 302


def test_home_of_a_cadre_the_own_sheet_and_the_own_tasks_only(
    cast: Cast, month: date, as_user: SignIn, today: date
) -> None:
    mine, other = give(cast, "staff", today - timedelta(days=20)), give(cast, "staff2", today)
    far = give(cast, "staff", today + timedelta(days=60))
    text = as_user("staff").get("/").content.decode()
    assert f"/evaluations/{month:%Y-%m}/self/" in text
    assert mine.code in text and other.code not in text and far.code not in text
    assert "Overdue" in text
    assert "/units/" not in text.split('id="worklist"')[1].split("</section>")[0]


def test_home_of_a_head_the_grid_is_one_click_away(cast: Cast, month: date, as_user: SignIn) -> None:
    text = as_user("division_head").get("/").content.decode()
    assert f"/evaluations/{month:%Y-%m}/units/{cast.units['division'].code}/" in text
    rows = Evaluation.objects.filter(superior=cast.people["division_head"]).count()
    assert rows == 2 and f"{rows} of {rows} sheets" in text
    assert cast.units["other"].name not in text


def test_home_of_an_officer_the_month_with_its_bars(cast: Cast, month: date, as_user: SignIn) -> None:
    text = as_user("officer").get("/").content.decode()
    assert f"Evaluation of {month:%m/%Y}" in text and "How many, and which" in text
    assert f"/evaluations/{month:%Y-%m}/?show=waiting" in text
    assert "How many, and which" not in as_user("staff").get("/").content.decode()


def test_home_a_grant_waits_for_the_second_person_only(cast: Cast, as_user: SignIn, today: date) -> None:
    propose(
        user=cast.staff, role="LD", unit=None, valid_from=today, valid_to=None, reason="Quyết định 12", by=cast.officer
    )
    assert "proposed for" in as_user("officer2").get("/").content.decode()
    assert "proposed for" in as_user("admin").get("/").content.decode()
    for name in ("officer", "staff", "head"):
        assert "proposed for" not in as_user(name).get("/").content.decode(), name


def test_home_work_given_up_is_told_to_who_keeps_the_system_running(cast: Cast, as_user: SignIn) -> None:
    notify(user_id=cast.admin.pk, kind="outbox.dead", dedupe="outbox.dead:1:1", title="x")
    assert "1 background job was given up" in as_user("admin").get("/").content.decode()


def test_home_filter_by_kind_keeps_the_count(cast: Cast, month: date, as_user: SignIn, today: date) -> None:
    task = give(cast, "staff", today)
    client = as_user("staff")
    assert task.code not in client.get("/?kind=evaluation").content.decode()
    assert task.code in client.get("/?kind=task").content.decode()
    assert task.code in client.get("/?kind=strange").content.decode()


@pytest.mark.parametrize("name", ["officer", "head", "staff"])
def test_home_costs_the_same_with_little_and_much_to_do(
    cast: Cast, month: date, as_user: SignIn, today: date, django_assert_max_num_queries: Any, name: str
) -> None:
    client = as_user(name)

    def more(days: int) -> None:
        give(cast, "staff", today - timedelta(days=days))
        give(cast, "head", today - timedelta(days=days))
        propose(
            user=cast.staff2, role="LD", unit=None, valid_from=today, valid_to=None, reason=str(days), by=cast.officer2
        )

    more(0)
    with django_assert_max_num_queries(25) as little:
        client.get("/")
    for number in range(1, 9):
        more(number)
    with django_assert_max_num_queries(25) as much:
        client.get("/")
    assert len(much) <= len(little)


def test_worklist_of_the_api_is_that_of_the_page(cast: Cast, month: date, as_user: SignIn, today: date) -> None:
    task = give(cast, "staff", today)
    client = as_user("staff")
    groups = client.get("/api/v1/worklist/").json()
    # The month's own steps may be over already, late in a month, and stand above it.
    assert [g["when"] for g in groups if task.code in {line["number"] for line in g["lines"]}] == ["today"]
    assert client.get("/api/v1/worklist/", {"of": "head"}).status_code == 400
    assert Client().get("/api/v1/worklist/").status_code in (401, 403)
