"""Bias², variance and risk of separate, tied and partly pooled estimates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Circle
from torch import Tensor

from tying.plotting.legends import legend_above
from tying.plotting.palette import DASHES, LIGHT, MARKS, NAMES
from tying.risk import Estimate, Risk

PARTS = {"bias2": "bias²", "variance": "variance", "risk": "risk"}
"""The parts of a risk and the titles of their axes; the last is the sum of the others."""

_PART_STYLES = {
    "bias2": (":", "^", "muted"),
    "variance": ("--", "v", "ink"),
    "risk": ("-", "o", "ink"),
}
"""Line style, mark and colour of the parts of one risk; kinds of estimates have other colours."""

_ZERO = 1e-12  # what rounding makes of a zero, which a logarithmic axis cannot show


def plot_fits(
    ax: Axes, fits: Mapping[str, Tensor], truth: Tensor, *, labels: tuple[str, str]
) -> Axes:
    """Fits to many training sets, each a point in the plane of two of its numbers.

    Of each kind, a large mark with an edge is the mean, a circle around it has the root mean square
    distance of the fits as its radius (the spread), and an arrow leads from the truth to the mean
    (the bias). An arrow that is shorter than a tenth of the radius is left out.

    Args:
        ax: the axes to draw into; one unit is as long down as across.
        fits: from ``separate``, ``tied`` or ``pooled`` to values of shape ``(sets, 2)``.
        truth: the two true values, of shape ``(2,)``.
        labels: names of the axes.

    Returns:
        ``ax``.
    """
    x, y = truth.tolist()
    for kind, values in fits.items():
        across, up = values.T.tolist()
        ax.plot(across, up, MARKS[kind], color=LIGHT[kind], markersize=3, alpha=0.4, label=kind)
    for kind, values in fits.items():
        mean = values.mean(0)
        radius = float((values - mean).square().sum(1).mean().sqrt())
        centre = (float(mean[0]), float(mean[1]))
        ax.add_patch(Circle(centre, radius, fill=False, color=LIGHT[kind], linewidth=2))
        if float((mean - truth).norm()) > radius / 10:
            arrow = {"arrowstyle": "->", "color": LIGHT["ink"], "shrinkA": 0, "shrinkB": 0}
            ax.annotate("", xy=centre, xytext=(x, y), arrowprops={**arrow, "linewidth": 2})
        ax.plot(*centre, MARKS[kind], color=LIGHT[kind], markersize=9, markeredgecolor=LIGHT["ink"])
    ax.plot(x, y, "+", color=LIGHT["ink"], markersize=16, markeredgewidth=2.5)
    ax.annotate("truth", (x, y), xytext=(9, 5), textcoords="offset points")
    ax.set(xlabel=labels[0], ylabel=labels[1], aspect="equal")
    ax.legend(markerscale=2)
    return ax


def plot_risk_bars(
    ax: Axes, measured: Mapping[str, Risk], theory: Mapping[str, Risk], *, most: float
) -> Axes:
    """A bar for each kind of estimate: bias² (hatched), and behind it variance; together the risk.

    Args:
        ax: the axes to draw into.
        measured: from ``separate``, ``tied`` or ``pooled`` to what training sets gave.
        theory: from the same names to the exact risk, a thin bar below.
        most: end of the axis.

    Returns:
        ``ax``.
    """
    for row, kind in enumerate(measured):
        line, tint = LIGHT[kind], f"{LIGHT[kind]}40"
        for risk, place, height in (measured[kind], row, 0.36), (theory[kind], row + 0.32, 0.12):
            bias2, variance = float(risk.bias2), float(risk.variance)
            ax.barh(place, bias2, height, color="none", hatch="////", edgecolor=line)
            ax.barh(place, variance, height, left=bias2, color=tint, edgecolor=line)
    ax.set(xlim=(0, most), xlabel="bias² (hatched) + variance\nthin bars: theory")
    ax.set_yticks(range(len(measured)), [NAMES[kind] for kind in measured])
    ax.invert_yaxis()
    return ax


def plot_exchange(ax: Axes, pairs: Mapping[str, tuple[Estimate, Estimate]]) -> Axes:
    """For each setting, the bias² that a tie adds (hatched), and below it the variance it saves.

    Args:
        ax: the axes to draw into.
        pairs: from the words for a setting to the mean of the added bias² and that of the saved
            variance; the lines are ± two standard errors.

    Returns:
        ``ax``.
    """
    hatched: dict[str, Any] = {"color": "none", "hatch": "////", "edgecolor": LIGHT["tied"]}
    filled: dict[str, Any] = {"color": f"{LIGHT['separate']}60", "edgecolor": LIGHT["separate"]}
    looks = {**hatched, "label": "added bias²"}, {**filled, "label": "saved variance"}
    for row, look in enumerate(looks):
        places = [place + 0.26 * row - 0.08 for place in range(len(pairs))]
        values = [float(pair[row].value) for pair in pairs.values()]
        errors = [2 * float(pair[row].error) for pair in pairs.values()]
        ax.barh(places, values, 0.22, **look)
        ax.errorbar(values, places, xerr=errors, fmt="none", ecolor=LIGHT["ink"], capsize=2)
    ax.spines["left"].set_visible(False)
    ax.axvline(0, color=LIGHT["muted"], linewidth=1)  # the bars begin here
    for place, words in enumerate(pairs):  # above its bars, which leaves them the width of a phone
        ax.annotate(words, (0, place - 0.25), (4, 0), textcoords="offset points")
    ax.set_yticks([])
    ax.set_xlabel("part of the risk")
    ax.invert_yaxis()
    legend_above(ax, columns=1)
    return ax


def plot_shrinkage(
    ax: Axes, estimates: Tensor, pooled: Tensor, *, noise: float, truth: Tensor | None = None
) -> Axes:
    """Estimates before and after partial pooling: a row for each quantity, an arrow for its move.

    A band reaches from their mean to one standard deviation of an error on either side. An arrow
    that is shorter than a fiftieth of the estimates' range is left out.

    Args:
        ax: the axes to draw into; the first quantity is on top.
        estimates: the separate estimates, of shape ``(T,)``, where the arrows begin.
        pooled: the partly pooled estimates, of shape ``(T,)``, where the arrows end.
        noise: variance of one error.
        truth: true values, of shape ``(T,)``, where they are known.

    Returns:
        ``ax``.
    """
    rows = range(1, len(estimates) + 1)
    before, after, mean = estimates.tolist(), pooled.tolist(), float(estimates.mean())
    band = {"color": LIGHT["grid"], "alpha": 0.5, "linewidth": 0, "label": r"mean $\pm \sqrt{v}$"}
    ax.axvspan(mean - noise**0.5, mean + noise**0.5, **band)
    ax.axvline(mean, color=LIGHT["muted"], linestyle=":", label="mean")
    if truth is not None:
        ax.plot(truth.tolist(), rows, "+", color=LIGHT["ink"], markersize=12, label="truth")
    hollow = {"markerfacecolor": LIGHT["paper"], "markersize": 8, "markeredgewidth": 2}
    ax.plot(
        before, rows, MARKS["separate"], color=LIGHT["separate"], label=NAMES["separate"], **hollow
    )
    ax.plot(after, rows, MARKS["pooled"], color=LIGHT["pooled"], label=NAMES["pooled"])
    shortest = (max(before) - min(before)) / 50
    for row, start, end in zip(rows, before, after, strict=True):
        if abs(end - start) > shortest:
            arrow = {"arrowstyle": "->", "color": LIGHT["ink"], "shrinkA": 4, "shrinkB": 4}
            ax.annotate("", xy=(end, row), xytext=(start, row), arrowprops=arrow)
    ax.set(xlabel="value", ylabel="quantity", yticks=list(rows), ylim=(rows[-1] + 0.6, 0.4))
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return ax


def plot_learning_curves(
    ax: Axes,
    sizes: Sequence[int],
    measured: Mapping[str, Sequence[Estimate]],
    theory: Mapping[str, Sequence[float]],
    *,
    floor: Sequence[float],
    yticks: Sequence[float],
) -> Axes:
    """Risk against the size of the training set, both logarithmic: dots measured, lines theory.

    Args:
        ax: the axes to draw into.
        sizes: of the training sets.
        measured: from ``separate``, ``tied`` or ``pooled`` to the risk at each size; its bar is
            two standard errors to either side.
        theory: from the same names to the exact risk at each size.
        floor: the bias² of the tied fit at each size.
        yticks: the risks that are written on the axis.

    Returns:
        ``ax``.
    """
    for kind, estimates in measured.items():
        line = f"{kind}, theory"
        ax.loglog(sizes, theory[kind], DASHES[kind], color=LIGHT[kind], label=line)
        ax.errorbar(
            sizes,
            [float(estimate.value) for estimate in estimates],
            [2 * float(estimate.error) for estimate in estimates],
            fmt=MARKS[kind],
            color=LIGHT[kind],
            markersize=5,
            capsize=3,
            label=f"{kind}, measured",
        )
    ax.loglog(sizes, floor, ":", color=LIGHT["tied"], label="bias² of tied, theory")
    ax.set(xlabel="number of signals $N$", ylabel="risk")
    ax.set_xticks(sizes, [str(size) for size in sizes])
    ax.set_yticks(yticks, [str(tick) for tick in yticks])
    ax.minorticks_off()
    ax.legend()
    return ax


def plot_double_descent(
    ax: Axes,
    sizes: Sequence[int],
    measured: Mapping[str, Sequence[float]],
    theory: Mapping[str, Sequence[Sequence[tuple[float, float]]]],
    *,
    data: int,
    xticks: Sequence[int],
) -> Axes:
    """Bias², variance and risk at a new input against the number of parameters, on log scales.

    Args:
        ax: the axes to draw into.
        sizes: numbers of parameters that were tried.
        measured: from ``bias2``, ``variance`` or ``risk`` to what was measured for each of them;
            what is zero, but for rounding, is left out.
        theory: from the same names to lines, each a sequence of points (number of parameters,
            value).
        data: the number of data, at which the variance is largest; a line of dashes and dots.
        xticks: the numbers of parameters that are written on the axis.

    Returns:
        ``ax``.
    """
    for part, values in measured.items():
        style, mark, colour = _PART_STYLES[part]
        for line in theory.get(part, ()):
            ax.loglog(*zip(*line, strict=True), linestyle=style, color=LIGHT[colour])
        heights = [value if value > _ZERO else float("nan") for value in values]
        ax.loglog(sizes, heights, mark, color=LIGHT[colour], label=PARTS[part])
    ax.axvline(data, color=LIGHT["muted"], linestyle="-.")
    ax.set(xlabel=f"parameters $q$, with {data} data", ylabel="at a new input")
    ax.set_xticks(xticks, [str(tick) for tick in xticks])
    ax.minorticks_off()
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return ax
