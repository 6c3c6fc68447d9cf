"""What a label of the book stands for: its words, and where they are."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from sphinx_external_toc.parsing import parse_toc_yaml

TARGET = re.compile(r"^\(([^\s()]+)\)=\n+#+[ ]+(.+)$", re.MULTILINE)
OPTIONS = r"(?P<options>(?::[\w-]+:[^\n]*\n)*)"
LABEL = re.compile(r"^:label:[ ]*(\S+)", re.MULTILINE)
EXERCISE = re.compile(
    rf"^(?::{{3,}}|`{{3,}})\{{exercise(?:-start)?\}}[^\n]*\n{OPTIONS}", re.MULTILINE
)
NUMBERED = r"^\$\$(?P<formula>(?:(?!\$\$).)+?)\$\$[ ]*\((?P<equation>[\w:-]+)\)[ ]*$"
FORMULA = re.compile(
    rf"{NUMBERED}|^(?::{{3,}}|`{{3,}})\{{math\}}[^\n]*\n(?::[\w-]+:[^\n]*\n)*?"
    r":label:[ ]*(?P<math>\S+)",
    re.MULTILINE | re.DOTALL,
)
TITLE = re.compile(r"^#[ ]+(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Place:
    """A heading, exercise, formula or claim: its words, and its page (a path without suffix)."""

    words: str
    page: str


def of_book(root: Path) -> dict[str, Place]:
    """Places by label; a page's own path stands for its title."""
    places = {}
    for page in parse_toc_yaml(root / "_toc.yml"):
        text = source(root / page)
        places |= of_page(page, text)
        if "{claims}" in text:
            for claim in claims(root):
                places[f"claim-{claim.lower()}"] = Place(f"claim {claim}", page)
    return places


def of_page(page: str, text: str) -> dict[str, Place]:
    """The same of one page with this Markdown."""
    places = {}
    if title := TITLE.search(text):
        places[page] = Place(title[1].strip(), page)
    for label, words in TARGET.findall(text):
        places[label] = Place(words.strip(), page)
    places |= {label: Place(words, page) for label, words in exercises(text)}
    for number, formula in enumerate(FORMULA.finditer(text), start=1):
        places[formula["equation"] or formula["math"]] = Place(f"({number})", page)
    return places


def exercises(text: str) -> Iterator[tuple[str, str]]:
    """Label and words of every exercise that has a label; those without a number do not count."""
    number = 0
    for exercise in EXERCISE.finditer(text):
        numbered = ":nonumber:" not in exercise["options"]
        number += numbered
        if label := LABEL.search(exercise["options"]):
            yield label[1], f"exercise {number}" if numbered else "exercise"


def claims(root: Path) -> list[str]:
    """Ids of the claims, whose rows a page of the book lists."""
    with (root / "data" / "claims.toml").open("rb") as file:
        return [row["id"] for row in tomllib.load(file)["claim"]]


def source(page: Path) -> str:
    """Markdown of a page or notebook, named without its suffix."""
    notebook = page.with_name(page.name + ".ipynb")
    if not notebook.is_file():
        return page.with_name(page.name + ".md").read_text(encoding="utf-8")
    return markdown(nbformat.read(notebook, as_version=4))


def markdown(notebook: NotebookNode) -> str:
    """The Markdown of all cells of a notebook."""
    cells = notebook.cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
