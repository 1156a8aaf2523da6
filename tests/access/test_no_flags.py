"""Flags of Django's own give nothing, and a lost right is lost with the next request (M-06, M-08)."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import RoleGrant, User
from accounts.services.grants import end
from foundation.access import allows, visible_to
from foundation.access.matrix import matrix
from tests import sessions
from tests.access.world import World


def test_flags_of_django_give_nothing(world: World) -> None:
    plain, flagged = User.objects.get(pk=world.cast.nobody.pk), User.objects.get(pk=world.cast.nobody.pk)
    for flag in ("is_superuser", "is_staff", "is_admin"):
        setattr(flagged, flag, True)
    for kind, policy in matrix().objects.items():
        rows = world.rows[kind]
        for action in policy.actions:
            everything = type(rows[0])._default_manager.all()
            mine = set(visible_to(flagged, everything, action))
            assert mine == set(visible_to(plain, everything, action)), f"{kind}.{action}"
            assert all(allows(flagged, f"{kind}.{action}", row) == (row in mine) for row in rows), f"{kind}.{action}"


def test_account_has_no_column_that_gives_everything() -> None:
    columns = {field.name for field in User._meta.get_fields()}
    assert not columns & {"is_superuser", "is_staff", "groups", "user_permissions"}


def test_ended_role_is_gone_with_the_next_request(world: World, client: Client) -> None:
    officer = world.cast.officer
    sessions.signed_in(officer, client=client)
    assert client.get(reverse("accounts:grant_propose")).status_code == 200
    for grant in RoleGrant.objects.filter(user=officer, state="active"):
        end(grant=grant, on=timezone.localdate(), reason="thử", by=world.cast.officer2)
    assert client.get(reverse("accounts:grant_propose")).status_code == 403


def test_role_past_its_last_day_is_gone(world: World, client: Client) -> None:
    officer = world.cast.officer
    sessions.signed_in(officer, client=client)
    yesterday = timezone.localdate() - timedelta(days=1)
    RoleGrant.objects.filter(user=officer).update(valid_to=yesterday)
    assert client.get(reverse("accounts:grant_propose")).status_code == 403


def test_disabled_account_is_out_with_the_next_request(world: World, client: Client) -> None:
    sessions.signed_in(world.cast.officer, client=client)
    assert client.get(reverse("accounts:profile")).status_code == 200
    User.objects.filter(pk=world.cast.officer.pk).update(is_active=False)
    answer = client.get(reverse("accounts:profile"))
    assert answer.status_code == 302 and reverse("accounts:login") in answer.headers["Location"]


def test_changed_password_ends_the_other_sessions(world: World) -> None:
    first, second = Client(), Client()
    for client in (first, second):
        sessions.signed_in(world.cast.officer, client=client)
    user = User.objects.get(pk=world.cast.officer.pk)
    user.set_password("mot-mat-khau-hoan-toan-khac")
    user.save(update_fields=["password"])
    for client in (first, second):
        assert client.get(reverse("accounts:profile")).status_code == 302
