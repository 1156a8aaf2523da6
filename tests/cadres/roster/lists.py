"""Staff lists made for tests: rows of dictionaries written as CSV or XLSX the way different offices do."""

import csv
import io
from pathlib import Path

from openpyxl import Workbook

ROSTERS = Path(__file__).resolve().parents[2] / "data" / "rosters"
TITLES = {
    "code": "Mã CB", "name": "Họ và tên", "sex": "Giới tính", "born": "Ngày sinh", "id": "Số CCCD",
    "unit": "Đơn vị công tác", "division": "Phòng, ban", "post": "Chức vụ/Chức danh", "kind": "Loại",
    "rank": "Mã ngạch", "joined": "Ngày vào ngành", "held": "Ngày giữ chức vụ hiện tại", "party": "Ngày vào Đảng",
}  # fmt: skip
SOMEBODY = {
    "code": "CB0900001", "name": "Nguyễn Thị Hằng", "sex": "Nữ", "born": "08/09/1979", "id": "001179101735",
    "unit": "Ủy ban nhân dân phường Yên Sở", "division": "Phòng Văn hóa - Xã hội", "post": "Chuyên viên",
    "kind": "Công chức", "rank": "01.003", "joined": "08/05/2007", "held": "19/11/2025", "party": "23/11/2010",
}  # fmt: skip


def roster(name):
    return (ROSTERS / f"roster_{name}.xlsx").read_bytes()


def people(count, **changes):
    """So many people of one division, each with a code and number of their own."""
    return [
        {**SOMEBODY, "code": f"CB09{place:05d}", "id": f"0011791{place:05d}", **changes}
        for place in range(1, count + 1)
    ]


def as_csv(rows, titles=TITLES, separator=";", encoding="utf-8-sig"):
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=separator)
    writer.writerow(titles.values())
    writer.writerows([[row.get(key, "") for key in titles] for row in rows])
    return target.getvalue().encode(encoding)


def as_xlsx(rows, titles=TITLES, above=(), below=()):
    book = Workbook()
    for line in above:
        book.active.append(list(line))
    book.active.append(list(titles.values()))
    for row in rows:
        book.active.append([row.get(key) for key in titles])
    for line in below:
        book.active.append(list(line))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
