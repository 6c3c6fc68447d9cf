"""The four counts of a model, side by side."""

from __future__ import annotations

import math
from collections.abc import Mapping

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from tying.ledger import Ledger
from tying.plotting.palette import LIGHT
from tying.uses import UseCount

MARKS = {
    "stored": ("|", 14, "none"),
    "by object": ("s", 7, "none"),
    "by slot": ("o", 8, "none"),
    "by use": ("D", 6, "full"),
}
"""Marker, size and filling of each count."""


def plot_counts(ax: Axes, models: Mapping[str, tuple[Ledger, UseCount]]) -> Axes:
    """Each count as a multiple of what is stored; one row for each model, the first on top.

    A row has the colour of its model: an alias, tied, or separate.

    Args:
        ax: the axes to draw into.
        models: from a name to the model's ledger and the uses of one forward pass.

    Returns:
        ``ax``.
    """
    for row, (held, used) in enumerate(models.values()):
        meaning = "alias" if held.aliases else "tied" if held.tied else "separate"
        numbers = (held.stored, held.by_object, held.by_slot, used.by_use)
        ratios = {name: n / held.stored for name, n in zip(MARKS, numbers, strict=True)}
        ax.plot([1, max(ratios.values())], [row, row], color=LIGHT["grid"], linewidth=2, zorder=1)
        for name, ratio in ratios.items():
            # equal counts would hide one another: they are set one above the other
            twins = [other for other, value in ratios.items() if value == ratio]
            shift = 0.22 * (twins.index(name) - (len(twins) - 1) / 2)
            _mark(ax, name, ratio, row + shift, LIGHT[meaning])
    ax.set(yticks=range(len(models)), yticklabels=models)
    ax.set_xlabel("count, as a multiple of what is stored")
    ax.set_ylim(len(models) - 0.5, -0.5)
    keys = [_mark(ax, name, math.nan, 0, LIGHT["muted"]) for name in MARKS]
    ax.legend(keys, MARKS, ncols=4, loc="lower left", bbox_to_anchor=(0, 1), handletextpad=0.2)
    return ax


def _mark(ax: Axes, name: str, x: float, y: float, colour: str) -> Line2D:
    marker, size, filling = MARKS[name]
    (mark,) = ax.plot(
        x, y, marker, color=colour, markersize=size, markeredgewidth=2, fillstyle=filling, zorder=2
    )
    return mark
