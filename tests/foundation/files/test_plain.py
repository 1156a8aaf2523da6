"""What a file says about its maker is gone from the copy; the picture, the text and the way up stay."""

import io
import struct
import zipfile
import zlib

import pytest

from foundation.files.kinds import FileKind
from foundation.files.plain import without_maker
from tests.foundation.files.samples import document_xml, docx, jpeg, pdf, png, png_text, webp

SECRET = b"Nguyen Van To Giac"


def _exif(orientation: int) -> bytes:
    tiff = b"II*\0\x08\0\0\0\x02\0" + struct.pack("<HHII", 0x010F, 2, len(SECRET), 38)
    tiff += struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0) + b"\0\0\0\0" + SECRET
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _with(marks: bytes) -> bytes:
    plain = jpeg()
    return plain[:20] + marks + plain[20:]


@pytest.mark.parametrize(("turned", "kept"), [(1, b""), (6, struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0))])
def test_picture_keeps_its_pixels_and_the_way_up(turned: int, kept: bytes) -> None:
    taken = _with(_exif(turned) + b"\xff\xfe" + struct.pack(">H", len(SECRET) + 2) + SECRET)
    made = without_maker(FileKind.JPEG, taken)
    assert SECRET in taken and SECRET not in made and kept in made
    assert made[made.index(b"\xff\xc0") :] == jpeg()[jpeg().index(b"\xff\xc0") :]
    assert made.startswith(jpeg()[:20]) and without_maker(FileKind.JPEG, made) == made


def test_drawings_and_texts_that_say_nothing_stay_as_they_are() -> None:
    assert without_maker(FileKind.PNG, png(extra=png_text(SECRET))) == png()
    said = b"EXIF" + struct.pack("<I", len(SECRET)) + SECRET
    body = webp()[8:] + said
    assert without_maker(FileKind.WEBP, b"RIFF" + struct.pack("<I", len(body)) + body) == webp()
    assert without_maker(FileKind.TXT, SECRET) == SECRET


def test_document_keeps_its_text_and_loses_its_people() -> None:
    about = b"8 0 obj\n<< /Author (" + SECRET + b") /Title <4142> >>\nendobj\n"
    packet = b"<?xpacket begin='x' id='y'?><x>" + SECRET + b"</x><?xpacket end='w'?>\n"
    taken = pdf(objects=about + packet, trailer=b"/Info 8 0 R")
    made = without_maker(FileKind.PDF, taken)
    assert len(made) == len(taken) and SECRET not in made and b"4142" not in made
    stream = made[made.index(b"stream\n") + 7 : made.index(b"\nendstream")]
    assert b"(Bao cao) Tj" in zlib.decompress(stream)
    name = SECRET.decode()
    changed = document_xml("Minh chứng").replace("<w:r>", f'<w:ins w:author="{name}"/><w:r>')
    parts = {"docProps/core.xml": f"<creator>{name}</creator>", "docProps/app.xml": f"<Company>{name}</Company>"}
    packed = zipfile.ZipFile(io.BytesIO(without_maker(FileKind.DOCX, docx(parts, changed))))
    inside = {part: packed.read(part) for part in packed.namelist()}
    assert SECRET not in b"".join(inside.values()) and "Minh chứng".encode() in inside["word/document.xml"]
    assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
