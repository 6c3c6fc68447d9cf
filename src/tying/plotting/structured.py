"""Matrices whose entries share weights: a letter and a strength of colour for each weight."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba
from matplotlib.patches import Rectangle
from torch import Tensor

from tying.plotting.palette import LIGHT

LETTERS = "abcdefghi"
"""Names of the weights of a kernel of 3 by 3, row by row."""

STRENGTHS = (14, 40, 62, 50, 22, 34, 28, 56, 44)
"""How strong the colour of each weight is, in per cent, so that neighbours in the kernel differ."""


def plot_pattern(
    ax: Axes,
    index: Tensor,
    *,
    shared: bool = True,
    weight: int | None = None,
    row: int | None = None,
    title: str = "",
) -> Axes:
    """A matrix with a square for each entry that holds a weight.

    Args:
        ax: the axes to draw into.
        index: shape ``(rows, columns)``: the number of the weight, from 0, or -1 for a zero.
        shared: whether equal numbers are one weight; without sharing the colour is that of
            separate weights, and only the one in ``row`` is marked.
        weight: the weight whose places are marked, if any.
        row: the row that is framed, if any.
        title: what the matrix is.

    Returns:
        ``ax``.
    """
    rows, columns = index.shape
    colour = LIGHT["tied" if shared else "separate"]
    corners, colours = [], []
    for i, line in enumerate(index.tolist()):
        for j, number in enumerate(line):
            if number < 0:
                continue
            corners.append([(j, i), (j + 1, i), (j + 1, i + 1), (j, i + 1)])
            colours.append(to_rgba(colour, STRENGTHS[number % len(STRENGTHS)] / 100))
            if number == weight and (shared or i == row):
                _frame(ax, (j, i), (1, 1), "-")
    ax.add_collection(PolyCollection(corners, facecolors=colours, linewidths=0))
    if row is not None:
        _frame(ax, (0, row), (columns, 1), (0, (3, 2)))
    ax.set(
        xlim=(-0.1, columns + 0.1), ylim=(rows + 0.1, -0.1), aspect="equal", xticks=[], yticks=[]
    )
    ax.set_title(title)
    for spine in ax.spines.values():
        spine.set(visible=True, color=LIGHT["grid"])
    return ax


def plot_kernel(
    ax: Axes, kernel: Sequence[float], *, shared: bool = True, weight: int | None = None
) -> Axes:
    """The nine weights of a kernel, each with its letter and its value.

    Args:
        ax: the axes to draw into.
        kernel: the weights, row by row.
        shared: whether it is the kernel of all places.
        weight: the one that is marked, if any.

    Returns:
        ``ax``.
    """
    for k, value in enumerate(kernel):
        i, j = divmod(k, 3)
        face = to_rgba(LIGHT["tied" if shared else "separate"], STRENGTHS[k] / 100)
        ax.add_patch(Rectangle((j, i), 1, 1, facecolor=face, edgecolor="none"))
        text = f"{LETTERS[k]} {value:g}".replace("-", "−")
        ax.text(j + 0.5, i + 0.5, text, ha="center", va="center", fontsize=8)
    if weight is not None:
        _frame(ax, (weight % 3, weight // 3), (1, 1), "-")
    ax.set(xlim=(-0.1, 3.1), ylim=(3.1, -0.1), aspect="equal")
    ax.set_title("kernel")
    ax.axis("off")
    return ax


def _frame(
    ax: Axes,
    corner: tuple[float, float],
    size: tuple[float, float],
    dashes: str | tuple[int, tuple[int, int]],
) -> None:
    """An outline of ``size`` cells, width and height, above the squares."""
    ax.add_patch(
        Rectangle(
            corner, *size, facecolor="none", edgecolor=LIGHT["ink"], linewidth=1.3,
            linestyle=dashes, zorder=3,
        )
    )  # fmt: skip
