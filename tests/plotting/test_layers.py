"""The picture of three layers: bars as long as their counts, and weights in their places."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from tying.layers import LocallyConnected2d, count_layers
from tying.plotting.layers import (
    LAYERS,
    plot_image,
    plot_kernels_and_outputs,
    plot_layer_counts,
    plot_weights,
)
from tying.plotting.palette import LIGHT
from tying.plotting.picture import new_figure


@pytest.fixture
def drawn():
    axes = new_figure().subplots(1, 2)
    return plot_layer_counts(axes, count_layers(32, 32, 3, 8, kernel=5))


def test_every_bar_has_its_number_and_ends_there(drawn):
    expected = [("19,273,856", "476,672", "608"), ("19,267,584", "470,400", "470,400")]
    for ax, numbers in zip(drawn, expected, strict=True):
        assert tuple(text.get_text() for text in ax.texts) == numbers
        for text, bar in zip(ax.texts, ax.patches, strict=True):
            assert text.xy[0] == int(text.get_text().replace(",", ""))
            assert bar.get_x() + bar.get_width() == pytest.approx(text.xy[0], rel=1e-2)
        assert ax.get_xscale() == "log"
        assert "logarithmic" in ax.get_title()


def test_only_the_parameters_of_the_convolution_have_the_colour_of_ties(drawn):
    colours = [[to_hex(bar.get_facecolor()) for bar in ax.patches] for ax in drawn]
    separate, tied, grey = (LIGHT[name] for name in ("separate", "tied", "muted"))
    assert colours == [[separate, separate, tied], [grey] * 3]
    labels = [" ".join(label.get_text().split()) for label in drawn[0].get_yticklabels()]
    assert labels == list(LAYERS)


def test_both_axes_share_a_scale_on_which_locality_shortens_both_alike(drawn):
    assert drawn[0].get_xlim() == drawn[1].get_xlim()

    def length(ax, row):
        return math.log10(ax.texts[row].xy[0]) / math.log10(ax.get_xlim()[1])

    assert length(drawn[0], 1) - length(drawn[1], 1) < 0.01  # biases are nearly nothing
    assert length(drawn[1], 1) == length(drawn[1], 2)
    assert length(drawn[0], 1) - length(drawn[0], 2) > 0.2


@pytest.mark.parametrize("shared", [False, True])
def test_the_numbers_in_a_window_are_where_the_layer_keeps_these_weights(shared):
    ax = plot_weights(new_figure().subplots(), (4, 9), kernel=3, places=((1, 5),), shared=shared)
    image = torch.arange(1.0, 37.0).reshape(1, 1, 4, 9)
    layer = torch.nn.Conv2d(1, 1, 3) if shared else LocallyConnected2d((4, 9), 1, 1, 3)
    layer(image)[0, 0, 1, 5].backward()
    assert layer.weight.grad is not None
    slopes = layer.weight.grad.flatten()
    numbers = {int(text.get_text()): text.get_position() for text in ax.texts}
    assert sorted(numbers) == slopes.nonzero().flatten().tolist()
    for number, (x, y) in numbers.items():
        assert slopes[number] == image[0, 0, int(y), int(x)]
    assert ("the same weights" in ax.get_title()) is shared


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
    (x0, y0), (x1, y1) = (ends(line)[-1] for line in lines)
    assert x1 - x0 == pytest.approx(y1 - y0)  # one place down, one to the right
