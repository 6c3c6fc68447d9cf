"""A copy that fails, warns or shows no widget is distinguished from one that runs."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
import pytest
from nbformat import v4

from tools.learner import attempt

WARN = "import sys; print('mind', file=sys.stderr)"
SHOW = """
from IPython.display import display
display({"application/vnd.jupyter.widget-view+json": {"model_id": "a"}}, raw=True)
"""
ALONE = "import os; assert len(os.listdir()) == 1"


def copy(folder: Path, *cells: tuple[str, str]) -> Path:
    """A notebook of cells of code, by their ids."""
    path = folder / "part" / "one.ipynb"
    path.parent.mkdir()
    code = [v4.new_code_cell(source, id=name) for name, source in cells]
    nbformat.write(v4.new_notebook(cells=code), path)
    return path


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ([("setup", WARN), ("a", ALONE), ("b", SHOW)], ""),
        ([("a", SHOW), ("b", "1 / 0")], "ZeroDivisionError"),
        ([("a", SHOW), ("b", WARN)], "cell b writes to stderr: mind"),
        ([("a", "from tying.widgets import two_uses")], "it shows no widget"),
        ([("a", "1 + 1")], ""),
        ([("a", "import os; os._exit(1)")], "died"),
    ],
)
def test_a_copy_that_does_not_run_is_distinguished_from_one_that_does(
    tmp_path: Path, cells: list[tuple[str, str]], message: str
):
    problem = attempt.problem(copy(tmp_path, *cells))
    assert message in problem
    assert bool(problem) == bool(message)


@pytest.mark.parametrize(
    ("cells", "status", "message"),
    [([("a", SHOW)], 0, "runs"), ([("a", "1 / 0")], 1, "ZeroDivision"), (None, 1, "no copy")],
)
def test_one_bad_copy_or_none_at_all_fails_the_run(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    cells: list[tuple[str, str]] | None,
    status: int,
    message: str,
):
    if cells:
        copy(tmp_path, *cells)
        (tmp_path / "part" / "folder.ipynb").mkdir()
        (tmp_path / "part" / ".ipynb_checkpoints").mkdir()
    monkeypatch.setattr(sys, "argv", ["attempt", str(tmp_path)])
    assert attempt.main() == status
    assert message in capsys.readouterr().out


def test_a_file_that_is_no_notebook_or_a_kernel_that_is_not_there_is_named(tmp_path: Path):
    path = copy(tmp_path, ("a", SHOW))
    assert "NoSuchKernel: No such kernel named nowhere" in attempt.problem(path, "nowhere")
    path.write_text("{", encoding="utf-8")
    assert "NotJSONError" in attempt.problem(path)
