"""25 honest files with Vietnamese names, as offices and phones make them."""

import unicodedata
import zlib

from tests.foundation.files.samples import document_xml, docx, jpeg, object_stream, odt, pdf, png, png_text, webp, xlsx

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
XMP = b'<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF/></x:xmpmeta><?xpacket end="w"?>'
TEXT = "Báo cáo kết quả tiếp công dân tháng 11: 42 lượt, 3 vụ việc phức tạp.\n"


def honest():
    """(name, content, declared type)."""
    return [
        ("Báo cáo tháng 11.pdf", pdf(), "application/pdf"),
        (
            "Quyết định số 1841-QĐ.pdf",
            pdf(objects=object_stream(b"8 0 << /Type /Font /BaseFont /Times >>")), "application/pdf",
        ),
        ("Tờ trình (bản ký số).PDF", pdf(b"/AcroForm << /SigFlags 3 /Fields [] >>"), "application/pdf"),
        ("Biên bản làm việc.pdf", pdf(b"/OpenAction [3 0 R /Fit]"), "application/x-pdf"),
        ("Giấy mời.pdf", pdf() + b"\n" * 200, "application/octet-stream"),
        ("Ảnh hiện trường ngõ 12.jpg", jpeg(4_000, 3_000), "image/jpeg"),
        ("IMG_20261124_081500.jpg", jpeg(after=b"SEFT" + b"\0\1\2" * 200), "image/jpeg"),
        ("Ảnh chụp từ Zalo.jpeg", jpeg(comment="Chụp tại phường Hà Đông".encode()), "image/jpeg"),
        ("Biển hiệu.jpg", jpeg(comment=XMP), "image/pjpeg"),
        ("Sơ đồ tổ chức.png", png(800, 600), "image/png"),
        ("Ảnh màn hình.png", png(extra=png_text("Chụp ngày 24/11".encode())), "image/png"),
        ("Bản đồ khu vực Đống Đa.PNG", png(9_000, 5_000), "image/png"),
        ("Ảnh nén.webp", webp(1_200, 800), "image/webp"),
        ("Kế hoạch tuần.docx", docx(), DOCX),
        ("Dự thảo Nghị quyết.docx", docx(document=document_xml("Điều 1. Phạm vi điều chỉnh &amp; đối tượng")), DOCX),
        ("Báo cáo có ảnh.docx", docx({"word/media/image1.png": png(), "word/media/image2.jpeg": jpeg()}), DOCX),
        ("Thư mời họp.docx", docx({"word/fonts/font1.odttf": zlib.compress(b"x" * 900)}), "application/zip"),
        ("Danh sách hồ sơ quá hạn.xlsx", xlsx(), XLSX),
        (
            "Bảng theo dõi nhiệm vụ.xlsx",
            xlsx(extra={"xl/theme/theme1.xml": "<a/>", "xl/printerSettings/p1.bin": b"\1\0"}), XLSX,
        ),
        ("Thống kê quý IV.xlsx", xlsx(), "application/octet-stream"),
        ("Phiếu khảo sát hài lòng.odt", odt(), ODT),
        ("Ghi chú cuộc họp.txt", TEXT.encode(), "text/plain"),
        ("Ghi chú từ Windows.txt", ("\ufeff" + TEXT).encode("utf-16-le"), "text/plain; charset=utf-16"),
        ("Số liệu một cửa.csv", ("\ufeffLĩnh vực;Số hồ sơ\nĐất đai;-12\n").encode(), "text/csv"),
        (
            unicodedata.normalize("NFD", "Nguyễn Thị Thúy An – giải trình.csv"),
            b"a,b\n1,2\n", "application/vnd.ms-excel",
        ),
    ]  # fmt: skip
