"""Contributions of the uses of a parameter, and the gradient that they add up to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch, Rectangle
from torch import Tensor

from tying.plotting.legends import legend_above
from tying.plotting.palette import LIGHT
from tying.plotting.quartiles import quartiles

MOST = 6
"""Uses that a picture may hold; its last row counts the others."""

_NUMBERS = 3  # rows and columns up to which a matrix is written in numbers

# All lengths below are inches; the axes have one unit to an inch.
_WIDTH = 6.8
_PARAMETER, _USE, _PART, _SUM = 0.0, 1.45, 3.5, 5.45  # left edges of the columns
_PARAMETER_WIDTH, _USE_WIDTH, _BOX_HEIGHT = 0.95, 1.6, 0.34
_HEAD = 0.4  # height of the row with the names of the columns
_CELL = 0.17  # side of the cell of a square
_NUMBER_WIDTH, _NUMBER_HEIGHT = 0.48, 0.2

_ARROW = {"arrowstyle": "-|>", "color": LIGHT["separate"], "linewidth": 1.3, "shrinkA": 0}
_STYLES = (  # line and colour of each network; all of them are tied
    ("o-", "muted"),
    ("s--", "ink"),
    ("D-.", "tied"),
    ("^:", "tied"),
)
_MARKED = 4  # a mark at every fourth step leaves the dashes of the line to be seen

Rows = Sequence[Sequence[float]]
"""The rows of a matrix."""


@dataclass(frozen=True)
class Contribution:
    """What one use gives: where it is, and rows of numbers."""

    label: str
    rows: Rows


def contributions_height(parts: Sequence[Contribution]) -> float:
    """Inches that :func:`plot_contributions` needs."""
    rows = _row_height(parts) * min(len(parts), MOST)
    return max(1.0, rows + 0.25 * (len(parts) > MOST)) + _HEAD


def plot_contributions(ax: Axes, name: str, parts: Sequence[Contribution], total: Rows) -> Axes:
    """The parameter, a line to each of its uses, what each contributes, and the sum.

    Small matrices are written in numbers. Larger ones are squares, whose area is the size of an
    entry: filled where it is positive, hollow where it is negative. What a use contributes is
    drawn as that of a separate parameter, their sum in the tied colour.

    Args:
        ax: axes of the size that :func:`contributions_height` asks for, 6.8 inches wide.
        name: of the parameter.
        parts: one for each use.
        total: rows of the gradient.

    Returns:
        ``ax``.
    """
    shown, row = parts[:MOST], _row_height(parts)
    height = contributions_height(parts)
    ax.set(xlim=(0, _WIDTH), ylim=(height, 0))
    ax.axis("off")
    matrices = [*(part.rows for part in shown), total]
    largest = max(abs(x) for matrix in matrices for numbers in matrix for x in numbers)
    middle = _HEAD + row * len(shown) / 2
    _write_heads(ax, name)
    _draw_parameter(ax, name, middle)
    for k, part in enumerate(shown):
        y = _HEAD + row * (k + 0.5)
        right = _draw_use(ax, part, y, middle, largest)
        if k + 1 < len(shown):
            ax.text((_PART + right) / 2, y + row / 2, "+", ha="center", va="center")
    ax.text(_SUM - 0.3, middle, "=", ha="center", va="center", fontsize=14)
    _draw_matrix(ax, total, _SUM, middle, "tied", largest)
    if len(parts) > MOST:
        more = f"and {len(parts) - MOST} more uses"
        ax.text(_USE, height - 0.12, more, va="center", color=LIGHT["muted"], fontsize=9.5)
    return ax


def plot_step_norms(ax: Axes, norms: Mapping[str, Tensor], *, first: int) -> Axes:
    """Lengths of the contributions of the steps of recurrent networks, on a logarithmic axis.

    A line joins the medians over the starts; its band holds the middle half of them.

    Args:
        ax: the axes to draw into.
        norms: from the name of a network to the length of what each step contributes to its
            shared matrix, of shape ``(starts, steps)``; at most four networks.
        first: the number of the first of these steps.

    Returns:
        ``ax``.

    Raises:
        ValueError: if there are more than four networks.
    """
    if len(norms) > len(_STYLES):
        raise ValueError(
            f"at most {len(_STYLES)} networks can be told apart, got {len(norms)}; draw some of "
            "them into other axes"
        )
    for (name, lengths), (style, role) in zip(norms.items(), _STYLES, strict=False):
        steps, colour = range(first, first + lengths.shape[1]), LIGHT[role]
        low, middle, high = quartiles(lengths)
        marks = {"markersize": 5, "markevery": _MARKED}
        (line,) = ax.semilogy(steps, middle, style, label=name, color=colour, **marks)
        if style.endswith(":"):
            line.set_markerfacecolor("none")
        ax.fill_between(steps, low, high, color=colour, alpha=0.2, linewidth=0)
    ax.set(xlabel="step $t$", ylabel="length of contribution")
    legend_above(ax, columns=2)
    return ax


def _write_heads(ax: Axes, name: str) -> None:
    for x, word in ((_USE, "used in"), (_PART, "contributes"), (_SUM, f"{name}.grad")):
        ax.text(x, 0.15, word, color=LIGHT["muted"], fontsize=9.5, va="center")


def _draw_parameter(ax: Axes, name: str, y: float) -> None:
    _draw_box(ax, _PARAMETER, _PARAMETER_WIDTH, y, "tied", linewidth=1.8)
    ax.text(
        _PARAMETER + _PARAMETER_WIDTH / 2,
        y,
        _shorten(name, 10),
        ha="center",
        va="center",
        weight="bold",
        fontsize=10,
    )


def _draw_use(ax: Axes, part: Contribution, y: float, middle: float, largest: float) -> float:
    """A use at height ``y`` of the parameter at height ``middle``; returns the right edge."""
    line = (_PARAMETER + _PARAMETER_WIDTH, _USE - 0.03), (middle, y)
    ax.plot(*line, color=LIGHT["tied"], linewidth=2.2)
    _draw_box(ax, _USE, _USE_WIDTH, y, "separate", linewidth=1.1)
    label = _shorten(part.label, 20)
    ax.text(_USE + _USE_WIDTH / 2, y, label, ha="center", va="center", fontsize=9.5)
    ax.annotate("", (_PART - 0.12, y), (_USE + _USE_WIDTH + 0.06, y), arrowprops=_ARROW)
    return _draw_matrix(ax, part.rows, _PART, y, "separate", largest)


def _row_height(parts: Sequence[Contribution]) -> float:
    """Height of the row of a use."""
    rows = max(len(part.rows) for part in parts)
    columns = max(len(part.rows[0]) for part in parts)
    if rows <= _NUMBERS and columns <= _NUMBERS:
        return 0.35 + _NUMBER_HEIGHT * rows
    return max(0.55, 0.35 + _cell(parts[0].rows) * rows)


def _cell(rows: Rows) -> float:
    """Side of the cell of a square; a wide matrix has smaller ones."""
    return min(_CELL, 1.3 / len(rows[0]))


def _draw_matrix(ax: Axes, rows: Rows, left: float, y: float, role: str, largest: float) -> float:
    """Numbers or squares around the height ``y``; returns the right edge."""
    if len(rows) <= _NUMBERS and len(rows[0]) <= _NUMBERS:
        return _write_numbers(ax, rows, left, y, role)
    return _draw_squares(ax, rows, left, y, role, largest)


def _write_numbers(ax: Axes, rows: Rows, left: float, y: float, role: str) -> float:
    """Numbers between two bars around the height ``y``; returns the right edge."""
    half = _NUMBER_HEIGHT / 2 * len(rows)
    for i, row in enumerate(rows):
        height = y + _NUMBER_HEIGHT * (i - (len(rows) - 1) / 2)
        for j, x in enumerate(row):
            end = left + _NUMBER_WIDTH * (j + 1)
            ax.text(end, height, _number(x), ha="right", va="center", fontsize=9.5)
    right = left + _NUMBER_WIDTH * len(rows[0]) + 0.06
    for x in (left, right):
        ax.plot((x, x), (y - half, y + half), color=LIGHT[role], linewidth=1.8)
    return right


def _draw_squares(ax: Axes, rows: Rows, left: float, y: float, role: str, largest: float) -> float:
    """Squares in a frame around the height ``y``; returns the right edge.

    The square of an entry as large as ``largest`` fills its cell.
    """
    cell = _cell(rows)
    height, width = cell * len(rows), cell * len(rows[0])
    top = y - height / 2
    frame = {"facecolor": "none", "edgecolor": LIGHT["grid"], "linewidth": 1}
    ax.add_patch(Rectangle((left, top), width, height, **frame))
    for i, row in enumerate(rows):
        for j, x in enumerate(row):
            side = (abs(x) / largest) ** 0.5 * (cell - 0.02) if largest else 0
            if side > 0.01:
                corner = left + cell * (j + 0.5) - side / 2, top + cell * (i + 0.5) - side / 2
                face = LIGHT[role] if x > 0 else "none"
                square = {"facecolor": face, "edgecolor": LIGHT[role], "linewidth": 1}
                ax.add_patch(Rectangle(corner, side, side, **square))
    return left + width


def _draw_box(ax: Axes, x: float, width: float, y: float, role: str, linewidth: float) -> None:
    box = FancyBboxPatch(
        (x, y - _BOX_HEIGHT / 2),
        width,
        _BOX_HEIGHT,
        boxstyle="round,pad=0,rounding_size=0.06",
        linewidth=linewidth,
        facecolor="none",
        edgecolor=LIGHT[role],
    )
    ax.add_patch(box)


def _number(x: float) -> str:
    return f"{x:.2g}".replace("-", "−") if x else "0"


def _shorten(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most // 2]}…{text[-(most - most // 2 - 1) :]}"
