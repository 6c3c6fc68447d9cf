"""The four counts of a model, side by side."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.axes import Axes

from tying.ledger import Ledger
from tying.plotting.palette import LIGHT
from tying.uses import UseCount

MARKS = {
    "stored": ("|", "ink", 14),
    "by object": ("s", "alias", 7),
    "by slot": ("o", "tied", 8),
    "by use": ("D", "separate", 6),
}
"""Marker, colour and size of each count."""


def plot_counts(ax: Axes, models: Mapping[str, tuple[Ledger, UseCount]]) -> Axes:
    """Each count as a multiple of what is stored; one row for each model, the first on top.

    Args:
        ax: the axes to draw into.
        models: from a name to the model's ledger and the uses of one forward pass.

    Returns:
        ``ax``.
    """
    rows = range(len(models))
    for row, (held, used) in zip(rows, models.values(), strict=True):
        counts = dict(zip(MARKS, (held.stored, held.by_object, held.by_slot, used.by_use), strict=True))
        ratios = {name: count / held.stored for name, count in counts.items()}
        ax.plot([1, max(ratios.values())], [row, row], color=LIGHT["grid"], linewidth=2, zorder=1)
        # equal counts would hide one another: they are set one above the other
        for name, ratio in ratios.items():
            twins = [other for other, value in ratios.items() if value == ratio]
            shift = 0.2 * (twins.index(name) - (len(twins) - 1) / 2)
            marker, colour, size = MARKS[name]
            ax.plot(
                ratio, row + shift, marker, color=LIGHT[colour], markersize=size, markeredgewidth=2,
                markerfacecolor="none", label=name if row == 0 else None, zorder=2,
            )  # fmt: skip
    ax.set(yticks=rows, yticklabels=models, xlabel="count, as a multiple of what is stored")
    ax.set_ylim(len(models) - 0.5, -0.5)
    ax.legend(ncols=4, loc="lower left", bbox_to_anchor=(0, 1), borderpad=0, handletextpad=0.2)
    return ax
