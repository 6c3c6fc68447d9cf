"""Run cases and mistakes on a device that is not the CPU, in a process of their own.

python -m tests.placement.child standin | fake    What is wrong is printed as JSON.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import torch
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.utils._pytree import tree_leaves

from tests.placement import standin
from tests.placement.cases import CASES, REAL, UNTOUCHED
from tests.placement.mistakes import MISTAKES, RIGHT


def problem(function: Callable[[Any], Any], device: torch.device, default: bool) -> str:
    """What is wrong with ``function`` on ``device``: an error, or a result that lies elsewhere."""
    place: AbstractContextManager[Any] = device if default else contextlib.nullcontext()
    try:
        with place:
            leaves = tree_leaves(function(device))
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:200]}\n{traceback.format_exc()}"
    places = {str(leaf.device) for leaf in leaves if isinstance(leaf, torch.Tensor)}
    return f"results on {places}" if places - {str(device)} else ""


def agrees(name: str, device: torch.device) -> str:
    """What is wrong with a case on the stand-in, whose numbers must be the CPU's."""
    if wrong := problem(CASES[name], device, name in UNTOUCHED):
        return wrong
    expected = tree_leaves(CASES[name](torch.device("cpu")))
    with device if name in UNTOUCHED else contextlib.nullcontext():
        results = tree_leaves(CASES[name](device))
    results = [one.cpu() if isinstance(one, torch.Tensor) else one for one in results]
    try:
        if len(results) != len(expected):
            return f"{len(results)} results instead of {len(expected)}"
        for one, other in zip(results, expected, strict=True):
            if isinstance(other, (torch.Tensor, float)):
                torch.testing.assert_close(one, other, rtol=1e-9, atol=1e-12)
            elif one != other:
                return f"{one} instead of {other}"
    except AssertionError as error:
        return str(error)
    return ""


def on_standin() -> dict[str, str]:
    """Cases, and mistakes, on the stand-in."""
    standin.install()
    device = torch.device(standin.DEVICE, 0)
    problems = {name: agrees(name, device) for name in CASES}
    return problems | {
        name: problem(function, device, False) for name, function in (MISTAKES | RIGHT).items()
    }


def under_fake_tensors() -> dict[str, str]:
    """Cases that look at no value, and mistakes, on fake tensors of another device."""
    standin.register()
    device, problems = torch.device(standin.DEVICE, 0), {}
    for name, function in {**CASES, **MISTAKES}.items():
        if name not in REAL:
            with FakeTensorMode():
                problems[name] = problem(function, device, False)
    return problems


def main() -> None:
    """Print what is wrong in the mode that the command names."""
    modes = {"standin": on_standin, "fake": under_fake_tensors}
    with contextlib.redirect_stdout(sys.stderr):
        torch.set_default_dtype(torch.float64)
        answer = modes[sys.argv[1]]()
    print(json.dumps(answer), flush=True)
    os._exit(0)  # the engine's thread for the device never ends, and would abort the process


if __name__ == "__main__":
    main()
