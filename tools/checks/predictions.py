"""Predictions in executed notebooks: each as its kind asks, and confirmed by what was executed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from docutils import nodes
from docutils.core import publish_doctree
from myst_parser.parsers.docutils_ import Parser
from nbformat import NotebookNode
from tied_book.predictions import grammar
from tied_book.predictions.evidence import disagreements
from tied_book.predictions.mistakes import Mistake
from tied_book.predictions.pairs import CELL, Pair, pairs_among, role_of

from tools.checks.cells import printed

HIDING = {"hide-output", "hide-cell", "remove-output", "remove-cell"}
SETTINGS = {
    "myst_enable_extensions": ["amsmath", "colon_fence", "deflist", "dollarmath"],
    "doctitle_xform": False,
    "report_level": 5,  # roles of Sphinx are unknown here, and of no concern
    "halt_level": 6,
}


def problems(notebook: NotebookNode) -> list[str]:
    """What is wrong with the predictions of an executed notebook."""
    pairs, wrong = pairs_among(_steps(notebook))
    wrong += [f"{name} is used twice; choose another name" for name in _repeated([notebook])]
    for pair in pairs:
        name = grammar.name_of(pair.question, grammar.QUESTION)
        wrong += [f"predict-{name}: {mistake}" for mistake in _problems(pair)]
    return wrong


def repeated(notebooks: Mapping[str, NotebookNode]) -> list[str]:
    """Names of predictions that several of ``notebooks`` use."""
    return _repeated(notebooks.values())


def _problems(pair: Pair) -> list[str]:
    open_cells = [
        f"the output of its cell {cell.id} is not hidden; tag the cell hide-output"
        for cell in pair.between
        if isinstance(cell, NotebookNode)
        and cell.get("outputs")
        and not HIDING & set(cell.metadata.get("tags", []))
    ]
    cells = [cell for cell in pair.between if isinstance(cell, NotebookNode)]
    lines = [line for cell in cells for line in printed(cell)]
    try:
        return [*open_cells, *disagreements(grammar.read(pair.question, pair.outcome), lines)]
    except Mistake as mistake:
        return [*open_cells, str(mistake)]


def _steps(notebook: NotebookNode) -> Iterator[tuple[str, Any]]:
    for cell in notebook.cells:
        if cell.cell_type == "code":
            yield CELL, cell
        elif cell.cell_type == "markdown":
            yield from ((role_of(node), node) for node in _blocks(cell.source))


def _blocks(source: str) -> Iterator[nodes.Node]:
    """The blocks of a cell of Markdown, those of sections among them."""
    waiting = list(publish_doctree(source, parser=Parser(), settings_overrides=SETTINGS).children)
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, nodes.section):
            waiting[:0] = node.children
        else:
            yield node


def _repeated(notebooks: Any) -> list[str]:
    names: Counter[str] = Counter()
    for notebook in notebooks:
        for role, node in _steps(notebook):
            if role in (grammar.QUESTION, grammar.OUTCOME):
                names.update({*node["names"], *node["dupnames"]})
    return sorted(name for name, count in names.items() if count > 1)
