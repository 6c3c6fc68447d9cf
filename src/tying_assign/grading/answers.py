"""A page with all answers to the questions that a person reads, side by side."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from tying_assign.definition import Problem, Written
from tying_assign.grading import files
from tying_assign.grading.document import document
from tying_assign.grading.folder import Submission, Unopened
from tying_assign.grading.notebook import Cell, TooLarge, Unreadable, all_cells
from tying_assign.grading.table import Row, number

HEADING = re.compile(r"^(#{1,6})[ \t]+(.*)$", re.MULTILINE)
NOTHING = "Nothing of the student's own was found below the heading of this question."
LONGEST = 20_000
"""Characters of an answer that are shown."""


def write(
    path: Path,
    submissions: Sequence[Submission],
    rows: Sequence[Row],
    problem: Problem,
    class_seed: int = 0,
) -> None:
    """Write the page.

    Args:
        path: of the file.
        submissions: what was handed in.
        rows: those of the table, in the same order, with the marks that a person has given.
        problem: that they answer.
        class_seed: of the class.

    Raises:
        AssignError: if the page cannot be written.
    """
    given = _given(problem, class_seed)
    cells = [_cells(one) for one in submissions]
    parts = [f"<p>{len(rows)} submissions. Write the points into the table, and grade again.</p>"]
    for place, question in enumerate(problem.questions, start=1):
        if isinstance(question, Written):
            title = f"Question {place}: {question.name}, up to {number(question.points)} points"
            parts.append(f"<h2>{html.escape(title)}</h2>")
            answers = (
                (row, one if isinstance(one, str) else answer(one, place, given))
                for row, one in zip(rows, cells, strict=True)
            )
            parts += [_section(row, question, text) for row, text in answers]
    page = document(f"Answers: {problem.title}", problem.title, "\n".join(parts))
    files.write(path, page.encode("utf-8", "backslashreplace"))


def _section(row: Row, question: Written, text: str) -> str:
    marks = row.grade.marks if row.grade else ()
    points = next((mark.points for mark in marks if mark.question == question.name), None)
    marked = "" if points is None else f" ({number(points)} of {number(question.points)} points)"
    who = html.escape(row.student or row.submission)
    shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}\n[...]"
    return f"<h3>{who}{marked}</h3>\n<pre>{html.escape(shown or NOTHING)}</pre>"


def _cells(submission: Submission) -> list[Cell] | str:
    """The cells, or why there are none."""
    if submission.unopened:
        return f"The file was not read: {submission.unopened.reason}."
    try:
        return all_cells(submission.read())
    except Unopened as unopened:
        return f"The file was not read: {unopened.reason}."
    except (TooLarge, Unreadable) as error:
        return f"The file {error}."


def _given(problem: Problem, class_seed: int) -> frozenset[str]:
    """The lines of text and the cells of code that students were handed out."""
    from tying_assign.building import source

    if not (problem.folder / source.NAME).is_file():
        return frozenset()
    cells = [cell for cell in source.read(problem, class_seed) if cell.role in source.STUDENT]
    code = (cell.text.strip() for cell in cells if cell.kind == "code")
    lines = (
        line.strip() for cell in cells if cell.kind != "code" for line in cell.text.split("\n")
    )
    return frozenset((*code, *lines))


def answer(cells: Sequence[Cell], place: int, given: Collection[str]) -> str:
    """What a student wrote between the heading of a question and the next one.

    Args:
        cells: of the submission.
        place: number of the question, as its heading has it.
        given: what was handed out, which is no answer.
    """
    own = (_own(cell, given) for cell in _below(cells, place))
    return "\n\n".join(text for text in own if text)


def _below(cells: Sequence[Cell], place: int) -> Iterator[Cell]:
    """The cell with the heading "Question 4", and those up to the next heading of its depth."""
    depth = 0
    for cell in cells:
        headings = HEADING.findall(cell.text) if cell.kind != "code" else []
        here = next((h for h in headings if re.match(rf"Question {place}\b", h[1])), None)
        if here:
            depth = len(here[0])
        elif any(len(signs) <= depth for signs, _ in headings):
            depth = 0
        if depth:
            yield cell


def _own(cell: Cell, given: Collection[str]) -> str:
    """The part of a cell that was not handed out."""
    if cell.kind == "code":
        return "" if cell.text.strip() in given else cell.text.strip()
    lines = (line for line in cell.text.split("\n") if line.strip() not in given)
    return "\n".join(lines).strip()
