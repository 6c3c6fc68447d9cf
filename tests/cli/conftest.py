"""Running the command line within the process of the tests."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from torch import nn

from tying.cli import main


@dataclass(frozen=True)
class Said:
    """What a call of the command line came to.

    Attributes:
        status: the exit status.
        out: what it wrote to standard output.
        err: what it wrote to standard error.
    """

    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The output as JSON."""
        return json.loads(self.out)

    @property
    def error(self) -> str:
        """The last line of standard error, of a call without an answer."""
        assert (self.status, self.out) == (2, "")
        return self.err.splitlines()[-1].removeprefix("python -m tying: error: ")


Call = Callable[..., Said]


@pytest.fixture
def call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Call]:
    """``call("ledger", ...)`` in an empty folder; what a call imports is forgotten afterwards."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)  # as python -m does
    before = set(sys.modules)

    def run(*words: str) -> Said:
        capsys.readouterr()
        try:
            status = main(words)
        except SystemExit as error:
            status = int(error.code or 0)
        captured = capsys.readouterr()
        return Said(status, str(captured.out), str(captured.err))

    yield run
    for name in set(sys.modules) - before:
        if str(tmp_path) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]


class Tied(nn.Module):
    """An embedding whose weight is also that of the output."""

    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding(5, 3)
        self.norm = nn.BatchNorm1d(3)
        self.head = nn.Linear(3, 5, bias=False)
        self.head.weight = self.embedding.weight
