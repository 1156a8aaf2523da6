"""Retirement ages of Decree 135/2020 and what titles mean."""

from datetime import date

import pytest

from cadres.rules.retirement import is_past_retirement, retirement_day
from cadres.rules.titles import employment_from, position_kind


@pytest.mark.parametrize(
    ("born", "sex", "day"),
    [
        (date(1961, 1, 15), "M", date(2021, 4, 15)),
        (date(1961, 9, 15), "M", date(2021, 12, 15)),
        (date(1961, 10, 15), "M", date(2022, 4, 15)),
        (date(1965, 6, 1), "M", date(2026, 12, 1)),
        (date(1970, 1, 1), "M", date(2032, 1, 1)),
        (date(1966, 2, 1), "F", date(2021, 6, 1)),
        (date(1969, 12, 1), "F", date(2026, 12, 1)),
        (date(1980, 5, 31), "F", date(2040, 5, 31)),
    ],
)
def test_the_day_the_age_of_the_year_is_reached(born, sex, day):
    assert retirement_day(born, sex) == day
    assert not is_past_retirement(born, sex, day)
    assert is_past_retirement(born, sex, date(day.year + day.month // 12, day.month % 12 + 1, 1))


@pytest.mark.parametrize(
    ("title", "in_division", "kind"),
    [
        ("Chủ tịch UBND xã", False, "unit_head"),
        ("Phó Chủ tịch UBND phường", False, "unit_deputy"),
        ("Giám đốc Sở", False, "unit_head"),
        ("Phó Giám đốc Sở", False, "unit_deputy"),
        ("Chánh Thanh tra", False, "unit_head"),
        ("Trưởng phòng", True, "division_head"),
        ("PHÓ TRƯỞNG PHÒNG", True, "division_deputy"),
        ("Chánh Văn phòng", True, "division_head"),
        ("Phó Chánh Văn phòng", True, "division_deputy"),
        ("Giám đốc Trung tâm", True, "division_head"),
        ("Phó Giám đốc Trung tâm", True, "division_deputy"),
        ("Trưởng ban", False, "unit_head"),
        ("Chuyên viên", True, "staff"),
        ("Cán sự", False, "staff"),
        ("Quyền Trưởng phòng", True, "division_head"),
    ],
)
def test_kinds_of_posts(title, in_division, kind):
    assert position_kind(title, in_division=in_division) == kind


@pytest.mark.parametrize(
    ("rank", "title", "kind"),
    [
        ("V.07", "Viên chức hỗ trợ", "public"),
        ("01.003", "Chuyên viên", "civil"),
        ("", "Nhân viên lái xe", "contract"),
        ("01.002", "Chủ tịch UBND xã", "cadre"),
        ("", "Chuyên viên", "civil"),
    ],
)
def test_employment_where_the_list_is_silent(rank, title, kind):
    assert employment_from(rank, title) == kind
