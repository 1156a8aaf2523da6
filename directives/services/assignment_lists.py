"""A list of tasks as units keep it: read in the limited child, every bad row and field named, given as a whole."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import IO, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from cadres.models import Person
from cadres.roster.dates import read_date
from cadres.roster.problems import BadCell
from cadres.rules.names import search_key
from directives.models import Assignment
from directives.rules.lateness import effective_due
from directives.services.assignments import assign
from foundation.audit.record import recorded
from foundation.sheets.cells import Cell
from foundation.sheets.reader import read_table_file
from foundation.workflow.errors import DomainError, InvalidInput
from organization.rules.calendar import WorkingCalendar

COLUMNS: dict[str, tuple[str, ...]] = {
    "person": ("nguoi thuc hien", "nguoi", "can bo", "ma can bo", "ho va ten", "person"),
    "title": ("nhiem vu", "cong viec", "task"),
    "responsibility": ("trach nhiem", "responsibility"),
    "product": ("san pham", "product"),
    "assigned_on": ("ngay giao", "given on"),
    "due_on": ("han hoan thanh", "han", "thoi han", "due on"),
}
"""Words a header may carry, without marks; lists the system hands out come back in too."""
NEEDED = ("person", "title", "responsibility", "product", "due_on")
TEXTS = ("title", "responsibility", "product")
LOOKED_AT, MOST_ROWS, LONGEST = 20, 500, 300


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one cell; `row` as the spreadsheet counts, `field` a key of COLUMNS."""

    row: int
    field: str
    message: str

    def as_json(self) -> dict[str, Any]:
        return {"row": self.row, "field": self.field, "message": self.message}


@dataclass(slots=True)
class ListedTask:
    """One row as it was read. `there`: a task like it stands already, so nothing would be added."""

    row: int
    shown: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    there: bool = False


@dataclass(frozen=True, slots=True)
class TaskList:
    """Every row of a list with what would happen to it."""

    rows: list[ListedTask]

    @property
    def problems(self) -> list[Problem]:
        return [problem for row in self.rows for problem in row.problems]

    @property
    def new(self) -> list[ListedTask]:
        return [row for row in self.rows if not row.there and not row.problems]

    @property
    def there(self) -> int:
        return sum(row.there for row in self.rows)

    def packed(self) -> list[dict[str, Any]]:
        """The rows as they were read, JSON-ready, for `unpacked` when the reader has agreed."""
        return [
            {
                "row": task.row,
                **{name: task.values[name] for name in TEXTS},
                "person": task.values["person"].code,
                "assigned_on": task.values["assigned_on"].isoformat(),
                "due_on": task.values["due_on"].isoformat(),
            }
            for task in self.rows
            if not task.problems
        ]


def read_tasks(*, file: IO[bytes], people: QuerySet[Person], today: date, calendar: WorkingCalendar) -> TaskList:
    """Every row of the list as it would be given; nothing is written.

    Args:
        people: those to whom the person may give tasks.
        today: the day of giving where the list names none.

    Raises:
        InvalidInput: the file cannot be read, has no header, no rows or too many.
    """
    with tempfile.TemporaryFile() as copy:
        copy.write(file.read())
        copy.flush()
        rows = read_table_file(copy).rows
    top, columns = _header(rows)
    listed: list[ListedTask] = []
    for number, row in enumerate(rows[top + 1 :], start=top + 2):
        cells = {name: row[place] for name, place in columns.items() if place < len(row) and row[place].shown.strip()}
        if cells:
            listed.append(_read_row(number, cells, today=today))
    if not listed:
        raise InvalidInput(_("The list has no tasks below its header."), field="file", code="task_list_empty")
    if len(listed) > MOST_ROWS:
        said = _("A list has at most %(most)s tasks; this one has %(count)s. Send it in parts.")
        raise InvalidInput(said % {"most": MOST_ROWS, "count": len(listed)}, field="file", code="task_list_long")
    return _checked(listed, people, calendar)


def unpacked(rows: Sequence[dict[str, Any]], *, people: QuerySet[Person], calendar: WorkingCalendar) -> TaskList:
    """A list that was read before, looked at again as things stand now."""
    listed: list[ListedTask] = []
    for row in rows:
        days = {name: date.fromisoformat(row[name]) for name in ("assigned_on", "due_on")}
        shown = {name: str(row[name]) for name in COLUMNS} | {name: f"{day:%d/%m/%Y}" for name, day in days.items()}
        listed.append(ListedTask(row["row"], shown, {**{name: row[name] for name in TEXTS}, **days}))
    return _checked(listed, people, calendar)


def _checked(listed: list[ListedTask], people: QuerySet[Person], calendar: WorkingCalendar) -> TaskList:
    _find_people(listed, people)
    for task in listed:
        _check(task, calendar=calendar)
    _mark_repeated(listed)
    return TaskList(listed)


def give_tasks(*, tasks: TaskList, by: User, source: str = "app") -> int:
    """Give every task of the list that does not stand yet: all of them, or none.

    Returns:
        How many were given.

    Raises:
        InvalidInput: a row has a problem; all are listed in `details["problems"]`, `row` names the first.
    Side effects: each person is told of each own task.
    """
    problems = list(tasks.problems)
    given = 0
    with recorded(by=by, source=source):
        for task in tasks.new:
            try:
                assign(by=by, source=source, day_off_confirmed=True, **task.values)  # the list showed each day off
                given += 1
            except DomainError as error:
                problems.append(Problem(task.row, error.field or "person", str(error)))
        if problems:
            raise InvalidInput(
                problems[0].message,
                field="file",
                row=problems[0].row,
                code="task_list",
                details={"problems": [problem.as_json() for problem in problems]},
            )
    return given


def _header(rows: Sequence[Sequence[Cell]]) -> tuple[int, dict[str, int]]:
    """Row of the header and the place of each column."""
    best: dict[str, int] = {}
    for number, row in enumerate(rows[:LOOKED_AT]):
        texts = [search_key(cell.shown) for cell in row]
        found: dict[str, int] = {}
        for name, words in COLUMNS.items():
            places = [texts.index(word) for word in words if word in texts]
            if places:
                found[name] = places[0]
        if all(name in found for name in NEEDED):
            return number, found
        best = max(best, found, key=len)
    missing = ", ".join(f"“{column_label(name)}”" for name in NEEDED if name not in best)
    raise InvalidInput(
        _("No header was found: the list lacks the columns %(names)s.") % {"names": missing},
        field="file",
        code="task_list_header",
    )


def column_label(name: str) -> str:
    """The name of a column, as on the template and in the list the system hands out."""
    return {
        "person": _("Person"),
        "title": _("Task"),
        "responsibility": _("Responsibility"),
        "product": _("Product"),
        "assigned_on": _("Given on"),
        "due_on": _("Due on"),
    }[name]


def _read_row(number: int, cells: dict[str, Cell], *, today: date) -> ListedTask:
    task = ListedTask(number, {name: cell.shown.strip() for name, cell in cells.items()})
    for name in NEEDED:
        if name not in cells:
            task.problems.append(Problem(number, name, _("“%(name)s” is empty.") % {"name": column_label(name)}))
    for name in TEXTS:
        text = " ".join(task.shown.get(name, "").split())
        if len(text) > LONGEST:
            said = _("“%(name)s” is longer than %(most)s characters.")
            task.problems.append(Problem(number, name, said % {"name": column_label(name), "most": LONGEST}))
        task.values[name] = text
    task.values["assigned_on"] = today
    for name in ("assigned_on", "due_on"):
        if name not in cells:
            continue
        try:
            read = read_date(cells[name], as_of=today)
        except BadCell as error:
            task.problems.append(Problem(number, name, f"{column_label(name)}: {error}"))
            task.values.pop(name, None)
            continue
        if read.missing:
            said = _("%(name)s: the day is missing; write dd/mm/yyyy.") % {"name": column_label(name)}
            task.problems.append(Problem(number, name, said))
            task.values.pop(name, None)
            continue
        task.values[name] = read.day
        task.shown[name] = f"{read.day:%d/%m/%Y}"
    return task


def _find_people(listed: Sequence[ListedTask], people: QuerySet[Person]) -> None:
    """The person of each row by code or full name, in two queries."""
    wanted = {task.shown["person"] for task in listed if "person" in task.shown}
    codes = {text.split(" · ")[0].strip().upper() for text in wanted}
    by_code = {person.code.upper(): person for person in people.filter(code__in=codes)}
    by_name: dict[str, list[Person]] = {}
    for person in people.filter(search_key__in={search_key(text) for text in wanted}):
        by_name.setdefault(person.search_key, []).append(person)
    for task in listed:
        text = task.shown.get("person", "")
        if not text:
            continue
        code = text.split(" · ")[0].strip().upper()
        found = [by_code[code]] if code in by_code else by_name.get(search_key(text), [])
        if len(found) == 1:
            task.values["person"] = found[0]
            continue
        said = (
            _("Several people are called “%(text)s”; give the code.")
            if found
            else _("There is nobody called “%(text)s” within your reach.")
        )
        task.problems.append(Problem(task.row, "person", said % {"text": text[:60]}))


def _check(task: ListedTask, *, calendar: WorkingCalendar) -> None:
    given, due, person = (task.values.get(name) for name in ("assigned_on", "due_on", "person"))
    if given is not None and due is not None and due < given:
        said = _("The deadline lies before the day the task is given.")
        task.problems.append(Problem(task.row, "due_on", said))
    if due is not None and person is not None and person.left_on is not None and person.left_on <= due:
        said = _("%(name)s leaves on %(day)s, before the deadline.")
        day = f"{person.left_on:%d/%m/%Y}"
        task.problems.append(Problem(task.row, "person", said % {"name": person, "day": day}))
    if due is not None and not task.problems:
        runs_until = effective_due(due, calendar)
        if runs_until != due:
            said = _("The deadline falls on a day off; it runs until %(day)s.")
            task.notes.append(said % {"day": f"{runs_until:%d/%m/%Y}"})


def _mark_repeated(listed: Sequence[ListedTask]) -> None:
    """Rows that stand twice are problems; rows like a task that stands already add nothing."""
    sound = [task for task in listed if not task.problems]
    standing = {
        (row["person_id"], search_key(row["title"]), row["due_on"])
        for row in Assignment.objects.filter(
            person__in={task.values["person"].pk for task in sound},
            due_on__in={task.values["due_on"] for task in sound},
        )
        .exclude(state="cancelled")
        .values("person_id", "title", "due_on")
    }
    first: dict[tuple[int, str, date], int] = {}
    for task in sound:
        key = (task.values["person"].pk, search_key(task.values["title"]), task.values["due_on"])
        if key in first:
            said = _("The same task for the same person stands in row %(row)s too.")
            task.problems.append(Problem(task.row, "title", said % {"row": first[key]}))
        first.setdefault(key, task.row)
        task.there = key in standing
