"""A text as a QR picture (ISO 18004): bytes, level L, versions 5 to 9, mask 0; the set-up page needs no more."""

from collections.abc import Iterator

SIZES = {5: (1, 108, 26), 6: (2, 68, 18), 7: (2, 78, 20), 8: (2, 97, 24), 9: (2, 116, 30)}
"""By version: blocks, bytes of data in each, bytes of correction in each."""
CENTRES = {5: (6, 30), 6: (6, 34), 7: (6, 22, 38), 8: (6, 24, 42), 9: (6, 26, 46)}
FORMAT = 0b111011111000100
"""Level L with mask 0, its correction, and the fixed mask of the standard."""
QUIET = 4
LONGEST = 230
"""Bytes that the largest version takes."""

Cells = dict[tuple[int, int], bool]


def picture(text: str) -> tuple[str, int]:
    """The dark cells as an SVG path, and the side of the whole picture with its quiet border.

    Raises:
        ValueError: longer than the largest version takes.
    """
    data = text.encode()
    version = next((v for v, (blocks, size, _) in SIZES.items() if blocks * size >= len(data) + 2), None)
    if version is None:
        raise ValueError(f"{len(data)} bytes do not fit")
    side = 17 + 4 * version
    cells = _frame(version, side)
    bits = _bits(_words(data, version))
    for row, column in _way(side):
        if (row, column) not in cells:
            cells[row, column] = next(bits, False) != ((row + column) % 2 == 0)
    dark = sorted(place for place, on in cells.items() if on)
    return "".join(f"M{column + QUIET} {row + QUIET}h1v1h-1z" for row, column in dark), side + 2 * QUIET


def _words(data: bytes, version: int) -> list[int]:
    """Data and correction, the blocks taken in turn."""
    blocks, size, correction = SIZES[version]
    bits = f"0100{len(data):08b}" + "".join(f"{byte:08b}" for byte in data) + "0000"
    words = [int(bits[at : at + 8].ljust(8, "0"), 2) for at in range(0, len(bits), 8)][: blocks * size]
    words += [(236, 17)[number % 2] for number in range(blocks * size - len(words))]
    parts = [words[at : at + size] for at in range(0, blocks * size, size)]
    checks = [_correction(part, correction) for part in parts]
    return [word for group in (parts, checks) for turn in zip(*group, strict=True) for word in turn]


def _times(a: int, b: int) -> int:
    """Product in the field of 256 elements."""
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a = (a << 1) ^ (0x11D if a & 0x80 else 0)
        b >>= 1
    return product


def _correction(part: list[int], count: int) -> list[int]:
    """The remainder of Reed and Solomon."""
    generator, root = [1], 1
    for _ in range(count):
        raised = [*generator, 0]
        for at, value in enumerate(generator):
            raised[at + 1] ^= _times(value, root)
        generator, root = raised, _times(root, 2)
    rest = [*part, *[0] * count]
    for at in range(len(part)):
        factor = rest[at]
        for step, value in enumerate(generator):
            rest[at + step] ^= _times(value, factor)
    return rest[len(part) :]


def _bits(words: list[int]) -> Iterator[bool]:
    return (bool(word >> bit & 1) for word in words for bit in range(7, -1, -1))


def _way(side: int) -> Iterator[tuple[int, int]]:
    """Pairs of columns from the right, up and down in turn, past the column of the timing line."""
    upwards = True
    for right in [*range(side - 1, 6, -2), 5, 3, 1]:
        for step in range(side):
            row = side - 1 - step if upwards else step
            yield row, right
            yield row, right - 1
        upwards = not upwards


def _frame(version: int, side: int) -> Cells:
    """Everything that is the same for every text of this version."""
    cells: Cells = {}
    for top, left in ((0, 0), (0, side - 7), (side - 7, 0)):
        for row in range(-1, 8):
            for column in range(-1, 8):
                if 0 <= top + row < side and 0 <= left + column < side:
                    ring = max(abs(row - 3), abs(column - 3))
                    cells[top + row, left + column] = ring not in (2, 4)
    corners = {(6, 6), (6, side - 7), (side - 7, 6)}
    for centre in ((row, column) for row in CENTRES[version] for column in CENTRES[version]):
        if centre not in corners:
            for row in range(-2, 3):
                for column in range(-2, 3):
                    cells[centre[0] + row, centre[1] + column] = max(abs(row), abs(column)) != 1
    for at in range(8, side - 8):
        cells[6, at] = cells[at, 6] = at % 2 == 0
    cells[side - 8, 8] = True
    for bit in range(15):
        on = bool(FORMAT >> bit & 1)
        cells[(bit if bit < 6 else bit + 1 if bit < 8 else side - 15 + bit), 8] = on
        cells[8, (side - 1 - bit if bit < 8 else 15 - bit if bit < 9 else 14 - bit)] = on
    if version >= 7:
        rest = version << 12
        for shift in range(5, -1, -1):
            rest ^= 0x1F25 << shift if rest >> (shift + 12) & 1 else 0
        for bit in range(18):
            on = bool((version << 12 | rest) >> bit & 1)
            cells[bit // 3, side - 11 + bit % 3] = cells[side - 11 + bit % 3, bit // 3] = on
    return cells
