"""A page with all answers to the questions that a person reads, side by side."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tying_assign.definition import Problem, Written
from tying_assign.grading import files
from tying_assign.grading.document import document
from tying_assign.grading.folder import Submission, Unopened
from tying_assign.grading.notebook import Cell, TooLarge, Unreadable, all_cells
from tying_assign.grading.table import Row, number

HEADING = re.compile(r"^#{1,6}[ \t]+(.*)$", re.MULTILINE)
QUESTION = re.compile(r"Question (\d+)\b")
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
    written = {
        place: question
        for place, question in enumerate(problem.questions, start=1)
        if isinstance(question, Written)
    }
    handed_in = [_own(one, written, given) for one in submissions]
    parts = [f"<p>{len(rows)} files. Write the points into the table, and grade again.</p>"]
    for place, question in written.items():
        title = f"Question {place}: {question.name}, up to {number(question.points)} points"
        parts.append(f"<h2>{html.escape(title)}</h2>")
        for row, own in zip(rows, handed_in, strict=True):
            shown = own if isinstance(own, str) else own.shown(place)
            parts.append(f"<h3>{_title(row, question)}</h3>\n{_paragraph(shown)}")
    page = document(f"Answers: {problem.title}", problem.title, "\n".join(parts))
    files.write(path, page.encode("utf-8", "backslashreplace"))


def _title(row: Row, question: Written) -> str:
    """Whose answer it is, in which file, and its points if a person has given them."""
    marks = row.grade.marks if row.grade else ()
    points = next((mark.points for mark in marks if mark.question == question.name), None)
    marked = "" if points is None else f" ({number(points)} of {number(question.points)} points)"
    who = f"{row.student}, {row.submission}" if row.student else row.submission
    return f"{html.escape(who)}{marked}"


def _paragraph(shown: str) -> str:
    """HTML stays as it is; anything else is a sentence."""
    return shown if shown.startswith("<") else f"<p>{html.escape(shown)}</p>"


@dataclass(frozen=True)
class Own:
    """What a student has written.

    Attributes:
        answers: for the number of each question that a person reads, the cells below its heading.
        rest: all other cells of the student's own, code among them.
    """

    answers: Mapping[int, Sequence[Cell]]
    rest: Sequence[Cell]

    def shown(self, place: int) -> str:
        """The answer to a question, and folded below it what stands elsewhere.

        A student may answer under a heading of their own choice, or anywhere else.
        """
        answer = self.answers[place]
        found = _html(answer) or f"<p>{html.escape(NOTHING)}</p>"
        if not self.rest:
            return found
        state = "" if answer else " open"
        summary = f"<summary>Elsewhere in the file, code included: {len(self.rest)} cells</summary>"
        return f"{found}\n<details{state}>{summary}\n{_html(self.rest)}\n</details>"


def _html(cells: Sequence[Cell]) -> str:
    """The cells below one another, each with its images."""
    blocks, left = [], LONGEST
    for cell in cells:
        text = cell.text if len(cell.text) <= left else f"{cell.text[:left]}\n[...]"
        left = max(left - len(cell.text), 0)
        images = "".join(f'<img alt="an image of the answer" src="{one}">' for one in cell.images)
        blocks.append(f"<pre>{html.escape(text)}</pre>{images}")
    return "\n".join(blocks)


def _own(submission: Submission, places: Collection[int], given: Collection[str]) -> Own | str:
    """What the student wrote, or why there is nothing."""
    if submission.unopened:
        return f"The file was not read: {submission.unopened.reason}."
    try:
        return own(all_cells(submission.read()), places, given)
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


def own(cells: Sequence[Cell], places: Collection[int], given: Collection[str]) -> Own:
    """What a student wrote below the headings of the questions, and elsewhere.

    A heading that was handed out ends what stands below the one before; a student's own does not.

    Args:
        cells: of the submission.
        places: numbers of the questions, as their headings have them: "Question 4".
        given: what was handed out, which is no answer.
    """
    answers: dict[int, list[Cell]] = {place: [] for place in places}
    rest: list[Cell] = []
    below = rest
    for cell in cells:
        for heading in HEADING.finditer(cell.text) if cell.kind != "code" else ():
            question = QUESTION.match(heading[1])
            if question or heading[0].strip() in given:
                below = answers.get(int(question[1]), rest) if question else rest
        text = _without(cell, given)
        if text or cell.images:
            below.append(Cell(cell.kind, text, cell.images))
    return Own(answers, rest)


def _without(cell: Cell, given: Collection[str]) -> str:
    """The part of a cell that was not handed out."""
    if cell.kind == "code":
        return "" if cell.text.strip() in given else cell.text.strip()
    lines = (line for line in cell.text.split("\n") if line.strip() not in given)
    return "\n".join(lines).strip()
