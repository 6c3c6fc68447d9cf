"""Matrices that are products of small tensors: low rank, Kronecker, block tensor-train."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Factors:
    """A square matrix that is a product of one or two small tensors.

    An output is numbered by two digits (a, b), and an input by (c, d); each digit has ``side``
    values. ``letters`` names the axes of each tensor. The entry at row (a, b) and column (c, d) is
    the product of the tensors, summed over the axis r, if there is one.

    The entries are linear in each tensor alone, and not in both.

    Attributes:
        letters: the axes of each tensor, such as ``("acr", "bdr")``.
        side: values of each digit; the matrix has ``side**2`` rows and columns.
        rank: values of the axis r.

    Raises:
        ValueError: if ``side`` or ``rank`` is not positive.

    Source:
        The entries are an Einstein summation, as in Potapczynski et al., *Searching for Efficient
        Linear Layers over a Continuous Space of Structured Matrices*, NeurIPS 2024.
    """

    letters: tuple[str, ...]
    side: int
    rank: int = 1

    def __post_init__(self) -> None:
        for name in ("side", "rank"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be 1 or more, got {getattr(self, name)}")

    def __len__(self) -> int:
        """How many numbers the tensors hold."""
        return sum(math.prod(shape) for shape in self.shapes)

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """The shape of each tensor."""
        return tuple(tuple(self._size(letter) for letter in axes) for axes in self.letters)

    @property
    def multiplications(self) -> int:
        """How many multiplications one input needs, with the last tensor first."""
        count, open_axes = 0, {"c", "d"}
        for k in reversed(range(len(self.letters))):
            axes = open_axes | set(self.letters[k])
            count += math.prod(self._size(letter) for letter in axes)
            open_axes = axes & {"a", "b", *"".join(self.letters[:k])}
        return count

    def expand(self, *tensors: Tensor) -> Tensor:
        """The matrix, of shape ``(..., side**2, side**2)``.

        Args:
            tensors: one for each of ``shapes``, with the same axes in front of it, if any; type
                and device of the matrix follow them.

        Raises:
            ValueError: if the tensors have other shapes.
        """
        given = tuple(tuple(one.shape) for one in tensors)
        ends = tuple(
            shape[len(shape) - len(end) :] for shape, end in zip(given, self.shapes, strict=False)
        )
        if len(given) != len(self.shapes) or ends != self.shapes:
            raise ValueError(f"the tensors must end in the shapes {self.shapes}, got {given}")
        formula = ",".join(f"...{axes}" for axes in self.letters) + "->...abcd"
        return torch.einsum(formula, *tensors).flatten(-4, -3).flatten(-2)

    def _size(self, letter: str) -> int:
        return self.rank if letter == "r" else self.side


def dense(side: int) -> Factors:
    """A matrix of ``side**2`` rows and columns in which every entry is a number of its own."""
    return Factors(("abcd",), side)


def low_rank(side: int, rank: int) -> Factors:
    """U Vᵀ, with ``rank`` columns in U and in V."""
    return Factors(("abr", "rcd"), side, rank)


def kronecker(side: int, terms: int = 1) -> Factors:
    """A sum of Kronecker products B ⊗ C; B and C have ``side`` rows and columns."""
    return Factors(("acr", "bdr"), side, terms)


def block_tensor_train(side: int, rank: int = 1) -> Factors:
    """Two factors with blocks on the diagonal, and fixed permutations; Monarch at ``rank`` 1.

    The entry is ``left[b, a, c, r] * right[c, b, d, r]``, summed over r.

    Source:
        Monarch: Dao et al., ICML 2022. Block tensor-train: Qiu et al., *Compute Better Spent*,
        ICML 2024.
    """
    return Factors(("bacr", "cbdr"), side, rank)
