"""Names: search without marks, Vietnamese order, tidy writing."""

import itertools
import random
import unicodedata
from typing import Literal

import pytest

from cadres.rules.names import search_key, sort_key, tidy_name

IN_ORDER = [
    "Lê An", "Lê Ân", "Nguyễn Thị Bình", "Lê Dung", "Lê Dũng", "Lê Đạt", "Trần Đạt", "Hồ Em", "Hồ Êm", "Võ Giang",
    "An Hà", "Nguyễn Văn Hà", "Nguyễn Văn Hoàng", "Lê Oanh", "Lê Ông", "Lê Ơn", "Lê Uyên", "Lê Ước", "Lê Yến",
]  # fmt: skip


def test_order_is_the_vietnamese_one() -> None:
    shuffled = IN_ORDER[:]
    random.Random(7).shuffle(shuffled)
    assert sorted(shuffled, key=lambda name: sort_key(name).encode()) == IN_ORDER


def test_tones_decide_between_equal_letters() -> None:
    tones = ["Ma", "Mà", "Mả", "Mã", "Má", "Mạ"]
    for one, other in itertools.pairwise(tones):
        assert sort_key(f"Lê {one}") < sort_key(f"Lê {other}")
    assert sort_key("Bùi Mạ") < sort_key("Bùi Mai")
    assert sort_key("Lê Mạ") < sort_key("An Mai")


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_composition_does_not_matter(form: Literal["NFC", "NFD", "NFKC", "NFKD"]) -> None:
    name = unicodedata.normalize(form, "Đặng  Thị Ước")
    assert search_key(name) == "dang thi uoc"
    assert sort_key(name) == sort_key("Đặng Thị Ước")
    assert tidy_name(name.upper()) == "Đặng Thị Ước"


def test_keys_fit_their_columns() -> None:
    assert len(sort_key("à " * 60)) <= 400
    assert len(sort_key("à" * 120)) <= 400
    assert len(sort_key("à" * 1200)) <= 400
    assert sort_key("Đỗ Thị H'Hen 2").isascii()
    assert sort_key("") == "" and search_key("  ") == ""


def test_tidy_names_keep_what_was_written_well() -> None:
    assert tidy_name("NGUYỄN THỊ H'HEN") == "Nguyễn Thị H'Hen"
    assert tidy_name("  Lê   Văn An ") == "Lê Văn An"
