"""Bringing the units of one network as near as possible to those of another."""

from __future__ import annotations

import itertools

import torch
from torch import Tensor
from torch.nn import functional as F

MOST_UNITS = 8
"""Units that are matched at most: all their orders are compared, and eight have 40,320."""


def orthogonal_procrustes(W: Tensor, target: Tensor) -> Tensor:
    """The orthogonal matrix Q for which ``|Q W - target|`` (Frobenius) is least.

    With the singular value decomposition ``target Wᵀ = U S Vᵀ`` it is ``Q = U Vᵀ``. If the two
    matrices have the same Gram matrix, ``Q W`` is the target. Q is the only solution if
    ``target Wᵀ`` has full rank.

    Args:
        W: matrices of shape ``(..., k, d)``, a row for each unit.
        target: of the same shape.

    Returns:
        Tensor of shape ``(..., k, k)``.

    Raises:
        ValueError: if the shapes differ.

    Source:
        P. Schönemann, *A generalized solution of the orthogonal Procrustes problem*, 1966.
    """
    _require_pair(W, target)
    U, _, Vh = torch.linalg.svd(target @ W.mT)
    return U @ Vh


def match_units(W: Tensor, target: Tensor, *, signs: bool = False) -> Tensor:
    """The permutation matrix P for which ``|P W - target|`` (Frobenius) is least.

    The squared distance is a constant minus twice the sum of the inner products of the rows that P
    puts together. All orders of the units are compared, so the result is exact.

    Args:
        W: matrices of shape ``(..., k, d)``, a row for each unit, with k at most ``MOST_UNITS``.
        target: of the same shape.
        signs: whether P may also change the signs of rows.

    Returns:
        Tensor of shape ``(..., k, k)``.

    Raises:
        ValueError: if the shapes differ, or there are too many units.
    """
    _require_pair(W, target)
    k = W.shape[-2]
    if k > MOST_UNITS:
        raise ValueError(
            f"W must have at most {MOST_UNITS} rows, got {k}; "
            "an assignment solver, such as scipy's linear_sum_assignment, matches more"
        )
    products = target @ W.mT
    gains = products.abs() if signs else products
    orders = torch.tensor(list(itertools.permutations(range(k))), device=W.device)
    sums = gains[..., torch.arange(k, device=W.device), orders].sum(-1)
    P = F.one_hot(orders[sums.argmax(-1)], k).to(W)
    return torch.where(products < 0, -P, P) if signs else P


def _require_pair(W: Tensor, target: Tensor) -> None:
    if W.shape != target.shape or W.ndim < 2:
        raise ValueError(
            "W and target must be matrices of one shape, "
            f"got {tuple(W.shape)} and {tuple(target.shape)}"
        )
