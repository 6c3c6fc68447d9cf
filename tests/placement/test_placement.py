"""Everything runs where its tensors are: shown without a GPU, on devices that are not the CPU.

Under fake tensors of another device no number exists, and operands on two devices are refused.
What looks at values runs on the stand-in, a device with numbers, which must be those of the CPU.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Once
from tests.placement.cases import CASES, REAL
from tests.placement.mistakes import MISTAKES, RIGHT

ROOT = Path(__file__).parents[2]
UNSEEN = {
    "a generator of the CPU",
    "a generator without device",
    "a number of the CPU in a stack",
    "two numbers of the CPU",
    *(name for name in MISTAKES if name.startswith("an index of the CPU ")),
}
"""Mistakes that fake tensors do not see; the stand-in does."""


def child(what: str) -> dict[str, str]:
    """What is wrong, by name, as a process of its own finds it: it changes torch."""
    completed = subprocess.run(
        [sys.executable, "-m", "tests.placement.child", what],
        cwd=ROOT, env={**os.environ, "OMP_NUM_THREADS": "1"}, capture_output=True, text=True,
    )  # fmt: skip
    assert completed.returncode == 0, completed.stderr
    return json.loads(completed.stdout)


@pytest.fixture(scope="module")
def standin(once: Once) -> dict[str, str]:
    return once("standin", lambda _: child("standin"))


@pytest.fixture(scope="module")
def fake(once: Once) -> dict[str, str]:
    return once("fake", lambda _: child("fake"))


@pytest.mark.parametrize("name", CASES)
def test_a_function_runs_where_its_tensors_are(standin: dict[str, str], name: str):
    assert not standin[name]


@pytest.mark.parametrize("name", sorted(set(CASES) - REAL))
def test_a_function_runs_where_its_fake_tensors_are(fake: dict[str, str], name: str):
    assert not fake[name]


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_found(standin: dict[str, str], name: str):
    assert standin[name]


@pytest.mark.parametrize("name", sorted(set(MISTAKES) - UNSEEN))
def test_a_mistake_is_found_under_fake_tensors(fake: dict[str, str], name: str):
    assert fake[name]


@pytest.mark.parametrize("name", RIGHT)
def test_the_right_way_is_no_mistake(standin: dict[str, str], name: str):
    assert not standin[name]
