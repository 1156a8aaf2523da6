"""A few small files of the demo: proof of tasks and of self-assessments, made in code and kept like any upload."""

import io
import struct
import zlib

from docx import Document

from accounts.models import User
from directives.enums import AssignmentState
from directives.models import Assignment, AssignmentEvidence
from directives.services import evidence as tasks
from evaluations.enums import EvaluationState
from evaluations.models import Evaluation, SheetEvidence
from evaluations.services import evidence as sheets
from foundation.files.services.intake import Content

SHEETS_WITH_FILES = 2
PAGE = (
    ("Bao cao ket qua thuc hien nhiem vu", "Ket qua: da hoan thanh, gui kem phu luc so lieu."),
    ("Bao cao ket qua thuc hien nhiem vu (ban sua)", "Da bo sung so lieu cua cac phong theo y kien truong phong."),
)


def to_tasks(*, username: str = "ca") -> None:
    """Two tasks of one account carry files; the first file of the first task has a newer version."""
    user = User.objects.filter(username=username).first()
    if user is None or AssignmentEvidence.objects.exists():
        return
    rows = Assignment.objects.filter(person_id=user.person_id or 0, given_by__isnull=False)
    latest = rows.exclude(state=AssignmentState.CANCELLED).select_related("person__unit", "unit", "given_by")
    for number, row in enumerate(latest.order_by("-due_on", "-id")[:2]):
        writer = user if row.state == AssignmentState.OPEN else row.given_by
        assert writer is not None  # helps mypy: filtered above
        report = Content("Báo cáo kết quả.pdf", pdf(*PAGE[0]), "application/pdf")
        tasks.add_evidence(assignment=row, title="Báo cáo kết quả thực hiện", upload=report, by=writer)
        if number == 0:
            better = Content("Báo cáo kết quả (bản sửa).pdf", pdf(*PAGE[1]), "application/pdf")
            tasks.replace_evidence(assignment=row, number=1, upload=better, by=writer)
            photo = Content("Ảnh hiện trường.png", picture(), "image/png")
            tasks.add_evidence(assignment=row, title="Ảnh hiện trường trước khi xử lý", upload=photo, by=writer)


def to_draft(sheet: Evaluation, *, by: User) -> None:
    """The first self-assessments that are handed in carry a file."""
    if sheet.person_id is None or SheetEvidence.objects.count() >= SHEETS_WITH_FILES:
        return
    minutes = Content("Biên bản họp tổ công tác.docx", document(), "")
    sheets.add_evidence(evaluation=sheet, title="Biên bản họp tổ công tác tháng này", upload=minutes, by=by)


def to_own_draft(*, username: str = "ca") -> None:
    """The account whose self-assessment is left to be tried out has begun to attach."""
    user = User.objects.filter(username=username).first()
    drafts = Evaluation.objects.filter(person_id=user.person_id or 0, state=EvaluationState.DRAFT) if user else None
    sheet = drafts.order_by("-cycle__period").first() if drafts is not None else None
    if user is None or sheet is None or sheet.evidence.exists():
        return
    photo = Content("IMG_20261120_0915.png", picture(), "image/png")
    sheets.add_evidence(evaluation=sheet, title="Ảnh buổi tiếp công dân lưu động", upload=photo, by=user)


def document() -> bytes:
    made = Document()
    made.add_heading("Biên bản họp tổ công tác", level=1)
    made.add_paragraph("Nội dung: rà soát hồ sơ tồn đọng, phân công từng người, hạn xong trong tuần.")
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def picture(width: int = 640, height: int = 420) -> bytes:
    """A street in a few colours."""
    rows = [b"\0" + _sky(y, height) * (width // 2) + _wall(y, height) * (width - width // 2) for y in range(height)]
    head = struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (b"IHDR", head), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))


def _sky(y: int, height: int) -> bytes:
    return bytes((120 + 80 * y // height, 170 + 50 * y // height, 215)) if y < height * 2 // 3 else b"\x70\x74\x78"


def _wall(y: int, height: int) -> bytes:
    return b"\xd8\xb8\x70" if height // 4 < y < height * 2 // 3 else _sky(y, height)


def pdf(title: str, line: str) -> bytes:
    """One page with two lines; the letters every reader has know no Vietnamese marks."""
    text = f"BT /F1 16 Tf 60 770 Td ({title}) Tj 0 -30 Td /F1 11 Tf ({line}) Tj ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
            b"/Resources << /Font << /F1 4 0 R >> >> >>"
        ),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
    ]
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 6\n0000000000 65535 f \n" + table
    return content + head + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(content)
