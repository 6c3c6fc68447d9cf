"""Which weight stands at which entry of a matrix."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class SharingPattern:
    """A matrix in which every entry is one of a few weights, or zero.

    Let z hold the weights and θ all entries of the matrix, row by row. Then θ = Az, with a single 1
    in each row of A whose entry holds a weight. :meth:`expand` applies A, and :meth:`aggregate`
    applies its transpose.

    Attributes:
        index: shape ``(rows, columns)``: the number of the weight at each entry, -1 for a zero.
        shape: shape of the weights, which are numbered row by row.

    Raises:
        ValueError: if ``index`` is no matrix of whole numbers, or names a weight that is not there.
    """

    index: Tensor
    shape: tuple[int, ...]

    def __post_init__(self) -> None:
        if self.index.ndim != 2 or self.index.dtype != torch.int64:
            raise ValueError(
                "index must be a matrix of int64, the number of a weight for each entry; got "
                f"shape {tuple(self.index.shape)} of {self.index.dtype}"
            )
        if self.index.numel() and not -1 <= int(self.index.min()) <= int(self.index.max()) < len(
            self
        ):
            raise ValueError(
                f"index must be from -1 (a zero) to {len(self) - 1} for weights of shape "
                f"{self.shape}, got {int(self.index.min())} to {int(self.index.max())}"
            )

    def __len__(self) -> int:
        """How many weights there are."""
        return math.prod(self.shape)

    def expand(self, weights: Tensor) -> Tensor:
        """The matrix with these weights, of shape ``(rows, columns)``.

        Args:
            weights: of the pattern's ``shape``; type and device of the matrix follow it.

        Raises:
            ValueError: if ``weights`` has another shape.
        """
        if tuple(weights.shape) != self.shape:
            raise ValueError(f"weights must have shape {self.shape}, got {tuple(weights.shape)}")
        index = self.index.to(weights.device)
        padded = torch.cat([weights.flatten(), weights.new_zeros(1)])
        return padded[index]  # -1 is the zero at the end

    def aggregate(self, G: Tensor) -> Tensor:
        """The sum of ``G`` over all entries that hold a weight, for each weight.

        This is the adjoint of :meth:`expand`: ⟨expand(z), G⟩ = ⟨z, aggregate(G)⟩. If ``G`` is the
        gradient of a loss by the entries of the matrix, it is the gradient by the weights.

        Args:
            G: shape ``(rows, columns)``.

        Raises:
            ValueError: if ``G`` has another shape.
        """
        if G.shape != self.index.shape:
            raise ValueError(
                f"G must have the shape of the matrix, {tuple(self.index.shape)}, "
                f"got {tuple(G.shape)}"
            )
        held = self.index.to(G.device).flatten() + 1  # the zeros go into a number of their own
        sums = G.new_zeros(len(self) + 1).index_add(0, held, G.flatten())
        return sums[1:].reshape(self.shape)

    def occurrences(self) -> Tensor:
        """How often each weight stands in the matrix, as whole numbers of the pattern's shape."""
        return self.aggregate(torch.ones_like(self.index))

    def tie_matrix(self) -> Tensor:
        """The matrix A of θ = Az, of shape ``(rows * columns, weights)``, with 0 and 1."""
        numbers = torch.arange(len(self), device=self.index.device)
        return (self.index.flatten()[:, None] == numbers).to(torch.get_default_dtype())

    def project(self, matrix: Tensor) -> Tensor:
        """The nearest matrix of this pattern: each weight is the mean over its places.

        Nearest in the sum of squared differences. A weight that stands nowhere is zero.

        Args:
            matrix: shape ``(rows, columns)``.
        """
        counts = self.occurrences().to(matrix).clamp(min=1)
        return self.expand(self.aggregate(matrix) / counts)

    def contains(self, matrix: Tensor, tolerance: float = 1e-9) -> bool:
        """Whether all places of a weight hold one number in ``matrix``, and all others zero.

        Args:
            matrix: shape ``(rows, columns)``.
            tolerance: the largest difference that is taken for rounding.
        """
        return bool((matrix - self.project(matrix)).abs().max() <= tolerance)
