"""Run the cells of a notebook in one namespace, as a reader would with "Run all"."""

from __future__ import annotations

import ast
import asyncio
import builtins
import inspect
import linecache
import re
import sys
from dataclasses import dataclass, field
from types import CodeType, ModuleType
from typing import Any

KEEPS_BODY = {"time", "timeit", "capture", "prun"}
"""Cell magics that run the rest of their cell as Python; another one has another language."""

LINE_MAGIC = re.compile(r"\s*(%|!|\?)|.*\?\s*$|\s*[\w, .]+=\s*[%!]")
"""A line that IPython understands and Python does not: a magic, the shell, help."""

TIMED = re.compile(r"(\s*)%(?:time|timeit)\s+(?:-\w+\s*\d*\s+)*(?P<statement>[^-\s].*)")


@dataclass
class Report:
    """What happened to the cells, in numbers and in the words of the errors.

    Attributes:
        failed: for each cell that raised an error, counted from 1, what it raised.
        left_out: cell and line, both counted from 1, of what is no Python; line 0 is a whole cell.
    """

    failed: dict[int, str] = field(default_factory=dict)
    left_out: list[tuple[int, int]] = field(default_factory=list)


class Everything:
    """Stands for what exists in Jupyter alone: it has every method, and none does anything."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *args, **kwargs: None


def run(cells: list[str]) -> tuple[dict[str, Any], Report]:
    """The namespace that is left when all cells have run, and what happened.

    A cell that fails does not stop the next ones. One that lacked a name is tried once more at
    the end, since its reader may have run the cells in another order.
    """
    main = ModuleType("__main__")
    sys.modules["__main__"] = main
    main.__dict__.update(__builtins__=builtins, display=lambda *args, **kwargs: None)
    main.__dict__["get_ipython"] = Everything
    report = Report()
    lacking = []
    for number, text in enumerate(cells, start=1):
        error = _run_cell(number, text, main.__dict__, report)
        if isinstance(error, NameError | ImportError):
            lacking.append((number, text))
    for number, text in lacking:
        _run_cell(number, text, main.__dict__, report)
    report.left_out = sorted(set(report.left_out))
    return main.__dict__, report


def _run_cell(
    number: int, text: str, namespace: dict[str, Any], report: Report
) -> BaseException | None:
    """What the cell raised; ``report`` is kept up to date."""
    report.failed.pop(number, None)
    name = f"<cell {number}>"
    try:
        code, text, lines = compile_cell(text, name)
        report.left_out += [(number, line) for line in lines]
        linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
        result = eval(code, namespace)
        if code.co_flags & inspect.CO_COROUTINE:
            asyncio.run(result)
    except BaseException as error:  # sys.exit() in a cell ends the cell, as in Jupyter
        report.failed[number] = describe(error)
        return error
    return None


def compile_cell(text: str, name: str) -> tuple[CodeType, str, list[int]]:
    """The code of a cell, its text as it was compiled, and the lines that were left out.

    Lines are left out only where Python does not understand them and IPython would.

    Raises:
        SyntaxError: if the cell is neither Python nor IPython.
    """
    left_out: list[int] = []
    lines = text.split("\n")
    while True:
        text = "\n".join(lines)
        try:
            flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
            return compile(text, name, "exec", flags=flags, dont_inherit=True), text, left_out
        except SyntaxError as error:
            line = (error.lineno or 0) - 1
            if not left_out and _drop_cell_magic(lines, left_out):
                continue
            seen = line + 1 in left_out
            text = lines[line] if 0 <= line < len(lines) else ""
            if not (text and (seen or LINE_MAGIC.match(text))):
                raise
            _drop_line(lines, line, seen)
            left_out.append(line + 1)


def _drop_cell_magic(lines: list[str], left_out: list[int]) -> bool:
    """Whether the cell began with a magic for the whole of it, which is now left out."""
    first = next((place for place, line in enumerate(lines) if line.strip()), 0)
    if not lines[first].startswith("%%"):
        return False
    words = lines[first][2:].split()
    if words and words[0] in KEEPS_BODY:
        lines[first] = ""
        left_out.append(first + 1)
    else:
        lines.clear()
        left_out.append(0)
    return True


def _drop_line(lines: list[str], place: int, seen: bool) -> None:
    """Replace a line by one that Python understands; the statement behind %time stays."""
    line = lines[place]
    indent = line[: len(line) - len(line.lstrip())]
    timed = TIMED.match(line)
    while lines[place].endswith("\\") and place + 1 < len(lines) and not timed:
        lines[place], place = "", place + 1
    assigned = re.match(r"\s*([\w, .]+=)\s*[%!]", line)
    if seen:
        lines[place] = ""
    elif timed:
        lines[place] = indent + timed["statement"]
    elif assigned:
        lines[place] = f"{indent}{assigned[1]} None"
    else:
        lines[place] = f"{indent}pass"


def describe(error: BaseException) -> str:
    """The type of an error and the first line of its message."""
    try:
        lines = str(error).strip().splitlines()
    except BaseException:  # __str__ may be the student's
        lines = []
    return ": ".join([type(error).__name__, *lines[:1]])[:300]
