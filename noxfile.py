"""The stages of ``make test`` as sessions of nox, and the package's tests with other torches.

python -m nox                          every stage but gpu, placement and torch
python -m nox --session unit site      these stages
python -m nox --session torch -- oldest | newest | VERSION

The stages run in the environment of the project, .venv, whose Python has to call nox (make test and
tools/run.py do). A failed stage does not stop the others; nox ends with a table of them.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import nox

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT))  # the program nox, unlike python -m nox, does not look here

from tools.setup import other_torch  # noqa: E402
from tools.setup.node import node_path  # noqa: E402

nox.options.default_venv_backend = "none"
nox.options.envdir = "_build/nox"

OTHER_STAGES = (
    "tests/site",
    "tests/notebooks/executed",
    "tests/browser",
    "tests/package",
    "tests/pipeline",
    "tests/gpu",
)
"""Tests that do not belong to the stage ``unit``."""

WORKERS = ("-n", "auto", "--maxprocesses", "4", "--dist", "worksteal")
"""Tests in parallel: a worker for each core, each with one thread of torch."""

BY_FILE = (*WORKERS[:-1], "loadfile")
"""The same, but the tests of a file share a worker, and with it their expensive fixtures."""


@nox.session
def lint(session: nox.Session) -> None:
    """Style and types; the form of notebooks and workflows."""
    run(session, "pre_commit", "run", "--all-files", "--show-diff-on-failure")


@nox.session
def unit(session: nox.Session) -> None:
    """The package, its claims, its widgets, and the tools."""
    run(session, "pytest", *WORKERS, "tests", *(f"--ignore={folder}" for folder in OTHER_STAGES))


@nox.session
def package(session: nox.Session) -> None:
    """The wheel and the learner copies in environments of their own."""
    run(session, "pytest", *WORKERS, "tests/package")


@nox.session
def book(session: nox.Session) -> None:
    """Every notebook is executed, every page built."""
    run(session, "tools.build")


@nox.session
def site(session: nox.Session) -> None:
    """The built pages and the executed notebooks."""
    run(session, "pytest", *WORKERS, "tests/site", "tests/notebooks/executed")


@nox.session
def browser(session: nox.Session) -> None:
    """The built pages in real browsers."""
    run(session, "pytest", *WORKERS, "tests/browser")


@nox.session
def pipeline(session: nox.Session) -> None:
    """The tools at work: set-up, builds of small books, releases, workflows."""
    run(session, "pytest", *BY_FILE, "tests/pipeline")


@nox.session(default=False)
def placement(session: nox.Session) -> None:
    """Every notebook on the stand-in for a GPU, with all rounds of its loops."""
    run(session, "pytest", *WORKERS, "tests/placement/test_notebooks.py", TYING_PLACEMENT="full")


@nox.session(default=False)
def gpu(session: nox.Session) -> None:
    """The tests that need a CUDA device."""
    run(session, "pytest", "-m", "gpu", "tests/gpu")


@nox.session(default=False, venv_backend="venv")
def torch(session: nox.Session) -> None:
    """The tests of the package with another torch, in an environment of its own."""
    if len(session.posargs) != 1:
        session.error("name one torch: nox --session torch -- oldest, newest, or a version")
    requirement = other_torch.requirement(session.posargs[0])
    if index := os.environ.get("TORCH_INDEX"):
        session.install("--index-url", index, requirement)
    session.install(requirement, *other_torch.pins(), "-e", ".")
    session.run("python", "-c", "import torch; print('torch', torch.__version__)")
    session.run("python", "-m", "pytest", *other_torch.tests())


def run(session: nox.Session, module: str, *arguments: str, **variables: str) -> None:
    """Run a module of the environment, with Node on PATH and pyright kept in the environment."""
    path = os.pathsep.join([*node_path(), os.environ.get("PATH", os.defpath)])
    environment = {
        **variables,
        "PATH": path,
        "PYRIGHT_PYTHON_CACHE_DIR": str(Path(sys.prefix) / "pyright"),
        "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1",
    }
    session.run(sys.executable, "-m", module, *arguments, env=environment)
