"""Codes of an authenticator (RFC 6238) and recovery codes: values in, values out; the moment is an argument."""

import base64
import binascii
import secrets
import string
from datetime import datetime
from urllib.parse import quote, urlencode

from django_otp.oath import hotp

STEP_SECONDS = 30
DIGITS = 6
TOLERANCE = 1
"""Steps before and after the present one that are taken: clocks of telephones differ a little."""
SECRET_BYTES = 20
LETTERS = string.ascii_uppercase + "234567"
RECOVERY_LETTERS = 28
"""28 letters of 5 bits: 140 random bits, so that a plain SHA-256 of them cannot be searched."""


def new_secret() -> str:
    """160 random bits as authenticators take them: base32."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def step_of(moment: datetime) -> int:
    """The number of the step of 30 seconds in which the moment lies."""
    return int(moment.timestamp()) // STEP_SECONDS


def code_at(secret: str, step: int) -> str:
    """The six digits of a step."""
    return str(hotp(base64.b32decode(secret), step, digits=DIGITS)).zfill(DIGITS)


def step_of_code(secret: str, code: str, *, at: datetime) -> int | None:
    """The step to which these digits belong, when it is the present one or one beside it.

    Every step that is allowed is compared, so that the time taken says nothing about which one fitted.
    """
    given = "".join(code.split())
    if len(given) != DIGITS or not (given.isascii() and given.isdigit()):
        return None
    now = step_of(at)
    near = range(now - TOLERANCE, now + TOLERANCE + 1)
    fitting = [step for step in near if secrets.compare_digest(code_at(secret, step), given)]
    return fitting[-1] if fitting else None


def is_secret(text: str) -> bool:
    """Whether this can be the secret of an authenticator."""
    try:
        return len(base64.b32decode(text)) == SECRET_BYTES
    except (binascii.Error, ValueError):
        return False


def address(secret: str, *, account: str, issuer: str) -> str:
    """The otpauth address that an authenticator opens."""
    label = quote(f"{issuer}:{account}", safe=":")
    values = {"secret": secret, "issuer": issuer, "algorithm": "SHA1", "digits": DIGITS, "period": STEP_SECONDS}
    return f"otpauth://totp/{label}?{urlencode(values, quote_via=quote)}"


def in_fours(text: str, between: str = " ") -> str:
    """The text in groups of four, to be copied by hand."""
    return between.join(text[start : start + 4] for start in range(0, len(text), 4))


def new_recovery_code() -> str:
    """One code for the day the telephone is lost, in groups of four."""
    return in_fours("".join(secrets.choice(LETTERS) for _ in range(RECOVERY_LETTERS)), "-")


def bare(recovery_code: str) -> str:
    """A recovery code as it is compared: without hyphens, spaces and lower case."""
    return "".join(letter for letter in recovery_code.upper() if letter in LETTERS)
