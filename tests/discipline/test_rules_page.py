"""The page and the API of the rules: everybody reads them, by day, kind and standing; queries do not grow."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from discipline.models import Rule
from discipline.services.rule_loading import load_rules
from tests.cast import Cast, build_cast
from tests.sessions import signed_in

pytestmark = pytest.mark.django_db
URL = "/discipline/rules/"
API = "/api/v1/discipline-rules/"


@pytest.fixture
def cast(db: None) -> Cast:
    load_rules()
    return build_cast()


def test_both_sides_of_1_july_2025_with_ground_dates_and_standing(cast: Cast) -> None:
    client = signed_in(cast.staff)
    before = client.get(URL, {"on": "2025-06-30", "scope": "civil"}).content.decode()
    after = client.get(URL, {"on": "2025-07-01", "scope": "civil"}).content.decode()
    assert "Hạ bậc lương" in before and "đến 30/06/2025" in before and "Điều 7" in before
    assert "Hạ bậc lương" not in after and "Nghị định 172/2025/NĐ-CP" in after
    assert "Chưa kiểm chứng" in after and "Đã đọc tại nguồn" in after
    assert client.get(URL, {"on": "no day", "scope": "king"}).status_code == 200
    doubtful = client.get(URL, {"standing": "unverified", "on": "2026-11-28"}).context["page"]
    assert doubtful.rows and not any(row.verified for row in doubtful.rows)


def test_queries_do_not_grow_with_the_rows(cast: Cast) -> None:
    client = signed_in(cast.staff)
    client.get(URL)
    asked = []
    for address in (f"{URL}?on=2011-01-01", URL):
        with CaptureQueriesContext(connection) as seen:
            page = client.get(address).context["page"]
        asked.append((len(page.rows), len(seen)))
    assert asked[0][0] < asked[1][0] and asked[0][1] == asked[1][1]


def test_api_lists_a_day_and_refuses_what_it_does_not_know(cast: Cast) -> None:
    client = signed_in(cast.staff)
    answer = client.get(API, {"on": "2025-06-30", "scope": "civil", "code": "form.salary_grade"}).json()
    assert [row["valid_to"] for row in answer["results"]] == ["2025-06-30"]
    assert answer["results"][0]["value"]["form"] == "salary_grade"
    assert client.get(API, {"on": "2025-07-01", "code": "form.salary_grade"}).json()["count"] == 0
    counted = client.get(API, {"verified": "false", "track": "party"}).json()["count"]
    assert counted == Rule.objects.filter(verified=False, track="party").count() > 0
    assert client.get(API, {"day": "2025-07-01"}).status_code == 400
    assert client.get(API, {"on": "yesterday"}).status_code == 400
    assert client.post(API, {}).status_code in (403, 405)
