"""What a person wrote into the table, marks and columns of their own, when it is made anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tying_assign.definition import Problem, Written
from tying_assign.errors import AssignError
from tying_assign.grading import table
from tying_assign.grading.platform import student
from tying_assign.grading.table import Row

Old = Mapping[str, str]
"""A row of the old table."""


@dataclass(frozen=True)
class ByHand:
    """What a person wrote, and where it belongs now.

    Attributes:
        cells: for each row of the new table, by column.
        columns: those that the person added.
        homeless: old rows with something by a person, whose file has changed or is gone.
    """

    cells: tuple[Old, ...]
    columns: tuple[str, ...] = ()
    homeless: tuple[Old, ...] = ()

    def told(self) -> Iterator[str]:
        """A line for each of the old rows that has no place any more."""
        for old in self.homeless:
            marks = [f"{name} {cell}" for name, cell in old.items() if name not in table.FIRST]
            yield f"{old['student'] or old['submission']}: {', '.join(marks)}"


def read(path: Path, problem: Problem) -> list[dict[str, str]]:
    """The old table of the same assignment; no row if there is none.

    Raises:
        AssignError: if it belongs to another assignment, or a mark in it cannot be one.
    """
    rows = table.read(path)
    names = [question.name for question in problem.questions]
    if rows and not {*names} <= rows[0].keys():
        there = ", ".join(name for name in rows[0] if name not in (*table.FIRST, *table.LAST))
        raise AssignError(
            f"{path} is the table of another assignment: its questions are {there}, and those of "
            f"{problem.name} are {', '.join(names)}. Give another name to --csv"
        )
    for row in rows:
        for question in problem.questions:
            if isinstance(question, Written):
                _check(row, question, path)
    return rows


def _check(row: Old, question: Written, path: Path) -> None:
    cell = row[question.name]
    try:
        right = not cell or table.parse(cell) <= question.points
    except ValueError:
        right = False
    if not right:
        raise AssignError(
            f"{path}, {row['submission']}: {question.name} is {cell!r}; write a number from 0 to "
            f"{table.number(question.points)}, or nothing"
        )


def carry(old: Sequence[Old], rows: Sequence[Row], problem: Problem) -> ByHand:
    """Find for each row what a person wrote for the same file.

    That is the one with the same content at the same path; or from the same student, if the
    submissions were unpacked or renamed; or, where that is one file in both tables, anywhere.
    """
    written = [one.name for one in problem.questions if isinstance(one, Written)]
    known = table.columns(problem)
    added = tuple(name for name in (old[0] if old else {}) if name not in known)
    own = (*written, *added)
    cells: list[Old] = [{} for _ in rows]
    homeless = []
    for one, place in zip(old, _places(old, rows), strict=True):
        filled = {name: one[name] for name in own if one[name]}
        if place is not None:
            cells[place] = filled
        elif filled:
            homeless.append({name: one[name] for name in table.FIRST} | filled)
    return ByHand(tuple(cells), added, tuple(homeless))


def _places(old: Sequence[Old], rows: Sequence[Row]) -> list[int | None]:
    """For each old row the number of the new one that it belongs to."""
    before = [(one["submission"], one["sha256"]) for one in old]
    now = [(row.submission, row.sha256) for row in rows]
    places: list[int | None] = [None] * len(old)
    for way in (_by_path, _by_student, _by_content):
        free = [number for number, place in enumerate(places) if place is None]
        still = [number for number in range(len(rows)) if number not in places]
        sources, targets = _unique(free, before, way), _unique(still, now, way)
        for key in sources.keys() & targets.keys():
            places[sources[key]] = targets[key]
    return places


def _by_path(path: str, content: str) -> object:
    return path, content


def _by_student(path: str, content: str) -> object:
    return (student(path), content) if student(path) and content else None


def _by_content(_path: str, content: str) -> object:
    return content or None


def _unique(
    numbers: Iterable[int],
    files: Sequence[tuple[str, str]],
    way: Callable[[str, str], object],
) -> dict[object, int]:
    """The files that no other one is taken for, by what they are known by."""
    found: dict[object, list[int]] = {}
    for number in numbers:
        found.setdefault(way(*files[number]), []).append(number)
    return {key: places[0] for key, places in found.items() if key is not None and not places[1:]}


def with_marks(row: Row, cells: Old) -> Row:
    """The row with a person's marks in its grade, as its student sees it."""
    if row.grade is None:
        return row
    marks = tuple(
        replace(mark, points=table.parse(cell), message="A person has read this answer.")
        if (cell := cells.get(mark.question)) and mark.points is None
        else mark
        for mark in row.grade.marks
    )
    return replace(row, grade=replace(row.grade, marks=marks))
