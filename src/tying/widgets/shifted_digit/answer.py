"""The layer of the shifted digit, and its responses."""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor, nn

from tying.device import device
from tying.layers import TwoWays, shift_both_ways

Padding = Literal["circular", "zeros"]

SIZE = 16
"""Rows and columns of the canvas."""

DIGIT = [
    [0, 0, 5, 13, 9, 1, 0, 0],
    [0, 0, 13, 15, 10, 15, 5, 0],
    [0, 3, 15, 2, 0, 11, 8, 0],
    [0, 4, 12, 0, 0, 8, 8, 0],
    [0, 5, 8, 0, 0, 9, 8, 0],
    [0, 4, 11, 0, 1, 12, 7, 0],
    [0, 2, 14, 5, 10, 12, 0, 0],
    [0, 0, 6, 13, 10, 0, 0, 0],
]
"""The first digit of scikit-learn's set, a zero, with ink from 0 to 16."""

KERNEL = [[2, 1, 0], [1, 0, -1], [0, -1, -1]]
"""A slanted edge; its weights add up to 1, so that the average of a map is not 0."""


def canvas() -> Tensor:
    """The digit in the middle of its canvas, with ink from 0 to 1, of shape ``(SIZE, SIZE)``."""
    image = torch.zeros(SIZE, SIZE, dtype=torch.float64, device=device())
    margin = (SIZE - len(DIGIT)) // 2
    image[margin:-margin, margin:-margin] = torch.tensor(DIGIT) / 16
    return image


def convolution(stride: int, padding: Padding) -> nn.Conv2d:
    """A layer of one channel with ``KERNEL``, and windows that reach one pixel over the edge."""
    layer = nn.Conv2d(
        1, 1, 3, stride, padding=1, padding_mode=padding, bias=False,
        dtype=torch.float64, device=device(),
    )  # fmt: skip
    with torch.no_grad():
        layer.weight[0, 0] = torch.tensor(KERNEL)
    return layer.requires_grad_(False)


def responses(
    rows: int, columns: int, stride: int = 1, padding: Padding = "circular"
) -> tuple[Tensor, TwoWays]:
    """The shifted canvas, and both ways to the response that has moved with it.

    Args:
        rows: pixels down.
        columns: pixels to the right.
        stride: step from one window to the next.
        padding: what lies outside the canvas.
    """
    layer, image = convolution(stride, padding), canvas()

    def respond(x: Tensor) -> Tensor:
        return layer(x[None])[0]

    return image.roll((rows, columns), (0, 1)), shift_both_ways(
        respond, image, (rows, columns), stride
    )
