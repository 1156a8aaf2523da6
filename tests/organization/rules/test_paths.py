"""Materialised paths."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organization.rules.paths import LARGEST, ids_in, path_under, segment

numbers = st.integers(min_value=1, max_value=LARGEST)


def test_segment_is_six_digits_and_a_dot() -> None:
    assert segment(1) == "000001."
    assert segment(36) == "000010."
    assert segment(LARGEST) == "zzzzzz."


@pytest.mark.parametrize("number", [0, -1, LARGEST + 1])
def test_segment_refuses_what_does_not_fit(number: int) -> None:
    with pytest.raises(ValueError):
        segment(number)


@given(st.lists(numbers, min_size=1, max_size=8))
def test_ids_come_back_from_the_path(ids: list[int]) -> None:
    path = ""
    for number in ids:
        path = path_under(path, number)
    assert ids_in(path) == ids


@given(numbers, numbers)
def test_order_of_segments_is_order_of_ids(one: int, other: int) -> None:
    assert (segment(one) < segment(other)) == (one < other)
