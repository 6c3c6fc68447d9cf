"""The page of a problem in the book: ``notebooks/practice/<noun>.ipynb``, which is committed."""

from __future__ import annotations

from pathlib import Path

from nbformat import NotebookNode, v4

from tying_assign.building import source
from tying_assign.building.clone import PAGES
from tying_assign.definition import Problem, Written

HAND_IN = """\
## What is marked

{table}

The checks above try a few public inputs. The hidden tests try others, and they decide. So try
inputs of your own, too: small ones whose results you can calculate by hand.

Hand in this notebook as a file with the ending `.ipynb`. You need not run its cells before."""


def page(problem: Problem, class_seed: int = 0) -> NotebookNode:
    """The page for a class: question, stubs, hints and checks, and no solution."""
    made = source.notebook(source.read(problem, class_seed), source.STUDENT)
    made.cells.append(v4.new_markdown_cell(HAND_IN.format(table=table(problem)), id="marks"))
    return made


def table(problem: Problem) -> str:
    """The questions, their points, and who marks them, as Markdown."""
    rows = ["| question | answer | points | marked by |", "|---|---|---|---|"]
    for number, one in enumerate(problem.questions, start=1):
        by_person = isinstance(one, Written)
        answer = one.answer if isinstance(one, Written) else f"`{one.function}`"
        marker = "a person" if by_person else "hidden tests"
        rows.append(f"| {number} | {answer} | {one.points} | {marker} |")
    return "\n".join(rows)


def name(problem: Problem) -> str:
    """The page's path in the book, without suffix."""
    return f"{PAGES}/{problem.name}"


def write(problem: Problem, root: Path) -> Path:
    """Write the page into the book of ``root``; its path. An equal file is left alone."""
    path = root / f"{name(problem)}.ipynb"
    content = source.content(page(problem))
    if not path.is_file() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return path


def stale(problem: Problem, root: Path) -> bool:
    """Whether the committed page is not what the source says now."""
    path = root / f"{name(problem)}.ipynb"
    return not path.is_file() or path.read_bytes() != source.content(page(problem))
