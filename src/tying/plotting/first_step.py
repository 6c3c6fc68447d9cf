"""The first step of an optimiser on a curve: one step of a tie, two steps of an alias."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from matplotlib.axes import Axes

from tying.plotting.palette import LIGHT

_ROWS = ("tied", "alias, use 1", "alias, use 2")


def plot_first_step(
    axes: Sequence[Axes],
    limits: tuple[float, float],
    start: float,
    tied: float,
    alias: tuple[float, float],
) -> Sequence[Axes]:
    """The loss (θ − 3)² + (θ + 1)² with a start, and below it the steps that are taken from there.

    Args:
        axes: for the curve, and for the arrows; they share the horizontal axis.
        limits: the ends of that axis.
        start: the value of θ before the step.
        tied: the step of the tie.
        alias: the two steps of the alias; the second begins where the first ends.

    Returns:
        ``axes``.
    """
    curve, rows = axes
    theta = torch.linspace(*limits, 121).tolist()
    curve.plot(theta, [_loss(value) for value in theta], color=LIGHT["muted"])
    circle = {"fillstyle": "none", "markersize": 9, "clip_on": False}  # whole at an end of the axis
    curve.plot(start, _loss(start), "o", color=LIGHT["ink"], **circle)
    curve.annotate("start", (start, _loss(start)), xytext=(9, 5), textcoords="offset points")
    curve.plot(start + tied, _loss(start + tied), "s", color=LIGHT["tied"])
    curve.plot(start + sum(alias), _loss(start + sum(alias)), "x", color=LIGHT["alias"])
    curve.set(ylabel="loss", ylim=(0, 85), yticks=(0, 40, 80))

    moves = ((start, tied), (start, alias[0]), (start + alias[0], alias[1]))
    for height, name, (begin, step) in zip((2, 1, 0), _ROWS, moves, strict=True):
        colour = LIGHT[name.split(",")[0]]
        arrow = {"arrowstyle": "-|>", "color": colour, "linewidth": 2.4, "shrinkA": 0, "shrinkB": 0}
        if abs(step) > 1e-9:
            rows.annotate("", (begin + step, height), (begin, height), arrowprops=arrow)
        else:
            rows.plot(begin, height, "o", color=colour)
    rows.axvline(start, color=LIGHT["muted"], linewidth=1, linestyle=":")
    rows.set(xlabel=r"$\theta$", xlim=limits, ylim=(-0.6, 2.6), yticks=(2, 1, 0))
    rows.set_yticklabels(_ROWS)
    return axes


def _loss(theta: float) -> float:
    return (theta - 3) ** 2 + (theta + 1) ** 2
