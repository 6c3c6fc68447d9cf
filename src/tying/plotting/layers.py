"""Two outputs of a layer in pictures: their windows, their kernels, and what a weight changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from tying.plotting.palette import LIGHT


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
    title = "convolution" if shared else "locally connected"
    _frame(ax, title, left + len(changes[0]) * output, height, over=0.7)
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
