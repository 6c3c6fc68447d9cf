"""Every exercise of a chapter says how its answer is checked, and its solution is checked so."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbformat import NotebookNode

from tools.checks.cells import code, parsed, read
from tools.learner.labels import EXERCISE, LABEL
from tools.toc import notebooks
from tying.check import _registry

ROOT = Path(__file__).parents[2]
PATHS = [ROOT / name for name in notebooks(ROOT) if not name.startswith("notebooks/practice/")]
CALL = re.compile(r'`check\("([^"]+)", [^`]+\)`')


def exercises(notebook: NotebookNode) -> dict[str, str]:
    """The text of every exercise, by its label."""
    texts: dict[str, str] = defaultdict(str)
    label = ""
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            continue
        if start := EXERCISE.search(cell.source):
            named = LABEL.search(start["options"])
            assert named is not None
            label = named[1]
        if label:
            texts[label] += cell.source
        if "{exercise-end}" in cell.source:
            label = ""
    return texts


def solutions(notebook: NotebookNode) -> dict[str, list[NotebookNode]]:
    """The cells of code of every solution, by the label of its exercise."""
    cells: dict[str, list[NotebookNode]] = {}
    label = ""
    for cell in notebook.cells:
        if start := re.search(r"\{solution-start\}\s*(\S+)", cell.source):
            label = start[1]
            cells[label] = []
        if label and cell.cell_type == "code":
            cells[label].append(cell)
        if "{solution-end}" in cell.source:
            label = ""
    return cells


def checked(cell: NotebookNode) -> Iterator[str]:
    """Names that a cell of code calls ``check`` with, outside of its functions."""
    for statement in parsed(cell).body:
        if isinstance(statement, ast.Expr) and isinstance(call := statement.value, ast.Call):
            if isinstance(call.func, ast.Name) and call.func.id == "check":
                name, _answer = call.args
                yield ast.literal_eval(name)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_exercise_says_how_its_answer_is_checked(path: Path):
    texts = exercises(read(path))
    named = {label: CALL.findall(text) for label, text in texts.items()}
    assert 3 <= len(texts)
    assert {label: names for label, names in named.items() if len(names) != 1} == {}
    names = [one for names in named.values() for one in names]
    entries = _registry.load("chapters", path.stem)
    assert names == [f"{path.stem}.{name}" for name in entries]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_solution_is_checked_by_the_name_of_its_exercise(path: Path):
    notebook = read(path)
    asked = {label: CALL.findall(text) for label, text in exercises(notebook).items()}
    cells = solutions(notebook)
    found = {label: [name for one in cells[label] for name in checked(one)] for label in cells}
    assert found == asked
    assert sum(len([*checked(cell)]) for cell in code(notebook)) == len(asked)


def test_every_chapter_has_checks():
    assert sorted(path.stem for path in PATHS) == _registry.subjects("chapters")
