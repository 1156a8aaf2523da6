"""Honest and hostile files, all made in code."""

import io
import struct
import zipfile
import zlib

from tests.foundation.sheets.workbooks import OFFICE, PACKAGE, RELATIONS, workbook

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODT = "application/vnd.oasis.opendocument.text"


def png(width=8, height=8, extra=b""):
    def chunk(kind, data):
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    rows = zlib.compress(b"".join(b"\0" + b"\x40\x80\xc0" * min(width, 64) for _ in range(min(height, 64))))
    head = chunk(b"IHDR", struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + extra + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def png_text(text):
    data = b"Comment\0" + text
    return struct.pack(">L", len(data)) + b"tEXt" + data + struct.pack(">L", zlib.crc32(b"tEXt" + data))


def jpeg(width=8, height=8, comment=b"", after=b""):
    parts = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    if comment:
        parts += b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment
    parts += b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"
    return parts + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x12\x34\x56" * 20 + b"\xff\xd9" + after


def webp(width=8, height=8):
    data = b"\x10\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<L", len(data)) + data + b"VP8L" + struct.pack("<L", 8) + b"\x2f" + b"\0" * 7
    return b"RIFF" + struct.pack("<L", len(body)) + body


def pdf(catalog=b"", objects=b"", trailer=b"", text=b"Bao cao"):
    content = zlib.compress(b"BT /F1 12 Tf (" + text + b") Tj ET")
    return (
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
        b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
        b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>\nendobj\n"
        b"4 0 obj\n<< /Length " + str(len(content)).encode() + b" /Filter /FlateDecode >>\nstream\n"
        + content + b"\nendstream\nendobj\n" + objects + b"trailer\n<< /Size 5 /Root 1 0 R " + trailer
        + b" >>\nstartxref\n0\n%%EOF\n"
    )  # fmt: skip


def object_stream(content, filters=b"/Filter /FlateDecode", packed=None):
    data = zlib.compress(content) if packed is None else packed
    head = b"7 0 obj\n<< /Type /ObjStm /N 1 /First 5 " + filters + b" /Length " + str(len(data)).encode()
    return head + b" >>\nstream\n" + data + b"\nendstream\nendobj\n"


def archive(parts, **options):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return target.getvalue()


TYPES = (
    f'<?xml version="1.0"?><Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def document_xml(text="Minh chứng", before=""):
    return f'{before}<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'


def docx(extra=None, document=None):
    root = f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS.format(root),
        "word/document.xml": document if document is not None else document_xml(),
        "word/_rels/document.xml.rels": RELATIONS.format(
            f'<Relationship Id="r2" Type="{OFFICE}/hyperlink" Target="https://hanoi.gov.vn/" TargetMode="External"/>'
        ),
    }
    return archive(parts | (extra or {}))


def odt():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr(zipfile.ZipInfo("mimetype"), ODT)
        made.writestr("content.xml", "<office:document-content xmlns:office='urn:office'/>")
        made.writestr("META-INF/manifest.xml", "<manifest:manifest xmlns:manifest='urn:manifest'/>")
    return target.getvalue()


xlsx = workbook
