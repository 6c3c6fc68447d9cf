"""Values of parameters against the steps of an optimiser."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.axes import Axes
from torch import Tensor

from tying.plotting.palette import LIGHT

DASHES = {"separate": "solid", "tied": "solid", "pooled": (0, (6, 2)), "alias": (0, (2, 1.5))}
"""Line styles that say the same as the colours."""


def plot_paths(ax: Axes, paths: Mapping[str, Tensor], *, label: bool = True) -> Axes:
    """One curve for each parameter, in the colour of how it is shared.

    Args:
        ax: the axes to draw into.
        paths: from a meaning of the palette (``separate``, ``tied``, ``pooled``, ``alias``) to
            the values, of shape ``(steps,)`` or ``(steps, parameters)``. Equal curves of one
            meaning are drawn once, with a wider line.
        label: whether to write the meaning at the end of each curve.

    Returns:
        ``ax``.

    Raises:
        ValueError: if a meaning is not in the palette.
    """
    for meaning, values in paths.items():
        if meaning not in DASHES:
            raise ValueError(f"no colour for {meaning!r}; choose from {', '.join(DASHES)}")
        curves = values.reshape(len(values), -1).T.unique(dim=0)
        for curve in curves:
            wide = 2.6 if len(curves) == 1 else 1.5
            style = {"color": LIGHT[meaning], "linestyle": DASHES[meaning], "linewidth": wide}
            ax.plot(range(len(curve)), curve.tolist(), **style)
            if label:
                ax.annotate(
                    meaning, (len(curve) - 1, float(curve[-1])), xytext=(6, 0), va="center",
                    textcoords="offset points", color=LIGHT["ink"], annotation_clip=False,
                )  # fmt: skip
    return ax
