"""Staff lists against the registry: the lists of the office, lists of other offices, twice, and nothing by halves."""

import csv
import datetime
import io
import json
import random
import unicodedata

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from cadres.models import PartyMembership, Person, Position, Posting
from cadres.services.roster_import import commit, dry_run
from organization.enums import UnitKind
from organization.models import Unit
from organization.services.units import end_unit, load_units
from tests.cadres.roster.lists import ROSTERS, SOMEBODY, TITLES, as_csv, as_xlsx, people, roster

TODAY = datetime.date(2026, 11, 24)
VARIANTS = {
    "name": ["NGUYỄN THỊ HẰNG", "", "Lê An"], "born": ["1980", "31/02/1980", "05/1979"],
    "post": ["Trưởng phòng", "Cán sự"],
    "unit": ["Sở Tư pháp", "Sở Không Tồn Tại", "UBND xã Nam Phù"], "held": ["10/2025", "01/01/2035", "", "02/01/2026"],
    "rank": ["01.002", ""], "party": ["", "01/2011"], "division": ["", "Văn phòng"],
}  # fmt: skip
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def units(db):
    with (ROSTERS.parents[2] / "organization" / "data" / "hanoi_units.csv").open(encoding="utf-8-sig") as file:
        load_units(list(csv.DictReader(file)), by=None)


def checked(content, **kwargs):
    return dry_run(content=content, as_of=kwargs.pop("as_of", TODAY), by=kwargs.pop("by", None), **kwargs)


def imported(content, **kwargs):
    report = commit(content=content, as_of=kwargs.pop("as_of", TODAY), by=kwargs.pop("by", None), **kwargs)
    assert report.committed, report.errors[:5]
    return report


def counts():
    return [model.objects.count() for model in (Person, Posting, Position, PartyMembership, Unit)]


def test_the_flat_list_is_valid_and_a_second_run_creates_nobody():
    before = counts()
    report = checked(roster("flat"))
    assert (report.rows, report.valid, report.created, report.errors) == (1200, 1200, 1200, [])
    assert counts() == before
    imported(roster("flat"))
    assert Person.objects.count() == 1200
    first = Person.objects.get(code="CB0100001")
    assert (first.full_name, first.unit.code) == ("Nguyễn Đức Long", "X-00340")
    posting = first.postings.select_related("position").get()
    assert (posting.position.kind, posting.valid_from) == ("unit_head", datetime.date(2026, 6, 10))
    after = counts()
    again = imported(roster("flat"))
    assert (again.created, again.updated, again.unchanged) == (0, 0, 1200)
    assert counts() == after


def test_the_list_in_sections_is_read_with_its_units_and_divisions():
    report = imported(roster("sections"))
    assert (report.rows, report.valid, report.created) == (180, 180, 180)
    assert imported(roster("sections")).unchanged == 180
    person = Person.objects.get(national_id="001188787142")
    assert person.full_name == "Trần Thu Giang" and person.sex == "F"
    assert person.unit.kind == UnitKind.DIVISION and person.unit.name == "Văn phòng HĐND và UBND"
    assert person.unit.parent.name == "Ủy ban nhân dân xã Nam Phù"
    head = Person.objects.get(national_id="001180651789")
    posting = head.postings.get()
    assert posting.valid_from == datetime.date(2020, 10, 1) and posting.needs_confirmation
    assert Unit.objects.filter(kind=UnitKind.DIVISION, parent__name="Ủy ban nhân dân xã Quốc Oai").count() == 3
    codes = set(Person.objects.values_list("code", flat=True))
    assert len(codes) == 180 and all(code.startswith("CB9") for code in codes)


def test_the_broken_list_names_exactly_the_cells():
    with (ROSTERS / "broken.expected.csv").open(encoding="utf-8-sig") as file:
        wanted = {(int(row["excel_row"]), row["column"], row["value"]) for row in csv.DictReader(file)}
    report = commit(content=roster("broken"), as_of=TODAY, by=None)
    assert {(one.row, one.column, one.value) for one in report.errors} == wanted
    assert len(report.errors) == len(wanted) == 13
    assert (report.rows, report.valid, report.committed) == (60, 47, False)
    assert not Person.objects.exists() and not Unit.objects.filter(kind=UnitKind.DIVISION).exists()


def test_the_command_prints_the_agreed_json_and_ends_with_one_on_errors(capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("import_roster", str(ROSTERS / "roster_broken.xlsx"), "--json", "--commit")
    answer = json.loads(capsys.readouterr().out)
    assert ended.value.code == 1
    assert set(answer) == {"rows", "valid", "created", "updated", "unchanged", "errors", "warnings", "committed"}
    assert set(answer["errors"][0]) == {"row", "column", "value", "message"} and answer["committed"] is False


def test_one_error_changes_nothing():
    rows = people(50)
    rows[47]["born"] = "31/02/1980"
    report = commit(content=as_xlsx(rows), as_of=TODAY, by=None)
    assert [(one.row, one.column) for one in report.errors] == [(49, "Ngày sinh")]
    assert report.valid == 49 and not report.committed and not Person.objects.exists()


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_other_offices_lists(form, separator):
    titles = {
        "number": "TT", "name": "HỌ TÊN", "sex": "Phái", "born": "Ngày tháng năm sinh", "id": "Số định danh cá nhân",
        "unit": "Cơ quan, đơn vị", "division": "Phòng ban", "post": "Chức danh", "held": "Ngày bổ nhiệm",
        "email": "Thư điện tử",
    }  # fmt: skip
    titles = {key: unicodedata.normalize(form, title) for key, title in titles.items()}
    row = {
        **SOMEBODY, "number": "1", "name": "NGUYỄN THỊ HẰNG", "unit": "UBND PHƯỜNG YÊN SỞ", "held": "11/2025",
        "division": "PHÒNG VĂN HÓA - XÃ HỘI", "email": "Hang@Example.vn", "post": "CHUYÊN VIÊN",
    }  # fmt: skip
    row = {key: unicodedata.normalize(form, value) for key, value in row.items()}
    content = as_csv([row], titles, separator)
    assert imported(content).created == 1
    person = Person.objects.get()
    assert (person.full_name, person.email, person.sex) == ("Nguyễn Thị Hằng", "hang@example.vn", "F")
    assert (person.unit.name, person.unit.parent.code) == ("Phòng văn hóa - xã hội", "X-00340")
    assert person.postings.get().valid_from == datetime.date(2025, 11, 1)
    assert imported(content).unchanged == 1


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("UBND phường Yên Sở", "X-00340"), ("phường Yên Sở", "X-00340"), ("uy ban nhan dan phuong yen so", "X-00340"),
        ("UBND phường Yên Sở, TP Hà Nội", "X-00340"), ("Yên Sở", "X-00340"), ("X-00340", "X-00340"),
        ("Thanh tra thành phố", "Thanh tra thành phố Hà Nội"), ("Sở Tư pháp Hà Nội", "Sở Tư pháp"),
        ("VĂN PHÒNG UBND THÀNH PHỐ", "Văn phòng Ủy ban nhân dân thành phố"), ("UBND P. Yên Sở", "X-00340"),
        ("Phòng Văn hóa - Xã hội, UBND phường Yên Sở", "X-00340"),
    ],
)  # fmt: skip
def test_units_are_known_however_they_are_written(written, code):
    assert imported(as_csv([{**SOMEBODY, "unit": written}])).created == 1
    unit = Person.objects.get().unit.parent
    assert code in (unit.code, unit.name)


def test_the_day_decides_between_two_units_of_one_name():
    row = {**SOMEBODY, "unit": "Ba Đình", "held": "01/01/2020"}
    report = imported(as_csv([row]))
    assert Person.objects.get().unit.parent.kind == UnitKind.WARD
    assert any("01/07/2025" in one.message for one in report.warnings)
    assert Posting.objects.get().needs_confirmation
    assert checked(as_csv([{**row, "code": "B", "id": ""}]), as_of=datetime.date(2025, 6, 30)).valid == 1
    for name in ("UBND quận Ba Đình", "UBND xã Ba Đình"):
        other = checked(as_csv([{**row, "unit": name}]))
        assert [(one.column, one.value) for one in other.errors] == [("Đơn vị công tác", name)]


def test_a_person_is_matched_by_code_then_by_national_id():
    imported(as_csv([SOMEBODY]))
    same_code = imported(as_csv([{**SOMEBODY, "id": "", "name": "Nguyễn Thị Hằng"}]))
    same_number = imported(as_csv([{**SOMEBODY, "code": ""}]))
    assert same_code.unchanged == same_number.unchanged == 1
    changed = imported(as_csv([{**SOMEBODY, "rank": "01.002", "party": ""}]))
    assert changed.updated == 1
    person = Person.objects.get()
    assert person.rank_code == "01.002" and person.row_version == 2
    assert person.party_membership.admitted_on == datetime.date(2010, 11, 23)
    other = {**SOMEBODY, "code": "CB0900002", "id": "001179101736"}
    imported(as_csv([other]))
    crossed = checked(as_csv([{**other, "id": SOMEBODY["id"]}]))
    assert [one.column for one in crossed.errors] == ["Số CCCD"]


def test_a_new_post_ends_the_old_one_and_an_older_one_is_refused():
    imported(as_csv([SOMEBODY]))
    moved = {**SOMEBODY, "post": "Trưởng phòng", "division": "Văn phòng HĐND và UBND", "held": "01/10/2026"}
    assert imported(as_csv([moved])).updated == 1
    old, new = Posting.objects.order_by("valid_from")
    assert old.valid_to == datetime.date(2026, 9, 30) and new.valid_to is None
    assert Person.objects.get().unit == new.unit and new.position.kind == "division_head"
    assert imported(as_csv([moved])).unchanged == 1
    report = checked(as_csv([SOMEBODY]))
    assert [one.column for one in report.errors] == ["Ngày giữ chức vụ hiện tại"]


def test_doubts_are_warnings_and_the_rows_stay_valid():
    head = {**SOMEBODY, "post": "Trưởng phòng"}
    rows = [
        head,
        {**head, "code": "CB0900002", "id": "001179101736", "name": "Lê An"},
        {**SOMEBODY, "code": "CB0900003", "id": "001179101737", "born": "01/01/1955"},
        {**SOMEBODY, "code": "CB0900004", "id": "001179101738", "party": "01/01/1995"},
        {**SOMEBODY, "code": "CB0900005", "id": "001179101739", "held": "10/02/2020"},
    ]
    report = imported(as_csv(rows))
    assert report.valid == 5
    found = {(one.row, one.column) for one in report.warnings}
    assert found == {
        (3, "Chức vụ/Chức danh"), (4, "Ngày sinh"), (5, "Ngày vào Đảng"), (6, "Ngày giữ chức vụ hiện tại"),
    }  # fmt: skip


def test_rows_without_code_and_number_are_known_again_by_name_birth_and_unit():
    row = {**SOMEBODY, "code": "", "id": ""}
    imported(as_csv([row, {**row, "born": "01/02/1981"}]))
    again = imported(as_csv([row, {**row, "born": "01/02/1981"}]))
    assert (again.created, again.unchanged, len(again.warnings)) == (0, 2, 2)
    twice = checked(as_csv([row, row]))
    assert [(one.row, one.column) for one in twice.errors] == [(3, "Họ và tên")]


def test_a_unit_merged_over_its_people_holds_for_all_of_them():
    book = load_workbook(io.BytesIO(as_xlsx(people(3))))
    for number in (3, 4):
        book.active.cell(number, 6).value = None
    book.active.merge_cells("F2:F4")
    target = io.BytesIO()
    book.save(target)
    assert imported(target.getvalue()).created == 3
    assert set(Person.objects.values_list("unit__parent__code", flat=True)) == {"X-00340"}


def test_a_division_that_ended_begins_again():
    imported(as_csv([SOMEBODY]))
    division = Unit.objects.get(kind=UnitKind.DIVISION)
    end_unit(unit=division, last_day=datetime.date(2026, 3, 31), by=None, version=division.row_version)
    moved = {**SOMEBODY, "post": "Cán sự", "held": "01/05/2026"}
    assert imported(as_csv([moved])).updated == 1
    assert Person.objects.get().unit.valid_from == datetime.date(2026, 4, 1)


def test_the_dry_run_tells_exactly_what_is_then_done():
    chance = random.Random(61)
    for _number in range(100):
        rows = people(chance.randint(1, 4))
        for row in rows:
            for key, values in VARIANTS.items():
                if chance.random() < 0.3:
                    row[key] = chance.choice(values)
        content = as_csv(rows)
        told = checked(content)
        kinds = [row["status"] for row in told.preview["rows"]]
        assert kinds.count("error") == told.rows - told.valid
        before = counts()
        done = commit(content=content, as_of=TODAY, by=None)
        assert done.as_json() | {"committed": None} == told.as_json() | {"committed": None}
        assert done.committed == (not told.errors)
        assert (counts()[0] - before[0] if done.committed else counts() == before) == (
            kinds.count("created") if done.committed else True
        )


def test_formulas_are_errors_wherever_they_stand():
    rows = people(2)
    rows[0]["born"] = "=DATE(1980,1,1)"
    rows[1]["post"] = "=A1"
    report = checked(as_xlsx(rows))
    assert {(one.row, one.column, one.value) for one in report.errors} == {
        (2, "Ngày sinh", "=DATE(1980,1,1)"), (3, "Chức vụ/Chức danh", "=A1"),
    }  # fmt: skip
    assert checked(as_csv([{**SOMEBODY, "name": "=1+1"}])).errors


def test_a_list_of_one_unit_takes_it_from_the_letterhead():
    titles = {key: TITLES[key] for key in ("code", "name", "born", "post", "held", "id")}
    content = as_xlsx(
        [SOMEBODY], titles,
        above=[["ỦY BAN NHÂN DÂN"], ["PHƯỜNG YÊN SỞ"], [], ["DANH SÁCH CÁN BỘ"]],
        below=[
            ["Tổng cộng: 1 người"], [None, "Hà Nội, ngày 31 tháng 10 năm 2026"],
            [None, "NGƯỜI LẬP BIỂU", None, "CHỦ TỊCH"],
        ],
    )  # fmt: skip
    assert imported(content).rows == 1
    assert Person.objects.get().unit.code == "X-00340"


def test_columns_can_be_set_by_hand():
    titles = {**TITLES, "post": "Cột lạ"}
    assert checked(as_csv([SOMEBODY], titles), mapping={"H": "position"}).valid == 1
    left_out = checked(as_csv([{**SOMEBODY, "party": "xx"}]), mapping={"M": ""})
    assert left_out.valid == 1


def test_the_preview_says_how_each_cell_was_read():
    row = {**SOMEBODY, "name": "NGUYỄN THỊ HẰNG", "held": "11/2025", "sex": "x"}
    preview = checked(as_csv([row])).preview
    json.dumps(preview)
    assert [column["field"] for column in preview["columns"]][:3] == ["code", "full_name", "sex"]
    (line,) = preview["rows"]
    assert (line["row"], line["status"], line["new_division"]) == (2, "error", True)
    assert line["cells"]["B"]["read"] == "Nguyễn Thị Hằng" and line["cells"]["B"]["note"]
    assert line["cells"]["L"] == {
        "text": "11/2025", "read": "01/11/2025", "note": line["cells"]["L"]["note"],
    }  # fmt: skip
    assert line["cells"]["C"]["error"]


def test_an_error_near_the_end_of_20000_rows_changes_nothing():
    rows = people(20_000)
    rows[19_998 - 1]["born"] = "31/02/1980"
    report = commit(content=as_csv(rows), as_of=TODAY, by=None)
    assert [(one.row, one.column) for one in report.errors] == [(19_999, "Ngày sinh")]
    assert (report.rows, report.valid, report.committed) == (20_000, 19_999, False)
    assert not Person.objects.exists()
