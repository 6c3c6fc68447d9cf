"""Run cases, mistakes or a notebook on a device that is not the CPU, in a process of their own.

python -m tests.placement.child standin | fake | NOTEBOOK    What is wrong is printed as JSON.
"""

from __future__ import annotations

import ast
import contextlib
import json
import os
import sys
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import nbformat
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
        found = tree_leaves(CASES[name](device))
    found = [one.cpu() if isinstance(one, torch.Tensor) else one for one in found]
    try:
        if len(found) != len(expected):
            return f"{len(found)} results instead of {len(expected)}"
        for one, other in zip(found, expected, strict=True):
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
    found = {name: agrees(name, device) for name in CASES}
    return found | {
        name: problem(function, device, False) for name, function in (MISTAKES | RIGHT).items()
    }


def under_fake_tensors() -> dict[str, str]:
    """Cases that look at no value, and mistakes, on fake tensors of another device."""
    standin.register()
    device, found = torch.device(standin.DEVICE, 0), {}
    for name, function in {**CASES, **MISTAKES}.items():
        if name not in REAL:
            with FakeTensorMode():
                found[name] = problem(function, device, False)
    return found


def notebook(path: Path) -> dict[str, str]:
    """The cells of a notebook on the stand-in: what went wrong, by the id of the cell."""
    import matplotlib as mpl

    import tying.device

    mpl.use("agg")
    standin.install()
    tying.device.device = lambda: torch.device(standin.DEVICE)
    names: dict[str, Any] = {"__name__": "__main__"}
    found = {}
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            try:
                run(cell, names)
            except Exception:
                found[cell.id] = traceback.format_exc()
    return found


def run(cell: Any, names: dict[str, Any]) -> None:
    """Run a cell, and show its last expression as a page would."""
    body = ast.parse(cell.source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), cell.id, "exec"), names)
    if last is None:
        return
    value = eval(compile(ast.Expression(last.value), cell.id, "eval"), names)
    for show in ("_repr_mimebundle_", "_repr_html_", "__repr__"):
        if hasattr(value, show):
            getattr(value, show)()
            return


if __name__ == "__main__":
    modes = {"standin": on_standin, "fake": under_fake_tensors}
    with contextlib.redirect_stdout(sys.stderr):
        what = sys.argv[1]
        if what in modes:
            torch.set_default_dtype(torch.float64)
            answer = modes[what]()
        else:
            answer = notebook(Path(what))
    print(json.dumps(answer), flush=True)
    os._exit(0)  # the engine's thread for the device knows no end, and would abort the process
