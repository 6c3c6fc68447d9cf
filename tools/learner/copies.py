"""A chapter as a notebook of its own: setup cell first, solutions last, in plain Markdown."""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
from nbformat import NotebookNode, v4

from tools.learner import setup_cell, withheld
from tools.learner.exercises import Exercises
from tools.learner.labels import markdown, of_page
from tools.learner.markdown import Plain, Unknown
from tools.learner.settings import Book
from tools.toc import notebooks

CHECK = re.compile(r"`(check\([^`\n]+\))`")
HIDING = {"hide-input", "hide-cell", "remove-input", "remove-cell"}
"""Tags of the cells whose source the page folds."""


def learner_copy(book: Book, page: str, solutions: bool = True) -> NotebookNode:
    """The copy of the chapter ``page``, a path in the project without suffix.

    Without ``solutions`` they are left out, and links to what they hold become words.

    Raises:
        Unknown: if something of the chapter has no plain form; the message names the cell.
    """
    notebook = nbformat.read(book.root / f"{page}.ipynb", as_version=4)
    return plain_copy(book, page, notebook, solutions)


def plain_copy(
    book: Book, page: str, notebook: NotebookNode, solutions: bool = True
) -> NotebookNode:
    """The copy of ``notebook``, which is the page ``page`` or stands for it.

    Raises:
        Unknown: if something of it has no plain form; the message names the cell.
    """
    places = book.places | of_page(page, markdown(notebook))
    plain = Plain(page, places, book.references, book.site)
    exercises, cells, folded = Exercises(plain.place), [], []
    for cell in notebook.cells:
        for part, in_solution in parts(cell, exercises, plain, solutions):
            (folded if in_solution else cells).append(part)
    about = setup_cell.introduction(book, page, solutions)
    cells[1:1] = [about, setup_cell.cell(book)]  # below the title
    if folded and solutions:
        cells += [v4.new_markdown_cell("## Solutions", id="solutions"), *folded]
    if not solutions:
        withheld.unlink(cells, withheld.labels(book.root))
    copy = v4.new_notebook(cells=cells, metadata=notebook.metadata)
    nbformat.validate(copy)
    return copy


def write(book: Book, folder: Path, solutions: bool = True) -> list[Path]:
    """Write the copies below ``folder``, by part and name; all are made before one is written."""
    copies = {}
    for name in notebooks(book.root):
        page = name.removesuffix(".ipynb")
        copies[folder / name.removeprefix("notebooks/")] = learner_copy(book, page, solutions)
    for path, copy in copies.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(nbformat.writes(copy) + "\n", encoding="utf-8")
    return list(copies)


def write_script(copy: Path) -> Path:
    """Write the notebook ``copy`` beside itself as a script, which assigns it to ``tiedCopy``.

    A page that was opened from disk may read no file, but it may run a script of its folder.
    """
    notebook = json.loads(copy.read_text(encoding="utf-8"))
    script = copy.with_suffix(".js")
    script.write_text(f"window.tiedCopy = {json.dumps(notebook)};\n", encoding="utf-8")
    return script


def parts(
    cell: NotebookNode, exercises: Exercises, plain: Plain, solutions: bool = True
) -> list[tuple[NotebookNode, bool]]:
    """The cells that come of ``cell``, each with whether it belongs to a solution.

    Without ``solutions`` their text is not read: what only they cite is no reference of the copy.
    """
    if cell.cell_type == "code":
        return [(code(cell), exercises.in_solution)]
    cells: list[tuple[NotebookNode, bool]] = []
    try:
        for piece in exercises.pieces(cell.source):
            if piece.text.strip() and (solutions or not piece.in_solution):
                name = f"{cell.id}-part-{len(cells) + 1}" if cells else cell.id
                text = v4.new_markdown_cell(plain(piece.text), id=name)
                cells.append((text, piece.in_solution))
            if piece.exercise:
                cells.append((answer(piece.exercise, call_of_check(piece.text)), False))
    except Unknown as error:
        raise Unknown(f"{plain.page}, cell {cell.id}: {error}") from error
    return cells


def call_of_check(text: str) -> str:
    """The call of ``check`` that the text of an exercise shows; empty if it shows none."""
    calls = CHECK.findall(text)
    return calls[-1] if calls else ""


def answer(exercise: str, call: str = "") -> NotebookNode:
    """A cell for the reader's own attempt, empty but for the ``call`` that checks it."""
    source = f"# Your answer to {exercise}." + (f"\n\n# {call}" if call else "")
    return v4.new_code_cell(source, id=f"answer-{exercise.split()[-1]}")


def code(cell: NotebookNode) -> NotebookNode:
    """A cell of code, without outputs, folded where the page hides its source."""
    hidden = HIDING & set(cell.metadata.get("tags", []))
    return v4.new_code_cell(cell.source, id=cell.id, metadata=setup_cell.FOLDED if hidden else {})
