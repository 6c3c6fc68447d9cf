"""The executed notebooks: the checks of their solutions say that they are right."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.checks import executed
from tools.checks.cells import code, printed
from tools.toc import notebooks
from tying.check import _registry

ROOT = Path(__file__).parents[3]
NAMES = [name for name in notebooks(ROOT) if not name.startswith("notebooks/practice/")]


@pytest.mark.parametrize("name", NAMES)
def test_every_solution_is_right_by_its_check(name: str):
    notebook = executed.executed(ROOT / name, ROOT / "_build" / ".jupyter_cache")
    lines = [line for cell in code(notebook) if "check(" in cell.source for line in printed(cell)]
    for exercise in _registry.load("chapters", Path(name).stem):
        assert f"{exercise}: right." in lines
    assert not [line for line in lines if ": not yet." in line]
