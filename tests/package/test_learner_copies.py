"""Learner copies where they are used: no extension, an old IPython, and nothing of ours installed.

The environment holds what a notebook finds in Colab: torch, numpy, matplotlib and IPython 7.34.
"""

from __future__ import annotations

import functools
import json
import os
import subprocess
import threading
import time
import venv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import nbformat
import pytest

from tools.learner import attempt
from tools.learner.copies import write
from tools.learner.settings import settings
from tools.setup.environment import pinned, python_of

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
    """What Python of the environment in ``folder`` prints; it knows nothing of this project."""
    settings = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    command = [python_of(folder), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, env=settings)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def installed(folder: Path) -> dict[str, str]:
    """Versions by package in the environment in ``folder``."""
    listed = call(folder, "-m", "pip", "--disable-pip-version-check", "list", "--format=json")
    return {one["name"].lower(): one["version"] for one in json.loads(listed)}


def setup_of(copy: Path) -> str:
    """The setup cell of a copy."""
    (cell,) = (one for one in nbformat.read(copy, as_version=4).cells if one.id == "setup")
    return cell.source


@pytest.fixture(scope="module")
def wheels(wheel: Path) -> Iterator[str]:
    """Address at which the wheel is served, as a release serves it."""
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(wheel.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def colab(tmp_path_factory: pytest.TempPathFactory, wheels: str, pip: Callable[..., None]) -> Colab:
    """The environment, after the setup cell of one copy ran in it."""
    copies = tmp_path_factory.mktemp("copies")
    first, *_ = write(settings(ROOT, wheels), copies)
    folder = tmp_path_factory.mktemp("colab")
    venv.create(folder, with_pip=True)
    python = python_of(folder)
    torch, others = pinned(ROOT, "torch"), [pinned(ROOT, name) for name in ("numpy", "matplotlib")]
    if index := os.environ.get("TORCH_INDEX"):
        pip("install", "--no-deps", "--index-url", index, torch, python=python)
    pip("install", "--quiet", torch, *others, "ipython==7.34.0", "ipykernel", python=python)
    call(folder, "-m", "ipykernel", "install", "--prefix", str(folder), "--name", "colab")
    call(folder, "-c", "import matplotlib.font_manager")  # its list of fonts, which it announces
    before = installed(folder)
    started = time.monotonic()
    call(folder, "-c", setup_of(first))
    seconds = time.monotonic() - started
    return Colab(folder, copies, before, installed(folder), seconds)


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
