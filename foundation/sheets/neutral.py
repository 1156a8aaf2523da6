"""Text that a spreadsheet program would run, made harmless in delimited files and restored from them."""

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_BLANKS = " \u00a0\u200b\ufeff"


def _runs(text: str) -> bool:
    return text.lstrip(_BLANKS).startswith(DANGEROUS)


def neutralised(text: str) -> str:
    """A quote in front of what may run; a leading quote is doubled so that `restored` is exact."""
    return "'" + text if text.startswith("'") or _runs(text) else text


def restored(text: str) -> str:
    if text.startswith("'") and (text.startswith("''") or _runs(text[1:])):
        return text[1:]
    return text
