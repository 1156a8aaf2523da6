"""Codes of authenticators against the values of RFC 6238, and how near in time one must be."""

import base64
from datetime import UTC, datetime, timedelta

import pytest

from accounts.rules import one_time_codes as codes

SECRET = base64.b32encode(b"12345678901234567890").decode()
NOW = datetime(2026, 11, 24, 9, 30, 10, tzinfo=UTC)
RFC = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]


@pytest.mark.parametrize(("moment", "code"), RFC)
def test_code_is_that_of_the_standard(moment: int, code: str) -> None:
    at = datetime.fromtimestamp(moment, tz=UTC)
    assert codes.code_at(SECRET, codes.step_of(at)) == code
    assert codes.step_of_code(SECRET, code, at=at) == moment // 30


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_one_step_beside_is_taken_two_are_not(steps: int, taken: bool) -> None:
    code = codes.code_at(SECRET, codes.step_of(NOW) + steps)
    assert (codes.step_of_code(SECRET, code, at=NOW) is not None) == taken


def test_last_second_of_the_step_beside_and_the_one_after() -> None:
    step = codes.step_of(NOW)
    code, end = codes.code_at(SECRET, step), datetime.fromtimestamp((step + 2) * 30, tz=UTC)
    assert codes.step_of_code(SECRET, code, at=end - timedelta(seconds=1)) == step
    assert codes.step_of_code(SECRET, code, at=end) is None
    begin = datetime.fromtimestamp((step - 1) * 30, tz=UTC)
    assert codes.step_of_code(SECRET, code, at=begin) == step
    assert codes.step_of_code(SECRET, code, at=begin - timedelta(seconds=1)) is None


ODD = ["", "28708", "2870822", "28708a", "２８７０８２", "287\u0660082", "-28708", "0x1234"]


@pytest.mark.parametrize("typed", ODD)
def test_what_is_no_code_is_refused(typed: str) -> None:
    assert codes.step_of_code(SECRET, typed, at=datetime.fromtimestamp(59, tz=UTC)) is None


def test_spaces_in_a_code_do_not_matter() -> None:
    assert codes.step_of_code(SECRET, " 287 082 ", at=datetime.fromtimestamp(59, tz=UTC)) == 1


def test_secrets_and_recovery_codes_are_long_and_all_different() -> None:
    secrets = {codes.new_secret() for _ in range(200)}
    recovery = {codes.new_recovery_code() for _ in range(200)}
    assert len(secrets) == len(recovery) == 200
    assert all(codes.is_secret(secret) and len(base64.b32decode(secret)) == 20 for secret in secrets)
    assert all(len(codes.bare(code)) == 28 and code.count("-") == 6 for code in recovery)  # 140 bits
    assert codes.bare("abcd-efgh 2345") == "ABCDEFGH2345"


@pytest.mark.parametrize("text", ["", "AAAA", "not base32!", "A" * 31])
def test_what_is_no_secret(text: str) -> None:
    assert not codes.is_secret(text)


def test_address_is_what_authenticators_read() -> None:
    address = codes.address(SECRET, account="oc", issuer="Kỷ Cương")
    assert address.startswith("otpauth://totp/K%E1%BB%B7%20C%C6%B0%C6%A1ng:oc?secret=" + SECRET)
    assert address.endswith("&issuer=K%E1%BB%B7%20C%C6%B0%C6%A1ng&algorithm=SHA1&digits=6&period=30")
    assert codes.in_fours("ABCDEFGHIJ") == "ABCD EFGH IJ"
