"""The wheel, and environments in which the tests of this folder install it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import Once
from tools.setup.environment import python_of
from tools.setup.wheel import build

ROOT = Path(__file__).parents[2]


def pip(*arguments: str, python: str | Path = sys.executable) -> None:
    """Run pip in an environment, by default that of the tests; its words are in the failure."""
    command = [python, "-m", "pip", "--disable-pip-version-check", *arguments]
    completed = subprocess.run(command, capture_output=True, text=True)
    assert completed.returncode == 0, completed.stdout + completed.stderr


def attempted(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A run of Python of the environment in ``folder``; it does not see this project."""
    settings = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    command = [python_of(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, env=settings)


def call(folder: Path, *arguments: str) -> str:
    """What a run that succeeds prints."""
    completed = attempted(folder, *arguments)
    assert completed.returncode == 0, completed.stdout + completed.stderr
    return completed.stdout


def with_requirements(*names: str) -> set[str]:
    """The packages of these names in the environment of the tests, and all that they require.

    Also by way of extras: torch for CUDA requires ``cuda-toolkit[cublas,cufile,...]``.
    """
    seen: set[tuple[str, str]] = set()
    ahead = list(map(Requirement, names))
    while ahead:
        one = ahead.pop()
        for extra in ("", *one.extras):
            if (key := (canonicalize_name(one.name), extra)) not in seen:
                seen.add(key)
                required = map(Requirement, distribution(one.name).requires or ())
                ahead += [
                    r for r in required if not r.marker or r.marker.evaluate({"extra": extra})
                ]
    return {name for name, _ in seen}


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


def packages_of(folder: Path) -> Path:
    """Where the environment in ``folder`` has its packages."""
    return Path(
        call(folder, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    )


@pytest.fixture(scope="session")
def wheel(once: Once) -> Path:
    """The wheel."""
    return Path(once("wheel", lambda folder: str(build(ROOT, folder))))


@pytest.fixture(scope="session")
def bare(wheel: Path, once: Once) -> Path:
    """An environment that holds the wheel, torch and numpy, and what these require."""

    def make(root: Path) -> str:
        folder = root / "environment"
        venv.create(folder, with_pip=False)
        packages = packages_of(folder)
        for name in with_requirements("torch", "numpy"):
            link(name, packages)
        pip("--python", str(python_of(folder)), "install", "--quiet", "--no-deps", str(wheel))
        return str(folder)

    return Path(once("bare", make))
