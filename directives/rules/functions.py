"""Names of functions that look alike, in plain Python: two of them may be one function given to two units."""

from collections.abc import Mapping

COMMON = frozenset(
    {
        "ban", "bao", "cac", "cho", "chuc", "cong", "cua", "dia", "do", "doi", "dong", "duoc", "giao", "hien", "hoat",
        "khac", "la", "linh", "ly", "ma", "nha", "nhiem", "nuoc", "phuong", "quan", "tac", "tai", "thanh", "theo",
        "thuc", "to", "trach", "tren", "trong", "tung", "va", "vao", "ve", "viec", "voi", "vu", "vuc", "xa",
    }
)  # fmt: skip
"""Words that most names of functions share, without marks; they make no two names alike."""
ALIKE = 0.6


def telling_words(search_key: str) -> frozenset[str]:
    """The words of a name (lower case, no marks) that tell it from others; all of them where none does."""
    words = frozenset(search_key.replace(",", " ").replace(".", " ").replace(";", " ").split())
    return words - COMMON or words


def alike(names: Mapping[int, str]) -> list[tuple[int, int]]:
    """Pairs of keys whose names share at least 60 % of their telling words, and two of them.

    Args:
        names: key -> name in lower case without marks.
    """
    words = {key: telling_words(name) for key, name in names.items()}
    sharing: dict[str, list[int]] = {}
    for key, found in words.items():
        for word in found:
            sharing.setdefault(word, []).append(key)
    common: dict[tuple[int, int], int] = {}
    for keys in sharing.values():
        for place, first in enumerate(keys):
            for second in keys[place + 1 :]:
                pair = (min(first, second), max(first, second))
                common[pair] = common.get(pair, 0) + 1
    return sorted(
        (first, second)
        for (first, second), shared in common.items()
        if shared >= 2 and shared / len(words[first] | words[second]) >= ALIKE
    )
