"""Three layers in pictures: what they store and compute, and which weight sits where."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from tying.layers import LayerCounts
from tying.plotting.palette import LIGHT

LAYERS = ("dense", "locally connected", "convolution")
"""What the three layers are called in a figure."""

_ROWS = [name.replace(" ", "\n") for name in LAYERS]  # short: a reader's font may be wide


def plot_layer_counts(axes: Sequence[Axes], counts: LayerCounts) -> Sequence[Axes]:
    """Parameters on the first axes and multiply-adds on the second, as bars on logarithmic axes.

    The convolution's parameters have the tied colour, the others' the colour of separate ones;
    multiply-adds are nobody's parameters and are grey.
    """
    layers = (counts.dense, counts.local, counts.convolution)
    parameters = [layer.parameters for layer in layers]
    macs = [layer.macs for layer in layers]
    # room for the numbers behind the bars, on a scale that both axes share
    end = max(parameters + macs) ** 1.5 * 10
    colours = [LIGHT["separate"], LIGHT["separate"], LIGHT["tied"]]
    _plot_bars(axes[0], parameters, colours, end)
    axes[0].set_title("parameters, logarithmic")
    _plot_bars(axes[1], macs, [LIGHT["muted"]] * 3, end)
    axes[1].set_title("multiply-adds, logarithmic")
    return axes


def _plot_bars(ax: Axes, values: Sequence[int], colours: Sequence[str], end: float) -> None:
    """One bar for each layer with its number behind it, on an axis from 1 to ``end``."""
    ax.barh(_ROWS, values, color=colours, height=0.55, left=1)
    for row, value in enumerate(values):
        ax.annotate(
            f"{value:,}",
            (value, row),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=10,
        )
    ax.set_xscale("log")
    ax.set(xlim=(1, end), ylim=(2.6, -0.6))
    ax.spines[["bottom"]].set_visible(False)
    ax.tick_params(bottom=False, left=False, labelbottom=False, which="both")


def plot_weights(
    ax: Axes,
    size: tuple[int, int],
    *,
    kernel: int,
    places: Sequence[tuple[int, int]],
    shared: bool,
) -> Axes:
    """An image, the windows of some places at stride 1, and the number of every weight in them.

    Weights of a layer with one channel are numbered as they are stored, from 0.

    Args:
        ax: the axes to draw into.
        size: rows and columns of the image.
        kernel: rows and columns of the window.
        places: rows and columns of the outputs whose windows are drawn.
        shared: whether all places use one set of weights, as in a convolution.

    Returns:
        ``ax``.
    """
    rows, columns = size
    for i in range(rows):
        for j in range(columns):
            _draw_pixel(ax, i, j, LIGHT["grid"])
    colour = LIGHT["tied" if shared else "separate"]
    for i, j in places:
        first = 0 if shared else (i * (columns - kernel + 1) + j) * kernel**2
        for weight in range(kernel**2):
            row, column = i + weight // kernel, j + weight % kernel
            _draw_pixel(ax, row, column, colour)
            ax.add_patch(Rectangle((column, row), 1, 1, facecolor=colour, alpha=0.18, linewidth=0))
            number = str(first + weight)
            ax.text(column + 0.5, row + 0.53, number, ha="center", va="center", fontsize=9)
    ax.set(xlim=(-0.05, columns + 0.05), ylim=(rows + 0.05, -0.05), aspect="equal")
    _, local, convolution = LAYERS
    ax.set_title(f"{convolution}: the same weights" if shared else f"{local}: different weights")
    ax.axis("off")
    return ax


def _draw_pixel(ax: Axes, row: int, column: int, edge: str) -> None:
    ax.add_patch(Rectangle((column, row), 1, 1, facecolor="none", edgecolor=edge, linewidth=1))
