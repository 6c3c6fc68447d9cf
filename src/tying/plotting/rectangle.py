"""A rectangle whose two sides use one weight, and the strips by which it grows with the weight."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from tying.plotting.palette import LIGHT


def plot_growing_rectangle(ax: Axes, weight: float, added: float, *, step: float) -> Axes:
    """The rectangle of height w and width w + a, and what is added when w rises by ``step``.

    The strip along the top is due to the height, the strip along the side to the width. Each is
    as long as the other side, and that is what its use contributes to the gradient of the area.

    Args:
        ax: the axes to draw into.
        weight: the weight w.
        added: what the width has more than the height, a.
        step: by how much the weight rises; the thickness of the strips.

    Returns:
        ``ax``.
    """
    height, width = weight, weight + added
    ax.add_patch(Rectangle((0, 0), width, height, facecolor=LIGHT["grid"], edgecolor=LIGHT["ink"]))
    strip = {
        "facecolor": "none",
        "edgecolor": LIGHT["separate"],
        "linestyle": "--",
        "linewidth": 1.6,
    }
    ax.add_patch(Rectangle((0, height), width, step, **strip))
    ax.add_patch(Rectangle((width, 0), step, height, **strip))
    area = f"$y = w \\cdot (w + {added:g}) = {height * width:g}$"
    ax.text(width / 2, height / 2, area, ha="center", va="center")
    ax.text(-0.15, height / 2, f"$w = {weight:g}$", ha="right", va="center")
    ax.text(width / 2, -0.15, f"$w + {added:g} = {width:g}$", ha="center", va="top")
    ax.text(width / 2, height + step + 0.15, f"{width:g} long", ha="center", va="bottom")
    ax.text(width + step + 0.15, height / 2, f"{height:g} long", ha="left", va="center")
    ax.set(xlim=(-1.4, width + step + 1.5), ylim=(-0.8, height + step + 0.8), aspect="equal")
    ax.axis("off")
    return ax
