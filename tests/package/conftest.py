"""The wheel that the tests of this folder install."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.setup.wheel import build

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def pip() -> Callable[..., None]:
    """Runs pip in an environment, by default that of the tests; its words are in the failure."""

    def run(*arguments: str, python: str | Path = sys.executable) -> None:
        command = [python, "-m", "pip", "--disable-pip-version-check", *arguments]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr

    return run


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel."""
    return build(ROOT, tmp_path_factory.mktemp("wheel"))
