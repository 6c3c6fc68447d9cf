"""The wheel that the tests of this folder install."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Once
from tools.setup.wheel import build

ROOT = Path(__file__).parents[2]


def pip(*arguments: str, python: str | Path = sys.executable) -> None:
    """Run pip in an environment, by default that of the tests; its words are in the failure."""
    command = [python, "-m", "pip", "--disable-pip-version-check", *arguments]
    completed = subprocess.run(command, capture_output=True, text=True)
    assert completed.returncode == 0, completed.stdout + completed.stderr


@pytest.fixture(scope="session")
def wheel(once: Once) -> Path:
    """The wheel."""
    return Path(once("wheel", lambda folder: str(build(ROOT, folder))))
