"""The problem *How much does a convolution save?*."""

from collections.abc import Mapping
from typing import Any

from tying.check.entries import Case, Function, Value, Values

CALL = "(H, W, c_in, c_out, k, s=1, p=0)"
STRIDE_1 = (13, 10, 2, 4, (3, 5))
STRIDE_2 = (13, 10, 2, 4, (3, 5), 2, 0)
PADDED = (11, 15, 3, 2, (5, 4), 3, 2)
"""Layers: H, W, c_in, c_out, k, and perhaps s and p."""

PIXELS = "Count the places of the output, and not the pixels of the input."
STRIDE = "The stride is missing: how far does the window move?"
PADDING = "The padding is missing."
PADDED_ONCE = "The padding stands on both sides of the image."
ONE_AXIS = "The window moves on two axes."
SQUARE_IMAGE = "The image has rows and columns, and their numbers may differ."
SQUARE_WINDOW = "The window has rows and columns, and their numbers may differ."
EXCHANGED = "The window is exchanged: the pair k has its rows first."
LAST_PLACE = "The window starts at 0: that place counts, too."
NO_BIAS = "The biases are missing."
CHANNEL_BIAS = "It has one bias for each place and channel, and not for each channel."
ONE_CHANNEL = "A window sees all input channels."
ONCE = "That counts each stored weight once, but it is multiplied at every place."
ADDED = "The additions of the biases do not count."
BOTH = "A product and its addition count as one multiply-add."

Mistakes = Mapping[float, str]
"""Sentences by the wrong numbers that they belong to; a mistake stands where it shows first.

A ratio has eight digits: another layer of the hidden tests may have the same number of places.
"""


def _one(layer: tuple[Any, ...], right: float, mistakes: Mistakes) -> Case:
    return Case(lambda: layer, _value(right, mistakes))


def _pair(
    layer: tuple[Any, ...], right: tuple[int, int], local: Mistakes, convolution: Mistakes
) -> Case:
    parts = {
        "locally connected": _value(right[0], local),
        "convolution": _value(right[1], convolution),
    }
    return Case(lambda: layer, Values(parts, form="tuple"))


def _value(right: float, mistakes: Mistakes) -> Value:
    return Value(right, tuple(mistakes.items()), alone=True)


EXERCISES = {
    "parameters": Function(
        f"parameters{CALL}",
        (
            _pair(
                STRIDE_1,
                (8184, 124),
                {
                    16120: PIXELS,
                    1364: ONE_AXIS,
                    15004: SQUARE_IMAGE,
                    8928: EXCHANGED,
                    6200: LAST_PLACE,
                    7920: NO_BIAS,
                    7924: CHANNEL_BIAS,
                    4224: ONE_CHANNEL,
                    6688: SQUARE_WINDOW,
                },
                {},
            ),
            _pair(STRIDE_2, (2232, 124), {8184: STRIDE}, {}),
            _pair(PADDED, (2928, 122), {1464: PADDING, 1830: PADDED_ONCE}, {}),
        ),
    ),
    "ratio": Function(
        f"ratio{CALL}",
        (
            _one(
                STRIDE_1,
                0.015151515,
                {
                    0.0076923077: PIXELS,
                    0.090909091: ONE_AXIS,
                    0.0082644628: SQUARE_IMAGE,
                    0.013888889: EXCHANGED,
                    0.02: LAST_PLACE,
                    0.011363636: SQUARE_WINDOW,
                },
            ),
            _one(STRIDE_2, 0.055555556, {0.015151515: STRIDE}),
            _one(PADDED, 0.041666667, {0.083333333: PADDING, 0.066666667: PADDED_ONCE}),
        ),
    ),
    "multiply-adds": Function(
        f"multiply_adds{CALL}",
        (
            _pair(
                STRIDE_1,
                (7920, 7920),
                {
                    15600: PIXELS,
                    1320: ONE_AXIS,
                    14520: SQUARE_IMAGE,
                    8640: EXCHANGED,
                    6000: LAST_PLACE,
                    8184: ADDED,
                    15840: BOTH,
                    3960: ONE_CHANNEL,
                    6336: SQUARE_WINDOW,
                },
                {120: ONCE},
            ),
            _pair(STRIDE_2, (2160, 2160), {7920: STRIDE}, {}),
            _pair(PADDED, (2880, 2880), {1440: PADDING, 1800: PADDED_ONCE}, {}),
        ),
    ),
}
