"""The picture of two outputs: windows, kernels, lines from kernels to outputs, and changes."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from tying.plotting.layers import plot_image, plot_kernels_and_outputs
from tying.plotting.palette import LIGHT
from tying.plotting.picture import new_figure

KERNEL = [[1, 2], [3, 4]]
PLACES = {"A": (0, 0), "B": (1, 1)}


def drawn_outputs(changes, *, shared: bool):
    ax = new_figure().subplots()
    return plot_kernels_and_outputs(
        ax, KERNEL, PLACES, changes, added=(0, 1, 5), shared=shared
    )  # fmt: skip


def ends(line: Line2D) -> list[tuple[float, float]]:
    """Where a line starts and ends."""
    return [(float(x), float(y)) for x, y in np.asarray(line.get_xydata())]


def test_an_image_has_its_numbers_and_a_window_for_each_output():
    ax = plot_image(new_figure().subplots(), [[1, 2, 3], [4, 5, 6], [7, 8, 9]], PLACES, kernel=2)
    assert [text.get_text() for text in ax.texts] == [*"123456789", "A", "B"]
    boxes = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    windows = [box for box in boxes if box.get_width() == 2]
    assert [window.get_xy() for window in windows] == [(0, 0), (1, 1)]
    assert len({window.get_linestyle() for window in windows}) == 2


def test_a_convolution_has_one_kernel_from_which_both_lines_start():
    ax = drawn_outputs([[1, 2], [3, 4]], shared=True)
    assert [text.get_text() for text in ax.texts][:4] == ["1", "7", "3", "4"]
    assert (len(ax.lines), len({ends(line)[0] for line in ax.lines})) == (2, 1)


def test_a_locally_connected_layer_has_two_kernels_and_the_first_changes():
    ax = drawn_outputs([[1, 0], [0, 0]], shared=False)
    texts = [text.get_text() for text in ax.texts]
    assert texts == ["1", "7", "3", "4", *"1234", "+1", "", "", "", "A", "B"]
    assert len({ends(line)[0] for line in ax.lines}) == 2


@pytest.mark.parametrize("shared", [False, True])
def test_lines_of_separate_kernels_are_dashed_and_end_at_their_outputs(shared):
    lines = drawn_outputs([[1, 0], [0, 0]], shared=shared).lines
    assert {line.get_linestyle() for line in lines} == {"-" if shared else "--"}
    assert {line.get_color() for line in lines} == {LIGHT["tied" if shared else "separate"]}
    (x0, y0), (x1, y1) = (ends(line)[-1] for line in lines)
    assert x1 - x0 == pytest.approx(y1 - y0)  # one place down, one to the right
