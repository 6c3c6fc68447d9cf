"""Loops that only repeat are cut short, and nothing else is changed."""

from __future__ import annotations

import ast
import builtins
import subprocess
import sys
from itertools import count, islice
from typing import Any

import pytest

from tests.placement.reduced import ROUNDS, limit_loops, reduced_cell


@pytest.fixture
def three_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reduced loops have three rounds at most."""

    def rounds(values: Any = None) -> Any:
        return islice(count() if values is None else values, 3)

    monkeypatch.setattr(builtins, ROUNDS, rounds, raising=False)


def names_after(source: str) -> dict[str, Any]:
    """The names that a reduced cell leaves."""
    names: dict[str, Any] = {}
    exec(compile(reduced_cell(ast.parse(source)), "cell", "exec"), names)
    return names


@pytest.mark.usefixtures("three_rounds")
@pytest.mark.parametrize(
    ("loop", "rounds"),
    [
        ("for _ in range(100): n += 1", 3),
        ("for _ in range(2): n += 1", 2),
        ("for i in range(100): n += 1", 100),
        ("for _ in 'ab':\n  for _ in range(9): n += 1", 6),
        ("while True: n += 1", 3),
        ("while n < 2: n += 1", 2),
        ("while True:\n  n += 1\n  if n == 2: break", 2),
        ("while n < 2:\n  n += 1\n  continue", 2),
        ("n = sum(1 for _ in range(100))", 100),
    ],
)
def test_rounds(loop: str, rounds: int):
    assert names_after(f"n = 0\n{loop}")["n"] == rounds


def test_an_assertion_is_computed_and_not_enforced():
    assert names_after("assert [seen := True] == []")["seen"]


CHILD = """
from tests.placement.reduced import limit_loops
limit_loops("tying", 2)
import torch
from torch.nn import Linear
from tying.risk import train
made = []
def optimizer(parameters):
    made.append(torch.optim.SGD(parameters, lr=1.0))
    return made[0]
steps = []
def loss(output, target):
    steps.append(1)
    return output.sum()
train([Linear(1, 1)], torch.ones(1, 1, 1), torch.ones(1, 1, 1), optimizer, 50, loss)
print(len(steps))
"""


def test_the_loops_of_the_package_are_limited():
    command = [sys.executable, "-c", CHILD]
    completed = subprocess.run(command, capture_output=True, text=True, check=True)
    assert completed.stdout == "2\n"


def test_a_package_that_is_imported_is_refused():
    with pytest.raises(RuntimeError, match="limit the loops of pytest before it is imported"):
        limit_loops("pytest", 3)
