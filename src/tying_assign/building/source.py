"""The source of a problem, ``problem.md``, as cells, and the notebooks that they make up.

The file is a notebook in MyST. A tag says where a cell goes:

(none)       the page, the students' notebook and the instructor's
stub         the page and the students' notebook: what a student replaces
solution     the instructor's notebook, in the place of the stub before it
instructor   the instructor's notebook: rubric and advice

``{{ name }}`` stands for a number of the class (``Problem.numbers``), for ``minutes``, or for
``points``. The wrong answers lie beside the source in ``wrong``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from myst_nb.core.read import read_myst_markdown_notebook
from nbformat import NotebookNode, v4

from tying_assign.definition import Problem, Question, generator
from tying_assign.errors import AssignError

NAME = "problem.md"

GIVEN, STUB, SOLUTION, INSTRUCTOR = "given", "stub", "solution", "instructor"
ROLES = (STUB, SOLUTION, INSTRUCTOR)

STUDENT = (GIVEN, STUB)
"""The roles of the cells that a student sees: those of the page, too."""

REFERENCE = (GIVEN, SOLUTION)

NUMBER = re.compile(r"\{\{ (\w+) \}\}")
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


@dataclass(frozen=True)
class Cell:
    """A cell of the source.

    Attributes:
        kind: "markdown" or "code".
        role: ``GIVEN``, or the one tag of :data:`ROLES` that it has.
        tags: its other tags, which the book's build knows.
        text: Markdown or Python, with the numbers of the class.
        name: its id in the notebooks, which a person can read.
    """

    kind: str
    role: str
    tags: tuple[str, ...]
    text: str
    name: str


def read(problem: Problem, class_seed: int = 0) -> list[Cell]:
    """The cells of ``problem`` for a class, in order.

    Raises:
        AssignError: if the source is not as it must be; the message says what to change.
    """
    path = problem.folder / NAME
    try:
        notebook = read_myst_markdown_notebook(path.read_text(encoding="utf-8"), path=path)
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise AssignError(f"{path} cannot be read: {type(error).__name__}: {error}") from error
    numbers = numbers_of(problem, class_seed)
    taken: set[str] = set()
    cells = [_cell(one, numbers, taken, path) for one in notebook.cells]
    for mistake in _mistakes(problem, cells):
        raise AssignError(f"{path}: {mistake}")
    return cells


def numbers_of(problem: Problem, class_seed: int) -> Mapping[str, Any]:
    """What may stand between double braces in the text, for a class."""
    own = problem.numbers(generator(problem, "numbers", class_seed))
    points = sum(question.points for question in problem.questions)
    return {"minutes": problem.minutes, "points": points, **own}


def _cell(one: NotebookNode, numbers: Mapping[str, Any], taken: set[str], path: Path) -> Cell:
    tags = one.metadata.get("tags", [])
    tags = [tags] if isinstance(tags, str) else tags
    roles = [tag for tag in tags if tag in ROLES]
    if len(roles) > 1:
        raise AssignError(f"{path}: a cell has the tags {' and '.join(roles)}; it may have one")
    role = roles[0] if roles else GIVEN

    def number(match: re.Match[str]) -> str:
        if match[1] not in numbers:
            known = ", ".join(numbers)
            raise AssignError(
                f"{path}: nothing is known for {match[0]}; there are {known}. Others come from "
                "the function `numbers` in grader.py"
            )
        return str(numbers[match[1]])

    text = NUMBER.sub(number, one.source)
    name = _unused(_name(one.cell_type, role, text), taken)
    return Cell(one.cell_type, role, tuple(tag for tag in tags if tag not in ROLES), text, name)


def _name(kind: str, role: str, text: str) -> str:
    """What a cell is called: by its heading, by what it defines or checks, or by its kind."""
    heading = re.search(r"^#+[ ]+(.+)$", text, re.MULTILINE)
    if kind == "markdown":
        title = heading and not text.startswith("(practice-")
        words = heading[1] if heading and title else "title" if heading else "text"
    elif checked := re.search(r"\bcheck\([\"'][\w-]+\.([\w-]+)", text):
        words = f"check {checked[1]}"
    else:
        words = " ".join(sorted(defined(text))[:1]) or ("imports" if "import " in text else "code")
    plain = re.findall(r"[a-z]+", words.lower())[:4]
    return "-".join([role] * (role != GIVEN) + plain) or kind


def _unused(name: str, taken: set[str]) -> str:
    """``name``, numbered if another cell has it."""
    number, candidate = 1, name
    while candidate in taken:
        number += 1
        candidate = f"{name}-{number}"
    taken.add(candidate)
    return candidate


def defined(code: str) -> set[str]:
    """The functions that a cell defines at its top."""
    try:
        body = ast.parse(code).body
    except SyntaxError:
        return set()
    return {one.name for one in body if isinstance(one, ast.FunctionDef)}


def _mistakes(problem: Problem, cells: list[Cell]) -> Iterator[str]:
    """What is wrong with the order and the content of the cells."""
    for role in (STUB, SOLUTION):
        names = {name for cell in cells if cell.role == role for name in defined(cell.text)}
        for question in problem.graded:
            if not question.probe and question.function not in names:
                yield f"no cell with the tag {role} defines the function {question.function}"
    before = ""
    for cell in cells:
        if cell.role == SOLUTION and before != STUB:
            yield f"the solution {cell.name!r} does not follow a cell with the tag stub"
        before = cell.role
    for tag in {tag for cell in cells for tag in cell.tags}:
        if not tag.startswith(("hide-", "remove-")):
            yield f"no cell may have the tag {tag!r}; there are {', '.join(ROLES)}, and hide-…"


def notebook(cells: list[Cell], roles: Collection[str]) -> NotebookNode:
    """The notebook of the cells with these roles."""
    made = v4.new_notebook(metadata=METADATA)
    for cell in cells:
        if cell.role in roles:
            new = v4.new_markdown_cell if cell.kind == "markdown" else v4.new_code_cell
            metadata = {"tags": list(cell.tags)} if cell.tags else {}
            made.cells.append(new(cell.text, id=cell.name, metadata=metadata))
    return made


def content(made: NotebookNode) -> bytes:
    """The bytes of a notebook file."""
    nbformat.validate(made)
    return (nbformat.writes(made) + "\n").encode()


@dataclass(frozen=True)
class Wrong:
    """A wrong answer.

    Attributes:
        name: its file's name, without suffix.
        sentence: the mistake, for the teacher.
        code: what defines the functions that are mistaken.
    """

    name: str
    sentence: str
    code: str


def wrong_answers(problem: Problem) -> list[Wrong]:
    """The wrong answers that lie in the folder of ``problem``, by name.

    Raises:
        AssignError: if one has no docstring, or defines no function that a question asks for.
    """
    return [_wrong(problem, path) for path in sorted((problem.folder / "wrong").glob("*.py"))]


def _wrong(problem: Problem, path: Path) -> Wrong:
    code = path.read_text(encoding="utf-8")
    try:
        sentence = ast.get_docstring(ast.parse(code))
    except SyntaxError as error:
        raise AssignError(f"{path} is no Python: {error}") from error
    if not sentence:
        raise AssignError(f"{path} begins with no docstring: write the mistake in one sentence")
    asked = {question.function for question in problem.questions if isinstance(question, Question)}
    if not defined(code) & asked:
        raise AssignError(f"{path} defines none of the functions {', '.join(sorted(asked))}")
    return Wrong(path.stem, " ".join(sentence.split()), code)


def submission(problem: Problem, answer: str | Wrong = "reference", class_seed: int = 0) -> bytes:
    """A notebook as a student might hand it in.

    Args:
        problem: what it answers.
        answer: "reference" with all solutions, "stub" as it was handed out, or a wrong answer:
            the reference, whose functions the last cell defines again, with a mistake.
        class_seed: of the class.
    """
    cells = read(problem, class_seed)
    made = notebook(cells, STUDENT if answer == "stub" else REFERENCE)
    if isinstance(answer, Wrong):
        made.cells.append(v4.new_code_cell(answer.code, id="wrong-answer"))
    return content(made)
