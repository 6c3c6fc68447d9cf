"""How many directions of the weights change what a network computes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.func import jacrev


@dataclass(frozen=True)
class Directions:
    """Directions of the weights at one point, to first order.

    Attributes:
        stored: numbers in the weights, which are all directions.
        effective: independent directions that change the outputs, the rank of the Jacobian.
    """

    stored: int
    effective: int

    @property
    def free(self) -> int:
        """Independent directions that change no output."""
        return self.stored - self.effective


def count_directions(
    outputs: Callable[..., Tensor], *weights: Tensor, rtol: float = 1e-9
) -> Directions:
    """Count the directions by the rank of the Jacobian of the outputs by all weights.

    Enough inputs are needed: with fewer outputs than weights, directions seem free because no input
    shows them. Weights should be doubles.

    Args:
        outputs: takes the weights and returns what the network computes from some inputs, a tensor
            of any shape; for a linear network, its matrix.
        weights: tensors of any shape, the point at which is counted.
        rtol: singular values below this share of the largest count as zero.

    Raises:
        ValueError: if no weights are given.
    """
    if not weights:
        raise ValueError("weights must be one or more tensors, got none; pass those of the network")
    jacobians = jacrev(outputs, argnums=tuple(range(len(weights))))(*weights)
    pairs = zip(jacobians, weights, strict=True)
    columns = [jacobian.reshape(-1, weight.numel()) for jacobian, weight in pairs]
    rank = torch.linalg.matrix_rank(torch.cat(columns, dim=1), rtol=rtol)
    return Directions(sum(weight.numel() for weight in weights), int(rank))
