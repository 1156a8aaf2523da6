"""One spelling for each user name."""

import unicodedata


def one_form(username: str) -> str:
    """User names are compared without regard to case and to how a letter is put together."""
    return unicodedata.normalize("NFKC", username).strip().casefold()
