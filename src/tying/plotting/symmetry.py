"""Directions of weights by their effect, and the loss between two networks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from torch import Tensor

from tying.plotting.palette import LIGHT, MARKS

_STYLES = {"as trained": ":", "order": "--", "order and signs": "-", "rotation": "-."}
"""Line styles by what was done to the first network; all of them are tied."""


def plot_effects(ax: Axes, effects: Mapping[str, Tensor]) -> Axes:
    """The effect of each direction of the weights on the function, sorted.

    Args:
        ax: the axes to draw into.
        effects: singular values, the largest first, of ``separate`` and ``tied`` networks.

    Returns:
        ``ax``.
    """
    names = {"separate": "untied", "tied": "tied"}
    for kind, values in effects.items():
        style: dict[str, Any] = {"color": LIGHT[kind], "marker": MARKS[kind], "linestyle": ""}
        ax.plot(range(1, len(values) + 1), values.tolist(), label=names[kind], **style)
    ax.set(xlabel="direction of the weights", ylabel="effect on the function")
    ax.legend()
    return ax


def plot_losses_between(
    axes: Sequence[Axes], losses: Mapping[str, Mapping[str, Tensor]]
) -> Sequence[Axes]:
    """The mean loss on the line between two networks, a panel for each kind of network.

    Args:
        axes: one for each kind; they share the vertical axis.
        losses: by the kind of network and by what was done to the first one, ``as trained``,
            ``order``, ``order and signs`` or ``rotation``: losses of shape ``(places, pairs)``.

    Returns:
        ``axes``.
    """
    means = [along.mean(1) for one in losses.values() for along in one.values()]
    least, most = min(float(mean.min()) for mean in means), max(float(mean.max()) for mean in means)
    rise = most - least  # as much room above the curves as they take, for the legend
    for ax, (kind, one) in zip(axes, losses.items(), strict=True):
        for name, along in one.items():
            shares = [place / (len(along) - 1) for place in range(len(along))]
            line: dict[str, Any] = {"color": LIGHT["tied"], "linestyle": _STYLES[name]}
            ax.plot(shares, along.mean(1).tolist(), label=name, **line)
        ax.set(
            title=kind,
            xlabel="share of the second",
            ylim=(least - 0.1 * rise, most + rise),
            xticks=(0, 0.5, 1),
        )
        ax.legend(fontsize=9, loc="upper center")
    axes[0].set_ylabel("loss")
    return axes
