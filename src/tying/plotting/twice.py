"""The matrix that is used twice, Z₂ = W (W x + b₁) + b₂: its graphs, and its outer products."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import torch
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from torch import Tensor

from tying.plotting.graphs import Arrow, plot_graph
from tying.plotting.palette import LIGHT

_CHAIN = ("$x$", "$A_1$", "$Z_1$", "$A_2$", "$Z_2$")


def plot_separate_and_tied(axes: Sequence[Axes]) -> Sequence[Axes]:
    """Two matrices with one use each on the first axes, one matrix with two on the second."""
    values = {name: (1.2 * i, 0.0) for i, name in enumerate(_CHAIN)}
    values |= {"$b_1$": (2.4, -0.9), "$b_2$": (4.8, -0.9)}
    flow = [Arrow(*pair) for pair in pairwise(_CHAIN)]
    flow += [Arrow("$b_1$", "$Z_1$"), Arrow("$b_2$", "$Z_2$")]

    separate = {"$W_1$": (1.2, 1.1), "$W_2$": (3.6, 1.1)}
    uses = [
        Arrow("$W_1$", "$A_1$", meaning="separate"),
        Arrow("$W_2$", "$A_2$", meaning="separate"),
    ]
    plot_graph(
        axes[0], values | separate, flow + uses, meanings=dict.fromkeys(separate, "separate")
    )

    tied = {"$W$": (2.4, 1.1)}
    uses = [Arrow("$W$", "$A_1$", meaning="tied"), Arrow("$W$", "$A_2$", meaning="tied")]
    plot_graph(axes[1], values | tied, flow + uses, meanings=dict.fromkeys(tied, "tied"))
    return axes


def plot_forward_and_backward(axes: Sequence[Axes]) -> Sequence[Axes]:
    """The derivative of each step on the first axes, what comes back to each on the second."""
    places = {name: (1.8 * i, 0.0) for i, name in enumerate(_CHAIN)} | {"$W$": (3.6, 1.9)}
    along, left, right = 0.28, 0.62, 0.72  # from the middle of an arrow to that of its label
    forward = [
        Arrow("$x$", "$A_1$"),
        Arrow("$A_1$", "$Z_1$", "$I$", beside=along),
        Arrow("$Z_1$", "$A_2$", "$W$", beside=along),
        Arrow("$A_2$", "$Z_2$", "$I$", beside=along),
        Arrow("$W$", "$A_1$", r"$I\otimes x^\top$", meaning="tied", beside=-left),
        Arrow("$W$", "$A_2$", r"$I\otimes Z_1^\top$", meaning="tied", beside=left),
    ]
    backward = [
        Arrow("$Z_2$", "$A_2$", r"$\delta$", back=True, beside=-along),
        Arrow("$A_2$", "$Z_1$", r"$W^\top\delta$", back=True, beside=-along),
        Arrow("$Z_1$", "$A_1$", r"$W^\top\delta$", back=True, beside=-along),
        Arrow("$A_1$", "$W$", r"$(W^\top\delta)\,x^\top$", meaning="tied", back=True, beside=right),
        Arrow("$A_2$", "$W$", r"$\delta\,Z_1^\top$", meaning="tied", back=True, beside=-left),
    ]
    plot_graph(axes[0], places, forward, meanings={"$W$": "tied"})
    axes[0].set_title("forward, with the derivative of each step")
    plot_graph(axes[1], places, backward, meanings={"$W$": "tied"})
    axes[1].set_title("backward: two contributions arrive and are added")
    return axes


def plot_outer_products(
    ax: Axes, uses: Sequence[tuple[str, Tensor, str, Tensor]], total: str
) -> Axes:
    """Each use as a column times a row and the matrix that they make, and below them their sum.

    Args:
        ax: the axes to draw into.
        uses: of each use the symbol and the numbers of the column, what comes back to it, and
            of the row, what went into it; all vectors have shape ``(n,)``.
        total: the symbol of the sum.

    Returns:
        ``ax``.
    """
    n = len(uses[0][1])
    height = n + 1.6  # of the row of a use: its matrix, its symbols and a gap
    left = n + 3.5  # edge of the matrices
    for k, (back, column, went, row) in enumerate(uses):
        y = -height * k
        _write_matrix(ax, column[:, None], 0.0, y, back, "separate")
        ax.text(1.5, y - n / 2, "×", ha="center", va="center")
        _write_matrix(ax, row[None], 2.0, y - (n - 1) / 2, went, "separate")
        ax.text(n + 2.75, y - n / 2, "=", ha="center", va="center")
        matrix = column[:, None] * row
        _write_matrix(ax, matrix, left, y, f"{back} {went}", "separate")
    bottom = -height * len(uses)
    summed = torch.stack([column[:, None] * row for _, column, _, row in uses]).sum(0)
    ax.text(n + 2.5, bottom - n / 2, "sum", ha="center", va="center")
    _write_matrix(ax, summed, left, bottom, total, "tied")
    ax.set(xlim=(-0.2, left + n + 0.2), ylim=(bottom - n - 0.2, 1.0))
    ax.axis("off")
    return ax


def _write_matrix(
    ax: Axes, numbers: Tensor, left: float, top: float, name: str, meaning: str
) -> None:
    """Cells with numbers below a symbol, in a frame of the colour of ``meaning``."""
    rows, columns = numbers.shape
    for i, row in enumerate(numbers.tolist()):
        for j, number in enumerate(row):
            text = f"{number:.1f}".replace("-", "−")
            ax.text(left + j + 0.5, top - i - 0.5, text, ha="center", va="center", fontsize=9.5)
    corner = (left, top - rows)
    frame = {"facecolor": "none", "edgecolor": LIGHT[meaning], "linewidth": 1.8}
    ax.add_patch(Rectangle(corner, columns, rows, **frame))
    ax.text(left + columns / 2, top + 0.35, name, ha="center", va="center")
