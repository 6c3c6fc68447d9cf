"""A chapter as a notebook of its own: setup cell first, solutions last, nothing raw."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import nbformat
import yaml
from nbformat import NotebookNode, v4

from tools.learner import labels, setup
from tools.learner.gates import Gates
from tools.learner.labels import Place
from tools.learner.markdown import Plain, Unknown
from tools.learner.references import References
from tools.toc import notebooks

FOLDED = {"hide-input", "hide-cell", "remove-input", "remove-cell"}
HIDDEN = {"cellView": "form", "jupyter": {"source_hidden": True}}


@dataclass(frozen=True)
class Book:
    """What the copies of all chapters have in common.

    Attributes:
        root: folder of the project.
        places: headings by label.
        references: the bibliography.
        site: address of the built book, or empty.
        wheels: address of the folder that holds the package's wheel, or empty.
        version: version of the package.
    """

    root: Path
    places: dict[str, Place]
    references: References
    site: str
    wheels: str
    version: str


def learner_copy(book: Book, page: str) -> NotebookNode:
    """The copy of the chapter ``page``, a path in the project without suffix.

    Raises:
        Unknown: if something of the chapter has no plain form; the message names the cell.
    """
    notebook = nbformat.read(book.root / f"{page}.ipynb", as_version=4)
    plain = Plain(page, book.places, book.references, book.site)
    gates, cells, solutions = Gates(plain.place), [], []
    for cell in notebook.cells:
        for part, folded in parts(cell, gates, plain):
            (solutions if folded else cells).append(part)
    cells[1:1] = [setup.words(book, page), setup.cell(book)]  # below the title
    if solutions:
        cells += [v4.new_markdown_cell("## Solutions", id="solutions"), *solutions]
    copy = v4.new_notebook(cells=cells, metadata=notebook.metadata)
    nbformat.validate(copy)
    return copy


def settings(root: Path, wheels: str = "") -> Book:
    """What ``_config.yml`` and ``pyproject.toml`` say; the wheel is an asset of the release."""
    config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    repository = (config.get("repository") or {}).get("url", "")
    with (root / "pyproject.toml").open("rb") as file:
        version = tomllib.load(file)["project"]["version"]
    if repository and not wheels:
        wheels = f"{repository.rstrip('/')}/releases/download/v{version}"
    return Book(
        root=root,
        places=labels.of_book(root),
        references=References(root / config["bibtex_bibfiles"][0]),
        site=(config.get("html") or {}).get("baseurl", "").rstrip("/"),
        wheels=wheels.rstrip("/"),
        version=version,
    )


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


def parts(cell: NotebookNode, gates: Gates, plain: Plain) -> list[tuple[NotebookNode, bool]]:
    """The cells that come of ``cell``, each with whether it belongs to a solution."""
    if cell.cell_type == "code":
        return [(code(cell), gates.solving)]
    found: list[tuple[NotebookNode, bool]] = []
    try:
        for piece in gates.pieces(cell.source):
            if piece.text.strip():
                name = f"{cell.id}-part-{len(found) + 1}" if found else cell.id
                text = v4.new_markdown_cell(plain(piece.text), id=name)
                found.append((text, piece.solving))
            if piece.asked:
                found.append((answer(piece.asked), False))
    except Unknown as error:
        raise Unknown(f"{plain.page}, cell {cell.id}: {error}") from error
    return found


def answer(exercise: str) -> NotebookNode:
    """An empty cell for the reader's own attempt."""
    return v4.new_code_cell(f"# Your answer to {exercise}.", id=f"answer-{exercise.split()[-1]}")


def code(cell: NotebookNode) -> NotebookNode:
    """A cell of code, without outputs, folded where the page hides its source."""
    hidden = FOLDED & set(cell.metadata.get("tags", []))
    return v4.new_code_cell(cell.source, id=cell.id, metadata=HIDDEN if hidden else {})
