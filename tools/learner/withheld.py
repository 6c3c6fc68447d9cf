"""Copies without solutions: what the solutions of the book hold, and links to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from tools.learner.exercises import Exercises
from tools.learner.labels import Place
from tools.toc import notebooks

TARGET = re.compile(r"^\(([^\s()]+)\)=$|^:(?:label|name):[ ]*(\S+)", re.MULTILINE)
LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s]*)#([^)\s]+)\)")


def labels(root: Path) -> set[str]:
    """Labels of headings and boxes that stand inside the solutions of the book."""
    found: set[str] = set()
    for name in notebooks(root):
        exercises = Exercises(lambda label: Place(label, ""))
        for cell in nbformat.read(root / name, as_version=4).cells:
            if cell.cell_type == "markdown":
                for piece in exercises.pieces(cell.source):
                    if piece.in_solution:
                        found |= {one or other for one, other in TARGET.findall(piece.text)}
    return found


def unlink(cells: Sequence[NotebookNode], withheld: set[str]) -> None:
    """Let every link to one of the labels ``withheld`` become its words."""
    for cell in cells:
        if cell.cell_type == "markdown":
            cell.source = LINK.sub(
                lambda link: link[1] if link[3] in withheld else link[0], cell.source
            )
