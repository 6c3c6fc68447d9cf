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

from tests.placement.cases import CASES, REAL
from tests.placement.mistakes import MISTAKES, RIGHT

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted(ROOT.glob("notebooks/*/*.ipynb"))
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
    done = subprocess.run(
        [sys.executable, "-m", "tests.placement.child", what],
        cwd=ROOT, env={**os.environ, "OMP_NUM_THREADS": "1"}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def standin() -> dict[str, str]:
    return child("standin")


@pytest.fixture(scope="module")
def fake() -> dict[str, str]:
    return child("fake")


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


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_on_a_device_that_is_not_the_cpu(path: Path):
    failed = child(str(path))
    assert not failed, "\n".join(f"{cell}:\n{error}" for cell, error in failed.items())


CELL = {"cell_type": "code", "id": "cell", "metadata": {}, "execution_count": None, "outputs": []}
START = "import numpy as np\nimport torch\nfrom tying.device import device\n"
START += "torch.set_default_device(device())\nx = torch.ones(3)\n"
LOADER = "next(iter(torch.utils.data.DataLoader"


def planted(folder: Path, source: str) -> dict[str, str]:
    """What is wrong with a notebook that has ``source``."""
    path = folder / "planted.ipynb"
    book = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}}
    path.write_text(json.dumps({**book, "cells": [{**CELL, "source": START + source}]}))
    return child(str(path))


@pytest.mark.parametrize(
    "source",
    [
        "x + torch.ones(3, device='cpu')",
        "np.sort(x)",
        "x.cpu() + x",
        "torch.rand(3, generator=torch.Generator('cpu'))",
        "torch.rand(3, generator=torch.Generator())",
        f"{LOADER}(x, shuffle=True)))",
        "torch.stack([x.mean().cpu(), x[0]])",
        "total = x.mean().cpu()\ntotal += x[0]",
    ],
)
def test_a_mistake_in_a_notebook_is_found(tmp_path: Path, source: str):
    assert list(planted(tmp_path, source)) == ["cell"]


@pytest.mark.parametrize(
    "source",
    [
        f"{LOADER}(x)))",
        f"{LOADER}(x, shuffle=True, generator=torch.Generator(device()))))",
        "torch.tensor([x[0], x[1]], device=device())",
        "x.numpy(force=True)",
    ],
)
def test_the_right_way_in_a_notebook_is_no_mistake(tmp_path: Path, source: str):
    assert not planted(tmp_path, source)
