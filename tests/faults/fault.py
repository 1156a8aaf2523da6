"""What a seeded fault is: one control removed, and the tests of its bar that must notice."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """Replace `old` by `new` in `file`, or run `sql` as the tables' owner in the tests' database; then run `tests`.

    `old` stands exactly once in the file. `tests` are pytest node ids; at least one of them must fail, not merely
    stop with an error.
    """

    bar: str
    name: str
    tests: tuple[str, ...]
    file: str = ""
    old: str = ""
    new: str = ""
    sql: str = ""
