"""Text as it is searched: lower case without marks, the same for composed and decomposed input."""

import re
import unicodedata

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")


def collapsed(text: str) -> str:
    """Composed, without invisible characters, each run of blanks one space."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def search_key(text: str) -> str:
    """What two spellings of one name have in common."""
    apart = unicodedata.normalize("NFD", collapsed(text).casefold())
    bare = "".join(character for character in apart if not unicodedata.combining(character))
    return " ".join(bare.replace("đ", "d").split())
