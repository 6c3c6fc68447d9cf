"""Learner copies where they are used: no extension, an old IPython, and no package of ours.

The environment holds what a notebook finds in Colab: torch, numpy, matplotlib and IPython 7.34.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
import venv
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import nbformat
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import Once
from tests.package.conftest import pip
from tools.learner import attempt
from tools.learner.copies import write
from tools.learner.settings import settings
from tools.server import serving
from tools.setup.environment import python_of

ROOT = Path(__file__).parents[2]
COPIES = sorted(
    str(path.relative_to(ROOT / "notebooks")) for path in ROOT.glob("notebooks/*/*.ipynb")
)
THERE = {"torch", "numpy", "matplotlib", "ipython", "ipykernel"}


@dataclass(frozen=True)
class Colab:
    """An environment in which a setup cell ran once.

    Attributes:
        folder: the environment.
        copies: all copies.
        before: versions by package before the setup cell ran.
        after: the same afterwards.
        seconds: how long the setup cell took.
    """

    folder: Path
    copies: Path
    before: dict[str, str]
    after: dict[str, str]
    seconds: float


def call(folder: Path, *arguments: str) -> str:
    """What Python of the environment in ``folder`` prints; it does not see this project."""
    settings = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    command = [python_of(folder), *arguments]
    completed = subprocess.run(command, capture_output=True, text=True, cwd=folder, env=settings)
    assert completed.returncode == 0, completed.stdout + completed.stderr
    return completed.stdout


def installed(folder: Path) -> dict[str, str]:
    """Versions by package in the environment in ``folder``."""
    listed = call(folder, "-m", "pip", "--disable-pip-version-check", "list", "--format=json")
    return {one["name"].lower(): one["version"] for one in json.loads(listed)}


def setup_of(copy: Path) -> str:
    """The setup cell of a copy."""
    (cell,) = (one for one in nbformat.read(copy, as_version=4).cells if one.id == "setup")
    return cell.source


def with_requirements(*names: str) -> set[str]:
    """The packages of these names in the environment of the tests, and all that they require."""
    closure, ahead = set(), list(names)
    while ahead:
        name = canonicalize_name(ahead.pop())
        if name not in closure:
            closure.add(name)
            requirements = map(Requirement, distribution(name).requires or ())
            ahead += [
                one.name
                for one in requirements
                if not one.marker or one.marker.evaluate({"extra": ""})
            ]
    return closure


def link(name: str, packages: Path) -> None:
    """Put a package of the tests' environment into another one, without copies of its files."""
    for file in distribution(name).files or ():
        if ".." not in file.parts:  # not the programs
            target = packages / file
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(file.locate(), target)
            except OSError:  # another file system
                shutil.copy2(file.locate(), target)


def make_environment(folder: Path) -> None:
    """The environment before the setup cell runs.

    pip and the large packages come from the environment of the tests.
    """
    venv.create(folder, with_pip=False)
    packages = call(folder, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
    for name in with_requirements("pip", "torch", "numpy", "matplotlib"):
        link(name, Path(packages.strip()))
    pip(
        "install",
        "--quiet",
        "--no-compile",
        "ipython==7.34.0",
        "ipykernel",
        python=python_of(folder),
    )
    call(folder, "-m", "ipykernel", "install", "--prefix", str(folder), "--name", "colab")
    call(folder, "-c", "import matplotlib.font_manager")  # its list of fonts, which it announces


@pytest.fixture(scope="session")
def colab(once: Once, wheel: Path) -> Colab:
    """The environment, after the setup cell of one copy ran in it."""

    def make(root: Path) -> dict[str, Any]:
        folder, copies = root / "environment", root / "copies"
        make_environment(folder)
        before = installed(folder)
        with serving(wheel.parent) as release:
            first, *_ = write(settings(ROOT, release.address), copies)
            started = time.monotonic()
            call(folder, "-c", setup_of(first))
            seconds = time.monotonic() - started
        return {
            "folder": str(folder),
            "copies": str(copies),
            "before": before,
            "after": installed(folder),
            "seconds": seconds,
        }

    made = once("colab", make)
    return Colab(**made | {"folder": Path(made["folder"]), "copies": Path(made["copies"])})


def test_the_setup_cell_adds_the_package_and_changes_nothing_that_was_there(colab: Colab):
    assert colab.before.keys() >= THERE
    assert not colab.before.keys() & {"tying", "anywidget", "ipywidgets", "scikit-learn"}
    assert colab.after.keys() >= {"tying", "anywidget", "ipywidgets", "scikit-learn"}
    assert {name: colab.after[name] for name in colab.before} == colab.before
    print(f"the setup cell took {colab.seconds:.0f} s")


def test_a_second_run_of_the_setup_cell_calls_nothing(colab: Colab):
    refuse = "import subprocess\ndef run(*a, **k): raise AssertionError(a)\nsubprocess.run = run\n"
    call(colab.folder, "-c", refuse + setup_of(colab.copies / COPIES[0]))


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_runs_where_there_is_nothing_else(
    colab: Colab, name: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("PYTHONPATH", raising=False)
    monkeypatch.setenv("JUPYTER_PATH", str(colab.folder / "share" / "jupyter"))
    assert not attempt.problem(colab.copies / name, "colab")
