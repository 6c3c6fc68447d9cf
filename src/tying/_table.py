"""A table in a notebook: in a box that scrolls sideways, in the colours of the page around it.

Cells are HTML: what comes from a model, such as a name, is escaped before it becomes one.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

_PLAIN = "font-weight: inherit; vertical-align: top; white-space: nowrap"
_LEFT = f'style="text-align: left; {_PLAIN}"'
_RIGHT = f'style="text-align: right; {_PLAIN}; font-variant-numeric: tabular-nums"'


class Column(NamedTuple):
    """A column of a table.

    Attributes:
        head: what stands above it, as HTML.
        is_number: whether it holds numbers, which stand at the right.
    """

    head: str
    is_number: bool = False

    @property
    def _style(self) -> str:
        return _RIGHT if self.is_number else _LEFT


def code(name: str) -> str:
    """A name, escaped, as a cell."""
    return f"<code>{escape(name)}</code>"


def result(headline: str, table: str = "", notes: Sequence[str] = ()) -> str:
    """What a notebook shows of a result: its title, a table, and what stands below, line by line.

    Args:
        headline: the most important, as HTML.
        table: from :func:`table`, or empty.
        notes: lines of HTML.
    """
    below = f"<p>{'<br>'.join(notes)}</p>" if notes else ""
    return f'<div class="tied-result"><p>{headline}</p>{table}{below}</div>'


def table(label: str, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> str:
    """A table in a box that is reached by keyboard.

    Args:
        label: what a screen reader says of the box, as text.
        columns: at least one.
        rows: the cells of each row as HTML, the first of which is the head of the row.
    """
    head = "".join(f'<th scope="col" {column._style}>{column.head}</th>' for column in columns)
    body = "".join(_row(columns, cells) for cells in rows)
    return (
        f'<div class="tied-table" role="group" aria-label="{escape(label)}" tabindex="0" '
        'style="overflow-x: auto">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(columns: Sequence[Column], cells: Sequence[str]) -> str:
    (first, head), *others = zip(columns, cells, strict=True)
    data = "".join(f"<td {column._style}>{cell}</td>" for column, cell in others)
    return f'<tr><th scope="row" {first._style}>{head}</th>{data}</tr>'
