"""A tied autoencoder of two inputs and two units, whose code is turned."""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor

from tying.device import device

MATRIX = ((1.0, 0.6), (-0.4, 1.1))
"""W before it is turned; its rows are neither unit nor orthogonal."""

CORNERS = (
    *((-1.0, -1.6), (-1.0, 1.6), (1.1, 1.6), (1.1, 1.0), (-0.25, 1.0)),
    *((-0.25, 0.4), (0.75, 0.4), (0.75, -0.25), (-0.25, -0.25), (-0.25, -1.6)),
)
"""The inputs lie on the outline of a letter F, which shows each rotation and each mirror."""

PARTS = 4
"""Points on each side of the outline: an activation bends the sides."""

ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "linear": lambda z: z,
    "tanh": torch.tanh,
    "relu": torch.relu,
}
"""What each unit does with its sum, by name."""

STEP = 5
"""Degrees from one angle to the next."""


def outline() -> Tensor:
    """The inputs, ``(points, 2)``, in order around the letter."""
    corners = torch.tensor(CORNERS, dtype=torch.float64, device=device())
    shares = torch.arange(PARTS, dtype=torch.float64, device=device())[:, None] / PARTS
    sides = torch.lerp(corners[:, None], corners.roll(-1, 0)[:, None], shares)
    return sides.flatten(0, 1)


def orthogonal(angle: float, mirror: bool) -> Tensor:
    """Q: a rotation by ``angle`` degrees, after a change of sign of unit 2 if there is a mirror."""
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    sign = -1.0 if mirror else 1.0
    return torch.tensor([[c, -s * sign], [s, c * sign]], dtype=torch.float64, device=device())


def turned(angle: float, mirror: bool) -> Tensor:
    """The matrix Q W."""
    W = torch.tensor(MATRIX, dtype=torch.float64, device=device())
    return orthogonal(angle, mirror) @ W


def outputs(W: Tensor, activation: str) -> Tensor:
    """The outputs ``Wᵀ σ(W x)`` for all inputs, ``(points, 2)``."""
    return ACTIVATIONS[activation](outline() @ W.mT) @ W


def change(angle: float, mirror: bool, activation: str) -> float:
    """Root mean squared distance between the outputs with W and with Q W."""
    before = outputs(turned(0, mirror=False), activation)
    after = outputs(turned(angle, mirror), activation)
    return float((after - before).square().sum(1).mean().sqrt())
