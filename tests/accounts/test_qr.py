"""The QR picture of the set-up page, cell by cell as another program draws it."""

import hashlib

import pytest

from accounts.rules import qr

TEXT = "otpauth://totp/Ky%20Cuong:oc?secret=" + "ABCDEFGHIJKLMNOP234567" * 20
DRAWN = {  # length of the text: hash of the path, side; compared once with the package qrcode 8, level L and mask 0
    60: ("0c5927d75aa77a2d", 45),
    110: ("df0a4d97b0b73a10", 49),
    150: ("e15fae72a9768363", 53),
    160: ("e58a70c4090b0efa", 57),
    228: ("7f2647642719bda3", 61),
}


@pytest.mark.parametrize("length", DRAWN)
def test_picture_is_the_one_that_another_program_draws(length: int) -> None:
    path, side = qr.picture(TEXT[:length])
    assert (hashlib.sha256(path.encode()).hexdigest()[:16], side) == DRAWN[length]


def test_text_that_does_not_fit_is_refused() -> None:
    qr.picture("a" * qr.LONGEST)
    with pytest.raises(ValueError, match="do not fit"):
        qr.picture("a" * (qr.LONGEST + 1))
