"""The form of a ledger that a person reads: in a terminal, and in a notebook.

A model of many equal blocks is shown as one block and how often it repeats, and a block that
stands at many places as one block and its places. A model of a few lines is shown line by line.
Below a folded ledger stands how to read it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

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
        table_html = _html_table(table, title=f"Ledger of {escape(name)}")
    return (
        '<div class="tied-ledger">'
        f"<p><strong>{escape(name)}</strong>: {headline}</p>"
        f"{table_html}<p>{'<br>'.join(notes)}</p></div>"
    )


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


_PLAIN = "font-weight: inherit; vertical-align: top; white-space: nowrap"
_LEFT = f'style="text-align: left; {_PLAIN}"'
_RIGHT = f'style="text-align: right; {_PLAIN}; font-variant-numeric: tabular-nums"'


def _html_table(table: _Table, title: str) -> str:
    """The table in a box that scrolls sideways and is reached by keyboard."""
    head = "".join(
        f'<th scope="col" {_RIGHT if column == "stored" else _LEFT}>{column}</th>'
        for column in table.columns
    )
    body = "".join(
        _html_row(line, cells) for line, cells in zip(table.lines, table.cells, strict=True)
    )
    return (
        f'<div class="tied-ledger-table" role="group" aria-label="{title}" tabindex="0" '
        'style="overflow-x: auto">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _html_row(line: Line, cells: tuple[str, ...]) -> str:
    """One row; its head holds all the slots, the others below the first."""
    first, *others = (
        f"<code>{escape(name)}</code>" + (f" ({holds})" if holds else "")
        for name, holds in zip(line.slots, line.holds, strict=True)
    )
    indented = "".join(
        f'<div style="padding-inline-start: 1em">and {name}</div>' for name in others
    )
    shape, stored, *held = cells
    row = (
        f'<th scope="row" {_LEFT}>{first}{indented}</th><td {_LEFT}>{shape}</td>'
        f"<td {_RIGHT}>{stored}</td>"
    )
    if held:
        row += f"<td {_LEFT}>{_coloured(line.entry, held[0])}</td>"
    return f"<tr>{row}</tr>"


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
