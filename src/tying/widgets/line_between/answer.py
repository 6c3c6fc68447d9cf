"""Two trained networks, changes that bring the first one nearer, and the line between them."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from tying.device import device
from tying.symmetry import losses_between, match_units, orthogonal_procrustes
from tying.widgets.line_between.networks import IMAGES, NETWORKS

ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "linear": lambda z: z,
    "tanh": torch.tanh,
    "relu": torch.relu,
}
"""What each unit does with its sum, by the kind of network."""

CHANGES: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "none": lambda one, _: one,
    "order": lambda one, other: match_units(one, other) @ one,
    "signs": lambda one, other: match_units(one, other, signs=True) @ one,
    "rotation": lambda one, other: orthogonal_procrustes(one, other) @ one,
}
"""The first network as it is, or with the best order, order and signs, or rotation of its units."""

PLACES = 21
"""Places on the line, both ends included."""

SHOWN = (0, 1, 2, 3, 7)
"""The images that are drawn, by their place in the data."""


def images() -> Tensor:
    """The images with values from 0 to 4, ``(images, 16)``."""
    return torch.tensor(IMAGES, dtype=torch.float64, device=device()) / 16


def network(kind: str, which: int) -> Tensor:
    """W of the first (0) or the second (1) network, ``(4, 16)``."""
    return torch.tensor(NETWORKS[kind][which], dtype=torch.float64, device=device()) / 100


def changed(kind: str, change: str) -> Tensor:
    """The first network after a change."""
    return CHANGES[change](network(kind, 0), network(kind, 1))


def outputs(W: Tensor, kind: str) -> Tensor:
    """What the network puts out for each image: the mean image is taken away and put back."""
    mean = images().mean(0)
    return ACTIVATIONS[kind]((images() - mean) @ W.mT) @ W + mean


def loss(W: Tensor, kind: str) -> Tensor:
    """Mean squared length of the error over the images."""
    return (outputs(W, kind) - images()).square().sum(1).mean()


def losses(kind: str, change: str) -> Tensor:
    """The loss at all places from the changed first network to the second."""
    ends = changed(kind, change), network(kind, 1)
    return losses_between(lambda W: loss(W, kind), *ends, steps=PLACES)


def between(kind: str, change: str, place: int) -> Tensor:
    """W at a place of the line."""
    return torch.lerp(changed(kind, change), network(kind, 1), place / (PLACES - 1))
