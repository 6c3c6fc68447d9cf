"""A chapter as a notebook of its own: setup cell first, solutions last, in plain Markdown."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
from nbformat import NotebookNode, v4

from tools.learner import setup_cell
from tools.learner.exercises import Exercises
from tools.learner.labels import markdown, of_page
from tools.learner.markdown import Plain, Unknown
from tools.learner.settings import Book
from tools.toc import notebooks

HIDING = {"hide-input", "hide-cell", "remove-input", "remove-cell"}
"""Tags of the cells whose source the page folds."""


def learner_copy(book: Book, page: str) -> NotebookNode:
    """The copy of the chapter ``page``, a path in the project without suffix.

    Raises:
        Unknown: if something of the chapter has no plain form; the message names the cell.
    """
    return plain_copy(book, page, nbformat.read(book.root / f"{page}.ipynb", as_version=4))


def plain_copy(book: Book, page: str, notebook: NotebookNode) -> NotebookNode:
    """The copy of ``notebook``, which is the page ``page`` or stands for it.

    Raises:
        Unknown: if something of it has no plain form; the message names the cell.
    """
    places = book.places | of_page(page, markdown(notebook))
    plain = Plain(page, places, book.references, book.site)
    exercises, cells, solutions = Exercises(plain.place), [], []
    for cell in notebook.cells:
        for part, folded in parts(cell, exercises, plain):
            (solutions if folded else cells).append(part)
    cells[1:1] = [setup_cell.introduction(book, page), setup_cell.cell(book)]  # below the title
    if solutions:
        cells += [v4.new_markdown_cell("## Solutions", id="solutions"), *solutions]
    copy = v4.new_notebook(cells=cells, metadata=notebook.metadata)
    nbformat.validate(copy)
    return copy


def write(book: Book, folder: Path) -> list[Path]:
    """Write the copies below ``folder``, by part and name; all are made before one is written."""
    copies = {}
    for name in notebooks(book.root):
        page = name.removesuffix(".ipynb")
        copies[folder / name.removeprefix("notebooks/")] = learner_copy(book, page)
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
    cell: NotebookNode, exercises: Exercises, plain: Plain
) -> list[tuple[NotebookNode, bool]]:
    """The cells that come of ``cell``, each with whether it belongs to a solution."""
    if cell.cell_type == "code":
        return [(code(cell), exercises.in_solution)]
    cells: list[tuple[NotebookNode, bool]] = []
    try:
        for piece in exercises.pieces(cell.source):
            if piece.text.strip():
                name = f"{cell.id}-part-{len(cells) + 1}" if cells else cell.id
                text = v4.new_markdown_cell(plain(piece.text), id=name)
                cells.append((text, piece.in_solution))
            if piece.exercise:
                cells.append((answer(piece.exercise), False))
    except Unknown as error:
        raise Unknown(f"{plain.page}, cell {cell.id}: {error}") from error
    return cells


def answer(exercise: str) -> NotebookNode:
    """An empty cell for the reader's own attempt."""
    return v4.new_code_cell(f"# Your answer to {exercise}.", id=f"answer-{exercise.split()[-1]}")


def code(cell: NotebookNode) -> NotebookNode:
    """A cell of code, without outputs, folded where the page hides its source."""
    hidden = HIDING & set(cell.metadata.get("tags", []))
    return v4.new_code_cell(cell.source, id=cell.id, metadata=setup_cell.FOLDED if hidden else {})
