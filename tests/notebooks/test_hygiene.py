"""Every notebook passes every check, and every check finds its mistake."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode, v4
from sphinx_external_toc.parsing import parse_toc_yaml

from tools.checks import cells, hygiene

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted(
    path for path in (ROOT / "notebooks").rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts
)
PROSE = (
    "One two three four five six seven eight nine ten eleven twelve thirteen fourteen words. " * 4
)


def notebook(*cells: NotebookNode) -> NotebookNode:
    """A notebook of ``cells`` after a cell of prose long enough for some lines of code."""
    made = v4.new_notebook()
    made.cells = [v4.new_markdown_cell(PROSE, id="prose"), *cells]
    return made


def code(source: str, name: str = "cell-under-test", **more: object) -> NotebookNode:
    """A cell of code."""
    return v4.new_code_cell(source, id=name, **more)


def text(source: str, name: str = "text-under-test") -> NotebookNode:
    """A cell of Markdown."""
    return v4.new_markdown_cell(source, id=name)


OPENING = "import torch\ntorch.set_default_device(device())\nprint('torch on', device())"


def test_every_notebook_stands_in_the_table_of_contents():
    listed = {f"{name}.ipynb" for name in parse_toc_yaml(ROOT / "_toc.yml")}
    in_folders = {path.relative_to(ROOT).as_posix() for path in NOTEBOOKS}
    assert in_folders
    assert in_folders == {
        name for name in listed if name.startswith("notebooks/") and (ROOT / name).exists()
    }


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_notebook_has_no_problem(path: Path):
    assert hygiene.problems(cells.read(path)) == []


def test_a_clean_notebook_passes():
    clean = notebook(
        code(OPENING, "imports"),
        text(":::{solution-start} ex-one\n:::", "solution-start"),
        code("x = torch.zeros(3, device=device)\nassert len(x) == 3", "gpt-2-check"),
        text(":::{solution-end}\n:::", "solution-end"),
    )
    assert hygiene.problems(clean) == []


def old_format(made: NotebookNode) -> NotebookNode:
    """The notebook in a format without ids."""
    made.nbformat_minor = 4
    return made


PLANTED: dict[str, tuple[NotebookNode, str]] = {
    "format": (old_format(notebook()), "must be 4.5"),
    "output": (
        notebook(code("1 + 1", outputs=[v4.new_output("stream", text="2")])),
        "has an output",
    ),
    "count": (notebook(code("1 + 1", execution_count=1)), "has an output or an execution count"),
    "random id": (notebook(code("1", "d41d8cd9")), "'d41d8cd9': an id consists of"),
    "capital": (notebook(code("1", "My-Cell")), "'My-Cell': an id consists of"),
    "twice": (notebook(code("1", "same"), code("2", "same")), "two cells have this id"),
    "caption in metadata": (
        notebook(code("1", metadata={"caption": "x"})),
        "metadata caption; only tags",
    ),
    "misspelt tag": (notebook(code("1", metadata={"tags": ["hide_output"]})), "tag hide_output"),
    "late import": (notebook(code("1", "first"), code("import os")), "imports stand in the first"),
    "nested import": (
        notebook(code("1", "first"), code("def f():\n    from os import path")),
        "imports stand in the first",
    ),
    "long cell": (
        notebook(
            code("\n".join(["x = 1"] * 16), "long-cell"),
            *(code("1", f"short-{i}") for i in range(2)),
            text(PROSE * 3),
        ),
        "long-cell: 16 lines, at most 15",
    ),
    "few words": (
        notebook(*(code("\n".join(["x = 1"] * 4), f"cell-{i}") for i in range(2))),
        "60 words for 8 lines",
    ),
    "shell": (notebook(code("!ls")), "a shell command"),
    "captured shell": (notebook(code("files = !ls")), "a shell command"),
    "magic": (notebook(code("%matplotlib inline")), "a magic"),
    "network": (notebook(code("import urllib.request")), "which reach out"),
    "network from": (notebook(code("from urllib import request")), "which reach out"),
    "fetched data": (
        notebook(code("from sklearn.datasets import fetch_openml")),
        "imports fetch_openml, sklearn.datasets, which reach out",
    ),
    "download": (notebook(code("load(download=True)")), "downloads"),
    "address": (notebook(code('get("https://example.org/x")')), "an address"),
    "device": (
        notebook(code(OPENING, "imports"), code("torch.zeros(3)")),
        "torch.zeros without device=",
    ),
    "device not printed": (
        notebook(code(OPENING.partition("print")[0], "imports")),
        "the first cell of code lacks print",
    ),
    "solution without assert": (
        notebook(
            text(":::{solution-start} ex-one\n:::", "start"),
            code("assert 1\nprint(1)"),
            text(":::{solution-end}\n:::", "end"),
        ),
        "the solution of ex-one does not end in an assert",
    ),
    "solution without code": (
        notebook(
            code("assert 1"),
            text(":::{solution-start} ex-one\n:::", "start"),
            text(":::{solution-end}\n:::", "end"),
        ),
        "the solution of ex-one does not end in an assert",
    ),
    "open solution": (
        notebook(text(":::{solution-start} ex-one\n:::", "start"), code("assert 1")),
        "the solution of ex-one has no end",
    ),
    "solution in one piece": (
        notebook(text("Words.\n\n:::{solution} ex-one\n:class: dropdown\n\nSee.\n:::", "whole")),
        "whole: write solution-start and solution-end around a cell of code that asserts",
    ),
    "solution behind ticks": (
        notebook(text("````{solution} ex-one\nSee.\n````", "whole")),
        "whole: write solution-start and solution-end",
    ),
    "caption without code": (notebook(text("**Figure 1.** Finding.")), "right below the output"),
    "empty caption": (notebook(code("1"), text("**Figure 1.**")), "says nothing"),
    "numbering": (notebook(code("1"), text("**Figure 2.** Finding.")), "numbered [2]"),
    "no such figure": (notebook(text("As Figure 3 shows")), "there is no Figure 3"),
}


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED.keys())
def test_a_planted_mistake_is_found_and_nothing_else(planted: tuple[NotebookNode, str]):
    made, message = planted
    problems = hygiene.problems(made)
    assert len(problems) == 1, problems
    assert message in problems[0]


def test_imports_and_comments_cost_no_lines():
    cell = code("import os\nfrom re import (\n    sub,\n)\n\n# why\nx = 1  # counts\ny = 2")
    assert cells.lines(cell) == 2


def test_prose_is_words_and_not_mathematics_code_or_fences():
    parts = [
        text("(target)=\n:::{admonition} Predict\n:class: predict\nFive words and $n = 3$ `code`:"),
        text("don't self-study\n$$\na b c\n$$", "more"),
    ]
    assert cells.prose(v4.new_notebook(cells=parts)) == 5


def test_the_command_names_the_notebook_and_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    path = tmp_path / "chapter.ipynb"
    nbformat.write(notebook(code("!ls")), path)
    status: Callable[[], int] = hygiene.main
    monkeypatch.setattr("sys.argv", ["hygiene", str(path)])
    assert status() == 1
    assert capsys.readouterr().out.startswith(f"{path}: cell-under-test: a shell command")


def test_the_command_checks_the_whole_book_where_nothing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    nbformat.write(notebook(code("1")), tmp_path / "one.ipynb")
    nbformat.write(notebook(code("!ls")), tmp_path / "two.ipynb")
    toc = "format: jb-book\nroot: one\nchapters: [{file: two}]\n"
    (tmp_path / "_toc.yml").write_text(toc, encoding="utf-8")
    monkeypatch.setattr(hygiene, "ROOT", tmp_path)
    monkeypatch.setattr("sys.argv", ["hygiene"])
    assert hygiene.main() == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"{tmp_path / 'two.ipynb'}: cell-under-test: a shell command")
    assert lines[1:] == ["2 notebook(s), 1 problem(s)"]
