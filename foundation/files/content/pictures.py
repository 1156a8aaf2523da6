"""Pictures: the header is read, never the pixels; too many of them are refused."""

import struct
from typing import BinaryIO

from foundation.files import limits
from foundation.files.content.active import refuse_programs
from foundation.files.errors import refusal

_SIDE = 30_000
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE = frozenset({0x01, *range(0xD0, 0xD8)})
_CHUNKS = 100_000


def check_jpeg(file: BinaryIO) -> None:
    content = file.read()
    size, place = None, 2
    while True:
        if content[place : place + 1] != b"\xff":
            raise refusal("broken")
        marker = content[place + 1] if place + 1 < len(content) else 0
        if marker == 0xFF:  # a fill byte
            place += 1
            continue
        if marker in _BARE:
            place += 2
            continue
        if marker == 0xDA:
            break
        length = int.from_bytes(content[place + 2 : place + 4], "big")
        if length < 2 or place + 2 + length > len(content) or marker == 0xD9:
            raise refusal("broken")
        if marker in _FRAMES and length >= 8:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            size = (width, height)
        place += 2 + length
    if size is None or content.find(b"\xff\xd9", place) < 0:
        raise refusal("broken")
    _refuse_flood(*size)
    refuse_programs(content)


def check_png(file: BinaryIO) -> None:
    content = file.read()
    if content[8:16] != b"\x00\x00\x00\rIHDR" or len(content) < 45:
        raise refusal("broken")
    width, height = struct.unpack(">LL", content[16:24])
    _refuse_flood(width, height)
    place = 8
    for _number in range(_CHUNKS):
        if place + 12 > len(content):
            raise refusal("broken")
        length, kind = struct.unpack(">L4s", content[place : place + 8])
        place += 12 + length
        if kind == b"IEND":
            break
    else:
        raise refusal("broken")
    if place > len(content):
        raise refusal("broken")
    refuse_programs(content)


def check_webp(file: BinaryIO) -> None:
    content = file.read()
    size = int.from_bytes(content[4:8], "little")
    if size + 8 > len(content) or len(content) < 30:
        raise refusal("broken")
    kind, data = content[12:16], content[20:30]
    if kind == b"VP8X":
        width, height = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (4, 7))
    elif kind == b"VP8L" and data[0] == 0x2F:
        bits = int.from_bytes(data[1:5], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif kind == b"VP8 " and data[3:6] == b"\x9d\x01\x2a":
        width, height = (int.from_bytes(data[at : at + 2], "little") & 0x3FFF for at in (6, 8))
    else:
        raise refusal("broken")
    _refuse_flood(width, height)
    refuse_programs(content)


def _refuse_flood(width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise refusal("broken")
    if width * height > limits.pixels() or max(width, height) > _SIDE:
        raise refusal("too_many_pixels", limit=limits.pixels() // 1_000_000)
