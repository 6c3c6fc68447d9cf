"""Parameters and arithmetic of one layer on an image: dense, locally connected, convolution.

The three layers map the same input to the same output. The locally connected layer is the dense
one with all weights outside a small window removed; the convolution is the locally connected one
with the windows' weights tied to one another. The first step saves weights and arithmetic, the
second, if both are computed directly, saves weights only.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

Bias = Literal["output", "channel", "none"]
"""Biases of the locally connected layer: one for each output number, one for each channel, none."""


@dataclass(frozen=True)
class LayerCount:
    """What one layer stores and computes.

    Attributes:
        weights: entries of the weight.
        biases: entries of the bias.
        macs: multiply-adds of one forward pass of one image, padding included.
    """

    weights: int
    biases: int
    macs: int

    @property
    def parameters(self) -> int:
        """Weights and biases."""
        return self.weights + self.biases


@dataclass(frozen=True)
class LayerCounts:
    """The three layers that map one input to one output.

    Attributes:
        height: rows of the output.
        width: columns of the output; ``height * width`` is the number of places.
        dense: every output sees every input.
        local: every output sees its window through weights of its own.
        convolution: every output sees its window through the one kernel of its channel.
    """

    height: int
    width: int
    dense: LayerCount
    local: LayerCount
    convolution: LayerCount

    @property
    def ratio(self) -> Fraction:
        """Parameters of the convolution divided by those of the locally connected layer.

        It is ``1 / (height * width)`` if neither has a bias, or if the locally connected layer
        has a bias for each output; with one bias for each channel in both it is larger.
        """
        return Fraction(self.convolution.parameters, self.local.parameters)


def output_size(size: int, kernel: int, stride: int = 1, padding: int = 0) -> int:
    """Places that a window finds along one side: ``(size + 2 padding - kernel) // stride + 1``.

    Args:
        size: pixels of the input along that side.
        kernel: pixels of the window.
        stride: step from one window to the next.
        padding: pixels of zeros at each end.

    Raises:
        ValueError: if a size is not positive, padding is negative, or the window does not fit.
    """
    for name, value in {"size": size, "kernel": kernel, "stride": stride}.items():
        if value < 1:
            raise ValueError(f"{name} must be 1 or more, got {value}")
    if padding < 0:
        raise ValueError(f"padding must be 0 or more, got {padding}")
    if kernel > size + 2 * padding:
        raise ValueError(
            f"a kernel of {kernel} does not fit into {size} pixels with padding {padding} "
            f"on both sides, {size + 2 * padding} in all; take a smaller kernel or more padding"
        )
    return (size + 2 * padding - kernel) // stride + 1


def check_bias(bias: str) -> None:
    """Refuse what is no convention for biases.

    Raises:
        ValueError: if ``bias`` is none of the words of :data:`Bias`.
    """
    if bias not in get_args(Bias):
        raise ValueError(f"bias must be 'output', 'channel' or 'none', got {bias!r}")


def count_layers(
    height: int,
    width: int,
    channels_in: int,
    channels_out: int,
    kernel: int,
    stride: int = 1,
    padding: int = 0,
    bias: Bias = "output",
) -> LayerCounts:
    """Count the three layers for an input of ``channels_in x height x width``.

    Args:
        height: rows of the input.
        width: columns of the input.
        channels_in: channels of the input.
        channels_out: channels of the output.
        kernel: rows and columns of the window.
        stride: step from one window to the next.
        padding: rows and columns of zeros on each side.
        bias: ``output`` gives the locally connected layer one bias for each output number,
            ``channel`` one for each output channel, as the convolution has them, and ``none``
            gives no layer a bias. The dense layer knows no channels: unless it has no bias, it
            has one for each output number.

    Returns:
        Weights, biases and multiply-adds of the three layers, and the size of their output.

    Raises:
        ValueError: if a size is not positive, the window does not fit, or ``bias`` is unknown.
    """
    check_bias(bias)
    for name, value in {"channels_in": channels_in, "channels_out": channels_out}.items():
        if value < 1:
            raise ValueError(f"{name} must be 1 or more, got {value}")
    rows = output_size(height, kernel, stride, padding)
    columns = output_size(width, kernel, stride, padding)
    window = channels_in * kernel**2
    inputs = channels_in * height * width
    outputs = channels_out * rows * columns
    biases_by_output = 0 if bias == "none" else outputs
    biases_by_channel = 0 if bias == "none" else channels_out
    return LayerCounts(
        height=rows,
        width=columns,
        dense=LayerCount(
            weights=inputs * outputs,
            biases=biases_by_output,
            macs=inputs * outputs,
        ),
        local=LayerCount(
            weights=window * outputs,
            biases=biases_by_output if bias == "output" else biases_by_channel,
            macs=window * outputs,
        ),
        convolution=LayerCount(
            weights=window * channels_out,
            biases=biases_by_channel,
            macs=window * outputs,
        ),
    )
