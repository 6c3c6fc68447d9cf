"""The gradient of an area whose two sides use one weight, traced use by use."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from tying.device import device
from tying.trace import trace


class Rectangle(nn.Module):
    """The area w · (w + a), as a model with one parameter and two uses."""

    def __init__(self, weight: float, added: float) -> None:
        super().__init__()
        here = {"dtype": torch.float64, "device": device()}
        self.weight = nn.Parameter(torch.tensor(float(weight), **here))
        self.added = added

    def forward(self) -> Tensor:
        """The area, of shape ``()``."""
        height, width = self.weight, self.weight + self.added
        return height * width


def growth_of_area(weight: float, added: float, step: float) -> dict[str, Any]:
    """What the weight receives, and how much the area grows when it rises by ``step``.

    Args:
        weight: the weight w, which is the height.
        added: what the width has more than the height.
        step: by how much the weight rises.

    Returns:
        The ``area``, the ``contributions`` of the height and of the width to the gradient, the
        ``gradient``, and the ``growth`` of the area, as numbers.
    """
    model = Rectangle(weight, added)
    with trace(model) as traced:
        area = model()
        area.backward()
    use = {use.op: use.grad.item() for use in traced.uses("weight")}
    gradient = traced.sum("weight")
    assert gradient is not None  # backward has reached the weight
    larger = Rectangle(weight + step, added)
    return {
        "area": area.item(),
        "contributions": [use["mul"], use["add"]],
        "gradient": gradient.item(),
        "growth": (larger() - area).item(),
    }
