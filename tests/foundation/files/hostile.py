"""45 hostile files: name, content, declared type, and the status their class of refusal has."""

import io
import struct
import zipfile

from tests.foundation.files.samples import (
    OFFICE,
    RELATIONS,
    document_xml,
    docx,
    jpeg,
    object_stream,
    pdf,
    png,
    png_text,
    webp,
    xlsx,
)

PDF, JPEG, PNG, ANY = "application/pdf", "image/jpeg", "image/png", "application/octet-stream"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 200 + b"PE\x00\x00"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "VBA".encode("utf-16-le")
JS = b"<< /S /JavaScript /JS (app.alert(1)) >>"


def relation(kind, target):
    return RELATIONS.format(f'<Relationship Id="x1" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/>')


def with_link(base):
    target = io.BytesIO(base)
    with zipfile.ZipFile(target, "a") as made:
        info = zipfile.ZipInfo("word/media/link")
        info.external_attr = 0o120777 << 16
        made.writestr(info, "../../etc/passwd")
    return target.getvalue()


def with_flag(base, bit):
    content = bytearray(base)
    place = content.find(b"PK\x01\x02")
    content[place + 8 : place + 10] = struct.pack("<H", bit)
    return bytes(content)


def hostile(limit):
    """(name, content, declared type, status) of each; `limit` is the largest file taken."""
    word, sheet = docx(), xlsx()
    return [
        ("trang.pdf", HTML, PDF, 400),
        ("trang.html", HTML, "text/html", 415),
        ("hinh.png", SVG, PNG, 400),
        ("hinh.svg", SVG, "image/svg+xml", 415),
        ("ghi-chu.txt", HTML, "text/plain", 400),
        ("danh-sach.csv", b"a;b\n1;<svg onload=alert(1)>\n", "text/csv", 400),
        ("bao-cao.pdf", EXE, PDF, 415),
        ("cai-dat.exe", EXE, ANY, 415),
        ("chay.txt", b"#!/bin/sh\nrm -rf /\n", "text/plain", 400),
        ("chay.pdf", pdf(b"/OpenAction " + JS), PDF, 400),
        ("giau.pdf", pdf(b"/OpenAction << /S /J#61vaScript /J#53 (x) >>"), PDF, 400),
        ("goi.pdf", pdf(objects=object_stream(b"8 0 " + JS)), PDF, 400),
        ("goi-la.pdf", pdf(objects=object_stream(b"", b"/Filter [/ASCIIHexDecode /FlateDecode]", b"78>")), PDF, 400),
        ("goi-ten.pdf", pdf(objects=object_stream(b"8 0 " + JS).replace(b"/Type /ObjStm ", b"")), PDF, 400),
        ("goi-che.pdf", pdf(objects=object_stream(b"8 0 " + JS).replace(b">>\nstream", b">>%\nstream")), PDF, 400),
        ("mo.pdf", pdf(b"/OpenAction << /S /Launch /F (calc.exe) >>"), PDF, 400),
        ("kem.pdf", pdf(b"/Names << /EmbeddedFiles << /Names [(a) 9 0 R] >> >>"), PDF, 400),
        ("khoa.pdf", pdf(trailer=b"/Encrypt 9 0 R"), PDF, 400),
        ("hai-mat.pdf", b"/*%PDF-1.7 */ alert(1)//" + pdf(), PDF, 415),
        ("hai-mat-2.pdf", pdf()[:-6] + word + b"\nstartxref\n0\n%%EOF", PDF, 400),
        ("php.jpg", jpeg(comment=b"<?php system($_GET['c']); ?>"), JPEG, 400),
        ("duoi-php.jpg", jpeg(after=b"<?PHP phpinfo();"), JPEG, 400),
        ("duoi-zip.jpg", jpeg(after=word), JPEG, 400),
        ("html.png", png(extra=png_text(b"<script>alert(1)</script>")), PNG, 400),
        ("lon.png", png(50_000, 50_000), PNG, 400),
        ("lon.jpg", jpeg(50_000, 50_000), JPEG, 400),
        ("lon.webp", webp(16_000, 16_000), "image/webp", 400),
        ("macro.docx", docx({"word/vbaProject.bin": b"\1"}), DOCX, 400),
        ("macro.docm", docx({"word/vbaProject.bin": b"\1"}), ANY, 415),
        ("macro.xlsx", xlsx(extra={"xl/vbaProject.bin": b"\1"}), XLSX, 400),
        (
            "kieu-macro.docx",
            docx({"[Content_Types].xml": "<Types>ms-word.document.macroEnabled.main</Types>"}), DOCX, 400,
        ),
        ("cu.doc", OLE, "application/msword", 415),
        ("cu.docx", OLE, DOCX, 415),
        (
            "mau.docx",
            docx({"word/_rels/settings.xml.rels": relation("attachedTemplate", "http://x/a.dotm")}), DOCX, 400,
        ),
        ("noi.xlsx", xlsx(extra={"xl/externalLinks/externalLink1.xml": "<a/>"}), XLSX, 400),
        ("khoa.docx", with_flag(word, 1), DOCX, 400),
        ("leo.docx", docx({"../../etc/cron.d/x": "a"}), DOCX, 400),
        ("lien-ket.docx", with_link(word), DOCX, 400),
        ("long.docx", docx({"word/media/image1.png": sheet}), DOCX, 400),
        ("bom.docx", docx({"word/media/image1.bin": b"\0" * (30 << 20)}), DOCX, 400),
        ("rong.pdf", b"", PDF, 400),
        ("qua.txt", b"a" * (limit + 1), "text/plain", 413),
        ("sai.pdf", png(), PDF, 415),
        ("../../len-tren.pdf", pdf(), PDF, 400),
        ("khong\0.pdf", pdf(), PDF, 400),
        ("anh\u202efdp.exe.pdf", pdf(), PDF, 400),
        ("CON.pdf", pdf(), PDF, 400),
        ("a" * 10_000 + ".pdf", pdf(), PDF, 400),
        (" ", pdf(), PDF, 400),
        ("thuc-the.docx", docx(document=document_xml("&a;", '<!DOCTYPE z [<!ENTITY a "b">]>')), DOCX, 400),
    ]  # fmt: skip
