"""The three layers as modules of torch, and the counts of these modules."""

from __future__ import annotations

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from tying.layers import Bias, LayerCount, LayerCounts, LocallyConnected2d, output_size


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
    """The counts of :func:`tying.layers.count_layers`, taken from real layers.

    They are built on the ``meta`` device, where a tensor has a shape and no memory, and run once
    under torch's counter of operations, which takes a multiply-add as two.

    Args:
        height: rows of the input.
        width: columns of the input.
        channels_in: channels of the input.
        channels_out: channels of the output.
        kernel: rows and columns of the window.
        stride: step from one window to the next.
        padding: rows and columns of zeros on each side.
        bias: the convention of :func:`tying.layers.count_layers`.

    Raises:
        ValueError: if a size is not positive, the window does not fit, or ``bias`` is unknown.
    """
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
            dense=_count(linear, image.flatten(1)),
            local=_count(local, image),
            convolution=_count(convolution, image),
        )


def _count(layer: nn.Linear | nn.Conv2d | LocallyConnected2d, x: torch.Tensor) -> LayerCount:
    with FlopCounterMode(display=False) as counter:
        layer(x)
    biases = 0 if layer.bias is None else layer.bias.numel()
    return LayerCount(layer.weight.numel(), biases, counter.get_total_flops() // 2)
