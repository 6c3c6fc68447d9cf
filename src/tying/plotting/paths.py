"""Values of parameters against the steps of an optimiser, or against their start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from torch import Tensor

from tying.plotting.palette import LIGHT, PATH_DASHES


def plot_paths(
    ax: Axes,
    paths: Mapping[str, Tensor],
    *,
    label: bool = True,
    at: Sequence[float] | None = None,
) -> Axes:
    """One curve for each parameter, in the colour of how it is shared.

    Args:
        ax: the axes to draw into.
        paths: from a meaning of the palette (``separate``, ``tied``, ``pooled``, ``alias``) to
            the values, of shape ``(steps,)`` or ``(steps, parameters)``. Equal curves of one
            meaning are drawn once, with a wider line.
        label: whether to write the meaning at the end of each curve.
        at: the places of the values on the horizontal axis; by default 0, 1, 2 ..., the steps.

    Returns:
        ``ax``.

    Raises:
        ValueError: if a meaning is not in the palette, or the values are not one for each place.
    """
    for meaning, values in paths.items():
        if meaning not in PATH_DASHES:
            raise ValueError(f"no colour for {meaning!r}; choose from {', '.join(PATH_DASHES)}")
        places = range(len(values)) if at is None else at
        if len(places) != len(values):
            raise ValueError(f"{meaning}: wanted {len(places)} values, got {len(values)}")
        curves = values.reshape(len(values), -1).T.unique(dim=0)
        for curve in curves:
            ax.plot(
                places,
                curve.tolist(),
                color=LIGHT[meaning],
                linestyle=PATH_DASHES[meaning],
                linewidth=2.6 if len(curves) == 1 else 1.5,
            )
            if label:
                ax.annotate(
                    meaning,
                    (places[-1], float(curve[-1])),
                    xytext=(6, 0),
                    textcoords="offset points",
                    va="center",
                    color=LIGHT["ink"],
                    annotation_clip=False,
                )
    return ax


def plot_path_panels(
    axes: Sequence[Axes],
    panels: Mapping[str, Mapping[str, Tensor]],
    *,
    xlabel: str,
    ylabel: str,
    yticks: Sequence[float] = (),
    label: bool = True,
) -> Sequence[Axes]:
    """Paths under several conditions, side by side.

    Args:
        axes: as many as there are panels, with one scale for all.
        panels: from the title of a panel to its paths, as :func:`plot_paths` takes them.
        xlabel: what a step is.
        ylabel: what the values are; written on the first axes.
        yticks: the ticks of the values; without any, matplotlib chooses.
        label: whether to write the meaning at the end of each curve.

    Returns:
        ``axes``.
    """
    for ax, (title, paths) in zip(axes, panels.items(), strict=True):
        plot_paths(ax, paths, label=label)
        ax.set(title=title, xlabel=xlabel)
    axes[0].set_ylabel(ylabel)
    if yticks:
        axes[0].set_yticks(yticks)
    return axes
