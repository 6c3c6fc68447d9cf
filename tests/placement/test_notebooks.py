"""Every notebook runs on a device that is not the CPU, and a mistake in a cell is found.

The stand-in takes some hundred microseconds for every operation, so that repeated steps are left
out (:mod:`tests.placement.reduced`). The variable TYING_PLACEMENT=full runs every step.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from nbformat import v4

from tests.conftest import Once
from tests.placement.standin import DEVICE

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted(ROOT.glob("notebooks/*/*.ipynb"))
LIMITS = (3, 30, 300)
"""Rounds of a loop that only repeats, until a notebook can do with so few."""


def run(path: Path, device: str, limit: int | None = None) -> dict[str, str]:
    """What went wrong in the cells of a notebook on a device, by their ids."""
    options = [] if limit is None else [str(limit)]
    command = [sys.executable, "-m", "tests.placement.notebook", str(path), device, *options]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "MPLBACKEND": "agg"}
    completed = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert completed.returncode == 0, completed.stderr
    return json.loads(completed.stdout)


def misplaced(path: Path) -> dict[str, str]:
    """What goes wrong in the cells of a notebook because the device is not the CPU.

    A cell may need the numbers of a long loop: where the CPU cannot do with so few rounds, either,
    more are run, and in the end all.
    """
    if os.environ.get("TYING_PLACEMENT") != "full":
        for limit in LIMITS:
            errors = run(path, DEVICE, limit)
            if not errors or not run(path, "cpu", limit):
                return errors
    return run(path, DEVICE)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_on_a_device_that_is_not_the_cpu(path: Path):
    errors = misplaced(path)
    assert not errors, "\n".join(f"{cell}:\n{error}" for cell, error in errors.items())


START = (
    "import numpy as np\nimport torch\nfrom tying.device import device\n"
    "torch.set_default_device(device())\nx = torch.ones(3)\n"
)
LOADER = "next(iter(torch.utils.data.DataLoader"
MISTAKES = {
    "a device literal": "x + torch.ones(3, device='cpu')",
    "a function of numpy": "np.sort(x)",
    "a move to the CPU": "x.cpu() + x",
    "a generator of the CPU": "torch.rand(3, generator=torch.Generator('cpu'))",
    "a generator without device": "torch.rand(3, generator=torch.Generator())",
    "a loader that shuffles on the CPU": f"{LOADER}(x, shuffle=True)))",
    "a stack of two devices": "torch.stack([x.mean().cpu(), x[0]])",
    "a total on the CPU": "total = x.mean().cpu()\ntotal += x[0]",
    "in an assertion": "assert x.cpu() @ x == 3",
    "in a loop": "for _ in range(1000):\n    y = x.cpu() + x",
    "in a condition": "while (x.cpu() @ x) < 0:\n    x = x + 1",
}
RIGHT = {
    "a loader": f"{LOADER}(x)))",
    "a loader that shuffles": (f"{LOADER}(x, shuffle=True, generator=torch.Generator(device()))))"),
    "a tensor of tensors": "torch.tensor([x[0], x[1]], device=device())",
    "numpy by force": "x.numpy(force=True)",
    "a false assertion": "assert x.sum() == 0",
}


def written(folder: Path, *sources: str) -> Path:
    """A notebook whose cells, each after a new start, are ``sources``; their ids count them."""
    cells = [v4.new_code_cell(START + text, id=f"cell-{i}") for i, text in enumerate(sources)]
    path = folder / "planted.ipynb"
    path.write_text(json.dumps(v4.new_notebook(cells=cells)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def planted(once: Once) -> dict[str, str]:
    """What is wrong with each mistake and each right way, by name; both stand in one notebook."""
    sources = MISTAKES | RIGHT
    errors = once("planted", lambda folder: misplaced(written(folder, *sources.values())))
    return {name: errors.get(f"cell-{i}", "") for i, name in enumerate(sources)}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_a_notebook_is_found(planted: dict[str, str], name: str):
    assert planted[name]


@pytest.mark.parametrize("name", RIGHT)
def test_the_right_way_in_a_notebook_is_no_mistake(planted: dict[str, str], name: str):
    assert not planted[name]


LONG = """
count = 0
for _ in range(20):
    count += 1
first = torch.arange(20)[count - 1]
assert first == 19
"""


def test_a_cell_that_needs_more_rounds_gets_them_and_mistakes_are_found(tmp_path: Path):
    ending = "\n[0, 1][count - 19]"  # an error with few rounds, on every device
    errors = misplaced(written(tmp_path, LONG + ending, LONG + "x.cpu() + x"))
    assert list(errors) == ["cell-1"]
    assert "others are not" in errors["cell-1"]


def test_at_full_size_every_round_is_run_and_assertions_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("TYING_PLACEMENT", "full")
    errors = misplaced(written(tmp_path, LONG, LONG.replace("== 19", "== 18")))
    assert list(errors) == ["cell-1"]
