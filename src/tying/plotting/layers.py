"""Three layers in pictures: what they store and compute, and which weight sits where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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


def plot_image(
    ax: Axes,
    image: Sequence[Sequence[float]],
    places: Mapping[str, tuple[int, int]],
    *,
    kernel: int,
) -> Axes:
    """The numbers of an image, and the windows of some outputs at stride 1, by their names.

    Args:
        ax: the axes to draw into.
        image: the pixels, row by row.
        places: from the name of an output to its row and column.
        kernel: rows and columns of a window.

    Returns:
        ``ax``.
    """
    _draw_numbers(ax, (0, 0), 1, [[f"{pixel:g}" for pixel in row] for row in image], LIGHT["grid"])
    _draw_outlines(ax, (0, 0), 1, places, wide=kernel)
    _frame(ax, "image", len(image[0]), len(image))
    return ax


def plot_kernels_and_outputs(
    ax: Axes,
    kernel: Sequence[Sequence[float]],
    places: Mapping[str, tuple[int, int]],
    changes: Sequence[Sequence[float]],
    *,
    added: tuple[int, int, float],
    shared: bool,
) -> Axes:
    """The kernels of two outputs, lines from kernels to outputs, and by how much outputs change.

    Args:
        ax: the axes to draw into.
        kernel: the weights of every kernel before the change.
        places: from the names of two outputs to their rows and columns.
        changes: by how much each output changes.
        added: row and column of the weight that changes, and what is added to it; without
            sharing in the kernel of the first output.
        shared: whether both outputs use one kernel, as in a convolution.

    Returns:
        ``ax``.
    """
    colour, size, output = LIGHT["tied" if shared else "separate"], len(kernel), 1.4
    rows, left = len(changes), size + 3.0
    height = rows * output
    tops = [(height - size) / 2] if shared else [-0.6, height + 0.6 - size]
    row, column, more = added
    for number, top in enumerate(tops):
        texts = [[f"{weight:g}" for weight in line] for line in kernel]
        if number == 0:
            texts[row][column] = f"{kernel[row][column] + more:g}"
        _draw_numbers(ax, (0, top), 1, texts, colour)
        if number == 0:
            _shade(ax, (column, top + row), 1, colour)
    texts = [[f"{change:+g}" if change else "" for change in line] for line in changes]
    _draw_numbers(ax, (left, 0), output, texts, LIGHT["grid"])
    for i, line in enumerate(changes):
        for j, change in enumerate(line):
            if change:
                _shade(ax, (left + j * output, i * output), output, colour)
    _draw_outlines(ax, (left, 0), output, places, wide=1)
    for number, (i, j) in enumerate(places.values()):
        start = tops[0 if shared else number] + size / 2
        end = left + j * output
        dashes = "solid" if shared else "dashed"
        ax.plot([size, end], [start, (i + 0.5) * output], color=colour, linestyle=dashes, zorder=2)
    _, local, convolution = LAYERS
    _frame(ax, convolution if shared else local, left + len(changes[0]) * output, height, over=0.7)
    return ax


def _draw_numbers(
    ax: Axes,
    corner: tuple[float, float],
    size: float,
    texts: Sequence[Sequence[str]],
    edge: str,
) -> None:
    """A grid of cells with texts, from ``corner`` on, which is x and y."""
    for i, line in enumerate(texts):
        for j, text in enumerate(line):
            x, y = corner[0] + j * size, corner[1] + i * size
            box = {"facecolor": "none", "edgecolor": edge, "linewidth": 1}
            ax.add_patch(Rectangle((x, y), size, size, **box))
            middle = (x + size / 2, y + size / 2)
            ax.text(*middle, text.replace("-", "−"), ha="center", va="center", fontsize=8, zorder=3)


def _shade(ax: Axes, corner: tuple[float, float], size: float, colour: str) -> None:
    ax.add_patch(Rectangle(corner, size, size, facecolor=colour, alpha=0.3, linewidth=0))


def _draw_outlines(
    ax: Axes,
    corner: tuple[float, float],
    size: float,
    places: Mapping[str, tuple[int, int]],
    *,
    wide: int,
) -> None:
    """The outline of ``wide`` cells at each place, the first solid, with its name in a corner."""
    for (name, (i, j)), dashes in zip(places.items(), ("solid", "dashed"), strict=True):
        x, y = corner[0] + j * size, corner[1] + i * size
        ax.add_patch(
            Rectangle(
                (x, y), wide * size, wide * size, facecolor="none", edgecolor=LIGHT["ink"],
                linewidth=1.6, linestyle=dashes,
            )
        )  # fmt: skip
        ax.text(x + 0.08, y + 0.08, name, ha="left", va="top", fontsize=7, fontweight="bold")


def _frame(ax: Axes, title: str, width: float, height: float, over: float = 0.05) -> None:
    """Room for a drawing of ``width`` by ``height``, from the top down, and no axes."""
    ax.set(xlim=(-0.05, width + 0.05), ylim=(height + over, -over), aspect="equal")
    ax.set_title(title)
    ax.axis("off")
