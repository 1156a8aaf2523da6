"""The materialised path of a unit: one segment of six base-36 digits and a dot per level."""

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
WIDTH = 6
LARGEST = 36**WIDTH - 1


def segment(number: int) -> str:
    """The path segment of the unit with this id."""
    if not 0 < number <= LARGEST:
        raise ValueError(f"a unit's id is between 1 and {LARGEST}, not {number}")
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = DIGITS[rest] + digits
    return digits.rjust(WIDTH, "0") + "."


def path_under(parent_path: str, number: int) -> str:
    """The path of a unit below the one with `parent_path` ("" for a root)."""
    return parent_path + segment(number)


def ids_in(path: str) -> list[int]:
    """Ids of the units on the way from the root to the unit itself."""
    return [int(part, 36) for part in path.split(".") if part]
