"""A chapter as a notebook of its own: setup cell first, solutions last, nothing raw."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

import nbformat
import yaml
from nbformat import NotebookNode, v4

from tools.learner import labels, setup
from tools.learner.labels import Place
from tools.learner.markdown import Plain, Unknown
from tools.learner.references import References
from tools.toc import notebooks

GATE = re.compile(
    r"^:{3,}\{(?P<kind>exercise|solution)-(?P<edge>start|end)\}[ ]*(?P<of>[\w-]*)[ ]*\n"
    r"(?P<options>(?::[\w-]+:[^\n]*\n)*):{3,}[ ]*$\n?",
    re.MULTILINE,
)
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
    title, *rest = notebook.cells
    chapter, solutions = Chapter(plain), []
    cells = [chapter.markdown(title)[0], setup.words(book, page), setup.cell(book)]
    for cell in rest:
        for part, folded in chapter.parts(cell):
            (solutions if folded else cells).append(part)
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


class Chapter:
    """Walks through a chapter, and knows what belongs to a solution."""

    def __init__(self, plain: Plain) -> None:
        self.plain = plain
        self.solving = False
        self.asked = ""

    def parts(self, cell: NotebookNode) -> list[tuple[NotebookNode, bool]]:
        """The cells that come of ``cell``, each with whether it belongs to a solution."""
        if cell.cell_type == "code":
            return [(code(cell), self.solving)]
        folded = self.solving or "{solution-start}" in cell.source
        parts = [(part, folded) for part in self.markdown(cell)]
        if ends := re.findall(r"\{exercise-end\}", cell.source):
            parts += [(answer(self.asked), False) for _ in ends]
        return parts

    def markdown(self, cell: NotebookNode) -> list[NotebookNode]:
        """A cell of Markdown in plain words; none where only a gate stood."""
        try:
            text = self.plain(GATE.sub(self.gate, cell.source))
        except (Unknown, KeyError) as error:
            raise Unknown(f"{self.plain.page}, cell {cell.id}: {error}") from error
        return [v4.new_markdown_cell(text, id=cell.id)] if text else []

    def gate(self, match: re.Match[str]) -> str:
        """A heading where an exercise or a solution starts, nothing where it ends."""
        starts = match["edge"] == "start"
        if match["kind"] == "solution":
            self.solving = starts
            return f"### Solution of {self.words(match['of'])}\n\n" if starts else ""
        if not starts:
            return ""
        label = re.search(r":label:\s*(\S+)", match["options"])
        if label is None:
            raise Unknown("an exercise without a label")
        self.asked = self.words(label[1])
        return f'<a id="{label[1]}"></a>\n\n### {self.asked.capitalize()}\n\n'

    def words(self, label: str) -> str:
        """What an exercise is called, such as "exercise 3"."""
        return self.plain.places[label].words


def answer(exercise: str) -> NotebookNode:
    """An empty cell for the reader's own attempt."""
    return v4.new_code_cell(f"# Your answer to {exercise}.", id=f"answer-{exercise.split()[-1]}")


def code(cell: NotebookNode) -> NotebookNode:
    """A cell of code, without outputs, folded where the page hides its source."""
    hidden = "hide-input" in cell.metadata.get("tags", [])
    return v4.new_code_cell(cell.source, id=cell.id, metadata=HIDDEN if hidden else {})
