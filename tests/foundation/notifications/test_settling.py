"""Settling and putting off: it stops everywhere, never while its ground stands, and a snooze wakes."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from foundation.audit.models import AuditEvent
from foundation.notifications import digest, inbox, looking
from foundation.notifications.models import Alert, AlertPolicy, Notification
from foundation.notifications.raising import raise_alerts
from foundation.notifications.selectors import unread_of, waiting
from foundation.web.clock import local_date
from foundation.workflow.errors import InvalidInput, NotFound, Refused, StateChanged
from tests import sessions
from tests.foundation.notifications.test_alerts import DAY, STANDING, bridge, due

__all__ = ["bridge"]
pytestmark = pytest.mark.django_db
API = "/api/v1/notifications/"


def line_of(user: User) -> Notification:
    return Notification.objects.get(user=user)


def test_handled_by_one_it_stops_for_all_with_who_and_note(lan: User, minh: User) -> None:
    raise_alerts([due(1, lan, minh)], on=DAY)
    STANDING.clear()
    inbox.handle(pk=line_of(lan).pk, note="Đã sửa xong", on=DAY, by=lan)
    alert = Alert.objects.get()
    assert (alert.ending, alert.ended_by, alert.end_note) == ("handled", lan, "Đã sửa xong")
    assert line_of(minh).handled_by == lan
    assert AuditEvent.objects.filter(name="alert.handled", actor=str(lan.pk)).count() == 1
    with pytest.raises(StateChanged):
        inbox.handle(pk=line_of(minh).pk, note="", on=DAY, by=minh)


def test_nobody_declares_handled_what_still_stands(lan: User) -> None:
    raise_alerts([due(1, lan)], on=DAY)
    with pytest.raises(Refused) as refused:
        inbox.handle(pk=line_of(lan).pk, note="", on=DAY, by=lan)
    assert refused.value.code == "must_act" and Alert.objects.get().is_open


def test_lines_of_others_are_not_found(lan: User, minh: User) -> None:
    raise_alerts([due(1, lan)], on=DAY)
    for act in (
        lambda pk: inbox.handle(pk=pk, note="", on=DAY, by=minh),
        lambda pk: inbox.snooze(pk=pk, until=DAY + timedelta(days=1), note="x", on=DAY, by=minh),
    ):
        with pytest.raises(NotFound):
            act(line_of(lan).pk)


def test_put_off_line_sleeps_for_its_reader_only_and_comes_back_once_by_mail(lan: User, minh: User) -> None:
    raise_alerts([due(1, lan, minh)], on=DAY)
    digest.record_digests(user_ids=[lan.pk], day=DAY - timedelta(days=1))  # a mail has told of it before
    inbox.snooze(pk=line_of(lan).pk, until=DAY + timedelta(days=3), note="Chờ họp", on=DAY, by=lan)
    assert not waiting(user=lan, on=DAY).exists() and waiting(user=minh, on=DAY).exists()
    assert digest.people_to_tell(day=DAY) == [minh.pk]
    wakes = DAY + timedelta(days=3)
    assert waiting(user=lan, on=wakes).exists() and lan.pk in digest.people_to_tell(day=wakes)
    digest.record_digests(user_ids=[lan.pk], day=wakes)
    for number in digest.waiting(day=wakes):
        digest.send_recorded(digest_id=number)
    assert len(mail.outbox) == 1 and lan.pk not in digest.people_to_tell(day=wakes + timedelta(days=1))


@pytest.mark.parametrize(
    ("days", "note", "field"), [(0, "x", "until"), (31, "x", "until"), (-1, "x", "until"), (1, "  ", "note")]
)
def test_putting_off_needs_a_near_day_and_a_reason(lan: User, days: int, note: str, field: str) -> None:
    raise_alerts([due(1, lan)], on=DAY)
    with pytest.raises(InvalidInput) as refused:
        inbox.snooze(pk=line_of(lan).pk, until=DAY + timedelta(days=days), note=note, on=DAY, by=lan)
    assert refused.value.field == field


def test_night_ends_what_lost_its_ground_and_only_that(lan: User) -> None:
    raise_alerts([due(1, lan), due(2, lan)], on=DAY)
    STANDING.remove(1)
    assert looking.end_without_ground(ids=looking.waiting_ids(), on=DAY) == 1
    assert dict(Alert.objects.values_list("thing_id", "ending")) == {1: "gone", 2: ""}
    assert list(Notification.objects.filter(handled_at=None).values_list("alert__thing_id", flat=True)) == [2]


def test_page_explains_settles_and_puts_off(client: Client, lan: User, minh: User) -> None:
    raise_alerts([due(1, lan, minh)], on=DAY)
    sessions.signed_in(lan, client=client)
    page = reverse("notifications:line", args=[line_of(lan).pk])
    shown = client.get(page).content.decode()
    assert "20/11/2026" in shown and "bridge.due" in shown and "B1" in shown
    assert client.get(reverse("notifications:line", args=[line_of(minh).pk])).status_code == 404
    put_off = reverse("notifications:snooze", args=[line_of(lan).pk])
    assert client.post(put_off, {"until": "", "note": ""}).status_code == 422
    assert client.post(put_off, {"until": local_date() + timedelta(days=2), "note": "Chờ"}).status_code == 302
    assert line_of(lan).snooze_note == "Chờ" and unread_of(lan) == 0
    done = reverse("notifications:handle", args=[line_of(lan).pk])
    assert client.post(done).headers["Location"] == page, "it still stands"
    STANDING.clear()
    assert client.post(done, {"note": "xong"}).headers["Location"] == reverse("notifications:inbox")
    for show in ("", "unread", "news", "snoozed", "settled", "all"):
        assert client.get(reverse("notifications:inbox"), {"show": show, "thing": "bridge"}).status_code == 200


def test_api_says_why_puts_off_and_settles(client: Client, lan: User) -> None:
    raise_alerts([due(1, lan)], on=DAY)
    sessions.signed_in(lan, client=client)
    row = f"{API}{line_of(lan).pk}/"
    assert client.get(f"{row}why/").json()["sentences"]
    until = (local_date() + timedelta(days=2)).isoformat()
    put = client.post(f"{row}snooze/", {"until": until, "note": "Chờ"}, content_type="application/json")
    assert put.json()["snoozed_until"] == until
    refused = client.post(f"{row}handle/", {}, content_type="application/json")
    assert refused.status_code == 409 or refused.status_code == 422
    STANDING.clear()
    assert client.post(f"{row}handle/", {"note": "x"}, content_type="application/json").json()["handled_by"]
    assert client.get(API, {"waits": "true"}).json()["results"] == []


def test_urgent_mail_goes_once_an_hour_and_not_again_in_the_digest(lan: User) -> None:
    AlertPolicy.objects.create(
        rule="bridge", title_vi="Cầu", title_en="Bridge", urgent=True, legal_basis="x", valid_from=date(2020, 1, 1)
    )
    raise_alerts([due(1, lan)], on=DAY)
    for number in (1, 2):
        assert digest.record_digests(user_ids=[lan.pk], day=DAY, slot=9) == (1 if number == 1 else 0)
        raise_alerts([due(number + 1, lan)], on=DAY)
    for pk in digest.waiting(day=DAY):
        digest.send_recorded(digest_id=pk)
    assert len(mail.outbox) == 1 and mail.outbox[0].body.count("Bridge is due") == 1
    digest.record_digests(user_ids=[lan.pk], day=DAY)
    for pk in digest.waiting(day=DAY):
        digest.send_recorded(digest_id=pk)
    assert len(mail.outbox) == 2 and mail.outbox[1].body.count("Bridge is due") == 2, "the two that came later"
