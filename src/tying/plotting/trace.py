"""Contributions of the uses of a parameter, and the gradient that they add up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch, Rectangle

from tying.plotting.palette import LIGHT

MOST = 6
"""Uses that a picture may hold; how many there are beyond is said in its last row."""

_NUMBERS = 3  # rows and columns up to which a matrix is written in numbers
_CELL = 0.17  # inches of the cell of a square
_WIDTH = 6.8
_PARAMETER, _USE, _PART, _SUM = 0.0, 1.45, 3.5, 5.45  # left edges, in inches


@dataclass(frozen=True)
class Contribution:
    """What one use gives: where it is, and rows of numbers."""

    label: str
    rows: Sequence[Sequence[float]]


def contributions_height(parts: Sequence[Contribution]) -> float:
    """Inches that :func:`plot_contributions` needs."""
    return max(1.0, _row(parts) * min(len(parts), MOST) + 0.25 * (len(parts) > MOST)) + 0.4


def plot_contributions(
    ax: Axes, name: str, parts: Sequence[Contribution], total: Sequence[Sequence[float]]
) -> Axes:
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
    shown, row = parts[:MOST], _row(parts)
    height = contributions_height(parts)
    ax.set(xlim=(0, _WIDTH), ylim=(height, 0))
    ax.axis("off")
    most = max(abs(x) for one in (*[part.rows for part in shown], total) for r in one for x in r)
    middle = 0.4 + row * len(shown) / 2
    for x, word in ((_USE, "used in"), (_PART, "contributes"), (_SUM, f"{name}.grad")):
        ax.text(x, 0.15, word, color=LIGHT["muted"], fontsize=9.5, va="center")
    _box(ax, _PARAMETER, 0.95, middle, "tied", 1.8)
    ax.text(_PARAMETER + 0.475, middle, _shorten(name, 10), ha="center", va="center", weight="bold",
            fontsize=10)  # fmt: skip
    for k, part in enumerate(shown):
        y = 0.4 + row * (k + 0.5)
        ax.plot((_PARAMETER + 0.95, _USE - 0.03), (middle, y), color=LIGHT["tied"], linewidth=2.2)
        _box(ax, _USE, 1.6, y, "separate", 1.1)
        ax.text(_USE + 0.8, y, _shorten(part.label, 20), ha="center", va="center", fontsize=9.5)
        ax.annotate("", (_PART - 0.12, y), (_USE + 1.66, y), arrowprops=_ARROW)
        right = _matrix(ax, part.rows, _PART, y, "separate", most)
        if k + 1 < len(shown):
            ax.text((_PART + right) / 2, y + row / 2, "+", ha="center", va="center")
    ax.text(_SUM - 0.3, middle, "=", ha="center", va="center", fontsize=14)
    _matrix(ax, total, _SUM, middle, "tied", most)
    if len(parts) > MOST:
        ax.text(_USE, height - 0.12, f"and {len(parts) - MOST} more uses", va="center",
                color=LIGHT["muted"], fontsize=9.5)  # fmt: skip
    return ax


_ARROW = {"arrowstyle": "-|>", "color": LIGHT["separate"], "linewidth": 1.3, "shrinkA": 0}


def _row(parts: Sequence[Contribution]) -> float:
    """Inches of the row of a use."""
    rows = max(len(part.rows) for part in parts)
    if rows <= _NUMBERS and max(len(part.rows[0]) for part in parts) <= _NUMBERS:
        return 0.35 + 0.2 * rows
    return max(0.55, 0.35 + _cell(parts[0].rows) * rows)


def _cell(rows: Sequence[Sequence[float]]) -> float:
    """Inches of the cell of a square; a wide matrix has smaller ones."""
    return min(_CELL, 1.3 / len(rows[0]))


def _matrix(
    ax: Axes, rows: Sequence[Sequence[float]], left: float, y: float, role: str, most: float
) -> float:
    """Numbers or squares around the height ``y``; returns the right edge."""
    height, width = len(rows), len(rows[0])
    if height <= _NUMBERS and width <= _NUMBERS:
        for i, row in enumerate(rows):
            for j, x in enumerate(row):
                ax.text(left + 0.48 * (j + 1), y + 0.2 * (i - (height - 1) / 2), _number(x),
                        ha="right", va="center", fontsize=9.5)  # fmt: skip
        right = left + 0.48 * width + 0.06
        for x in (left, right):
            ax.plot((x, x), (y - 0.1 * height, y + 0.1 * height), color=LIGHT[role], linewidth=1.8)
        return right
    cell = _cell(rows)
    top = y - cell * height / 2
    ax.add_patch(Rectangle((left, top), cell * width, cell * height, facecolor="none",
                           edgecolor=LIGHT["grid"], linewidth=1))  # fmt: skip
    for i, row in enumerate(rows):
        for j, x in enumerate(row):
            side = (abs(x) / most) ** 0.5 * (cell - 0.02) if most else 0
            if side > 0.01:
                corner = (left + cell * (j + 0.5) - side / 2, top + cell * (i + 0.5) - side / 2)
                ax.add_patch(Rectangle(corner, side, side, edgecolor=LIGHT[role], linewidth=1,
                                       facecolor=LIGHT[role] if x > 0 else "none"))  # fmt: skip
    return left + cell * width


def _box(ax: Axes, x: float, width: float, y: float, role: str, line: float) -> None:
    ax.add_patch(
        FancyBboxPatch((x, y - 0.17), width, 0.34, boxstyle="round,pad=0,rounding_size=0.06",
                       linewidth=line, facecolor="none", edgecolor=LIGHT[role])
    )  # fmt: skip


def _number(x: float) -> str:
    return f"{x:.2g}".replace("-", "−") if x else "0"


def _shorten(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most // 2]}…{text[-(most - most // 2 - 1) :]}"
