"""An image that moves: maps of its responses, and errors of equivariance against the shift."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import FigureBase
from matplotlib.lines import Line2D
from torch import Tensor

from tying.plotting.palette import LIGHT

_MARKS = ("s", "o")
_DASHES = (":", "-")
_COLOURS = ("muted", "ink")
_ROOM = 0.92  # of a cell, which the largest square takes
_LINE = 0.14  # of a cell, the line of a hollow square


def plot_errors_by_shift(
    ax: Axes,
    shifts: Sequence[int],
    means: Mapping[str, Tensor],
    deviations: Mapping[str, Tensor],
) -> Axes:
    """The mean error of each layer at each shift, with bars of one standard error.

    The lines only lead the eye from one shift to the next, since an image moves by whole pixels.

    Args:
        ax: the axes to draw into.
        shifts: pixels by which the image was moved.
        means: from the name of a layer, of which there are two at most, to its mean errors, of
            shape ``(shifts,)``.
        deviations: from the same names to the standard errors of the means.

    Returns:
        ``ax``.

    Raises:
        ValueError: if there are more than two layers.
    """
    if len(means) > len(_MARKS):
        raise ValueError(f"there are marks for {len(_MARKS)} layers, got {len(means)}")
    styles = zip(_MARKS, _DASHES, _COLOURS, strict=True)
    for (name, values), (mark, dashes, colour) in zip(means.items(), styles, strict=False):
        ax.errorbar(
            shifts,
            values.tolist(),
            yerr=deviations[name].tolist(),
            color=LIGHT[colour],
            marker=mark,
            linestyle=dashes,
            capsize=3,
            label=name,
        )
    ax.set(xlabel="pixels moved", ylabel="error", xticks=list(shifts), ylim=(-0.05, 1.05))
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=len(means))
    return ax


def plot_maps(axes: Sequence[Axes], maps: Mapping[str, Tensor], *, full: float) -> Sequence[Axes]:
    """A square at each place, the larger the further its value from 0; hollow if it is below.

    Args:
        axes: one for each map.
        maps: from a title to values of shape ``(rows, columns)``.
        full: the value whose square fills its cell; larger ones fill it, too.

    Returns:
        ``axes``.
    """
    for ax, (title, values) in zip(axes, maps.items(), strict=True):
        rows, columns = values.shape
        for above in (True, False):
            ax.add_collection(_signed_squares(values, full, above))
        ax.set(xlim=(0, columns), ylim=(rows, 0), aspect="equal", xticks=[], yticks=[])
        ax.set_title(title)
        for spine in ax.spines.values():
            spine.set(visible=True, color=LIGHT["muted"])
    return axes


def _signed_squares(values: Tensor, full: float, above: bool) -> PolyCollection:
    """The squares of the values above 0, which are filled, or of those below, which are hollow."""
    corners = []
    for i, row in enumerate(values.tolist()):
        for j, value in enumerate(row):
            side = _ROOM * math.sqrt(min(abs(value) / full, 1.0))
            if side > 0.03 and (value > 0) == above:
                half = (side if above else max(side - _LINE, _LINE)) / 2
                y, x = i + 0.5, j + 0.5
                around = ((-half, -half), (half, -half), (half, half), (-half, half))
                corners.append([(x + dx, y + dy) for dx, dy in around])
    ink = LIGHT["ink"]
    return PolyCollection(
        corners, facecolors=ink if above else "none", edgecolors="none" if above else ink,
        linewidths=0 if above else 0.9,
    )  # fmt: skip


def plot_before_and_now(
    figure: FigureBase,
    numbers: Mapping[str, tuple[float, float]],
    spans: Sequence[tuple[float, float]],
) -> Sequence[Axes]:
    """A line for each number, with a ring where it was before the move and a dot where it is now.

    Args:
        figure: an empty figure, or a part of one.
        numbers: from a title to the number before and now.
        spans: the ends of each line.

    Returns:
        The axes, in the order of ``numbers``.
    """
    axes = list(figure.subplots(len(numbers), 1, squeeze=False)[:, 0])
    ring = {"markerfacecolor": "none", "markersize": 11, "color": LIGHT["ink"], "linestyle": ""}
    dot = {"markersize": 6, "color": LIGHT["ink"], "linestyle": ""}
    for ax, (title, (before, now)), span in zip(axes, numbers.items(), spans, strict=True):
        ax.axhline(0, color=LIGHT["muted"], linewidth=1)
        ax.plot([before], [0], marker="o", clip_on=False, **ring)
        ax.plot([now], [0], marker="o", clip_on=False, **dot)
        ax.set(xlim=span, yticks=[], xticks=[])
        ax.set_title(title)
        ax.spines[["left", "bottom"]].set_visible(False)
    marks = [
        Line2D([], [], marker="o", label="before the move", **ring),
        Line2D([], [], marker="o", label="now", **dot),
    ]
    figure.legend(handles=marks, loc="outside lower center", ncols=2)
    return axes
