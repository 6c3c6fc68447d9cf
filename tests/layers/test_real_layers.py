"""Real layers, counted on the meta device, against the formulas and the worked example."""

from __future__ import annotations

import itertools

import pytest
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from tying.layers import (
    Bias,
    LayerCount,
    LayerCounts,
    LocallyConnected2d,
    count_layers,
    output_size,
)


def count_real_layers(
    height: int,
    width: int,
    channels_in: int,
    channels_out: int,
    kernel: int,
    stride: int = 1,
    padding: int = 0,
    bias: Bias = "output",
) -> LayerCounts:
    """The counts of modules on the ``meta`` device, where a tensor has a shape and no memory."""
    rows, columns = (output_size(side, kernel, stride, padding) for side in (height, width))
    window = (channels_in, channels_out, kernel, stride, padding)
    with torch.device("meta"):
        image = torch.empty(1, channels_in, height, width)
        local = LocallyConnected2d((height, width), *window, bias=bias)
        convolution = nn.Conv2d(*window, bias=bias != "none")
        linear = nn.Linear(image.numel(), channels_out * rows * columns, bias=bias != "none")
        return LayerCounts(
            height=rows,
            width=columns,
            dense=counted(linear, image.flatten(1)),
            local=counted(local, image),
            convolution=counted(convolution, image),
        )


def counted(layer: nn.Linear | nn.Conv2d | LocallyConnected2d, x: torch.Tensor) -> LayerCount:
    """Weights and biases of a module, and its multiply-adds, each of which torch counts as two."""
    with FlopCounterMode(display=False) as counter:
        layer(x)
    biases = 0 if layer.bias is None else layer.bias.numel()
    return LayerCount(layer.weight.numel(), biases, counter.get_total_flops() // 2)


def test_the_example_of_the_text():
    assert count_real_layers(32, 32, 3, 8, kernel=5) == LayerCounts(
        height=28,
        width=28,
        dense=LayerCount(19_267_584, 6_272, 19_267_584),
        local=LayerCount(470_400, 6_272, 470_400),
        convolution=LayerCount(600, 8, 470_400),
    )


@pytest.mark.parametrize("bias", ["output", "channel", "none"])
def test_real_layers_hold_what_the_formulas_say(bias):
    sizes = itertools.product((1, 7, 64), (3, 64), (1, 5), (1, 64), (1, 3), (1, 2), (0, 3))
    fits = [one for one in sizes if one[4] <= min(one[0], one[1]) + 2 * one[6]]
    assert len(fits) > 100
    for setting in fits:
        expected = count_layers(*setting, bias=bias)
        assert count_real_layers(*setting, bias=bias) == expected, setting


@pytest.mark.parametrize(
    ("setting", "words"),
    [((4, 9, 1, 1, 5), "does not fit into 4 pixels"), ((9, 9, 1, 1, 3, 0), "stride must be 1")],
)
def test_what_cannot_be_built_is_not_counted(setting, words):
    with pytest.raises(ValueError, match=words):
        count_layers(*setting)
