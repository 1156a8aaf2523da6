"""What a password must be and need not be (M-52)."""

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import identify_hasher
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import User
from accounts.password_rules import Length, NotCommon
from accounts.rules import passwords
from accounts.services.users import change_password
from foundation.workflow.errors import Refused
from tests.accounts.test_sessions import is_in
from tests.cast import PASSWORD, Cast, build_cast
from tests.sessions import signed_in

pytestmark = pytest.mark.django_db
LOCAL = passwords.local_words()


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def refused_by(rule: Length | NotCommon, password: str) -> bool:
    try:
        rule.validate(password)
    except ValidationError:
        return True
    return False


def code_of(password: str, user: User | None = None) -> str:
    """Code of the first rule that refuses; empty when all agree."""
    from django.contrib.auth.password_validation import validate_password

    try:
        validate_password(password, user)
    except ValidationError as error:
        return str(error.error_list[0].code)
    return ""


def test_twelve_are_needed_and_enough_and_128_are_taken() -> None:
    assert code_of("xkvjwqzbnml") == "password_too_short"
    assert code_of("xkvjwqzbnmlp") == ""
    assert code_of("x7 kv" * 26) == "" and len("x7 kv" * 26) >= 128
    assert code_of("xkvj" * 65) == "password_too_long"


@pytest.mark.parametrize(
    "password",
    ["chinhungdongdieu", "38512049876142", "CHI NHUNG DONG DIEU", "  mười hai con giáp  ", "🌧️🌧️ mưa rào chiều nay"],
)
def test_no_kind_of_character_is_asked_for(password: str) -> None:
    assert code_of(password) == ""


def test_password_of_128_signs_in_as_it_was_typed(client: Any, cast: Cast) -> None:
    long = "Mưa rào mùa hạ tạnh rồi lại nắng. " * 4
    change_password(user=cast.staff, new=long[:128], by=cast.staff)
    form = {"username": "staff", "password": long[:128]}
    assert client.post(reverse("accounts:login"), {**form, "password": long[:127]}).status_code == 200
    assert client.post(reverse("accounts:login"), form).status_code == 302


def test_twenty_thousand_common_passwords_are_refused() -> None:
    common = NotCommon().passwords
    assert len(common) >= 19_000
    assert [word for word in common if not (refused_by(Length(), word) or refused_by(NotCommon(), word))] == []
    assert [word for word in sorted(common)[:: len(common) // 50] if not code_of(word)] == []  # and all rules together


@pytest.mark.parametrize("password", ["password2026!!", "!!!Iloveyou!!!2026", "1234567890123", "sunshine-123456"])
def test_common_ones_with_something_around_are_refused(password: str) -> None:
    assert code_of(password) == "password_too_common"


def test_thirty_local_words_are_refused_however_they_are_stretched(cast: Cast) -> None:
    assert len(LOCAL) >= 30 and {"hanoi", "thudo", "kycuong"} <= set(LOCAL)
    for word in LOCAL:
        for password in (f"{word}{'2026' * 3}", f"{word.upper()}-{word}-{word}-2026", f"2026@{word}@hanoi@thudo"):
            assert code_of(password), password


def test_marks_do_not_hide_a_local_word() -> None:
    assert code_of("Hà Nội Thủ Đô 2026") == code_of("Mật-khẩu-2026-Hà-Nội") == "password_local"


def test_codes_of_units_are_refused(cast: Cast) -> None:
    for code in ("P-01", "UBND"):
        assert code_of(f"{code}--{code}--2026--hanoi") in {"password_local"}


@pytest.mark.parametrize(
    "password",
    [
        "nguyenthithuyan",
        "an.thuy.thi.nguyen",
        "Nguyễn Thị Thúy An 1985",
        "thuyan-nguyen-2026",
        "AnNguyen19850301",
        "staff-staff-2026",
    ],
)
def test_own_name_is_refused_in_any_order_with_or_without_marks(cast: Cast, password: str) -> None:
    assert code_of(password, cast.staff) == "password_own_name"
    assert code_of(password, cast.auditor) == ""


def test_a_sentence_that_holds_a_local_word_is_fine(cast: Cast) -> None:
    assert code_of("hoa sữa hà nội rụng đầy ngõ nhỏ", cast.staff) == ""


def test_refusal_names_the_rule_in_vietnamese(cast: Cast) -> None:
    form = {"old_password": PASSWORD, "new_password": "hanoihanoi2026", "again": "hanoihanoi2026"}
    page = signed_in(cast.staff).post(reverse("accounts:password"), form).content.decode()
    assert "từ địa phương" in page and "hanoihanoi2026" not in page


def test_argon2id_only(cast: Cast) -> None:
    change_password(user=cast.staff, new="chinhungdongdieu", by=cast.staff)
    cast.staff.refresh_from_db()
    assert cast.staff.password.startswith("argon2$argon2id$")
    assert len(settings.PASSWORD_HASHERS) == 1 and identify_hasher(cast.staff.password).algorithm == "argon2"
    with pytest.raises(ValueError):
        identify_hasher("pbkdf2_sha256$600000$abc$def")


def test_nobody_sets_the_password_of_somebody_else(cast: Cast) -> None:
    with pytest.raises(Refused):
        change_password(user=cast.staff, new="chinhungdongdieu", by=cast.admin)


def test_no_page_of_the_administrator_takes_or_shows_a_password(cast: Cast) -> None:
    client = signed_in(cast.admin)
    account = reverse("accounts:account", args=[cast.staff.pk])
    for url in (account, reverse("accounts:accounts"), reverse("cadres:account_new")):
        page = client.get(url).content.decode()
        assert 'type="password"' not in page and "argon2" not in page and cast.staff.password not in page
    before = User.objects.get(pk=cast.staff.pk).password
    for step in ("send_link", "disable", "enable"):
        client.post(f"{account}step/", {"step": step, "password": "chinhungdongdieu", "row_version": 1})
    assert User.objects.get(pk=cast.staff.pk).password == before


def test_password_never_ages(cast: Cast) -> None:
    client = signed_in(cast.staff)
    User.objects.filter(pk=cast.staff.pk).update(created_at="2019-01-01T00:00:00Z", last_login="2019-01-01T00:00:00Z")
    assert is_in(client)


def test_password_that_must_be_changed_comes_first(cast: Cast) -> None:
    User.objects.filter(pk=cast.staff.pk).update(must_change_password=True)
    client = signed_in(User.objects.get(pk=cast.staff.pk))
    for url in ("/", "/accounts/me/", "/accounts/me/keys/", "/people/"):
        assert client.get(url).headers["Location"] == reverse("accounts:password"), url
    assert client.get("/api/v1/me/").status_code == 403
    assert client.get(reverse("accounts:password")).status_code == 200
    form = {"old_password": PASSWORD, "new_password": "chinhungdongdieu", "again": "chinhungdongdieu"}
    client.post(reverse("accounts:password"), form)
    assert is_in(client)
