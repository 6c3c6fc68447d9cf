"""The form of a trace, and of a Gram matrix, that a person reads: in a terminal and a notebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from tying import _table as html

SHOWN = 20
"""So many parameters of a trace at most are printed, and contributions of a Gram matrix."""


class Line(NamedTuple):
    """A parameter and its uses.

    Attributes:
        name: of its first slot.
        operations: the operations that it was used in, each with the number of such uses.
    """

    name: str
    operations: Counter[str]

    @property
    def uses(self) -> int:
        """Their number."""
        return self.operations.total()

    @property
    def words(self) -> str:
        """The operations in words."""
        return ", ".join(f"{count} × {op}" for op, count in self.operations.items())


def trace_as_text(title: str, lines: Iterable[Line]) -> str:
    """The parameters with their uses, those with most uses first."""
    ordered = _by_uses(lines)
    text = [f"{title}: {_headline(ordered)}"]
    text += [f"  {line.name}: {line.uses} ({line.words})" for line in ordered[:SHOWN]]
    return "\n".join(text + [f"  {note}" for note in _beyond(ordered)])


def trace_as_html(title: str, lines: Iterable[Line]) -> str:
    """The same as a table."""
    ordered = _by_uses(lines)
    columns = (html.Column("parameter"), html.Column("uses", True), html.Column("operations"))
    rows = [
        (html.code(line.name), f"{line.uses:,}", escape(line.words)) for line in ordered[:SHOWN]
    ]
    table = html.table(title, columns, rows) if rows else ""
    return html.result(f"{escape(title)}: {_headline(ordered)}", table, _beyond(ordered))


def gram_as_text(places: Sequence[str], rows: Sequence[Sequence[float]]) -> str:
    """The rows of a Gram matrix, each behind the place of its use."""
    width = max(map(len, places), default=0)
    cells = [[f"{value:.4g}" for value in row] for row in rows]
    wide = max((len(cell) for row in cells for cell in row), default=0)
    lines = [_gram_headline(places)]
    for place, row in zip(places, cells, strict=True):
        lines.append(f"  {place.ljust(width)}  {' '.join(cell.rjust(wide) for cell in row)}")
    return "\n".join(lines)


def gram_as_html(places: Sequence[str], rows: Sequence[Sequence[float]]) -> str:
    """The same as a table, in which rows and columns have the numbers of the uses too."""
    columns = [html.Column("use"), *(html.Column(str(i), True) for i in range(len(places)))]
    cells = [
        (f"{i}: {escape(place)}", *(f"{value:.4g}" for value in row))
        for i, (place, row) in enumerate(zip(places, rows, strict=True))
    ]
    table = html.table("Gram matrix", columns, cells) if cells else ""
    return html.result(_gram_headline(places), table)


def _by_uses(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: -line.uses)  # which keeps the model's order otherwise


def _headline(lines: Sequence[Line]) -> str:
    plural = "" if len(lines) == 1 else "s"
    total = sum(line.uses for line in lines)
    return f"uses of {len(lines)} parameter{plural}, {total} in all"


def _beyond(lines: Sequence[Line]) -> list[str]:
    """How many lines are not printed."""
    others = len(lines) - SHOWN
    return [f"and {others} more, each with as many uses or fewer"] if others > 0 else []


def _gram_headline(places: Sequence[str]) -> str:
    plural = "" if len(places) == 1 else "s"
    return f"Gram matrix of {len(places)} contribution{plural}, in order of arrival"
