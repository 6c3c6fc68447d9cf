"""Bias², variance and risk of separate, tied and partly pooled estimates, as curves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from matplotlib.axes import Axes
from torch import Tensor

from tying.plotting.palette import LIGHT

NAMES = {"separate": "separate", "tied": "tied", "pooled": "partly pooled"}
DASHES = {"separate": "-", "tied": "--", "pooled": ":"}
MARKS = {"separate": "o", "tied": "s", "pooled": "D"}
"""What tells the three apart without colour: words, lines and marks."""

_SHIFT = 0.075  # least distance between names, as a share of the axis


def plot_risks(
    axes: Sequence[Axes],
    x: Sequence[float],
    curves: Mapping[str, Mapping[str, Tensor]],
    *,
    label: str,
    logarithmic: bool = False,
    here: tuple[float, Mapping[str, Mapping[str, Tensor]]] | None = None,
    mark: tuple[float, str] | None = None,
) -> Sequence[Axes]:
    """Bias² on the first axes, variance on the second, their sum, the risk, on the third.

    Args:
        axes: three, with one scale for all.
        x: what is varied.
        curves: for ``separate``, ``tied``, ``pooled`` their ``bias2``, ``variance`` and ``risk``
            along ``x``; numbers are level lines.
        label: name of ``x``.
        logarithmic: whether ``x`` advances by factors.
        here: a place on the axis, and the risks there, to be marked.
        mark: a place that matters, and what to write there: ``(0.875, "equal at 0.875")``.

    Returns:
        ``axes``.
    """
    lines = {who: _numbers(risk, len(x)) for who, risk in curves.items()}
    most = max((max(line[2]) for line in lines.values()), default=0.0) or 1.0
    for kind, (ax, title) in enumerate(zip(axes, ("bias²", "variance", "risk"), strict=True)):
        if mark is not None:
            ax.axvline(mark[0], color=LIGHT["muted"], linewidth=1.3, linestyle=(0, (4, 3)))
        if here is not None:
            ax.axvline(here[0], color=LIGHT["ink"], linewidth=0.8)
        for who, line in lines.items():
            ax.plot(x, line[kind], DASHES[who], color=LIGHT[who], linewidth=2.2, label=who)
            if here is not None:
                at = _numbers(here[1][who], 1)[kind][0]
                ax.plot(here[0], at, MARKS[who], color=LIGHT[who], markersize=6, zorder=3)
        if logarithmic:
            ax.set_xscale("log", base=2)
            ax.set_xticks([x[0], x[-1]], [f"{x[0]:g}", f"{x[-1]:g}"])
        ax.set(title=title, xlabel=label, ylim=(-0.03 * most, 1.15 * most))
        ax.yaxis.grid(visible=True)
    for ax in axes[1:]:
        ax.tick_params(labelleft=False)
    ends = {who: line[2][-1] / most for who, line in lines.items()}
    for who, height in _apart(ends).items():
        axes[2].annotate(NAMES[who], (x[-1], height * most), xytext=(6, 0), va="center",
                         textcoords="offset points", color=LIGHT[f"{who}-text"],
                         annotation_clip=False)  # fmt: skip
    if mark is not None:
        place, words = mark
        left = place > ((x[0] * x[-1]) ** 0.5 if logarithmic else (x[0] + x[-1]) / 2)
        axes[2].annotate(words, (place, 1.08 * most), fontsize=10,
                         xytext=(-5 if left else 5, 0), textcoords="offset points",
                         ha="right" if left else "left")  # fmt: skip
    return axes


def _numbers(risk: Mapping[str, Tensor], count: int) -> list[list[float]]:
    parts = (risk[kind] for kind in ("bias2", "variance", "risk"))
    return [torch.broadcast_to(part, (count,)).tolist() for part in parts]


def _apart(ends: Mapping[str, float]) -> dict[str, float]:
    """Heights near those that are wanted, with room for a name between any two."""
    names = sorted(ends, key=lambda who: ends[who])
    placed: list[float] = []
    for who in names:
        placed.append(max(ends[who], placed[-1] + _SHIFT) if placed else ends[who])
    over = max(0.0, placed[-1] - 1.0) if placed else 0.0
    return {who: height - over for who, height in zip(names, placed, strict=True)}
