"""What a user's type checker makes of the installed package: right code passes, wrong is reported.

mypy takes torch as unknown here, since reading all of torch takes it a minute; pyright reads what
it needs of torch.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools.setup.environment import python_of
from tools.setup.node import node_path

SAMPLE = '''
"""Ties of my model, in a test of my own."""

from collections.abc import Mapping

from torch import nn

from tying.ledger import Entry, Ledger, UseCount, count_uses, ledger
from tying.ties import NotTiedError, assert_tied, tie, untie
from tying.trace import trace


def build() -> nn.Module:
    model = nn.ModuleDict({"embedding": nn.Embedding(5, 3), "head": nn.Linear(3, 5, bias=False)})
    tie(model, "embedding.weight", "head.weight")
    return model


def saved(made: Ledger) -> int:
    entries: tuple[Entry, ...] = made.tied
    return sum(entry.by_slot - entry.numel for entry in entries)


def fault(model: nn.Module) -> str:
    try:
        assert_tied(model, "embedding.weight", "head.weight")
    except NotTiedError as error:
        return error.how
    return ""


def uses(model: nn.Module) -> Mapping[str, int]:
    counted: UseCount = count_uses(model)
    return counted.uses


def contributions(model: nn.Module) -> None:
    with trace(model):
        pass
    untie(model, "head.weight")


count: str = ledger(build()).stored  # wrong
ledger(build()).storde  # wrong
tie(build(), "embedding.weight", 3)  # wrong
tie(build(), "embedding.weight", "head.weight", transpose=True)  # wrong
saved("embedding.weight")  # wrong
ledger("embedding.weight")  # wrong for those who know torch
tie(build(), "embedding.weight", nn.Linear(3, 5).weight)  # wrong for those who know torch
'''.lstrip()

MYPY = """
[mypy]
strict = true
[mypy-torch.*,numpy.*]
follow_imports = skip
"""


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    path = tmp_path / "sample.py"
    path.write_text(SAMPLE, encoding="utf-8")
    return path


def marked(pattern: str) -> list[int]:
    """The numbers of the lines of the sample that end in a mark."""
    lines = SAMPLE.splitlines()
    return [number for number, line in enumerate(lines, 1) if re.search(f"# {pattern}$", line)]


def test_mypy_reports_the_wrong_lines_alone(bare: Path, sample: Path):
    config = sample.with_name("mypy.ini")
    config.write_text(MYPY, encoding="utf-8")
    options = ["--python-executable", str(python_of(bare)), "--config-file", str(config)]
    completed = subprocess.run(
        [sys.executable, "-m", "mypy", *options, "--cache-dir", str(sample.parent), sample.name],
        cwd=sample.parent,
        capture_output=True,
        text=True,
    )
    reported = re.findall(r"^sample\.py:(\d+): error", completed.stdout, flags=re.MULTILINE)
    assert list(map(int, reported)) == marked("wrong"), completed.stdout + completed.stderr


def test_pyright_reports_the_wrong_lines_alone(bare: Path, sample: Path):
    environment = {
        "PYRIGHT_PYTHON_CACHE_DIR": str(Path(sys.prefix) / "pyright"),
        "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1",
        **os.environ,
        "PATH": os.pathsep.join([*node_path(), os.environ.get("PATH", os.defpath)]),
    }
    options = ["--pythonpath", str(python_of(bare)), "--outputjson"]
    completed = subprocess.run(
        [sys.executable, "-m", "pyright", *options, sample.name],
        cwd=sample.parent,
        env=environment,
        capture_output=True,
        text=True,
    )
    found = json.loads(completed.stdout)["generalDiagnostics"]
    reported = [one["range"]["start"]["line"] + 1 for one in found if one["severity"] == "error"]
    assert reported == marked("wrong.*"), completed.stdout
