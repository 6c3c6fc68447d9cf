"""Outlines in a plane, before and after a matrix was turned, and how far that moves the outputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from matplotlib.axes import Axes
from torch import Tensor

from tying.plotting.palette import LIGHT

STILL = 1e-9
"""A change below this is rounding."""

_LINES = {
    "before": {"color": LIGHT["muted"], "linewidth": 4, "alpha": 0.45, "label": "before"},
    "turned": {"color": LIGHT["ink"], "linewidth": 1, "linestyle": ":", "label": "turned"},
    "after": {"color": LIGHT["tied"], "linewidth": 1.8, "label": "now"},
}


def plot_outlines(ax: Axes, outlines: Mapping[str, Tensor], reach: float) -> Axes:
    """Closed outlines of points in one plane.

    Args:
        ax: the axes to draw into.
        outlines: points of shape ``(points, 2)`` by what they are: ``before`` is a broad line,
            ``turned`` a dotted one, ``after`` is drawn above them.
        reach: the plane is shown so far in all four directions.

    Returns:
        ``ax``.
    """
    for kind, points in outlines.items():
        closed = torch.cat([points, points[:1]])
        ax.plot(*closed.mT.tolist(), **_LINES[kind])
    ax.axhline(0, color=LIGHT["grid"], linewidth=0.8, zorder=0)
    ax.axvline(0, color=LIGHT["grid"], linewidth=0.8, zorder=0)
    ax.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal", xticks=(), yticks=())
    ax.legend(loc="lower right")
    return ax


def plot_change(ax: Axes, angles: Sequence[float], changes: Sequence[float], at: float) -> Axes:
    """How far the outputs move, against the angle; the angles where they do not are marked.

    Args:
        ax: the axes to draw into.
        angles: in degrees, from 0 to below 360.
        changes: one for each angle.
        at: the angle that is shown.

    Returns:
        ``ax``.
    """
    ax.plot([*angles, 360], [*changes, changes[0]], color=LIGHT["tied"])
    still = [angle for angle, changed in zip(angles, changes, strict=True) if changed < STILL]
    ax.plot(still, [0] * len(still), "o", color=LIGHT["ink"], clip_on=False)
    ax.axvline(at, color=LIGHT["muted"], linestyle=":")
    ax.set(
        xlabel="angle of the rotation (degrees)",
        ylabel="change",
        xlim=(0, 360),
        ylim=(0, 1.1 * max(*changes, STILL)),
        xticks=range(0, 361, 90),
    )
    return ax
