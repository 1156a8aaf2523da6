"""The inbox page and its API show and change the reader's own rows only."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from foundation.notifications.models import Notification
from foundation.notifications.notify import mark_handled, notify
from tests import sessions

pytestmark = pytest.mark.django_db
API = "/api/v1/notifications/"


@pytest.fixture
def inbox_url() -> str:
    return reverse("notifications:inbox")


def tell(user: User, dedupe: str, title: str) -> Notification:
    return notify(user_id=user.pk, kind="test", dedupe=dedupe, title=title, url="/matters/1/", ends_when="Ends soon")


def test_page_shows_own_matters_and_none_of_others(client: Client, lan: User, minh: User, inbox_url: str) -> None:
    tell(lan, "a", "Own matter")
    tell(minh, "b", "Secret of Minh")
    sessions.signed_in(lan, client=client)
    page = client.get(inbox_url).content.decode()
    assert "Own matter" in page and 'href="/matters/1/"' in page and "Ends soon" in page
    assert "Secret of Minh" not in page


def test_page_escapes_what_others_wrote(client: Client, lan: User, inbox_url: str) -> None:
    notify(user_id=lan.pk, kind="t", dedupe="x", title="By %(who)s", params={"who": "<script>alert(1)</script>"})
    sessions.signed_in(lan, client=client)
    assert "<script>alert(1)" not in client.get(inbox_url).content.decode()


def test_page_costs_the_same_queries_with_1_and_20_rows(
    client: Client, lan: User, minh: User, inbox_url: str, django_assert_max_num_queries
) -> None:
    sessions.signed_in(lan, client=client)
    for count in (1, 20):
        for n in range(count):
            tell(lan, f"{count}:{n}", "Matter")
        mark_handled(dedupe_prefix=f"{count}:0", by=minh)
        with django_assert_max_num_queries(15) as captured:
            client.get(inbox_url)
        if count == 1:
            first = len(captured)
    assert len(captured) == first


def test_marking_one_and_all_as_read(client: Client, lan: User, minh: User, inbox_url: str) -> None:
    one, two, other = tell(lan, "a", "A"), tell(lan, "b", "B"), tell(minh, "c", "C")
    sessions.signed_in(lan, client=client)
    client.post(reverse("notifications:read"), {"id": one.pk})
    assert list(Notification.objects.filter(read_at__isnull=True).order_by("pk")) == [two, other]
    client.post(reverse("notifications:read"), {"id": other.pk})
    assert Notification.objects.get(pk=other.pk).read_at is None
    assert client.post(reverse("notifications:read")).status_code == 302
    assert list(Notification.objects.filter(read_at__isnull=True)) == [other]
    assert client.get(reverse("notifications:read")).status_code == 405


def test_stranger_is_sent_to_sign_in(client: Client, inbox_url: str) -> None:
    assert client.get(inbox_url).status_code == 302
    assert client.get(API).status_code in (401, 403)


def test_api_lists_own_rows_filters_and_marks(client: Client, lan: User, minh: User) -> None:
    one, two, other = tell(lan, "a", "A"), tell(lan, "b", "B"), tell(minh, "c", "C")
    sessions.signed_in(lan, client=client)
    assert [row["title"] for row in client.get(API).json()["results"]] == ["B", "A"]
    assert client.get(f"{API}{other.pk}/").status_code == 404
    marked = client.post(f"{API}read/", {"ids": [one.pk, other.pk]}, content_type="application/json")
    assert marked.json() == {"marked": 1}
    assert [row["id"] for row in client.get(API, {"unread": "true"}).json()["results"]] == [two.pk]
    assert client.post(f"{API}read/", {}, content_type="application/json").json() == {"marked": 1}
