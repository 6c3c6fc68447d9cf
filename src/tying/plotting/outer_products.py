"""Outer products and their sum: each use of a matrix as a column, a row, and what they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from matplotlib.axes import Axes
from matplotlib.patches import Ellipse, Rectangle
from torch import Tensor

from tying.plotting.palette import LIGHT

# All lengths below are sides of a cell; the axes have one unit to a cell.
_FACTOR = 1.12  # from the edge of a factor to that of the product
_SIGN = 1.3  # between two products
_MARK = 0.92  # side of the largest mark
_LEAST = 0.58  # of the smallest mark, as a share of the largest: it holds its number
_FACTOR_MARGIN = 0.08  # around an entry of a factor


@dataclass(frozen=True)
class OuterProduct:
    """One use of a matrix of shape ``(rows, columns)``.

    Attributes:
        label: what the use is called, above all.
        back_label: what the column is called.
        back: what came back to the use, of shape ``(rows,)``.
        went_label: what the row is called.
        went: what went into the use, of shape ``(columns,)``.
    """

    label: str
    back_label: str
    back: Tensor
    went_label: str
    went: Tensor


def plot_outer_products(ax: Axes, uses: Sequence[OuterProduct], name: str, total: Tensor) -> Axes:
    """The uses side by side, each as a multiplication table, and behind them their sum.

    Above a product stands the row that makes it, before it the column. A number stands on a mark
    that grows with the number, in all matrices by one scale: filled where it is positive, empty
    where it is negative. Marks of separate uses are round, those of the sum square. A zero of the
    sum where contributions cancel stands in a dashed ring.

    Args:
        ax: the axes to draw into.
        uses: of a matrix; they may be none.
        name: what the sum is called.
        total: the sum of the outer products, of shape ``(rows, columns)``.

    Returns:
        ``ax``.
    """
    rows, columns = total.shape
    products = [use.back[:, None] * use.went for use in uses]
    largest = max(matrix.abs().max().item() for matrix in (*products, total)) or 1.0
    left = 0.0
    for k, (use, product) in enumerate(zip(uses, products, strict=True)):
        if k:
            _write_sign(ax, "+", left - _SIGN / 2, rows)
        _draw_factors(ax, use, left)
        left += _FACTOR
        _draw_matrix(ax, product, left, "separate", largest)
        ax.text(left + columns / 2, 2.25, use.label, ha="center", va="center", weight="bold")
        left += columns + _SIGN
    if uses:
        _write_sign(ax, "=", left - _SIGN / 2, rows)
    _draw_matrix(ax, total, left, "tied", largest)
    _draw_rings(ax, products, total, left)
    ax.text(left + columns / 2, 0.45, name, ha="center", va="center", weight="bold")
    ax.set(xlim=(-0.1, left + columns + 0.1), ylim=(-rows - 0.15, 2.6), aspect="equal")
    ax.axis("off")
    return ax


def _write_sign(ax: Axes, sign: str, x: float, rows: int) -> None:
    ax.text(x, -rows / 2, sign, ha="center", va="center", fontsize=14)


def _draw_factors(ax: Axes, use: OuterProduct, left: float) -> None:
    """The column at ``left``, and the row above the product."""
    above = _FACTOR - 1  # the lower edge of the row
    muted: dict[str, Any] = {"color": LIGHT["muted"], "fontsize": 8.5, "linespacing": 0.9}
    ax.text(left + 0.5, 0.12, use.back_label, ha="center", va="bottom", **muted)
    middle = left + _FACTOR + len(use.went) / 2
    ax.text(middle, above + 1.1, use.went_label, ha="center", va="bottom", **muted)
    for i, entry in enumerate(use.back.tolist()):
        _draw_entry(ax, entry, left, -i - 1)
    for j, entry in enumerate(use.went.tolist()):
        _draw_entry(ax, entry, left + _FACTOR + j, above)


def _draw_entry(ax: Axes, entry: float, x: float, y: float) -> None:
    """An entry of a factor in a frame of its own, in the cell whose lower left corner is given."""
    side = 1 - 2 * _FACTOR_MARGIN
    corner = x + _FACTOR_MARGIN, y + _FACTOR_MARGIN
    frame = {"facecolor": "none", "edgecolor": LIGHT["muted"], "linewidth": 1}
    ax.add_patch(Rectangle(corner, side, side, **frame))
    _write_number(ax, entry, x, y)


def _draw_matrix(ax: Axes, matrix: Tensor, left: float, role: str, largest: float) -> None:
    rows, columns = matrix.shape
    width = 2.6 if role == "tied" else 1.8
    outline = {"facecolor": "none", "edgecolor": LIGHT[role], "linewidth": width}
    ax.add_patch(Rectangle((left, -rows), columns, rows, **outline))
    for i, row in enumerate(matrix.tolist()):
        for j, number in enumerate(row):
            x, y = left + j, -i - 1
            if number:
                side = _MARK * (_LEAST + (1 - _LEAST) * (abs(number) / largest) ** 0.5)
                _draw_mark(ax, x + 0.5, y + 0.5, side, role, filled=number > 0)
            _write_number(ax, number, x, y)


def _draw_rings(ax: Axes, products: Sequence[Tensor], total: Tensor, left: float) -> None:
    """A ring around each zero of the sum at which contributions cancel."""
    contributed = sum((product != 0 for product in products), torch.zeros_like(total))
    for i, j in ((total == 0) & (contributed > 0)).nonzero().tolist():
        ring: dict[str, Any] = {"edgecolor": LIGHT["ink"], "linestyle": "dashed", "linewidth": 1.4}
        ax.add_patch(Ellipse((left + j + 0.5, -i - 0.5), 0.75, 0.75, facecolor="none", **ring))


def _draw_mark(ax: Axes, x: float, y: float, side: float, role: str, *, filled: bool) -> None:
    """A square of the tied sum or a circle of a separate use, around (x, y)."""
    colour = LIGHT[role]
    if role == "tied":
        mark = Rectangle((x - side / 2, y - side / 2), side, side)
    else:
        mark = Ellipse((x, y), side, side)
    mark.set(edgecolor=colour, facecolor=(colour, 0.4) if filled else "none", linewidth=1)
    ax.add_patch(mark)


def _write_number(ax: Axes, number: float, x: float, y: float) -> None:
    # + 0.0: no negative zero
    text = f"{number + 0.0:g}".replace("-", "−")
    ax.text(x + 0.5, y + 0.5, text, ha="center", va="center", fontsize=9.5)
