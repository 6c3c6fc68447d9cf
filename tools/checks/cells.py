"""The cells of a notebook: read, parsed and counted, and the lines that a cell printed."""

from __future__ import annotations

import ast
import html
import re
from pathlib import Path

from nbformat import NotebookNode, v4

WIDGET = "application/vnd.jupyter.widget-view+json"


def read(path: Path) -> NotebookNode:
    """The notebook at ``path`` as it stands: nbformat.read would replace repeated ids."""
    return v4.reads(path.read_text(encoding="utf-8"))


def code(notebook: NotebookNode) -> list[NotebookNode]:
    """Cells of code."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def parsed(cell: NotebookNode) -> ast.Module:
    """Syntax tree of a cell; an empty one where it is no Python."""
    try:
        return ast.parse(cell.source)
    except SyntaxError:
        return ast.Module([], [])


def lines(cell: NotebookNode) -> int:
    """Lines of code: not blank, no comment, no import (those have a cell of their own)."""
    taken: set[int] = set()
    for node in parsed(cell).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            taken.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    rows = enumerate(cell.source.splitlines(), start=1)
    return sum(
        bool(row.strip()) and not row.strip().startswith("#") and number not in taken
        for number, row in rows
    )


def printed(cell: NotebookNode) -> list[str]:
    """The lines of text that a cell printed or shows; a row of a table is one line.

    The text of a picture is left out: its author wrote it.
    """
    texts = [""]
    for output in cell.get("outputs", []):
        if output.get("output_type") == "stream":
            texts[-1] += output.text  # a busy machine hands a line out in two parts
            continue
        data = output.get("data", {})
        written = "image/svg+xml" in data and WIDGET not in data
        rows = re.sub(r"\s+", " ", data.get("text/html", ""))
        rows = re.sub(r"</(?:tr|p|li|h\d|caption)>", "\n", rows)
        rows = html.unescape(re.sub(r"<[^>]*>", " ", rows))
        texts += ["" if written else data.get("text/plain", ""), rows, ""]
    return [line for text in texts for line in text.splitlines() if line.strip()]


def prose(notebook: NotebookNode) -> int:
    """Words of prose: Markdown without code, mathematics, fences and targets."""
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    text = re.sub(r"\$\$.*?\$\$|\$[^$]*\$|`[^`]*`", " ", text, flags=re.DOTALL)
    text = re.sub(r"^\s*(:::.*|:\w[\w-]*:.*|```.*|\(.*\)=)$", " ", text, flags=re.MULTILINE)
    return len(re.findall(r"[^\W\d_][^\W_]*(?:[’'-][^\W_]+)*", text))
