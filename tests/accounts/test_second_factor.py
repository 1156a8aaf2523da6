"""A privileged session without its second factor is confined; codes are taken once; what is lost is replaced (M-48)."""

import contextlib
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import RecoveryCode, RoleGrant, SecondFactor, Session, User
from accounts.rules import one_time_codes as codes
from accounts.selectors.second_factor import unused_codes
from accounts.services import limiter, second_factor
from accounts.services.grants import grant_at_setup
from foundation.access.matrix import matrix
from foundation.audit.models import AuditEvent
from foundation.workflow.errors import InvalidInput, Refused
from tests.access.routes import all_routes
from tests.cast import PASSWORD, SINCE, Cast, add_account, build_cast
from tests.foundation.outbox.twice import in_threads
from tests.sessions import code_now, signed_in, with_factor

VERIFY, ENROL, LOGOUT = (f"accounts:{name}" for name in ("second_factor", "second_factor_enrol", "logout"))
PRIVILEGED = {"SA": "admin", "OC": "officer", "AU": "auditor", "TL": "team_lead"}


@pytest.fixture
def cast(db: None) -> Cast:
    cast = build_cast()
    cast.users["team_lead"] = add_account("team_lead", "Đinh Trưởng Đoàn")
    grant_at_setup(user=cast.users["team_lead"], role=Role.TEAM_LEAD, unit=None, valid_from=SINCE)
    return cast


def by_password(user: User, **more: str) -> tuple[Client, Any]:
    client = Client()
    answer = client.post(reverse("accounts:login"), {"username": user.username, "password": PASSWORD, **more})
    return client, answer


def events(user: User, *, newest: int) -> list[str]:
    rows = AuditEvent.objects.filter(object_type="accounts.user", object_id=str(user.pk), kind="event")
    return [event.name for event in rows.order_by("-id")[:newest]][::-1]


def in_use(user: User) -> SecondFactor:
    return SecondFactor.objects.get(user=user, ended_at=None)


def test_roles_with_a_second_factor_are_the_four_of_the_matrix() -> None:
    assert matrix().second_factor == set(PRIVILEGED)


@pytest.mark.parametrize("role", PRIVILEGED)
@pytest.mark.parametrize("enrolled", [True, False])
def test_privileged_session_without_its_factor_reaches_three_endpoints(cast: Cast, role: str, enrolled: bool) -> None:
    user = cast.users[PRIVILEGED[role]]
    if enrolled:
        with_factor(user)
    client = signed_in(user, verified=False, client=Client(raise_request_exception=False))
    reached, wrong = set(), []
    routes = [route for route in all_routes() if route.name != LOGOUT]
    for route in routes:
        entry = matrix().routes[route.name]
        for method in {"GET", *route.methods, "OPTIONS"} if (role, enrolled) == ("OC", True) else route.methods[-1:]:
            answer = client.generic(method, route.address(), data=b"", content_type="application/json")
            if entry.get("public"):
                continue
            if answer.status_code != 403:
                reached.add(route.name)
            elif route.is_api and answer.json()["error"]["code"] != "second_factor_needed":
                wrong.append(route.name)
    assert (reached, wrong) == ({VERIFY, ENROL}, [])
    assert len(routes) > 100
    assert client.post(reverse(LOGOUT)).status_code == 302
    assert not Session.objects.filter(user=user).exists()


def test_set_up_page_of_an_enrolled_account_shows_no_secret_before_the_code(cast: Cast) -> None:
    secret = with_factor(cast.officer)
    client = signed_in(cast.officer, verified=False)
    answer = client.get(reverse(ENROL))
    assert (answer.status_code, answer["Location"]) == (302, reverse(VERIFY))
    assert client.post(reverse(ENROL), {"code": code_now(secret)}).status_code == 302
    assert in_use(cast.officer).secret == secret


def test_refusal_says_what_to_do_in_each_shape(cast: Cast) -> None:
    client = signed_in(cast.officer, verified=False)
    page = client.get("/", headers={"accept-language": "en"})
    assert page.status_code == 403 and reverse(ENROL) in page.content.decode()
    assert "Đặng Thị Khánh Vân" not in page.content.decode()
    with_factor(cast.officer)
    assert reverse(VERIFY) in client.get("/people/").content.decode()
    notice = client.get("/people/", headers={"HX-Request": "true"})
    assert (notice.status_code, notice["HX-Retarget"]) == (403, "#live")
    assert client.get("/api/v1/me/").json()["error"]["code"] == "second_factor_needed"


def test_attempt_past_the_factor_is_one_denied_event(cast: Cast) -> None:
    before = AuditEvent.objects.using("audit").filter(kind="denied").count()
    signed_in(cast.officer, verified=False).get("/people/")
    rows = AuditEvent.objects.using("audit").filter(kind="denied").order_by("id")
    assert [(event.actor, event.name) for event in rows[before:]] == [(str(cast.officer.pk), "cadres:people")]


def test_people_without_such_a_role_need_none(cast: Cast) -> None:
    client, answer = by_password(cast.staff)
    assert answer["Location"] == "/" and client.get("/").status_code == 200


def test_role_gained_while_signed_in_confines_at_the_next_request(cast: Cast) -> None:
    client = signed_in(cast.clerk, verified=False)
    assert client.get("/").status_code == 200
    grant_at_setup(user=cast.clerk, role=Role.AUDITOR, unit=None, valid_from=SINCE)
    assert client.get("/").status_code == 403
    RoleGrant.objects.filter(user=cast.clerk).update(valid_to=SINCE)
    assert client.get("/").status_code == 200


def test_password_then_code_leads_straight_to_the_page_wanted(cast: Cast) -> None:
    secret = with_factor(cast.officer)
    client, answer = by_password(cast.officer, next="/people/")
    assert answer["Location"] == f"{reverse(VERIFY)}?next=/people/" or "next=%2Fpeople%2F" in answer["Location"]
    page = client.get(answer["Location"]).content.decode()
    assert 'autocomplete="one-time-code"' in page and 'inputmode="numeric"' in page and "autofocus" in page
    assert "kc-bar-nav" not in page and secret not in page
    before = client.cookies["sessionid"].value
    done = client.post(answer["Location"], {"code": code_now(secret), "next": "/people/"})
    assert (done.status_code, done["Location"]) == (302, "/people/")
    assert client.cookies["sessionid"].value != before
    assert client.get("/people/").status_code == 200
    old = Client()
    old.cookies["sessionid"] = before
    assert old.get("/people/").status_code == 302
    names = events(cast.officer, newest=2)
    assert names == ["account.signed_in", "account.second_factor_verified"]


@pytest.mark.parametrize("foreign", ["https://example.invalid/", "//example.invalid", "javascript:alert(1)"])
def test_next_never_leads_to_another_site(cast: Cast, foreign: str) -> None:
    secret = with_factor(cast.officer)
    client, _answer = by_password(cast.officer)
    assert client.post(reverse(VERIFY), {"code": code_now(secret), "next": foreign})["Location"] == "/"


def test_first_set_up_by_the_pages_and_its_ten_codes(cast: Cast) -> None:
    client, answer = by_password(cast.officer)
    assert answer["Location"] == reverse(ENROL)
    page = client.get(reverse(ENROL)).content.decode()
    shown = re.search(r'id="secret">([A-Z2-7 ]+)<', page)
    assert shown is not None and "otpauth://totp/" in page and 'class="qr"' in page
    secret = shown.group(1).replace(" ", "")
    assert client.get(reverse(ENROL)).content.decode().count(shown.group(1)) == 1  # the same until it is used
    assert client.post(reverse(ENROL), {"code": "000000"}).status_code == 422
    assert not SecondFactor.objects.filter(user=cast.officer).exists()
    done = client.post(reverse(ENROL), {"code": code_now(secret)})
    shown_codes = re.findall(r"<li>((?:[A-Z2-7]{4}-){6}[A-Z2-7]{4})</li>", done.content.decode())
    assert len(set(shown_codes)) == 10 and client.get("/").status_code == 200
    stored = RecoveryCode.objects.filter(factor=in_use(cast.officer)).values_list("digest", flat=True)
    assert len(stored) == 10 and all(len(digest) == 64 for digest in stored)
    assert all(codes.bare(code) not in stored for code in shown_codes)
    for page_after in (reverse(ENROL), reverse("accounts:profile")):
        later = client.get(page_after).content.decode()
        assert secret not in later.replace(" ", "") and not any(code in later for code in shown_codes)
    assert client.post(reverse(ENROL), {"code": code_now(secret)}).status_code == 422  # already used


def test_no_secret_and_no_code_stands_in_the_trail_or_the_session(cast: Cast) -> None:
    client, _answer = by_password(cast.officer)
    page = client.get(reverse(ENROL)).content.decode()
    secret = re.search(r'id="secret">([A-Z2-7 ]+)<', page)
    assert secret is not None
    bare = secret.group(1).replace(" ", "")
    answer = client.post(reverse(ENROL), {"code": code_now(bare)}).content.decode()
    code = re.findall(r"(?:[A-Z2-7]{4}-){6}[A-Z2-7]{4}", answer)[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(e::text, ' ') FROM audit_event e")
        trail = cursor.fetchone()[0]
    assert "second_factor_enrolled" in trail
    assert bare not in trail and codes.bare(code) not in trail and code not in trail
    assert bare not in str(dict(client.session.items()))


def test_code_is_taken_once(cast: Cast) -> None:
    secret, at = with_factor(cast.officer), timezone.now()
    step = codes.step_of(at)
    second_factor.verify(user=cast.officer, code=codes.code_at(secret, step), at=at, by=cast.officer)
    for spent in (step, step - 1):
        with pytest.raises(InvalidInput):
            second_factor.verify(user=cast.officer, code=codes.code_at(secret, spent), at=at, by=cast.officer)
    second_factor.verify(user=cast.officer, code=codes.code_at(secret, step + 1), at=at, by=cast.officer)
    expected = ["verified", "failed", "failed", "verified"]
    assert events(cast.officer, newest=4) == [f"account.second_factor_{name}" for name in expected]


def test_code_that_enrolled_is_spent(cast: Cast) -> None:
    secret, at = codes.new_secret(), timezone.now()
    code = codes.code_at(secret, codes.step_of(at))
    second_factor.enrol(user=cast.officer, secret=secret, code=code, at=at, by=cast.officer)
    with pytest.raises(InvalidInput):
        second_factor.verify(user=cast.officer, code=code, at=at, by=cast.officer)


def test_of_ten_tries_at_one_moment_one_is_taken(committed_db: Any) -> None:
    cast = build_cast()
    secret, at = with_factor(cast.officer), timezone.now()
    code, taken = codes.code_at(secret, codes.step_of(at)), []
    recovery = second_factor.renew_recovery_codes(user=cast.officer, at=at, by=cast.officer)[0]

    def by_code() -> None:
        second_factor.verify(user=cast.officer, code=code, at=at, by=cast.officer)
        taken.append("code")

    def by_recovery() -> None:
        second_factor.use_recovery_code(user=cast.officer, code=recovery, at=at, by=cast.officer)
        taken.append("recovery")

    def refused_or(act: Any) -> Any:
        def run() -> None:
            with contextlib.suppress(InvalidInput):
                act()

        return run

    in_threads([refused_or(by_code)] * 10 + [refused_or(by_recovery)] * 10)
    assert sorted(taken) == ["code", "recovery"]


def test_recovery_code_stands_for_the_telephone_once(cast: Cast) -> None:
    with_factor(cast.officer)
    made = second_factor.renew_recovery_codes(user=cast.officer, at=timezone.now(), by=cast.officer)
    client, _answer = by_password(cast.officer)
    wrong = client.post(reverse(VERIFY), {"recovery_code": "A" * 28})
    assert wrong.status_code == 422 and "<details open" in wrong.content.decode()
    assert client.post(reverse(VERIFY), {"recovery_code": made[0].lower().replace("-", " ")})["Location"] == "/"
    assert client.get("/").status_code == 200
    again, _answer = by_password(cast.officer)
    assert again.post(reverse(VERIFY), {"recovery_code": made[0]}).status_code == 422
    assert unused_codes(in_use(cast.officer)) == 9
    assert events(cast.officer, newest=3)[0] == "account.recovery_code_used"


def test_new_recovery_codes_make_the_old_ones_worthless(cast: Cast) -> None:
    with_factor(cast.officer)
    old = second_factor.renew_recovery_codes(user=cast.officer, at=timezone.now(), by=cast.officer)
    client = signed_in(cast.officer)
    answer = client.post(reverse("accounts:recovery_codes"))
    assert answer.status_code == 200 and not any(code in answer.content.decode() for code in old)
    with pytest.raises(InvalidInput):
        second_factor.use_recovery_code(user=cast.officer, code=old[0], at=timezone.now(), by=cast.officer)


def test_new_telephone_ends_the_old_one_its_codes_and_the_other_sessions(cast: Cast) -> None:
    old_secret = with_factor(cast.officer)
    old_codes = second_factor.renew_recovery_codes(user=cast.officer, at=timezone.now(), by=cast.officer)
    client, other = signed_in(cast.officer), signed_in(cast.officer)
    page = client.get(reverse(ENROL)).content.decode()
    shown = re.search(r'id="secret">([A-Z2-7 ]+)<', page)
    assert shown is not None
    client.post(reverse(ENROL), {"code": code_now(shown.group(1).replace(" ", ""))})
    assert in_use(cast.officer).secret != old_secret
    assert client.get("/people/").status_code == 200 and other.get("/people/").status_code == 302
    with pytest.raises(InvalidInput):
        second_factor.use_recovery_code(user=cast.officer, code=old_codes[0], at=timezone.now(), by=cast.officer)


def test_everybody_may_have_one_and_give_it_up_but_not_whose_role_needs_it(cast: Cast) -> None:
    secret = with_factor(cast.staff)
    client, answer = by_password(cast.staff)
    assert answer["Location"] == reverse(VERIFY) and client.get("/").status_code == 403
    client.post(reverse(VERIFY), {"code": code_now(secret)})
    assert client.get("/").status_code == 200
    assert client.post(reverse("accounts:second_factor_end")).status_code == 302
    assert not SecondFactor.objects.filter(user=cast.staff, ended_at=None).exists()
    with_factor(cast.officer)
    with pytest.raises(Refused):
        second_factor.give_up(user=cast.officer, at=timezone.now(), by=cast.officer)
    assert signed_in(cast.officer).post(reverse("accounts:second_factor_end")).status_code == 422


def test_optional_set_up_in_an_old_session_asks_for_the_password(cast: Cast) -> None:
    client = signed_in(cast.staff, step_up=False)
    page = client.get(reverse(ENROL)).content.decode()
    shown = re.search(r'id="secret">([A-Z2-7 ]+)<', page)
    assert shown is not None and 'name="password"' in page
    code = code_now(shown.group(1).replace(" ", ""))
    assert client.post(reverse(ENROL), {"code": code}).status_code == 422
    assert client.post(reverse(ENROL), {"code": code, "password": "sai-mat-khau-roi"}).status_code == 422
    assert client.post(reverse(ENROL), {"code": code, "password": PASSWORD}).status_code == 200


def test_nobody_sets_up_the_factor_of_another(cast: Cast) -> None:
    secret, at = codes.new_secret(), timezone.now()
    with pytest.raises(Refused):
        second_factor.enrol(
            user=cast.officer, secret=secret, code=codes.code_at(secret, codes.step_of(at)), at=at, by=cast.admin
        )


def test_tries_have_their_own_limit(cast: Cast) -> None:
    secret = with_factor(cast.officer)
    client, _answer = by_password(cast.officer)
    answers = [client.post(reverse(VERIFY), {"code": "000000"}).status_code for _ in range(limiter.OTP.limit + 1)]
    assert answers == [422] * limiter.OTP.limit + [429]
    assert client.post(reverse(VERIFY), {"code": code_now(secret)}).status_code == 429
    assert events(cast.officer, newest=limiter.OTP.limit).count("account.second_factor_failed") == limiter.OTP.limit
    other = with_factor(cast.admin)
    elsewhere, _answer = by_password(cast.admin)
    assert elsewhere.post(reverse(VERIFY), {"code": code_now(other)}).status_code == 302


def test_key_of_a_privileged_person_needs_no_second_factor(cast: Cast) -> None:
    """Making it did: see docs/adr/0009-second-factor.md."""
    from accounts.services import tokens

    today = timezone.localdate()
    last = today + timedelta(days=30)
    _token, key = tokens.create(name="bảng tổng hợp", scopes=["unit:read"], expires_on=last, on=today, by=cast.officer)
    client = Client(headers={"authorization": f"Bearer {key}"})
    assert client.get("/api/v1/units/").status_code == 200
