"""The auditor's page: filters, pages, words, and nothing shown that the matrix keeps closed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from cadres.models import Person
from directives.services.assignments import assign
from foundation.audit.models import AuditEvent
from foundation.audit.record import record_event, recorded
from foundation.web.clock import local_date
from reports.trail.authors import blinded
from tests.cast import Cast, build_cast
from tests.discipline.walk import Walk, desk
from tests.sessions import signed_in

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
PAGE, API = "/trail/", "/api/v1/trail/"
SECRET = "001199123456"


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


@pytest.fixture
def as_user(cast: Cast) -> SignIn:
    def sign_in(name: str) -> Client:
        client = signed_in(cast.users[name])
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        return client

    return sign_in


@pytest.fixture
def change(cast: Cast) -> AuditEvent:
    """A change of a person's name, number, birth and note by the officer."""
    person = cast.people["staff"]
    with recorded(by=cast.officer, source="app"):
        Person.objects.filter(pk=person.pk).update(
            full_name="Nguyễn Thị Thúy Anh", national_id=SECRET, birth_date="1990-07-09", note="ghi chú kín"
        )
    return AuditEvent.objects.filter(table_name="cadres_person", row_key=str(person.pk)).latest("id")


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def keys(client: Client, query: str) -> list[int]:
    return [row["id"] for row in client.get(f"{API}?page_size=100&{query}").json()["results"]]


@pytest.mark.parametrize("reader", ["officer", "leader", "head", "personnel", "staff"])
def test_trail_is_closed_to_everybody_else(change: AuditEvent, as_user: SignIn, reader: str) -> None:
    client = as_user(reader)
    for address in (PAGE, f"{PAGE}{change.pk}/", API):
        assert client.get(address).status_code == 403
    assert PAGE not in text(client, "/")


def test_auditor_sees_names_of_changed_columns_and_only_open_values(change: AuditEvent, as_user: SignIn) -> None:
    page = text(as_user("auditor"), f"{PAGE}{change.pk}/")
    assert "Nguyễn Thị Thúy Anh" in page and "Nguyễn Thị Thúy An<" in page and "Personal number" in page
    assert SECRET not in page and "ghi chú kín" not in page and "09/07/1990" not in page and "07-09" not in page
    assert page.count("hidden</span>") >= 2
    assert "Đặng Thị Khánh Vân" in page


def test_no_page_and_no_answer_of_the_api_holds_a_hidden_value(change: AuditEvent, as_user: SignIn) -> None:
    auditor = as_user("auditor")
    for address in (PAGE, f"{PAGE}?kind=row", f"{PAGE}{change.pk}/", API, f"{API}?object=cadres.person"):
        answer = auditor.get(address).content.decode()
        assert SECRET not in answer and "ghi chú kín" not in answer and "1990-07-09" not in answer, address
    row = next(one for one in auditor.get(API).json()["results"] if one["id"] == change.pk)
    assert row["after"]["national_id"] == row["after"]["note"] == "***" and row["after"]["birth_date"] == "1990"
    assert row["after"]["full_name"] == "Nguyễn Thị Thúy Anh"


def test_free_words_about_what_is_closed_stay_closed(cast: Cast, as_user: SignIn) -> None:
    task = assign(
        person=cast.people["staff"], title="Việc kín", responsibility="x", product="y",
        assigned_on=local_date(), due_on=local_date(), by=cast.head, day_off_confirmed=True,
    )  # fmt: skip
    with recorded(by=cast.head):
        record_event(
            object_type="directives.assignment", object_id=task.pk, name="assignment.cancel", reason="lời kín",
            details={"from": "open", "to": "cancelled", "said": "câu kín"},
        )  # fmt: skip
    event = AuditEvent.objects.latest("id")
    auditor = as_user("auditor")
    page = text(auditor, f"{PAGE}{event.pk}/")
    assert "lời kín" not in page and "câu kín" not in page and "cancelled" in page
    assert "Việc kín" not in auditor.get(API).content.decode()


def test_grade_is_hidden_until_it_is_published(cast: Cast, as_user: SignIn) -> None:
    from tests.foundation.audit import rows

    with recorded(by=cast.head):
        sheet = rows.evaluation(unit_cycle=rows.unit_cycle(), person=cast.people["staff"])
    event = AuditEvent.objects.filter(table_name="evaluations_evaluation", row_key=str(sheet.pk)).latest("id")
    auditor = as_user("auditor")

    def shown(**after: Any) -> Any:
        from reports.trail.payload import payload_of

        made = AuditEvent(kind="row", table_name="evaluations_evaluation", before={"grade": ""}, after=after)
        return (payload_of(User.objects.get(pk=cast.auditor.pk), made).after or {})["grade"]

    assert shown(state="DECIDED", grade="A") == "***" and shown(state="PUBLISHED", grade="A") == "A"
    assert auditor.get(f"{PAGE}{event.pk}/").status_code == 200


def test_administrator_sees_entries_about_accounts_and_nothing_else(
    cast: Cast, change: AuditEvent, as_user: SignIn
) -> None:
    admin = as_user("admin")
    found = admin.get(f"{API}?page_size=100").json()["results"]
    assert found and all((row["table_name"] or row["object_type"]).startswith("accounts") for row in found)
    assert admin.get(f"{PAGE}{change.pk}/").status_code == 404
    page = text(admin, PAGE)
    assert 'name="person"' not in page and "Entries</dt>" not in page
    assert keys(admin, f"person={cast.people['staff'].code}") == []
    assert keys(admin, "object=cadres.person") == []


def test_person_means_the_row_and_everything_about_the_person(cast: Cast, change: AuditEvent, as_user: SignIn) -> None:
    auditor, person = as_user("auditor"), cast.people["staff"]
    found = auditor.get(f"{API}?page_size=100&person={person.code}").json()["results"]
    assert {row["table_name"] for row in found} >= {"cadres_person", "cadres_posting"}
    assert change.pk in [row["id"] for row in found]
    other = str(cast.people["staff2"].pk)
    assert not [row for row in found if row["table_name"] == "cadres_person" and row["row_key"] == other]
    assert keys(auditor, "person=thuy+an") == [row["id"] for row in found]
    page = text(auditor, f"{PAGE}?person=anh")
    assert "Whom do you mean?" in page and "Trần Đức Anh" in page
    assert "Nobody in the registry" in text(auditor, f"{PAGE}?person=khong+co+ai")


def test_person_never_means_the_cases_about_the_person(cast: Cast, as_user: SignIn) -> None:
    desk(cast)
    case = Walk.signal(cast).case
    auditor, person = as_user("auditor"), cast.people["staff"]
    found = auditor.get(f"{API}?page_size=100&person={person.code}").json()["results"]
    assert not [row for row in found if row["table_name"].startswith("discipline_")]
    kept = auditor.get(f"{API}?page_size=100&object=discipline.case&key={case.pk}").json()["results"]
    assert kept and not any(person.code in str(row) or person.full_name in str(row) for row in kept)


def test_no_way_of_asking_tells_who_reported_a_signal(cast: Cast, as_user: SignIn) -> None:
    desk(cast)
    walk = Walk.signal(cast, by="head")
    auditor, head = as_user("auditor"), cast.users["head"]
    born = AuditEvent.objects.get(table_name="discipline_case", row_key=str(walk.case.pk), operation="I")
    assert born.actor == str(head.pk)
    for query in ("object=discipline.case", "object=discipline.casemember", "object=discipline.casebar", ""):
        found = auditor.get(f"{API}?page_size=100&{query}").json()["results"]
        rows = [row for row in found if row["table_name"].startswith("discipline_case") and row["actor"] != "system"]
        assert rows and {(row["actor"], row["actor_name"], row["request_id"]) for row in rows} == {("***", "", "")}
    for asked in (f"actor={head.pk}", "actor=head", f"actor={head.pk}&object=discipline.case"):
        assert born.pk not in keys(auditor, asked)
    page = text(auditor, f"{PAGE}{born.pk}/")
    assert "not shown" in page and head.full_name not in page and f"actor={head.pk}" not in page
    assert head.full_name not in text(auditor, f"{PAGE}?object=discipline.case")
    other = AuditEvent(transaction_id=born.transaction_id + 1, actor=str(cast.officer.pk), actor_name="officer")
    assert blinded([other])[0].actor == str(cast.officer.pk), "who handles a case answers for it by name"


def test_each_filter_keeps_exactly_its_entries(cast: Cast, change: AuditEvent, as_user: SignIn) -> None:
    auditor, officer = as_user("auditor"), str(cast.officer.pk)
    everything = AuditEvent.objects.all()
    today = f"{local_date():%Y-%m-%d}"
    wanted: dict[str, Any] = {
        "kind=event": everything.filter(kind="event"),
        "actor=officer": everything.filter(actor=officer),
        f"actor={officer}": everything.filter(actor=officer),
        "object=organization.unit": everything.filter(table_name="organization_unit"),
        f"object=cadres.person&key={change.row_key}": everything.filter(
            table_name="cadres_person", row_key=change.row_key
        ),
        f"from={today}&to={today}": everything,
        "from=01/01/2020&to=02/01/2020": everything.none(),
        f"request={change.request_id or 'x' * 32}": everything.filter(request_id=change.request_id or "x"),
    }
    for query, rows in wanted.items():
        assert keys(auditor, query) == list(rows.order_by("-id").values_list("pk", flat=True)[:100]), query
        assert auditor.get(f"{PAGE}?{query}").status_code == 200


@pytest.mark.parametrize("query", ["kind=x", "from=32/13/2026", "before=abc", "after=" + "9" * 30, "to=0001-01-01"])
def test_unreadable_filter_is_an_error_of_its_own(as_user: SignIn, query: str) -> None:
    auditor = as_user("auditor")
    assert "This filter cannot be used" in text(auditor, f"{PAGE}?{query}")
    assert auditor.get(f"{API}?{query}").status_code == 422


def test_pages_turn_both_ways_and_lose_nothing(cast: Cast, as_user: SignIn) -> None:
    auditor = as_user("auditor")
    everything = list(AuditEvent.objects.order_by("-id").values_list("pk", flat=True))
    seen: list[int] = []
    step: dict[str, Any] = auditor.get(f"{API}?page_size=7").json()
    assert step["newer"] is None and step["count"] == len(everything) > 60
    while True:
        seen += [row["id"] for row in step["results"]]
        if step["older"] is None:
            break
        last = step
        step = auditor.get(f"{API}?page_size=7&before={step['older']}").json()
    assert seen == everything
    back = auditor.get(f"{API}?page_size=7&after={step['newer']}").json()
    assert back["results"] == last["results"]
    assert len(auditor.get(f"{API}?page_size=5000").json()["results"]) <= 100


def test_page_costs_the_same_with_few_and_many_entries(cast: Cast, change: AuditEvent, as_user: SignIn) -> None:
    auditor = as_user("auditor")
    person = cast.people["staff"]

    def queries() -> int:
        auditor.get(f"{PAGE}?object=cadres.person")
        with CaptureQueriesContext(connection) as found:
            auditor.get(f"{PAGE}?object=cadres.person&person={person.code}")
        return len(found)

    few = queries()
    for number in range(60):
        with recorded(by=cast.officer):
            Person.objects.filter(pk=person.pk).update(education=f"Lớp {number}")
    assert queries() == few <= 30


def test_chain_stands_above_the_entries(as_user: SignIn) -> None:
    page = text(as_user("auditor"), PAGE)
    assert "Not sealed yet" in page and "Last checkpoint" in page and "Last verification" in page


def test_reading_the_trail_leaves_the_trail_alone(change: AuditEvent, as_user: SignIn) -> None:
    auditor = as_user("auditor")
    before = AuditEvent.objects.count(), AuditEvent.objects.using("audit").count()
    for address in (PAGE, f"{PAGE}{change.pk}/", API):
        assert auditor.get(address).status_code == 200
        assert auditor.post(address).status_code == 405
    assert (AuditEvent.objects.count(), AuditEvent.objects.using("audit").count()) == before


def test_every_recorded_table_and_every_act_has_its_word() -> None:
    from django.apps import apps

    from reports.selectors.trail import kinds_of_objects
    from reports.words import EVENTS, FIELDS, TABLES

    recorded_models = kinds_of_objects()
    assert {model._meta.db_table for model in recorded_models} - set(TABLES) == set()
    columns = {field.column for model in recorded_models for field in model._meta.concrete_fields}
    assert columns - set(FIELDS) == set()
    tables = [model.transitions for model in apps.get_models() if hasattr(model, "transitions")]  # type: ignore[attr-defined]
    acts = {f"{table.name}.{move.action}" for table in tables for move in table.moves}
    assert acts - set(EVENTS) == set()
