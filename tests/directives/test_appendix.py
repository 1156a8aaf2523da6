"""An appendix is read as offices paste it; a wrong number of items is named by its group."""

import pytest

from directives.rules.appendix import Fault, GroupShape, read_lines, read_rows

GROUPS = (
    GroupShape("KL", "Vi phạm kỷ cương, kỷ luật", 3),
    GroupShape("TN", "Né tránh, đùn đẩy, thiếu trách nhiệm", 2),
)
TEXTS = [
    "Không chấp hành giờ làm việc.",
    "Nhũng nhiễu người dân.",
    "Chậm tiến độ.",
    "Co mình, giữ an toàn.",
    "Đùn đẩy.",
]
CODES = ["KL-01", "KL-02", "KL-03", "TN-01", "TN-02"]


def numbered(start: int = 1) -> list[str]:
    return [f"{place}. {text}" for place, text in enumerate(TEXTS, start=start)]


HEADED = "\n".join(
    [
        "PHỤ LỤC",
        "I. VI PHẠM KỶ CƯƠNG, KỶ LUẬT (3 biểu hiện)",
        *numbered()[:3],
        "",
        "II. Né tránh, đùn đẩy, thiếu trách nhiệm",
        f"1) {TEXTS[3]}",
        f"2) {TEXTS[4]}",
    ]
)


@pytest.mark.parametrize(
    "text",
    [
        HEADED,
        "\n".join(numbered()),
        "\n".join(f"{code}: {text}" for code, text in zip(CODES, TEXTS, strict=True)),
        "\n".join(f"{code}\t{text}" for code, text in zip(CODES, TEXTS, strict=True)),
        "\n".join(TEXTS),
        HEADED.replace("Nhũng nhiễu người dân.", "Nhũng nhiễu\nngười dân."),
    ],
    ids=["headings", "one run", "codes", "codes with tabs", "bare lines", "broken lines"],
)
def test_pasted_appendix_is_read_whatever_its_form(text: str) -> None:
    read = read_lines(text, GROUPS)
    assert read.faults == ()
    assert [(item.code, item.text) for item in read.items] == list(zip(CODES, TEXTS, strict=True))


def test_table_with_a_column_of_numbers_and_group_rows() -> None:
    rows = [
        ["STT", "Nội dung biểu hiện"],
        ["I", "Vi phạm kỷ cương, kỷ luật"],
        ["1", TEXTS[0]],
        ["2", TEXTS[1]],
        ["3", TEXTS[2]],
        ["II", "Né tránh, đùn đẩy, thiếu trách nhiệm"],
        ["1", TEXTS[3]],
        ["2.", TEXTS[4]],
    ]
    read = read_rows(rows, GROUPS)
    assert (read.faults, [item.code for item in read.items]) == ((), CODES)


def test_one_item_too_few_names_the_group_and_both_numbers() -> None:
    read = read_lines(HEADED.replace(f"2. {TEXTS[1]}\n", ""), GROUPS)
    assert read.faults == (Fault("count", group="KL", found=2, expected=3),)


def test_run_without_headings_and_with_another_total_cannot_be_placed() -> None:
    read = read_lines("\n".join(numbered()[:4]), GROUPS)
    assert {fault.kind for fault in read.faults} == {"unplaced", "count"}


def test_same_text_twice_is_named() -> None:
    read = read_lines(HEADED.replace(TEXTS[1], TEXTS[0].upper()), GROUPS)
    assert [(fault.kind, fault.group) for fault in read.faults] == [("twice", "KL-01")]


def test_nothing_pasted_is_empty() -> None:
    assert read_lines(" \n\n", GROUPS).faults == (Fault("empty"),)


def test_decomposed_text_is_composed() -> None:
    import unicodedata

    read = read_lines(unicodedata.normalize("NFD", HEADED), GROUPS)
    assert [item.text for item in read.items] == TEXTS
