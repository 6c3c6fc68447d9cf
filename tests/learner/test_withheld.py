"""Copies without solutions: none of their text, code, works and links is left."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from nbformat import v4

from tests.learner.test_copies import END, EXERCISE, chapter, markdown
from tools import commands
from tools.checks.cells import code, parsed, read
from tools.learner.copies import learner_copy, write
from tools.learner.exercises import Exercises
from tools.learner.labels import Place
from tools.learner.settings import settings
from tools.learner.withheld import labels
from tools.toc import notebooks

ROOT = Path(__file__).parents[2]
PAGES = [name.removesuffix(".ipynb") for name in notebooks(ROOT)]
SOLUTION = (
    ":::{solution-start} ex-a\n:class: dropdown\n:::\n(sec-secret)=\n### Secret\n\n"
    "Say a {cite}`known2019`."
)


def test_solutions_are_left_out_with_their_code_their_works_and_links_to_them(tmp_path: Path):
    book = chapter(
        tmp_path,
        markdown("before", "See [the trick](sec-secret), {ref}`sec-secret` and {ref}`ex-a`."),
        markdown("ex", EXERCISE.format("ex-a")),
        markdown("so", SOLUTION),
        v4.new_code_cell("secret = 1\nassert secret", id="code"),
        markdown("end", END + "\nAfter."),
    )
    copy = learner_copy(book, "one", solutions=False)
    assert [cell.id for cell in copy.cells][3:] == ["before", "ex", "answer-1", "end"]
    sources = {cell.id: cell.source for cell in copy.cells}
    assert sources["before"] == "See the trick, Secret and [exercise 1](#ex-a)."
    whole = "\n".join(cell.source for cell in copy.cells)
    assert "secret" not in whole and "Say a" not in whole and "Solution" not in whole
    assert "are left out of this copy" in sources["about-this-notebook"]
    assert "stand at the end" not in whole
    assert labels(book.root) == {"sec-secret"}


def test_with_solutions_nothing_changes(tmp_path: Path):
    book = chapter(tmp_path, markdown("ex", EXERCISE.format("ex-a")))
    copy = learner_copy(book, "one")
    assert "stand at the end" in copy.cells[1].source


def test_the_cell_of_an_answer_holds_the_call_that_checks_it(tmp_path: Path):
    asked = EXERCISE.format("ex-a").replace("Ask ex-a.", 'Ask. Check: `check("one.a", (x, f(y)))`.')
    copy = learner_copy(chapter(tmp_path, markdown("ex", asked)), "one")
    (cell,) = (cell for cell in copy.cells if cell.id == "answer-1")
    assert cell.source == '# Your answer to exercise 1.\n\n# check("one.a", (x, f(y)))'


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copies of the book, without solutions."""
    folder = tmp_path_factory.mktemp("copies")
    wheel = folder / "tying-0.1.0-py3-none-any.whl"
    wheel.write_bytes(b"")
    write(settings(ROOT, wheel), folder, solutions=False)
    return folder


def in_solutions(page: str) -> tuple[list[str], list[str]]:
    """Paragraphs and cells of code of the solutions of a chapter."""
    exercises, text, cells = Exercises(lambda label: Place(label, "")), [], []
    for cell in read(ROOT / f"{page}.ipynb").cells:
        if cell.cell_type == "code":
            if exercises.in_solution:
                cells.append(cell.source)
        else:
            pieces = [one.text for one in exercises.pieces(cell.source) if one.in_solution]
            text += [line for one in pieces for line in one.splitlines()]
    return [line for line in text if len(line) > 40 and "}`" not in line], cells


@pytest.mark.parametrize("page", [page for page in PAGES if "/practice/" not in page])
def test_nothing_of_the_solutions_of_a_chapter_is_left(page: str, copies: Path):
    copy = read(copies / f"{page.removeprefix('notebooks/')}.ipynb")
    whole = "\n".join(cell.source for cell in copy.cells)
    paragraphs, cells = in_solutions(page)
    assert len(paragraphs) >= 3 and len(cells) >= 3
    assert [line for line in paragraphs if line.strip() in whole] == []
    assert [cell for cell in cells if cell in whole] == []


@pytest.mark.parametrize("page", PAGES)
def test_no_cell_needs_a_name_that_only_a_solution_defines(page: str, copies: Path):
    copy = read(copies / f"{page.removeprefix('notebooks/')}.ipynb")
    trees = [parsed(cell) for cell in code(copy)]
    there = {name for tree in trees for name in defined(tree)}
    _, cells = in_solutions(page)
    only = {name for cell in cells for name in defined(ast.parse(cell))} - there
    needed = {
        node.id for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Name)
    } & only
    assert needed == set()


def defined(tree: ast.AST) -> set[str]:
    """Names that code assigns, defines or imports, at any depth."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.alias):
            names.add(node.asname or node.name.partition(".")[0])
    return names


@pytest.mark.parametrize(
    ("command", "value", "added"),
    [
        ("copies", "no", ["--no-solutions"]),
        ("pdf", "NO", ["--no-solutions"]),
        ("copies", "0", ["--no-solutions"]),
        ("copies", "yes", []),
        ("pdf", "", []),
        ("book", "no", []),
    ],
)
def test_the_variable_leaves_them_out_of_copies_and_print(
    command: str, value: str, added: list[str], monkeypatch: pytest.MonkeyPatch
):
    called: list[tuple[str, ...]] = []
    monkeypatch.setattr(commands.environment, "ensure", lambda root, requirements: Path("python"))
    monkeypatch.setattr(commands, "call", lambda python, *rest: called.append(rest) or 0)
    monkeypatch.setenv("SOLUTIONS", value)
    assert commands.run(command) == 0
    assert called == [(commands.MODULES[command], *added)]
