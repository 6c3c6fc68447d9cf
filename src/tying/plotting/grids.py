"""Numbers that belong to the places of an image, one grid beside the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from torch import Tensor

from tying.plotting.palette import LIGHT

FAINTEST = 0.08
"""Opacity of the smallest value that is drawn, so that a small number differs from zero."""

ROUNDING = 1e-9
"""Values below this share of the full colour are rounding errors, and drawn as none."""


def plot_grids(
    figure: Figure,
    grids: Mapping[str, Tensor],
    *,
    meaning: str = "separate",
    top: float | None = None,
    numbers: bool = False,
) -> Sequence[Axes]:
    """A square for each place, the stronger its colour the larger its value; one scale for all.

    Args:
        figure: an empty figure.
        grids: from a title to values of shape ``(rows, columns)``, finite and not negative.
        meaning: the colour of the palette in which the squares are drawn.
        top: the value of the full colour, which larger ones have too; by default the largest of
            all values.
        numbers: whether to write every value into its square.

    Returns:
        The axes, in the order of ``grids``.

    Raises:
        ValueError: if values are no matrix, negative or not finite, or ``top`` is not positive.
    """
    for title, values in grids.items():
        _check(title, values)
    if top is not None and top <= 0:
        raise ValueError(f"top must be above 0, got {top}")
    full = top or max(float(values.max()) for values in grids.values()) or 1.0
    axes = figure.subplots(1, len(grids), squeeze=False)[0]
    for ax, (title, values) in zip(axes, grids.items(), strict=True):
        rows, columns = values.shape
        # Numbers have to be read through their squares, so these are half as strong.
        ax.add_collection(_squares(values, full, meaning, strongest=0.5 if numbers else 1.0))
        if numbers:
            _write_numbers(ax, values)
        ax.set(xlim=(0, columns), ylim=(rows, 0), aspect="equal", xticks=[], yticks=[])
        ax.set_title(title)
        for spine in ax.spines.values():
            spine.set(visible=True, color=LIGHT["grid"])
    return axes


def _check(title: str, values: Tensor) -> None:
    if values.ndim != 2:
        raise ValueError(f"{title}: a grid has rows and columns, got {tuple(values.shape)}")
    if not bool((values >= 0).all() and values.isfinite().all()):
        raise ValueError(f"{title}: values must be finite and 0 or more, got {values.tolist()}")


def _squares(values: Tensor, full: float, meaning: str, strongest: float) -> PolyCollection:
    """The squares of the values that are not zero; ``full`` is drawn in opacity ``strongest``."""
    corners, colours = [], []
    for i, row in enumerate(values.tolist()):
        for j, value in enumerate(row):
            if value > ROUNDING * full:
                share = min(value / full, 1.0)
                # opacity, not a mixed colour: it works on a light and on a dark page
                opacity = strongest * (FAINTEST + (1 - FAINTEST) * share)
                corners.append(_corners(i, j))
                colours.append(to_rgba(LIGHT[meaning], opacity))
    return PolyCollection(corners, facecolors=colours, linewidths=0)


def _corners(i: int, j: int, gap: float = 0.04) -> list[tuple[float, float]]:
    """Corners of the square in row ``i`` and column ``j``, with a little air around it."""
    top, bottom, left, right = i + gap, i + 1 - gap, j + gap, j + 1 - gap
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def _write_numbers(ax: Axes, values: Tensor) -> None:
    for i, row in enumerate(values.tolist()):
        for j, value in enumerate(row):
            ax.text(j + 0.5, i + 0.53, f"{value:g}", ha="center", va="center", size=8)
