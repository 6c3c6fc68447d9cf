"""The table of grades: a CSV file that spreadsheets open, one row for each submission.

The columns are submission, student, sha256, status, one for each question with its points, of, sum
and notes. ``of`` counts all questions; ``sum`` those that need no person. A question that a person
reads has an empty cell, for the teacher to fill in; what stands there is kept when the same file
is graded again, and so are columns that the teacher has added. Where a file has changed or is gone,
the old table stays beside the new one.
"""

from __future__ import annotations

import csv
import glob
import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tying_assign.definition import Problem
from tying_assign.errors import AssignError
from tying_assign.grading import files
from tying_assign.grading.result import Grade

if TYPE_CHECKING:
    from tying_assign.grading.by_hand import ByHand

FIRST = ("submission", "student", "sha256", "status")
LAST = ("of", "sum", "notes")

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a cell begins that a spreadsheet takes for a formula; a ' in front makes it text."""


@dataclass(frozen=True)
class Row:
    """A line of the table.

    Attributes:
        submission: path in the folder, ``zip!inner`` for what lies in a zip.
        student: as far as the platform's naming tells; else empty.
        sha256: of the content; empty if it was not read.
        grade: None if the grader itself failed.
        notes: what else the teacher should know.
    """

    submission: str
    student: str
    sha256: str
    grade: Grade | None
    notes: tuple[str, ...] = ()

    @property
    def status(self) -> str:
        """That of the grade."""
        return self.grade.status if self.grade else "not graded"


def columns(problem: Problem) -> list[str]:
    """The first line."""
    return [*FIRST, *(question.name for question in problem.questions), *LAST]


def cells(row: Row, problem: Problem) -> list[str]:
    """A row as text, before it is made safe for spreadsheets."""
    points = {mark.question: mark.points for mark in row.grade.marks} if row.grade else {}
    return [
        *(row.submission, row.student, row.sha256, row.status),
        *(number(points.get(question.name)) for question in problem.questions),
        number(sum(question.points for question in problem.questions)),
        number(row.grade.points if row.grade else None),
        "; ".join(" ".join(note.split()) for note in (*_remarks(row.grade), *row.notes)),
    ]


def _remarks(grade: Grade | None) -> list[str]:
    """What a grade says beside its points: first of questions that did not run to their end."""
    if grade is None:
        return []
    messages: dict[str, list[str]] = {}
    for mark in grade.marks:
        if mark.status != "graded" and mark.message:
            messages.setdefault(mark.message, []).append(mark.question)
    told = [
        said if len(names) == len(grade.marks) > 1 else f"{', '.join(names)}: {said}"
        for said, names in messages.items()
    ]
    return [*told, *grade.notes]


def number(value: float | None) -> str:
    """Points as a table shows them: 2, 1.5, and nothing for None."""
    return "" if value is None else repr(int(value) if value == int(value) else value)


def parse(cell: str) -> float:
    """The points that a cell holds, with a point or a comma before the decimals.

    Raises:
        ValueError: if it is no number, or a negative one.
    """
    text = cell.strip().replace(",", ".")
    if not re.fullmatch(r"\d+(\.\d+)?", text):
        raise ValueError(f"{cell!r} is no number of points")
    return float(text)


def write(path: Path, rows: Sequence[Row], problem: Problem, by_hand: ByHand) -> Path | None:
    """Write the table at once, with what a person had written into the old one.

    Returns:
        where the old table is now, if something by a person in it has no place in the new one;
        else None.

    Raises:
        AssignError: if the file cannot be written.
    """
    names = [*columns(problem), *by_hand.columns]
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(map(safe, names))
    for row, written in zip(rows, by_hand.cells, strict=True):
        line = {**dict(zip(columns(problem), cells(row, problem), strict=True)), **written}
        writer.writerow(safe(line.get(name, "")) for name in names)
    old_table = _keep(path) if by_hand.homeless else None
    files.write(path, text.getvalue().encode("utf-8-sig", "backslashreplace"))
    return old_table


def _keep(path: Path) -> Path:
    """A copy of the old table, named after its content so that no other one is replaced."""
    content = path.read_bytes()
    copy = path.with_name(f"{path.stem}.{hashlib.sha256(content).hexdigest()[:8]}{path.suffix}")
    files.write(copy, content)
    return copy


def old_tables(path: Path) -> list[Path]:
    """The copies that :func:`write` has kept of this table."""
    return sorted(path.parent.glob(f"{glob.escape(path.stem)}.{'[0-9a-f]' * 8}{path.suffix}"))


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a table; none if there is no file.

    A spreadsheet may have saved it with semicolons or tabs in place of commas.

    Raises:
        AssignError: if it is no table of grades.
    """
    if not path.exists():
        return []
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeError as error:
        raise AssignError(
            f"{path} is no text in UTF-8, as grade writes it; if a spreadsheet has saved it, save "
            'it there once more, as "CSV UTF-8"'
        ) from error
    except OSError as error:
        raise AssignError(f"{path} cannot be read: {error.strerror}") from error
    head = FIRST[0]
    separator = text[len(head) : len(head) + 1]
    if not text.startswith(head) or separator not in (",", ";", "\t"):
        raise AssignError(
            f"{path} is there already and is no table of grades; give another name to --csv"
        )
    lines = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, restval="")
    rows = [{str(name): plain(cell) for name, cell in line.items() if name} for line in lines]
    if rows and not {*FIRST} <= rows[0].keys():
        raise AssignError(f"{path} has no columns {', '.join(FIRST)}: it is no table of grades")
    return rows


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.lstrip("'").startswith(FORMULA) else cell


def plain(cell: str) -> str:
    """The inverse of :func:`safe`."""
    quoted = cell.startswith("'") and cell.lstrip("'").startswith(FORMULA)
    return cell[1:] if quoted else cell
