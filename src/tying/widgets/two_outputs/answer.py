"""A convolution and its locally connected twin, and what a change of one weight does to each."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from tying.device import device
from tying.layers import LocallyConnected2d, output_size

IMAGE = [
    [3, 1, 4, 1, 5, 9],
    [2, 6, 5, 3, 5, 8],
    [9, 7, 9, 3, 2, 3],
    [8, 4, 6, 2, 6, 4],
    [3, 3, 8, 3, 2, 7],
    [9, 5, 2, 8, 8, 4],
]
"""Pixels of the image; none is 0, so that every weight matters to every output that uses it."""

KERNEL = [[2, 1, 0], [1, 0, -1], [0, -1, -1]]
"""The kernel of the convolution, and of every place of its twin before the change."""

PLACES = output_size(len(IMAGE), len(KERNEL))
"""Rows and columns of the output."""


def changes(place: int, weight: int, added: int) -> dict[str, Tensor]:
    """By how much the outputs change if one weight does, at stride 1 and without padding.

    Args:
        place: the output whose kernel the change belongs to in the locally connected layer.
        weight: the number of the weight within its kernel, row by row.
        added: what is added to it.

    Returns:
        Changes of shape ``(PLACES, PLACES)``, of the ``convolution`` and of the ``local`` layer.
    """
    numbers = {"dtype": torch.float64, "device": device()}
    image = torch.tensor(IMAGE, **numbers)[None, None]
    convolution = nn.Conv2d(1, 1, len(KERNEL), bias=False, **numbers)
    with torch.no_grad():
        convolution.weight[0, 0] = torch.tensor(KERNEL, **numbers)
        local = LocallyConnected2d.from_convolution(convolution, (len(IMAGE), len(IMAGE)))
        chosen = {"convolution": convolution.weight.view(-1), "local": local.weight[place, 0]}
        layers = {"convolution": convolution, "local": local}
        changed = {}
        for name, layer in layers.items():
            before = layer(image)
            chosen[name][weight] += added
            changed[name] = (layer(image) - before)[0, 0]
    return changed
