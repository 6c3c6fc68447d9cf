"""What a label of the book stands for: its words, and where they are."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

import nbformat
from sphinx_external_toc.parsing import parse_toc_yaml

TARGET = re.compile(r"^\(([^\s()]+)\)=\n+#+[ ]+(.+)$", re.MULTILINE)
EXERCISE = re.compile(
    r"^(?::{3,}|`{3,})\{exercise(?:-start)?\}[^\n]*\n(?::[\w-]+:.*\n)*?:label:[ ]*(\S+)",
    re.MULTILINE,
)
FORMULA = re.compile(
    r"^\$\$[^$]+\$\$[ ]+\(([\w:-]+)\)[ ]*$"
    r"|^(?::{3,}|`{3,})\{math\}[^\n]*\n(?::[\w-]+:.*\n)*?:label:[ ]*(\S+)",
    re.MULTILINE,
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
        if title := TITLE.search(text):
            places[page] = Place(title[1].strip(), page)
        for label, words in TARGET.findall(text):
            places[label] = Place(words.strip(), page)
        for number, label in enumerate(EXERCISE.findall(text), start=1):
            places[label] = Place(f"exercise {number}", page)
        for number, labels in enumerate(FORMULA.findall(text), start=1):
            places["".join(labels)] = Place(f"({number})", page)
        if "{claims}" in text:
            for claim in claims(root):
                places[f"claim-{claim.lower()}"] = Place(f"claim {claim}", page)
    return places


def claims(root: Path) -> list[str]:
    """Ids of the claims, whose rows a page of the book lists."""
    with (root / "data" / "claims.toml").open("rb") as file:
        return [row["id"] for row in tomllib.load(file)["claim"]]


def source(page: Path) -> str:
    """Markdown of a page or notebook, named without its suffix."""
    notebook = page.with_name(page.name + ".ipynb")
    if not notebook.is_file():
        return page.with_name(page.name + ".md").read_text(encoding="utf-8")
    cells = nbformat.read(notebook, as_version=4).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
