"""tools/run.py: what a user sees who has another Python than the book needs."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import run

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "tools" / "run.py"
NEWER_SYNTAX = (
    *(ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Nonlocal, ast.Starred, ast.AsyncFunctionDef),
    *(ast.Await, ast.YieldFrom, ast.Match, ast.TryStar),
)
WRONG = ("2.7", "3.6", "3.7", "3.8", "3.9", "3.10", "3.14")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of tools/ in a folder of its own: its commands touch no file of the project."""
    leftovers = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "tools", tmp_path / "project" / "tools", ignore=leftovers)
    return tmp_path / "project" / "tools" / "run.py"


def imposter(folder: Path, name: str) -> Path:
    """A program that is not a Python that can set up the book."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / name
    program.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    return program


def started(script: Path, path: Path, version: tuple[int, ...]) -> subprocess.CompletedProcess[str]:
    """``run.py clean`` by a Python that reports ``version``, with ``path`` as PATH."""
    fake = imposter(path.parent / "fake", "python")
    code = (
        "import runpy, sys\n"
        f"sys.version_info, sys.executable = {version!r}, {str(fake)!r}\n"
        f"sys.argv = ['run.py', 'clean']\nrunpy.run_path({str(script)!r}, run_name='__main__')"
    )
    settings = {**os.environ, "PATH": str(path)}
    return subprocess.run(
        [sys.executable, "-c", code], env=settings, capture_output=True, text=True
    )


def test_every_old_python_can_read_the_script():
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 6))
    assert not [node for node in ast.walk(tree) if isinstance(node, NEWER_SYNTAX)]
    signatures = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert signatures
    assert not any(node.returns or node.args.kwonlyargs for node in signatures)
    assert SCRIPT.read_text(encoding="utf-8").isascii()  # Python 2 reads nothing else unasked


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 10, 13), (3, 14, 0)])
def test_a_python_too_old_or_too_new_gets_one_sentence(
    project: Path, tmp_path: Path, version: tuple[int, ...]
):
    completed = started(project, tmp_path / "empty", version)
    assert completed.returncode == 1
    (line,) = completed.stderr.splitlines()
    named = ".".join(map(str, version))
    assert line.startswith(f"The book needs Python 3.11, 3.12 or 3.13, and this is {named} (")
    assert completed.stdout == ""


def test_a_python_without_venv_gets_the_name_of_the_package(project: Path, tmp_path: Path):
    completed = started(project, tmp_path / "empty", (3, 12, 1))
    assert completed.returncode == 1
    (line,) = completed.stderr.splitlines()
    assert "lacks venv or ensurepip" in line
    assert "apt-get install python3.12-venv" in line


def test_a_suitable_python_on_path_takes_over(project: Path, tmp_path: Path):
    path = tmp_path / "path"
    imposter(path, "python3.13")
    (path / "python3.12").symlink_to(sys.executable)
    completed = started(project, path, (3, 6, 15))
    assert completed.returncode == 0, completed.stderr
    assert completed.stdout.startswith("Removed what was built")


def wrong_pythons() -> list[Path]:
    """Interpreters of this machine that the book must refuse."""
    places = [Path("/usr/bin"), *(Path.home() / ".pyenv" / "versions").glob("*/bin")]
    candidates = [place / f"python{version}" for place in places for version in WRONG]
    return [python for python in candidates if python.exists()]


def test_the_unsuitable_pythons_of_this_machine_say_so_themselves(project: Path, tmp_path: Path):
    for python in wrong_pythons():
        completed = subprocess.run(
            [python, str(project), "book"],
            env={"PATH": str(tmp_path), "HOME": str(tmp_path)},
            capture_output=True,
            text=True,
        )
        assert completed.returncode == 1
        (line,) = completed.stderr.splitlines()
        assert line.startswith("The book needs Python 3.11, 3.12 or 3.13, and this is ")


@pytest.mark.parametrize(
    ("arguments", "status"), [([], 2), (["bok"], 2), (["book", "unit"], 2), (["--help"], 0)]
)
def test_usage_lists_the_commands(
    arguments: list[str], status: int, capsys: pytest.CaptureFixture[str]
):
    assert run.main(arguments) == status
    listed = capsys.readouterr().out
    assert all(f"\n  {name} " in listed for name in ("book", "serve", "lab", "test", "bench"))


def test_make_has_every_command():
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    (targets,) = [line for line in text.splitlines() if line.endswith(":")]
    assert set(targets.rstrip(":").split()) == {"help", *(name for name, _ in run.COMMANDS)}
