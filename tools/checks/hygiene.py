"""What every notebook must hold, as far as its source decides it.

python -m tools.checks.hygiene [NOTEBOOK ...]

Without arguments it checks all notebooks of the book.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode

from tools import ROOT
from tools.checks import devices
from tools.checks.cells import code, lines, parsed, prose, read
from tools.toc import notebooks

WORDS = re.compile(r"[a-z]+|[0-9]{1,4}|[a-z]{1,12}[0-9]{1,2}")
"""Parts of an id, between hyphens."""

TAGS = {"hide-input", "hide-output", "hide-cell", "remove-input", "remove-output", "remove-cell"}
NETWORK = {"urllib", "requests", "http", "ftplib", "socket", "subprocess", "wget"}
SHELL = re.compile(r"^\s*[!%]|=\s*!", re.MULTILINE)
WHOLE_SOLUTION = re.compile(r"^\s*(?::{3,}|`{3,})\s*\{solution\}", re.MULTILINE)
CAPTION = re.compile(r"\*\*Figure (\d+)\.\*\*\s*(\S*)")
LONGEST, WORDS_PER_LINE = 15, 10


def problems(notebook: NotebookNode) -> list[str]:
    """All that is wrong with ``notebook``, each with the id of its cell."""
    return [problem for check in CHECKS for problem in check(notebook)]


def form(notebook: NotebookNode) -> Iterator[str]:
    """Version of the format, and no traces of an execution."""
    if (notebook.nbformat, notebook.nbformat_minor) != (4, 5):
        yield f"nbformat is {notebook.nbformat}.{notebook.nbformat_minor}, must be 4.5"
    for cell in code(notebook):
        if cell.outputs or cell.execution_count is not None:
            yield f"{cell.id}: has an output or an execution count; clear them"


def identifiers(notebook: NotebookNode) -> Iterator[str]:
    """Ids that a person can read, and no two the same."""
    ids = [cell.get("id", "") for cell in notebook.cells]
    for name in ids:
        if not all(WORDS.fullmatch(part) for part in name.split("-")):
            yield f"{name!r}: an id consists of lower-case words joined by hyphens"
    for name in sorted(set(ids)):
        if ids.count(name) > 1:
            yield f"{name}: two cells have this id"


def metadata(notebook: NotebookNode) -> Iterator[str]:
    """Nothing in the metadata of cells but tags that the build knows."""
    for cell in notebook.cells:
        if others := sorted(set(cell.metadata) - {"tags"}):
            yield f"{cell.id}: metadata {', '.join(others)}; only tags may stand there"
        if unknown := sorted(set(cell.metadata.get("tags", [])) - TAGS):
            yield f"{cell.id}: unknown tag {', '.join(unknown)}"


def imports(notebook: NotebookNode) -> Iterator[str]:
    """Imports in the first cell of code only."""
    for cell in code(notebook)[1:]:
        if any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(parsed(cell))):
            yield f"{cell.id}: imports stand in the first cell of code"


def length(notebook: NotebookNode) -> Iterator[str]:
    """Short cells, and words of prose for each line of code."""
    counts = {cell.id: lines(cell) for cell in code(notebook)}
    for name, count in counts.items():
        if count > LONGEST:
            yield f"{name}: {count} lines, at most {LONGEST}"
    total, words = sum(counts.values()), prose(notebook)
    if words < WORDS_PER_LINE * total:
        yield f"{words} words for {total} lines of code, at least {WORDS_PER_LINE} a line"


def machine(notebook: NotebookNode) -> Iterator[str]:
    """No shell, no magics, no downloads."""
    for cell in code(notebook):
        if SHELL.search(cell.source):
            yield f"{cell.id}: a shell command or a magic"
        for node in ast.walk(parsed(cell)):
            if problem := download(node):
                yield f"{cell.id}: {problem}"


def download(node: ast.AST) -> str:
    """How a piece of code reaches out to the network; empty if it does not."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        names = [alias.name for alias in node.names]
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        network = NETWORK & {name.partition(".")[0] for name in names}
        if network or any(name.startswith("fetch_") for name in names):
            return f"imports {', '.join(names)}, which reach out"
    if isinstance(node, ast.keyword) and node.arg == "download":
        return "downloads"
    if isinstance(node, ast.Constant) and str(node.value).startswith(("http:", "https:")):
        return "an address in code"
    return ""


def solutions(notebook: NotebookNode) -> Iterator[str]:
    """Between the start and the end of a solution is code, and its last statement asserts.

    The form in one piece can hold no cell of code, so that no solution has it.
    """
    label, last = "", None
    for cell in notebook.cells:
        if cell.cell_type == "code":
            last = cell
            continue
        if start := re.search(r"\{solution-start\}\s*(\S+)", cell.source):
            label, last = start[1], None
        if WHOLE_SOLUTION.search(cell.source):
            advice = "write solution-start and solution-end around a cell of code that asserts"
            yield f"{cell.id}: {advice}"
        if label and "{solution-end}" in cell.source:
            if not ends_in_assertion(last):
                yield f"{cell.id}: the solution of {label} does not end in an assert"
            label = ""
    if label:
        yield f"the solution of {label} has no end"


def ends_in_assertion(cell: NotebookNode | None) -> bool:
    """Whether the last statement of a cell of code is an assertion."""
    statements = parsed(cell).body if cell else []
    return bool(statements) and isinstance(statements[-1], ast.Assert)


def captions(notebook: NotebookNode) -> Iterator[str]:
    """Captions are numbered from one, each right below code; the figures that are named exist."""
    numbers = []
    for above, cell in zip([None, *notebook.cells], notebook.cells, strict=False):
        if cell.cell_type == "markdown" and (caption := CAPTION.match(cell.source)):
            numbers.append(int(caption[1]))
            if above is None or above.cell_type != "code":
                yield f"{cell.id}: a caption stands right below the output"
            if not caption[2]:
                yield f"{cell.id}: the caption says nothing"
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"figures are numbered {numbers}, must be 1, 2, 3 ..."
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            named = {int(number) for number in re.findall(r"\bFigure (\d+)", cell.source)}
            for number in sorted(named - set(numbers)):
                yield f"{cell.id}: there is no Figure {number}"


def devices_of_cells(notebook: NotebookNode) -> Iterator[str]:
    """Tensors are made on the reader's device, and the notebook says which it is."""
    for cell in code(notebook):
        for problem in devices.problems(cell.source):
            yield f"{cell.id}: {problem}"
    if any("torch" in cell.source for cell in code(notebook)):
        yield from devices.opening(code(notebook)[0].source)


CHECKS = (
    form,
    identifiers,
    metadata,
    imports,
    length,
    machine,
    solutions,
    captions,
    devices_of_cells,
)


def main() -> int:
    """Check the notebooks that are named, or all of the book; the exit status."""
    names = sys.argv[1:] or [str(ROOT / name) for name in notebooks(ROOT)]
    messages = [f"{name}: {problem}" for name in names for problem in problems(read(Path(name)))]
    print(*messages, f"{len(names)} notebook(s), {len(messages)} problem(s)", sep="\n")
    return int(bool(messages))


if __name__ == "__main__":
    sys.exit(main())
