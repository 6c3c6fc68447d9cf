"""The picture of three layers: bars as long as their counts, and weights in their places."""

from __future__ import annotations

import math

import pytest
import torch
from matplotlib.colors import to_hex

from tying.layers import LocallyConnected2d, count_layers
from tying.plotting.layers import LAYERS, plot_layer_counts, plot_weights
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
