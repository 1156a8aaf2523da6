"""Accounts of everybody: the administrator opens and closes, nobody else; the address of a person is the registry's."""

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import Session, User
from foundation.audit.models import AuditEvent
from foundation.outbox.worker import run_due
from tests.cast import Cast, add_person, build_cast
from tests.sessions import signed_in

pytestmark = pytest.mark.django_db
NEW = "/people/account/"


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def test_list_finds_by_name_and_state(cast: Cast) -> None:
    User.objects.filter(pk=cast.clerk.pk).update(is_active=False)
    User.objects.filter(pk=cast.staff.pk).update(password="!")
    client = signed_in(cast.admin)

    def found(**query: str) -> set[str]:
        return {account.username for account in client.get(reverse("accounts:accounts"), query).context["page"].rows}

    assert found(q="Thúy An") == {"staff"} and found(q="clerk") == {"clerk"}
    assert found(state="closed") == {"clerk"} and found(state="waiting") == {"staff"}
    assert not {"clerk", "staff"} & found(state="active")


@pytest.mark.parametrize(
    ("name", "status"), [("admin", 200), ("officer", 200), ("auditor", 200), ("head", 403), ("staff", 403)]
)
def test_who_sees_the_list(cast: Cast, name: str, status: int) -> None:
    client = signed_in(cast.users[name])
    assert client.get(reverse("accounts:accounts")).status_code == status
    assert client.get(reverse("accounts:account", args=[cast.clerk.pk])).status_code == status


@pytest.mark.parametrize("name", ["officer", "auditor", "head", "personnel", "staff"])
def test_only_the_administrator_acts(cast: Cast, name: str) -> None:
    client = signed_in(cast.users[name])
    for step in ("send_link", "disable", "enable"):
        url = reverse("accounts:account_step", args=[cast.clerk.pk])
        assert client.post(url, {"step": step, "row_version": 1}).status_code == 403
    assert client.post(NEW, {"full_name": "X", "username": "x"}).status_code == 403
    assert User.objects.get(pk=cast.clerk.pk).is_active and not User.objects.filter(username="x").exists()


def test_address_is_shown_to_the_administrator_only(cast: Cast) -> None:
    User.objects.filter(pk=cast.clerk.pk).update(email="rieng@example.vn")
    url = reverse("accounts:account", args=[cast.clerk.pk])
    assert "rieng@example.vn" in signed_in(cast.admin).get(url).content.decode()
    assert "rieng@example.vn" not in signed_in(cast.officer).get(url).content.decode()


def test_account_is_closed_and_opened_from_the_version_seen(cast: Cast) -> None:
    client, url = signed_in(cast.admin), reverse("accounts:account_step", args=[cast.clerk.pk])
    signed_in(cast.clerk)
    client.post(url, {"step": "disable"})
    assert User.objects.get(pk=cast.clerk.pk).is_active
    client.post(url, {"step": "disable", "row_version": cast.clerk.row_version})
    assert not User.objects.get(pk=cast.clerk.pk).is_active and not Session.objects.filter(user=cast.clerk).exists()
    client.post(url, {"step": "enable", "row_version": cast.clerk.row_version + 1})
    assert User.objects.get(pk=cast.clerk.pk).is_active


def test_administrator_neither_closes_nor_opens_himself(cast: Cast) -> None:
    client = signed_in(cast.admin)
    client.post(reverse("accounts:account_step", args=[cast.admin.pk]), {"step": "disable", "row_version": 1})
    assert User.objects.get(pk=cast.admin.pk).is_active


def test_account_of_a_person_takes_name_and_address_from_the_registry(cast: Cast) -> None:
    person = add_person(cast, "new", "Đinh Thị Mới", cast.units["ward"], "head", account=False, email="moi@example.vn")
    client = signed_in(cast.admin)
    other = client.post(NEW, {"code": person.code, "email": "quan.tri@example.vn"})
    assert other.status_code == 422 and not User.objects.filter(person_id=person.pk).exists()
    client.post(NEW, {"code": person.code})
    account = User.objects.get(person_id=person.pk)
    assert (account.full_name, account.email, account.username) == (
        "Đinh Thị Mới",
        "moi@example.vn",
        person.code.lower(),
    )
    assert not account.has_usable_password()
    run_due()
    assert [message.to for message in mail.outbox] == [["moi@example.vn"]]
    assert AuditEvent.objects.filter(name="account.link_requested", actor=str(cast.admin.pk)).exists()


def test_account_of_somebody_outside_needs_name_and_user_name(cast: Cast) -> None:
    client = signed_in(cast.admin)
    assert client.post(NEW, {"code": ""}).status_code == 422
    client.post(NEW, {"full_name": "Kiểm toán viên", "username": "KTV.Moi", "email": "ktv@example.vn"})
    assert User.objects.get(username="ktv.moi").person_id is None
    assert client.post(NEW, {"full_name": "Khác", "username": "ktv.moi"}).status_code == 422


def test_code_that_nobody_has_is_said(cast: Cast) -> None:
    assert signed_in(cast.admin).post(NEW, {"code": "CB-KHONG-CO"}).status_code == 422
