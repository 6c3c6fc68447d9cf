"""Where the names of lines stand in narrow figures."""

from __future__ import annotations

from matplotlib.axes import Axes


def legend_above(ax: Axes, columns: int) -> None:
    """Put the legend of ``ax`` above it, in so many columns: no line runs under its words."""
    place = {"loc": "lower left", "bbox_to_anchor": (0, 1), "borderaxespad": 0.2}
    ax.legend(ncols=columns, handlelength=2.2, columnspacing=1, **place)
