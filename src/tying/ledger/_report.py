"""The form of a ledger that a person reads: in a terminal, and in a notebook.

A model of many equal blocks is shown as one block and how often it repeats, and a block that
stands at many places as one block and its places. A model of a few lines is shown line by line.
Below a folded ledger stands how to read it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from tying import _table as html
from tying.ledger._entry import Entry
from tying.ledger.folding import Line, lines


@dataclass(frozen=True)
class _Table:
    """The lines of a ledger as cells of text.

    Attributes:
        columns: the heads of the columns, that of the slots first.
        lines: the folded entries.
        cells: for each line the texts of all columns but the first, whose slots stand in the line.
    """

    columns: tuple[str, ...]
    lines: list[Line]
    cells: list[tuple[str, ...]]


def as_text(name: str, headline: str, entries: Sequence[Entry], totals: Sequence[str]) -> str:
    """The ledger for a terminal: one column each for slots, shape, elements and sharing.

    Args:
        name: the class of the model.
        headline: the most important total, in words.
        entries: the lines of the ledger.
        totals: what stands below the table, line by line.
    """
    text = [f"{name}: {headline}"]
    notes = list(totals)
    if entries:
        table = _table(entries)
        notes = _how_to_read(table.lines) + notes
        text += ["", *(f"  {row}" for row in _aligned(table)), ""]
    return "\n".join(text + [f"  {note}" for note in notes])


def as_html(name: str, headline: str, entries: Sequence[Entry], totals: Sequence[str]) -> str:
    """The ledger for a notebook: a table that scrolls in its own box, between title and totals.

    Args:
        name: the class of the model.
        headline: the most important total, in words.
        entries: the lines of the ledger.
        totals: what stands below the table, line by line.
    """
    table_html = ""
    notes = list(totals)
    if entries:
        table = _table(entries)
        notes = _how_to_read(table.lines) + notes
        table_html = _html_table(table, label=f"Ledger of {name}")
    return html.result(f"<strong>{escape(name)}</strong>: {headline}", table_html, notes)


def _table(entries: Sequence[Entry]) -> _Table:
    """Columns and cells; the column for sharing is left out if no line has a word in it."""
    folded = lines(entries)
    if any(line.held for line in folded):
        columns = ("slot", "shape", "stored", "held as")
        cells = [(line.shape, line.stored, line.held) for line in folded]
    else:
        columns = ("slot", "shape", "stored")
        cells = [(line.shape, line.stored) for line in folded]
    return _Table(columns, folded, cells)


def _how_to_read(folded: Sequence[Line]) -> list[str]:
    """What braces and repeats mean, if there are any."""
    notes = []
    if any("{" in name for line in folded for name in line.slots):
        notes.append("braces: one line stands for all the numbers in them")
    repeats = max(line.repeats for line in folded)
    if repeats > 1:
        notes.append(f"{repeats} × […]: {repeats} parameters that share nothing with one another")
    return notes


def _aligned(table: _Table) -> list[str]:
    """The rows of the table as text in columns of equal width; numbers stand at the right."""
    further = ("",) * (len(table.columns) - 2)  # cells of a slot below the first
    rows = [table.columns]
    for line, cells in zip(table.lines, table.cells, strict=True):
        (first, holds), *others = zip(line.slots, line.holds, strict=True)
        rows.append((first, *cells[:-1], "; ".join(filter(None, [cells[-1], holds]))))
        rows += [(f"and {name}", *further, holds) for name, holds in others]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    aligned = []
    for row in rows:
        padded = [
            cell.rjust(width) if column == "stored" else cell.ljust(width)
            for cell, column, width in zip(row, table.columns, widths, strict=True)
        ]
        aligned.append("  ".join(padded).rstrip())
    return aligned


def _html_table(table: _Table, label: str) -> str:
    """The table in HTML."""
    columns = [html.Column(column, is_number=column == "stored") for column in table.columns]
    rows = [_html_row(line, cells) for line, cells in zip(table.lines, table.cells, strict=True)]
    return html.table(label, columns, rows)


def _html_row(line: Line, cells: tuple[str, ...]) -> list[str]:
    """The cells of one row; its head holds all the slots, the others below the first."""
    first, *others = (
        html.code(name) + (f" ({holds})" if holds else "")
        for name, holds in zip(line.slots, line.holds, strict=True)
    )
    indented = "".join(
        f'<div style="padding-inline-start: 1em">and {name}</div>' for name in others
    )
    shape, stored, *held = cells
    return [first + indented, shape, stored, *(_coloured(line.entry, words) for words in held)]


def _coloured(entry: Entry, words: str) -> str:
    """``words`` in the book's colour for a tie or an alias, if the entry is one."""
    if entry.is_alias:
        colour = "alias"
    elif entry.is_tied:
        colour = "tied"
    else:
        return words
    style = f"color: var(--tied-{colour}-text, inherit); font-weight: 600"
    return f'<span style="{style}">{words}</span>'
