"""Errors of equivariance against the shift of the image."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from torch import Tensor

from tying.plotting.palette import LIGHT

_MARKS = ("s", "o")
_DASHES = (":", "-")
_COLOURS = ("muted", "ink")


def plot_errors_by_shift(
    ax: Axes,
    shifts: Sequence[int],
    means: Mapping[str, Tensor],
    deviations: Mapping[str, Tensor],
) -> Axes:
    """The mean error of each layer at each shift, with bars of one standard error.

    The lines only lead the eye from one shift to the next, since an image moves by whole pixels.

    Args:
        ax: the axes to draw into.
        shifts: pixels by which the image was moved.
        means: from the name of a layer, of which there are two at most, to its mean errors, of
            shape ``(shifts,)``.
        deviations: from the same names to the standard errors of the means.

    Returns:
        ``ax``.

    Raises:
        ValueError: if there are more than two layers.
    """
    if len(means) > len(_MARKS):
        raise ValueError(f"there are marks for {len(_MARKS)} layers, got {len(means)}")
    styles = zip(_MARKS, _DASHES, _COLOURS, strict=True)
    for (name, values), (mark, dashes, colour) in zip(means.items(), styles, strict=False):
        ax.errorbar(
            shifts,
            values.tolist(),
            yerr=deviations[name].tolist(),
            color=LIGHT[colour],
            marker=mark,
            linestyle=dashes,
            capsize=3,
            label=name,
        )
    ax.set(xlabel="pixels moved", ylabel="error", xticks=list(shifts), ylim=(-0.05, 1.05))
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=len(means))
    return ax
