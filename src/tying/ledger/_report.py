"""A ledger as a person reads it: in a terminal, and in a notebook.

A model of many equal blocks is shown as one block and how often it repeats, and a block that
stands at many places as one block and its places. A model of a few lines is shown line by line.
Below a folded ledger stands how to read it.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tying.ledger.folding import Line, lines

if TYPE_CHECKING:
    from tying.ledger._ledger import Ledger


def as_text(ledger: Ledger) -> str:
    """The ledger for a terminal: one column each for slots, shape, elements and sharing."""
    head = f"{ledger.name}: {_headline(ledger)}"
    if not ledger.entries:
        return "\n".join([head, *(f"  {total}" for total in _totals(ledger))])
    columns, rows = _table(ledger)
    cells = [columns]
    for line, row in rows:
        cells.append((line.slots[0], *row[1:]))
        cells += [(f"and {name}", *[""] * (len(columns) - 1)) for name in line.slots[1:]]
    widths = [max(len(row[column]) for row in cells) for column in range(len(columns))]
    table = [
        "  ".join(
            f"{cell:{'>' if column == 'stored' else '<'}{width}}"
            for cell, column, width in zip(row, columns, widths, strict=True)
        ).rstrip()
        for row in cells
    ]
    return "\n".join(
        [head, "", *(f"  {row}" for row in table), "", *(f"  {t}" for t in _totals(ledger))]
    )


def as_html(ledger: Ledger) -> str:
    """The ledger for a notebook: a table that scrolls in its own box, between title and totals."""
    title = f"Ledger of {escape(ledger.name)}"
    table = ""
    if ledger.entries:
        columns, rows = _table(ledger)
        head = "".join(
            f'<th scope="col" {_RIGHT if column == "stored" else _LEFT}>{column}</th>'
            for column in columns
        )
        body = "".join(_html_row(line, row) for line, row in rows)
        table = (
            f'<div class="tied-ledger-table" role="group" aria-label="{title}" tabindex="0" '
            'style="overflow-x: auto">'
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        )
    return (
        '<div class="tied-ledger">'
        f"<p><strong>{escape(ledger.name)}</strong>: {_headline(ledger)}</p>"
        f"{table}<p>{'<br>'.join(_totals(ledger))}</p></div>"
    )


def _table(ledger: Ledger) -> tuple[tuple[str, ...], list[tuple[Line, tuple[str, ...]]]]:
    """The columns and the rows; the last column only if some line has a word in it."""
    found = lines(ledger.entries)
    columns = ("slot", "shape", "stored", "held as")[: 4 if any(x.held for x in found) else 3]
    rows = [(x, ("", x.shape, x.stored, x.held)[: len(columns)]) for x in found]
    return columns, rows


def _html_row(line: Line, row: tuple[str, ...]) -> str:
    first, *others = (f"<code>{escape(name)}</code>" for name in line.slots)
    names = first + "".join(f'<div style="padding-inline-start: 1em">and {x}</div>' for x in others)
    _, shape, stored, *held = row
    words = "".join(held)
    if colour := "alias" if line.entry.is_alias else "tied" if line.entry.is_tied else "":
        style = f"color: var(--tied-{colour}-text, inherit); font-weight: 600"
        words = f'<span style="{style}">{words}</span>'
    last = f"<td {_LEFT}>{words}</td>" if held else ""
    return (
        f'<tr><th scope="row" {_LEFT}>{names}</th><td {_LEFT}>{shape}</td>'
        f"<td {_RIGHT}>{stored}</td>{last}</tr>"
    )


_PLAIN = "font-weight: inherit; vertical-align: top; white-space: nowrap"
_LEFT = f'style="text-align: left; {_PLAIN}"'
_RIGHT = f'style="text-align: right; {_PLAIN}; font-variant-numeric: tabular-nums"'


def _headline(ledger: Ledger) -> str:
    if not ledger.entries:
        return "no parameters"
    words = f"{ledger.stored:,} parameter{'s' * (ledger.stored != 1)} stored"
    if ledger.by_slot != ledger.stored:
        words += f", {ledger.by_slot:,} if every slot had its own"
    return words


def _totals(ledger: Ledger) -> list[str]:
    totals = []
    shown = lines(ledger.entries)
    if any("{" in name for line in shown for name in line.slots):
        totals.append("braces: one line stands for all the numbers in them")
    if repeats := max((line.repeats for line in shown if line.repeats > 1), default=0):
        totals.append(f"{repeats} × […]: {repeats} parameters that share nothing with one another")
    if ledger.entries:
        totals += [
            f"stored {ledger.stored:,} · by object {ledger.by_object:,} "
            f"· by slot {ledger.by_slot:,}",
            f"{_size(ledger.nbytes)} of parameters, "
            f"{_size(ledger.optimizer_nbytes())} of state for Adam",
        ]
    if ledger.buffers:
        totals.append(f"{ledger.buffers:,} numbers in buffers, {_size(ledger.buffer_nbytes)}")
    return totals


def _size(nbytes: int) -> str:
    if nbytes < 1024:
        return f"{nbytes} bytes"
    for unit, size in (("KiB", 2**10), ("MiB", 2**20), ("GiB", 2**30)):
        if nbytes < 1024 * size or unit == "GiB":
            return f"{nbytes / size:,.1f} {unit}"
    raise AssertionError("the last unit always answers")
