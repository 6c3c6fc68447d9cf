"""Figures of soft ties: a posterior in the plane, and tasks that are pulled together."""

from __future__ import annotations

import math

from matplotlib.axes import Axes
from matplotlib.patches import Ellipse
from torch import Tensor

from tying.plotting.palette import LIGHT, MARKS, NAMES
from tying.soft import Posterior


def plot_pair(ax: Axes, x: Tensor, variance: Tensor, posterior: Posterior, tied: float) -> Axes:
    """Two observations, the posterior of their values, and the line on which its centre slides.

    Ellipses have the size of one standard deviation.

    Args:
        ax: the axes to draw into; one unit is as long down as across.
        x: the observations, ``(2,)``.
        variance: their variances, ``(2,)``.
        posterior: of the two values.
        tied: the one value of a hard tie, on the diagonal.

    Returns:
        ``ax``.
    """
    ax.axline((0, 0), slope=1, color=LIGHT["tied"], linewidth=1)
    across, up = x.tolist()
    first, second = posterior.mean.tolist()
    width, height = (2 * variance.sqrt()).tolist()
    noise = {"fill": False, "linestyle": ":", "edgecolor": LIGHT["separate"], "linewidth": 1.5}
    ax.add_patch(Ellipse((across, up), width, height, **noise))
    axes, angle = _half_axes(posterior.covariance)
    filled = {"facecolor": f"{LIGHT['pooled']}30", "edgecolor": LIGHT["pooled"], "linewidth": 2}
    size = (2 * axes[0], 2 * axes[1])
    ax.add_patch(Ellipse((first, second), *size, angle=angle, **filled))
    ax.plot([across, tied], [up, tied], "--", color=LIGHT["muted"], linewidth=1.5)
    ax.plot(across, up, MARKS["separate"], color=LIGHT["separate"], label="observed")
    ax.plot(first, second, MARKS["pooled"], color=LIGHT["pooled"], label="soft tie")
    ax.plot(tied, tied, MARKS["tied"], color=LIGHT["tied"], label="hard tie")
    ax.set(xlabel=r"$\theta_1$", ylabel=r"$\theta_2$", aspect="equal")
    return ax


def plot_slide(ax: Axes, x: Tensor, mean: Tensor, tied: float) -> Axes:
    """How far each value has moved from its observation: a row for each.

    Args:
        ax: the axes to draw into; the first value is on top.
        x: the observations, ``(2,)``.
        mean: the most probable values, ``(2,)``.
        tied: the one value of a hard tie, a vertical line.

    Returns:
        ``ax``.
    """
    ax.axvline(tied, color=LIGHT["tied"], linewidth=1, label=NAMES["tied"])
    for row, (start, end) in enumerate(zip(x.tolist(), mean.tolist(), strict=True)):
        ax.plot([start, end], [row, row], color=LIGHT["pooled"], linewidth=3)
        ax.plot(start, row, MARKS["separate"], color=LIGHT["separate"])
        ax.plot(end, row, MARKS["pooled"], color=LIGHT["pooled"])
    ax.set(yticks=[0, 1], yticklabels=[r"$\theta_1$", r"$\theta_2$"], ylim=(1.6, -0.6))
    ax.set(xlabel="value")
    return ax


def _half_axes(covariance: Tensor) -> tuple[list[float], float]:
    """Half-axes of one standard deviation, the longer first, and its angle in degrees."""
    (a, b), (_, c) = covariance.tolist()
    middle, swing = (a + c) / 2, math.hypot((a - c) / 2, b)
    angle = math.degrees(math.atan2(2 * b, a - c) / 2)
    return [math.sqrt(max(0.0, middle + sign * swing)) for sign in (1, -1)], angle
