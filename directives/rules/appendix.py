"""Reading an appendix of indicators: lines or table rows in, items by group out, each fault named."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_ROMAN = re.compile(r"^\s*(?:nhóm\s+)?(?:[IVX]{1,4}|[A-D])\s*[.):/-]\s+", re.IGNORECASE)
_CODE = re.compile(r"^\s*([A-Z]{2,3})\s*[-.]?\s*(\d{1,2})\s*[.):\t ]\s*(.+)$", re.DOTALL)
_NUMBER = re.compile(r"^\s*(\d{1,2})\s*[.):\t-]\s*(.+)$", re.DOTALL)
_ONLY_NUMBER = re.compile(r"^\s*(\d{1,2}|[IVX]{1,4}|[A-D])\s*[.)]?\s*$")
_FRAME = re.compile(r"^(stt|tt|số tt|nội dung|biểu hiện|dấu hiệu|phụ lục)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class GroupShape:
    """What is known of a group beforehand: its code, its name, how many items it must have."""

    code: str
    name: str
    expected: int


@dataclass(frozen=True, slots=True)
class Item:
    """One indicator as the appendix words it; `number` counts inside its group from 1."""

    group: str
    number: int
    text: str

    @property
    def code(self) -> str:
        return f"{self.group}-{self.number:02d}"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an appendix cannot be taken. Kinds: `empty`, `count` (a group has too few or too many), `twice` (one text
    stands for two items), `unplaced` (a line before any group when the numbers do not tell)."""

    kind: str
    group: str = ""
    found: int = 0
    expected: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Appendix:
    items: tuple[Item, ...]
    faults: tuple[Fault, ...]


def read_lines(text: str, groups: Sequence[GroupShape]) -> Appendix:
    """Items of a pasted text: one a line or more lines, numbered or with codes, under headings or in one run."""
    return read_rows(([line] for line in text.splitlines()), groups)


def read_rows(rows: Iterable[Sequence[str]], groups: Sequence[GroupShape]) -> Appendix:
    """The same for the rows of a table; a lone number in its own cell numbers the text beside it."""
    found: list[tuple[str, str]] = []
    current, begun = "", False
    for row in rows:
        cells = [" ".join(unicodedata.normalize("NFC", cell).split()) for cell in row]
        line = _joined([cell for cell in cells if cell])
        if not line or (_FRAME.match(line) and not found):
            continue
        heading = _heading(line, groups)
        if heading:
            current, begun = heading, False
            continue
        coded = _CODE.match(line)
        if coded and coded[1] in {group.code for group in groups}:
            found.append((coded[1], coded[3].strip()))
            current, begun = coded[1], True
            continue
        numbered = _NUMBER.match(line)
        if numbered:
            found.append((current, numbered[2].strip()))
            begun = True
        elif begun and len(cells) == 1:
            group, so_far = found[-1]
            found[-1] = (group, f"{so_far} {line}")
        else:
            found.append((current, line))
            begun = len(cells) == 1 and bool(current)
    return _checked(_placed(found, groups), groups)


def _joined(cells: Sequence[str]) -> str:
    if len(cells) > 1 and _ONLY_NUMBER.match(cells[0]):
        return f"{cells[0].rstrip('.)')}. {' '.join(cells[1:])}"
    return " ".join(cells)


def _heading(line: str, groups: Sequence[GroupShape]) -> str:
    """The group a line opens: its name, a Roman numeral or a capital before it, or the number of its items behind."""
    if _NUMBER.match(line):
        return ""
    words = _words(_ROMAN.sub("", line))
    for group in groups:
        name = _words(group.name)
        if words == name or words.startswith(f"{name} ") or (_ROMAN.match(line) and name in words):
            return group.code
    return ""


def _words(text: str) -> str:
    return re.sub(r"[^\w]+", " ", text.casefold()).strip()


def _placed(found: Sequence[tuple[str, str]], groups: Sequence[GroupShape]) -> list[tuple[str, str]]:
    """Items without any heading go to the groups in order when their total is what the groups expect."""
    if any(group for group, _text in found) or len(found) != sum(group.expected for group in groups):
        return list(found)
    order = [group.code for group in groups for _place in range(group.expected)]
    return [(code, text) for code, (_group, text) in zip(order, found, strict=True)]


def _checked(found: Sequence[tuple[str, str]], groups: Sequence[GroupShape]) -> Appendix:
    counts = {group.code: 0 for group in groups}
    items: list[Item] = []
    faults: list[Fault] = []
    seen: dict[str, str] = {}
    if not found:
        return Appendix((), (Fault("empty"),))
    for group, text in found:
        if group not in counts:
            faults.append(Fault("unplaced", text=text))
            continue
        counts[group] += 1
        item = Item(group, counts[group], text)
        if _words(text) in seen:
            faults.append(Fault("twice", group=seen[_words(text)], text=text))
        seen.setdefault(_words(text), item.code)
        items.append(item)
    for shape in groups:
        if counts[shape.code] != shape.expected:
            faults.append(Fault("count", group=shape.code, found=counts[shape.code], expected=shape.expected))
    return Appendix(tuple(items), tuple(faults))
