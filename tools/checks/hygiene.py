"""What every notebook must hold, as far as its source decides it.

python -m tools.checks.hygiene [NOTEBOOK ...]

Without arguments it checks all notebooks of the book.
"""

from __future__ import annotations

import ast
import re
import statistics
import sys
from pathlib import Path

from nbformat import NotebookNode

from tools import ROOT
from tools.checks import devices
from tools.checks.cells import code, lines, parsed, prose, read
from tools.toc import notebooks

WORDS = re.compile(r"[a-z]+|[0-9]{1,4}|[a-z]{1,12}[0-9]{1,2}")
TAGS = {"hide-input", "hide-output", "hide-cell", "remove-input", "remove-output", "remove-cell"}
NETWORK = {"urllib", "requests", "http", "ftplib", "socket", "subprocess", "wget"}
WHOLE = re.compile(r"^\s*(?::{3,}|`{3,})\s*\{solution\}", re.MULTILINE)
MEDIAN, LONGEST, WORDS_PER_LINE = 5, 15, 10


def problems(notebook: NotebookNode) -> list[str]:
    """All that is wrong with ``notebook``, each with the id of its cell."""
    checks = (form, identifiers, metadata, imports, budget, machine, solutions, figures)
    found = [problem for check in checks for problem in check(notebook)]
    for cell in code(notebook):
        found += [f"{cell.id}: {problem}" for problem in devices.problems(cell.source)]
    if any("torch" in cell.source for cell in code(notebook)):
        found += devices.opening(code(notebook)[0].source)
    return found


def form(notebook: NotebookNode) -> list[str]:
    """Version of the format, and no traces of an execution."""
    found = []
    if (notebook.nbformat, notebook.nbformat_minor) != (4, 5):
        found.append(f"nbformat is {notebook.nbformat}.{notebook.nbformat_minor}, must be 4.5")
    for cell in code(notebook):
        if cell.outputs or cell.execution_count is not None:
            found.append(f"{cell.id}: has an output or an execution count; clear them")
    return found


def identifiers(notebook: NotebookNode) -> list[str]:
    """Ids that a person can read, and no two the same."""
    ids = [cell.get("id", "") for cell in notebook.cells]
    found = [
        f"{name!r}: an id consists of lower-case words joined by hyphens"
        for name in ids
        if not all(WORDS.fullmatch(part) for part in name.split("-"))
    ]
    return found + [f"{name}: two cells have this id" for name in set(ids) if ids.count(name) > 1]


def metadata(notebook: NotebookNode) -> list[str]:
    """Nothing in the metadata of cells but tags that the build knows."""
    found = []
    for cell in notebook.cells:
        if others := sorted(set(cell.metadata) - {"tags"}):
            found.append(f"{cell.id}: metadata {', '.join(others)}; only tags may stand there")
        if unknown := sorted(set(cell.metadata.get("tags", [])) - TAGS):
            found.append(f"{cell.id}: unknown tag {', '.join(unknown)}")
    return found


def imports(notebook: NotebookNode) -> list[str]:
    """Imports in the first cell of code only."""
    return [
        f"{cell.id}: imports stand in the first cell of code"
        for cell in code(notebook)[1:]
        if any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(parsed(cell)))
    ]


def budget(notebook: NotebookNode) -> list[str]:
    """Short cells, and words of prose for each line of code."""
    counts = {cell.id: lines(cell) for cell in code(notebook)}
    if not counts:
        return []
    found = [f"{name}: {n} lines, at most {LONGEST}" for name, n in counts.items() if n > LONGEST]
    if (median := statistics.median(counts.values())) > MEDIAN:
        found.append(f"the median cell has {median:g} lines, at most {MEDIAN}")
    total, words = sum(counts.values()), prose(notebook)
    if words < WORDS_PER_LINE * total:
        found.append(f"{words} words for {total} lines of code, at least {WORDS_PER_LINE} a line")
    return found


def machine(notebook: NotebookNode) -> list[str]:
    """No shell, no magics, no downloads."""
    found = []
    for cell in code(notebook):
        if re.search(r"^\s*[!%]|=\s*!", cell.source, flags=re.MULTILINE):
            found.append(f"{cell.id}: a shell command or a magic")
        for node in ast.walk(parsed(cell)):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [alias.name for alias in node.names]
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                reaching = NETWORK & {name.partition(".")[0] for name in names}
                if reaching or any(name.startswith("fetch_") for name in names):
                    found.append(f"{cell.id}: imports {', '.join(names)}, which reach out")
            elif isinstance(node, ast.keyword) and node.arg == "download":
                found.append(f"{cell.id}: downloads")
            elif isinstance(node, ast.Constant) and str(node.value).startswith(("http:", "https:")):
                found.append(f"{cell.id}: an address in code")
    return found


def solutions(notebook: NotebookNode) -> list[str]:
    """Between the start and the end of a solution stands code, and its last statement asserts.

    The form in one piece can hold no cell of code, so that no solution has it.
    """
    found, label, last = [], "", None
    for cell in notebook.cells:
        if cell.cell_type == "code":
            last = cell
        elif start := re.search(r"\{solution-start\}\s*(\S+)", cell.source):
            label, last = start[1], None
        if cell.cell_type == "markdown" and WHOLE.search(cell.source):
            gates = "write solution-start and solution-end around a cell of code that asserts"
            found.append(f"{cell.id}: {gates}")
        if label and cell.cell_type == "markdown" and "{solution-end}" in cell.source:
            body = parsed(last).body if last else []
            if not body or not isinstance(body[-1], ast.Assert):
                found.append(f"{cell.id}: the solution of {label} does not end in an assert")
            label = ""
    return found + ([f"the solution of {label} has no end"] if label else [])


def figures(notebook: NotebookNode) -> list[str]:
    """Captions are numbered from one, each right below code; the figures that are named exist."""
    found, numbers = [], []
    for above, cell in zip([None, *notebook.cells], notebook.cells, strict=False):
        if cell.cell_type != "markdown":
            continue
        if caption := re.match(r"\*\*Figure (\d+)\.\*\*\s*(\S*)", cell.source):
            numbers.append(int(caption[1]))
            if above is None or above.cell_type != "code":
                found.append(f"{cell.id}: a caption stands right below the output")
            if not caption[2]:
                found.append(f"{cell.id}: the caption says nothing")
    if numbers != list(range(1, len(numbers) + 1)):
        found.append(f"figures are numbered {numbers}, must be 1, 2, 3 ...")
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            named = {int(number) for number in re.findall(r"\bFigure (\d+)", cell.source)}
            found += [f"{cell.id}: there is no Figure {n}" for n in sorted(named - set(numbers))]
    return found


def main() -> int:
    """Check the notebooks that are named, or all of the book; the exit status."""
    names = sys.argv[1:] or [str(ROOT / name) for name in notebooks(ROOT)]
    found = [f"{name}: {problem}" for name in names for problem in problems(read(Path(name)))]
    print(*found, f"{len(names)} notebook(s), {len(found)} problem(s)", sep="\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
