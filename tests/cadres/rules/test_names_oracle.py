"""The order of Vietnamese names against an oracle of another make, over generated names."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from cadres.rules.names import search_key, sort_key, tidy_name

VOWELS = [
    "aàảãáạ", "ăằẳẵắặ", "âầẩẫấậ", "eèẻẽéẹ", "êềểễếệ", "iìỉĩíị",
    "oòỏõóọ", "ôồổỗốộ", "ơờởỡớợ", "uùủũúụ", "ưừửữứự", "yỳỷỹýỵ",
]  # fmt: skip
ORDER = list("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")
PLACE = {letter: (ORDER.index(letter), 0) for letter in ORDER}
PLACE |= {letter: (ORDER.index(row[0]), tone) for row in VOWELS for tone, letter in enumerate(row)}

onsets = st.sampled_from(
    [
        "",
        "b",
        "c",
        "ch",
        "d",
        "đ",
        "g",
        "gh",
        "gi",
        "h",
        "kh",
        "l",
        "m",
        "n",
        "ng",
        "nh",
        "ph",
        "q",
        "r",
        "s",
        "t",
        "th",
        "tr",
        "v",
        "x",
    ]
)
finals = st.sampled_from(["", "c", "ch", "i", "m", "n", "ng", "nh", "o", "p", "t", "u", "y"])
syllables = st.builds(
    lambda onset, row, tone, final: (onset + row[tone] + final).title(),
    onsets,
    st.sampled_from(VOWELS),
    st.integers(0, 5),
    finals,
)
names = st.lists(syllables, min_size=1, max_size=5).map(" ".join)


def oracle(name: str) -> list[object]:
    words = name.lower().split()
    parts: list[object] = []
    for group in (words[-1:], words[:-1][:1], words[:-1][1:]):
        parts.append([[PLACE[letter][0] for letter in word] for word in group])
        parts.append([max(PLACE[letter][1] for letter in word) for word in group])
    return parts


@given(names, names)
def test_order_of_two_names_equals_the_oracle(one: str, two: str) -> None:
    assert (sort_key(one) < sort_key(two)) == (oracle(one) < oracle(two))  # type: ignore[operator]
    assert (sort_key(one) == sort_key(two)) == (oracle(one) == oracle(two))


@given(names)
def test_keys_are_the_same_for_composed_and_decomposed(name: str) -> None:
    apart = unicodedata.normalize("NFD", name)
    assert sort_key(apart) == sort_key(name) == sort_key(name.upper())
    assert search_key(apart) == search_key(name)
    assert tidy_name(apart.upper()) == name


@given(st.text(max_size=60))
def test_keys_take_any_text(text: str) -> None:
    assert sort_key(text) == "" or (sort_key(text).isascii() and sort_key(text).isdigit())
    assert search_key(search_key(text)) == search_key(text)
    assert "  " not in tidy_name(text)
