"""The problem *How much does a convolution save?*."""

from collections.abc import Mapping
from typing import Any

from tying.check.entries import Case, Function, Mistake, Value, Values

STRIDE_1 = (12, 10, 2, 4, 3)
STRIDE_2 = (12, 10, 2, 4, 3, 2, 0)
PADDED = (11, 14, 3, 2, 5, 3, 2)
"""Layers: H, W, c_in, c_out, k, and perhaps s and p."""

ROWS_TWICE = "The image has rows and columns, and their numbers may differ."


def _pair(layer: tuple[int, ...], local: Value, convolution: Value) -> Case:
    parts: Mapping[str, Any] = {"locally connected": local, "convolution": convolution}
    return Case(lambda: layer, Values(parts))


def _local(right: int, no_bias: int, bias_per_channel: int, one_channel: int) -> Value:
    mistakes: tuple[Mistake, ...] = (
        (no_bias, "The biases are missing."),
        (bias_per_channel, "It has one bias for each output, and not for each channel."),
        (one_channel, "A window sees all input channels."),
    )
    return Value(right, mistakes)


def _shared(right: int, no_bias: int, one_channel: int) -> Value:
    mistakes: tuple[Mistake, ...] = (
        (no_bias, "The biases are missing."),
        (one_channel, "A window sees all input channels."),
    )
    return Value(right, mistakes)


def _ratio(layer: tuple[int, ...], right: float, of_input: float) -> Case:
    pixels = "Count the places of the output, and not the pixels of the input."
    return Case(lambda: layer, Value(right, ((of_input, pixels),)))


def _products(layer: tuple[int, ...], right: int, once: int, square: int) -> Case:
    stored = "That counts each stored weight once, but it is multiplied at every place."
    local = Value(right, ((square, ROWS_TWICE),))
    return _pair(layer, local, Value(right, ((once, stored), (square, ROWS_TWICE))))


EXERCISES = {
    "parameters": Function(
        "parameters(H, W, c_in, c_out, k, s=1, p=0)",
        (
            _pair(STRIDE_1, _local(6080, 5760, 5764, 3200), _shared(76, 72, 40)),
            _pair(STRIDE_2, _local(1520, 1440, 1444, 800), _shared(76, 72, 40)),
            _pair(PADDED, _local(3040, 3000, 3002, 1040), _shared(152, 150, 52)),
        ),
    ),
    "ratio": Function(
        "ratio(H, W, c_in, c_out, k, s=1, p=0)",
        (
            _ratio(STRIDE_1, 0.0125, 1 / 120),
            _ratio(STRIDE_2, 0.05, 1 / 120),
            _ratio(PADDED, 0.05, 1 / 154),
        ),
    ),
    "multiply-adds": Function(
        "multiply_adds(H, W, c_in, c_out, k, s=1, p=0)",
        (
            _products(STRIDE_1, 5760, 72, 7200),
            _products(STRIDE_2, 1440, 72, 1800),
            _products(PADDED, 3000, 150, 2400),
        ),
    ),
}
