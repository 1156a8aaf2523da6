"""Reading cells and headers without a registry."""

import datetime

import pytest

from cadres.roster.dates import read_date
from cadres.roster.fields import Field, field_of, guess_of
from cadres.roster.header import find_header
from cadres.roster.problems import BadCell
from cadres.roster.rows import read_roster
from cadres.roster.values import read_value
from foundation.sheets.cells import Cell, CellKind, Sheet
from foundation.workflow.errors import InvalidInput

TODAY = datetime.date(2026, 11, 24)


def cell(value):
    if value in (None, ""):
        return Cell(CellKind.EMPTY)
    if isinstance(value, datetime.date):
        return Cell(CellKind.DATE, value)
    return Cell(CellKind.TEXT if isinstance(value, str) else CellKind.NUMBER, value)


def sheet(*rows, merged=()):
    return Sheet("xlsx", [[cell(value) for value in row] for row in rows], merged=tuple(merged))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("03/04/1980", (1980, 4, 3)),
        ("3-4-1980", (1980, 4, 3)),
        ("3.4.80", (1980, 4, 3)),
        ("1980-04-03", (1980, 4, 3)),
        ("04/1980", (1980, 4, 1)),
        ("tháng 4/1980", (1980, 4, 1)),
        ("1980", (1980, 1, 1)),
        ("03041980", (1980, 4, 3)),
        ("ngày 3 tháng 4 năm 1980", (1980, 4, 3)),
        ("29/02/1980", (1980, 2, 29)),
        (29314, (1980, 4, 3)),
        (1980, (1980, 1, 1)),
        (4.198, (1980, 4, 1)),
        (datetime.date(1980, 4, 3), (1980, 4, 3)),
    ],
)
def test_dates(written, read):
    assert read_date(cell(written), as_of=TODAY).day == datetime.date(*read)


@pytest.mark.parametrize(
    "written", ["31/02/1980", "15/13/1985", "00/01/1980", "xx/yy/zzzz", "29/02/1981", "3/4", 12, "?"]
)
def test_no_dates(written):
    with pytest.raises(BadCell):
        read_date(cell(written), as_of=TODAY)


@pytest.mark.parametrize(
    ("field", "written", "read"),
    [
        (Field.NATIONAL_ID, "001 179 101 735", "001179101735"),
        (Field.NATIONAL_ID, 1179101735, "001179101735"),
        (Field.SEX, "NỮ", "F"),
        (Field.SEX, "nam", "M"),
        (Field.RANK, 1.003, "01.003"),
        (Field.EMPLOYMENT, "HĐ 111", "contract"),
        (Field.EMPLOYMENT, "Hợp đồng 111", "contract"),
        (Field.EMPLOYMENT, "CÁN BỘ", "cadre"),
        (Field.CODE, " cb 01 ", "CB01"),
        (Field.EMPLOYMENT, "Người hoạt động không chuyên trách", "part_time"),
        (Field.NAME, "ĐỖ  ĐỨC AN", "Đỗ Đức An"),
        (Field.POSITION, "PHÓ CHỦ TỊCH UBND XÃ", "Phó chủ tịch UBND xã"),
    ],
)
def test_values(field, written, read):
    assert read_value(field, cell(written), as_of=TODAY).value == read


@pytest.mark.parametrize(
    ("field", "written"),
    [
        (Field.NATIONAL_ID, "00109"),
        (Field.NATIONAL_ID, "0011791017350"),
        (Field.NAME, "Lê An 2"),
        (Field.NAME, "?"),
        (Field.SEX, "X"),
        (Field.EMPLOYMENT, "khác"),
        (Field.EMAIL, "a@b"),
        (Field.NAME, "=1+1"),
        (Field.BIRTH, "1890"),
        (Field.BIRTH, "01/01/2020"),
        (Field.PARTY, "01/01/2035"),
        (Field.CODE, "A;B"),
        (Field.EDUCATION, "x" * 61),
    ],
)
def test_refused_values(field, written):
    with pytest.raises(BadCell):
        read_value(field, cell(written), as_of=TODAY)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("HỌ VÀ TÊN", Field.NAME),
        ("ho va ten", Field.NAME),
        ("Họ, tên đệm và tên", Field.NAME),
        ("Số CCCD/CMND", Field.NATIONAL_ID),
        ("Ngày, tháng, năm sinh (dd/mm/yyyy)", Field.BIRTH),
        ("Chức vụ, chức danh", Field.POSITION),
        ("LLCT", Field.POLITICAL),
        ("Thời điểm giữ chức vụ", Field.HELD_SINCE),
        ("Màu mắt", None),
        ("Ngày vào Đảng chính thức", Field.PARTY),
    ],
)
def test_headers(header, field):
    assert field_of(header) == field


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Họ và tên công chức, viên chức", Field.NAME),
        ("Họ tên vợ (chồng)", None),
        ("Số định danh/CCCD", Field.NATIONAL_ID),
        ("Ngày cấp CCCD", None),
        ("Ngày/tháng/năm sinh của cán bộ", Field.BIRTH),
        ("Nơi sinh", None),
        ("Năm vào Đảng Cộng sản", Field.PARTY),
        ("Ngày bổ nhiệm, giữ chức vụ, chức danh", Field.HELD_SINCE),
        ("Số năm giữ chức vụ", None),
        ("Tháng, năm tuyển dụng vào cơ quan nhà nước", Field.JOINED),
        ("Đơn vị hiện đang công tác", Field.UNIT),
        ("Phòng/ban/trung tâm trực thuộc", Field.DIVISION),
        ("Chức vụ Đảng, đoàn thể", None),
        ("Chức vụ/chức danh đang đảm nhiệm", Field.POSITION),
        ("Mã số CBCCVC", Field.CODE),
        ("Thời gian xếp ngạch", None),
    ],
)
def test_headers_of_other_offices_are_guessed(header, field):
    assert (field_of(header) or guess_of(header)) == field


def test_two_row_headers_with_and_without_merged_cells():
    top = ["STT", "Họ và tên", "Ngày, tháng, năm sinh", "", "Chức vụ"]
    sub = ["", "", "Nam", "Nữ", ""]
    person = [1, "Lê An", "", "05/03/1980", "Chuyên viên"]
    for merged in ((), [(1, 2, 1, 3), (1, 0, 2, 0), (1, 1, 2, 1), (1, 4, 2, 4)]):
        table = sheet(["DANH SÁCH"], top, sub, ["1", "2", "3", "4", "5"], person, merged=merged)
        header = find_header(table)
        assert (header.first, header.last) == (2, 3)
        assert [column.field for column in header.columns][2:4] == [Field.BIRTH_MALE, Field.BIRTH_FEMALE]
        (found,) = read_roster(table, as_of=TODAY).people
        assert found.values[Field.SEX] == "F" and found.values[Field.BIRTH] == datetime.date(1980, 3, 5)
        assert found.places[Field.BIRTH].header == "Ngày, tháng, năm sinh / Nữ"


def test_family_and_given_names_in_two_columns():
    table = sheet(["Họ đệm", "Tên", "Chức vụ", "Năm sinh"], ["NGUYỄN THỊ", "HẰNG", "Chuyên viên", "1980"])
    (found,) = read_roster(table, as_of=TODAY).people
    assert found.values[Field.NAME] == "Nguyễn Thị Hằng"


def test_totals_signatures_and_empty_rows_are_no_people():
    table = sheet(
        ["STT", "Họ và tên", "Ngày sinh", "Chức vụ"],
        ["A", "PHÒNG MỘT"],
        [1, "Lê An", "05/03/1980", "Chuyên viên"],
        [],
        ["", "Cộng: 1"],
        ["B", "Phòng Hai"],
        [2, "Tống Văn An", "05/03/1980", "Chuyên viên"],
        ["", "Tổng số: 2 người"],
        ["", "", "", "Hà Nội, ngày 1 tháng 10 năm 2026"],
        ["", "NGƯỜI LẬP", "", "THỦ TRƯỞNG"],
        ["", "Lê Bình", "", "Trần Chi"],
    )
    read = read_roster(table, as_of=TODAY)
    assert [person.row for person in read.people] == [3, 7]
    assert [person.sections[-1].text for person in read.people] == ["PHÒNG MỘT", "Phòng Hai"]


def test_a_table_that_is_no_staff_list_is_refused():
    for table in (sheet(["Mã", "Giá"], ["1", "2"]), sheet([]), sheet(["Họ và tên", "Ngày sinh", "Chức vụ"])):
        with pytest.raises(InvalidInput):
            read_roster(table, as_of=TODAY)
