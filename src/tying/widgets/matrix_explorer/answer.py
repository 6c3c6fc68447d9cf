"""A small layer as a matrix: where each weight stands, and what the weights receive."""

from __future__ import annotations

from typing import Any

import torch

from tying.device import device
from tying.structured import Padding, SharingPattern, convolution, locally_connected

IMAGE = [[3, 1, 4, 1, 5], [9, 2, 6, 5, 3], [5, 8, 9, 7, 9], [3, 2, 3, 8, 4]]
"""Pixels of the image; none is 0, so that every weight matters to every output that uses it."""

KERNEL = [2, -1, 0, 1, 3, -2, -1, 0, 1]
"""The weights at first, row by row."""

SIDE = 3
"""Rows and columns of the kernel."""

PADDINGS: tuple[Padding, ...] = ("valid", "same", "full", "circular")
STRIDES = (1, 2)


def pattern_of(setting: dict[str, Any]) -> SharingPattern:
    """The matrix of the layer: one kernel for all places, or one for each."""
    family = convolution if setting["shared"] else locally_connected
    return family(
        (len(IMAGE), len(IMAGE[0])), (SIDE, SIDE),
        stride=setting["stride"], padding=setting["padding"],
    )  # fmt: skip


def matrix_answer(setting: dict[str, Any]) -> dict[str, Any]:
    """What the page shows of a setting.

    The loss is half the sum of the squared outputs, so that its gradient by the outputs is the
    outputs themselves.

    Returns:
        ``index``, the number of the weight within its kernel at each entry of the matrix, or -1;
        the ``outputs``; and of the kernel that the chosen output uses the ``gradient`` and the
        ``occurrences`` of each weight.
    """
    pattern = pattern_of(setting)
    numbers = {"dtype": torch.float64, "device": device()}
    kernel = torch.tensor(setting["kernel"], **numbers)
    x = torch.tensor(IMAGE, **numbers).flatten()
    T = pattern.expand(kernel.expand(len(pattern) // len(kernel), -1).reshape(pattern.shape))
    y = T @ x
    sums = pattern.aggregate(torch.outer(y, x)), pattern.occurrences()
    place = 0 if setting["shared"] else setting["output"]
    gradient, occurrences = (one.reshape(-1, len(kernel))[place].tolist() for one in sums)
    index = torch.where(pattern.index < 0, -1, pattern.index % len(kernel))
    return {
        "index": index.tolist(),
        "outputs": y.tolist(),
        "gradient": gradient,
        "occurrences": occurrences,
    }
