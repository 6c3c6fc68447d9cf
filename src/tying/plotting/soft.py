"""Figures of soft ties: a posterior in the plane, and tasks that are pulled together."""

from __future__ import annotations

import math

import torch
from matplotlib.axes import Axes
from matplotlib.patches import Ellipse
from torch import Tensor

from tying.plotting.palette import LIGHT, MARKS, NAMES
from tying.soft import Posterior, TaskPair


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


def plot_tasks(ax: Axes, pair: TaskPair) -> Axes:
    """The losses of two tasks, and their sum, which one parameter for both would have.

    Args:
        ax: the axes to draw into.
        pair: the two tasks.

    Returns:
        ``ax``.
    """
    values = torch.linspace(-5, 5, 501, dtype=torch.float64)
    first, second = pair.losses(values.expand(2, -1))
    best, places = pair.best(), values.tolist()
    ax.plot(places, first.tolist(), color=LIGHT["ink"], label="task 1")
    ax.plot(places, second.tolist(), "--", color=LIGHT["ink"], label="task 2")
    line = {"color": LIGHT["tied"], "linewidth": 2, "label": "one value for both"}
    ax.plot(places, (first + second).tolist(), **line)
    ax.axvline(best, color=LIGHT["muted"], linestyle=":", label="best single value")
    ax.set(xlabel=r"$\theta$", ylabel="loss", xticks=[-4, -2, 0, 2, 4])
    return ax


def plot_landscape(
    ax: Axes, pair: TaskPair, strength: float, theta: Tensor, reached: Tensor
) -> Axes:
    """The loss of two tasks with a spring, in the plane of their parameters, and some dots in it.

    Contours are equally far apart in the logarithm of the loss above its minimum. A ring marks the
    best single value.

    Args:
        ax: the axes to draw into.
        pair: the two tasks.
        strength: λ, of the spring.
        theta: the parameters at this moment, ``(2, R)``.
        reached: whether each of the R ends at the best single value; those are diamonds,
            the others crosses.

    Returns:
        ``ax``.
    """
    axis = torch.linspace(-5, 5, 161, dtype=torch.float64, device="cpu")
    first, second = torch.meshgrid(axis, axis, indexing="xy")
    spring = strength * (first - second).square()
    total = pair.losses(torch.stack([first, second])).sum(0) + spring
    heights = (total - total.min() + 0.05).log()
    shades = {"levels": 12, "colors": LIGHT["grid"], "linewidths": 0.8, "linestyles": "solid"}
    ax.contour(axis.numpy(), axis.numpy(), heights.numpy(), **shades)
    ax.axline((0, 0), slope=1, color=LIGHT["tied"], linewidth=0.8)
    ax.plot(*2 * [pair.best()], "o", color=LIGHT["ink"], markersize=9, fillstyle="none")
    dots = theta.cpu()
    for mark, colour, chosen in (("x", "ink", ~reached), (MARKS["pooled"], "pooled", reached)):
        across, up = dots[:, chosen.cpu()].tolist()
        ax.plot(across, up, mark, color=LIGHT[colour], markersize=4, alpha=0.7)
    ax.set(xlim=(-5, 5), ylim=(-5, 5), aspect="equal", xticks=[-4, 0, 4], yticks=[-4, 0, 4])
    shown = f"{strength:.2g}" if strength < 10 else f"{strength:.0f}"
    ax.set_title(rf"$\lambda$ = {shown}")
    return ax
