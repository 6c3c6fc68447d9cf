"""Run the cells of a notebook on the stand-in or on the CPU, in a process of their own.

python -m tests.placement.notebook NOTEBOOK (standin | cpu) [LIMIT]

With a limit no loop that only repeats has more rounds, and assertions are not enforced. What went
wrong is printed as JSON, by the id of the cell.
"""

from __future__ import annotations

import ast
import contextlib
import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

from tests.placement.reduced import limit_loops, reduced_cell


def errors(path: Path, place: str, limit: int | None) -> dict[str, str]:
    """What went wrong in the cells of a notebook, by their ids."""
    if limit is not None:
        limit_loops("tying", limit)
    _prepare(place)
    names: dict[str, Any] = {"__name__": "__main__"}
    errors = {}
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            try:
                tree = ast.parse("".join(cell["source"]))
                run(tree if limit is None else reduced_cell(tree), cell["id"], names)
            except Exception:
                errors[cell["id"]] = traceback.format_exc()
    return errors


def _prepare(place: str) -> None:
    """Make ``place`` the device of the book."""
    import torch

    import tying.device
    from tests.placement import standin

    torch.set_num_threads(1)
    if place == standin.DEVICE:
        standin.install()
    tying.device.device = lambda: torch.device(place)


def run(tree: ast.Module, name: str, names: dict[str, Any]) -> None:
    """Run a cell, and show its last expression as a page would."""
    body, last = tree.body[:-1], tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr):
        exec(compile(tree, name, "exec"), names)
        return
    exec(compile(ast.Module(body, []), name, "exec"), names)
    value = eval(compile(ast.Expression(last.value), name, "eval"), names)
    for show in ("_repr_mimebundle_", "_repr_html_", "__repr__"):
        if hasattr(value, show):
            getattr(value, show)()
            return


def main() -> None:
    """Run the notebook that the command names."""
    path, place, *limit = sys.argv[1:]
    with contextlib.redirect_stdout(sys.stderr):
        answer = errors(Path(path), place, int(limit[0]) if limit else None)
    print(json.dumps(answer), flush=True)
    os._exit(0)  # the engine's thread for the device never ends, and would abort the process


if __name__ == "__main__":
    main()
