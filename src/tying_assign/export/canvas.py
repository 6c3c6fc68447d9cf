"""Points into one column of a Canvas gradebook, as "Import" takes it back.

The teacher's own export of the gradebook is the roster. What Canvas does with the file was read in
its sources, ``lib/gradebook_importer.rb`` and ``lib/gradebook_exporter.rb``:

- The columns of the student come first: "Student" and "ID" (or "LastName", "FirstName" and "ID"),
  up to "Section". They are kept as they are.
- A column belongs to an assignment by its header, ``Title (number)``. A header that Canvas does not
  know makes a new assignment. So the header has to stand in the roster, and is kept to the letter.
- A row "Points Possible" belongs to no student, and so does a row with nothing but "Manual Posting"
  or "Muted". Both are kept.
- An empty cell deletes the points that are in Canvas. So the cells of students without a submission
  stay as they are, and so does "EX", which is how an excused student is written.
- All other columns are left out, which leaves them in Canvas as they are.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tying_assign.errors import AssignError
from tying_assign.grading import files, table
from tying_assign.grading.platform import Upload, canvas
from tying_assign.grading.result import NOT_READ

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
SEPARATORS = (",", ";", "\t")
ASSIGNMENT = re.compile(r".+ \(\d+\)", re.DOTALL)
NO_STUDENT = re.compile(r"\s*(muted|manual posting.*)?\s*", re.IGNORECASE)
ROUNDED = re.compile(r"\d+([.,]\d+)?E\+?\d+", re.IGNORECASE)
EXCUSED, NOT_ASSIGNED = "ex", "n/a"


@dataclass(frozen=True)
class Roster:
    """A gradebook as Canvas exports it, cut to the columns of the student and one assignment.

    Attributes:
        rows: with the header; the last cell is the assignment's.
        id_column: where the number of the student stands.
        separator: between cells.
        line_end: after a row.
        bom: whether the file begins with a mark of its encoding.
    """

    rows: tuple[tuple[str, ...], ...]
    id_column: int
    separator: str
    line_end: str
    bom: bool

    @property
    def points_possible(self) -> str:
        """What the assignment gives, as it is written there; empty if it is not."""
        return next((row[-1].strip() for row in self.rows if _is_points_possible(row)), "")

    @property
    def decimal_comma(self) -> bool:
        """Whether numbers are written as 1,5."""
        return bool(re.fullmatch(r"\d+,\d+", self.points_possible))

    def is_student(self, row: Sequence[str]) -> bool:
        """Whether a row is one of a student."""
        if row is self.rows[0] or _is_points_possible(row):
            return False
        return not all(NO_STUDENT.fullmatch(cell) for cell in row)

    def number(self, row: Sequence[str]) -> str:
        """Of the student of a row, as Canvas has it."""
        text = row[self.id_column].strip()
        return str(int(text)) if text.isdecimal() else text


def _is_points_possible(row: Sequence[str]) -> bool:
    return "Points Possible" in row[0]


@dataclass
class Filled:
    """What became of the submissions and the students.

    Attributes:
        roster: with the points in it.
        header: of the column.
        filled: students who got points.
        excused: students with "EX" who have a submission.
        not_assigned: students whom Canvas has not given the assignment, with a submission.
        without: students without a submission.
        unknown: submissions whose student is not in the roster, or not told by their name.
        superseded: submissions of which the same student has a later one, with that.
        not_graded: submissions that the grader failed on.
        unmarked: students without points for a question, by its name.
    """

    roster: Roster
    header: str
    filled: list[str] = field(default_factory=list)
    excused: list[str] = field(default_factory=list)
    not_assigned: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    superseded: list[tuple[str, str]] = field(default_factory=list)
    not_graded: list[str] = field(default_factory=list)
    unmarked: dict[str, list[str]] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether every submission counts, or has one that counts in its place."""
        return not (self.unknown or self.not_graded or self.not_assigned)


# --- the roster ---


def read(path: Path, header: str) -> Roster:
    """The roster, with the column of one assignment.

    Args:
        path: what Canvas has exported.
        header: of the column, ``Title (number)``.

    Raises:
        AssignError: if it is none, or has no such column.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeError) as error:
        raise AssignError(
            f"{path} cannot be read as a gradebook: {error}. Give the file as Canvas exports it, "
            "before a spreadsheet has saved it"
        ) from error
    bom = text.startswith(BOM)
    text = text.removeprefix(BOM)
    separator = _separator(path, text)
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if row]
    first = rows[0]
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(first):
            raise AssignError(f"{path}: row {number} has {len(row)} cells, the first {len(first)}")
    until = _section(path, first)
    column = _column(path, first, until, header)
    kept = tuple((*row[: until + 1], row[column]) for row in rows)
    line_end = "\r\n" if "\r\n" in text else "\n"
    roster = Roster(kept, _id_column(first), separator, line_end, bom)
    _check(path, roster)
    return roster


def _separator(path: Path, text: str) -> str:
    for separator in SEPARATORS:
        first = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])
        if len(first) > 3 and first[_id_column(first)] == "ID":
            return separator
    raise AssignError(
        f"{path} is no gradebook of Canvas: its first row has to begin with Student, ID. In "
        "Canvas: Grades, Export, Export Entire Gradebook"
    )


def _id_column(first: Sequence[str]) -> int:
    return 2 if [*first[:2]] == ["LastName", "FirstName"] else 1


def _section(path: Path, first: Sequence[str]) -> int:
    """The last column of the student."""
    if "Section" not in first:
        raise AssignError(f"{path} has no column Section, and Canvas takes no file without it")
    return first.index("Section")


def _column(path: Path, first: Sequence[str], until: int, header: str) -> int:
    assignments = [name for name in first[until + 1 :] if ASSIGNMENT.fullmatch(name)]
    if header not in assignments:
        raise AssignError(
            f"{path} has no assignment {header!r}, and Canvas would make a new one."
            f"{_near(header, assignments)} Write it to the letter, with the number in brackets"
        )
    if assignments.count(header) > 1:
        raise AssignError(f"{path} has more than one column {header!r}")
    return first.index(header, until + 1)


def _near(header: str, assignments: Sequence[str]) -> str:
    """A sentence about what may be meant."""
    if not assignments:
        return " It has none at all: no header ends with a number in brackets."
    wanted = header.casefold().strip()
    near = [name for name in assignments if wanted and wanted in name.casefold()]
    near += difflib.get_close_matches(header, assignments, n=3, cutoff=0.5)
    shown = list(dict.fromkeys(near))[:3]
    words = "Is it" if shown else "There are"
    return f" {words} {', '.join(map(repr, shown or assignments[:10]))}?"


def _check(path: Path, roster: Roster) -> None:
    """Raises what Canvas would not say, or too late."""
    if not any(map(_is_points_possible, roster.rows)):
        raise AssignError(f"{path} has no row Points Possible; export the gradebook anew")
    if "read only" in roster.points_possible:
        raise AssignError(f"{path}: {roster.rows[0][-1]!r} is read only, and Canvas takes nothing")
    for row in filter(roster.is_student, roster.rows):
        if ROUNDED.fullmatch(roster.number(row)):
            raise AssignError(
                f"{path}: the ID of {row[0]!r} is {roster.number(row)}: a spreadsheet has rounded "
                "it. Export the gradebook anew, and do not save it from the spreadsheet"
            )


# --- the points ---


@dataclass(frozen=True)
class Points:
    """What a submission gets.

    Attributes:
        submission: its path.
        status: as the table has it.
        total: of all questions; None if the grader failed.
        of: the most.
        unmarked: questions that have no points yet.
    """

    submission: str
    status: str
    total: float | None
    of: float
    unmarked: tuple[str, ...]


def points(path: Path, most: Mapping[str, float]) -> list[Points]:
    """The points of a table of grades, with what a person has filled in.

    Args:
        path: of the table.
        most: points that a question can give, by its name, as far as they are known.

    Raises:
        AssignError: if there is none, or a cell has no number of points.
    """
    if not path.exists():
        raise AssignError(f"there is no table of grades {path}; the command grade writes it")
    rows = table.read(path)
    if not rows:
        raise AssignError(f"{path} has no submission")
    names = list(rows[0])
    if "of" not in names:
        raise AssignError(f"{path} has no column of: it is no table of grades")
    questions = names[len(table.FIRST) : names.index("of")]
    return [_points(path, row, questions, most) for row in rows]


def _points(
    path: Path, row: Mapping[str, str], questions: Sequence[str], most: Mapping[str, float]
) -> Points:
    where = f"{path}, {row['submission']}"
    cells = {name: row[name].strip() for name in questions}
    given = {name: _number(cell, f"{where}, {name}") for name, cell in cells.items() if cell}
    for name, value in given.items():
        if value > (top := most.get(name, value)):
            raise AssignError(f"{where}, {name}: {value:g} points, and it gives at most {top:g}")
    of = _number(row["of"], f"{where}, of")
    total = sum(given.values())
    if total > of + 1e-9:
        raise AssignError(f"{where}: {total:g} points in all, and the assignment has {of:g}")
    unmarked = tuple(name for name in questions if name not in given)
    failed = len(unmarked) == len(questions) or row["status"] == "not graded"
    return Points(row["submission"], row["status"], None if failed else total, of, unmarked)


def _number(cell: str, where: str) -> float:
    try:
        return table.parse(cell)
    except ValueError as error:
        raise AssignError(f"{where}: {error}") from error


# --- both together ---


def fill(roster: Roster, graded: Sequence[Points]) -> Filled:
    """The roster with the points of the submissions, and what became of each of them."""
    made = Filled(roster, roster.rows[0][-1])
    known = {roster.number(row) for row in roster.rows if roster.is_student(row)}
    latest = _latest(graded, known, made)
    rows = [roster.rows[0]]
    for row in roster.rows[1:]:
        cell = _cell(row, latest, made) if roster.is_student(row) else row[-1]
        rows.append((*row[:-1], cell))
    made.roster = Roster(
        tuple(rows), roster.id_column, roster.separator, roster.line_end, roster.bom
    )
    return made


def _latest(graded: Sequence[Points], known: set[str], made: Filled) -> dict[str, Points]:
    """For each student the submission that counts: the last one that could be read."""
    by_student: dict[str, list[tuple[Upload, Points]]] = {}
    for one in graded:
        upload = canvas(one.submission)
        if upload is None or upload.id not in known:
            made.unknown.append(one.submission)
        else:
            by_student.setdefault(upload.id, []).append((upload, one))
    latest = {}
    for student, found in by_student.items():
        found.sort(key=lambda pair: (pair[1].status not in NOT_READ, pair[0].number))
        latest[student] = counts = found[-1][1]
        made.superseded += [(one.submission, counts.submission) for _, one in found[:-1]]
    return latest


def _cell(row: tuple[str, ...], latest: Mapping[str, Points], made: Filled) -> str:
    """The cell of a student, old or new."""
    before, name = row[-1], _student(row, made.roster)
    one = latest.get(made.roster.number(row))
    kind = before.strip().casefold()
    if one is None:
        made.without.append(name)
    elif kind == EXCUSED:
        made.excused.append(name)
    elif kind == NOT_ASSIGNED:
        made.not_assigned.append(name)
    elif one.total is None:
        made.not_graded.append(one.submission)
    else:
        made.filled.append(name)
        for question in one.unmarked:
            made.unmarked.setdefault(question, []).append(name)
        return _written(one.total, made.roster)
    return before


def _student(row: Sequence[str], roster: Roster) -> str:
    return f"{', '.join(row[: roster.id_column])} ({roster.number(row)})"


def _written(total: float, roster: Roster) -> str:
    text = table.number(round(total, 2))
    return text.replace(".", ",") if roster.decimal_comma and roster.separator != "," else text


def write(path: Path, roster: Roster) -> None:
    """Write the file for Canvas' import.

    Raises:
        AssignError: if it cannot be written.
    """
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=roster.separator, lineterminator=roster.line_end).writerows(
        roster.rows
    )
    files.write(path, (BOM * roster.bom + text.getvalue()).encode())


def report(made: Filled, graded: Sequence[Points], path: Path) -> str:
    """What a teacher has to know before the file goes to Canvas."""
    students = sum(map(made.roster.is_student, made.roster.rows))
    lines = [f"{path}: points for {len(made.filled)} of {students} students in {made.header!r}."]
    said = {
        "The cells of these students stay, since no submission is theirs": made.without,
        "Excused (EX) in Canvas, which stays; there is a submission": made.excused,
        "NOT handed on: Canvas has not given the assignment to": made.not_assigned,
        "NOT handed on: no student of the roster by the name of the file": made.unknown,
        "NOT handed on: the grader failed; run the command grade again": made.not_graded,
    }
    later = [f"{old}; {new} counts" for old, new in made.superseded]
    said["Left out, since the same student handed in another that counts"] = later
    for words, names in said.items():
        if names:
            lines += [f"{words}:", *(f"  {name}" for name in names)]
    for question, names in made.unmarked.items():
        lines.append(f"These have no points for {question} yet; fill in its column of the table:")
        lines += [f"  {name}" for name in names]
    possible = made.roster.points_possible.replace(",", ".")
    most = {one.of for one in graded}
    if possible and most and not any(_equal(possible, one) for one in most):
        lines.append(
            f"Canvas gives {possible} points for the assignment, the table {max(most):g}: the "
            "points are handed on as they are. Change them in Canvas, in the assignment's settings."
        )
    return "\n".join(lines)


def _equal(text: str, number: float) -> bool:
    try:
        return float(text) == number
    except ValueError:
        return False
