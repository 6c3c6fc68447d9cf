"""Soft ties between values that are observed with Gaussian noise.

Value θ_i has an observation x_i of variance v_i and precision 1/v_i. Each spring between two values
adds ``(θ_i - θ_j)²/(2 σ²)`` to the negative log likelihood: a Gaussian prior of variance σ²
on their difference. The prior says nothing of a common shift of all values, along which it is flat
(improper). The posterior is proper where each group of joined values has an observation.

A penalty ``strength (θ_i - θ_j)²`` is this prior with ``σ² = 1/(2 strength)``, if it is added to
the negative log likelihood. If it is added to a plain sum of squares of data with noise variance
τ², it is the prior with ``σ² = τ²/strength``.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Posterior:
    """A Gaussian distribution of n values, given their observations.

    Attributes:
        mean: the most probable values, ``(..., n)``.
        covariance: shape ``(..., n, n)``.
    """

    mean: Tensor
    covariance: Tensor


def pair_posterior(x: Tensor, variance: Tensor, spread: Tensor | float) -> Posterior:
    """Two values whose difference has the prior variance σ², ``spread``.

    Each estimate moves towards the other observation by the share of its own variance in
    ``s = v_i + v_j + σ²``, the variance of ``x_i - x_j`` under the prior::

        mean_i = x_i - (x_i - x_j) v_i/s,
        covariance_ii = v_i - v_i²/s,  covariance_ij = v_i v_j/s.

    Args:
        x: the two observations, ``(..., 2)``.
        variance: their variances, ``(..., 2)``, finite.
        spread: σ², from 0 (one value for both) to infinity (no tie); broadcast over the dots.

    Raises:
        ValueError: if a variance is negative or infinite, the spread is negative, or all are zero.
    """
    spread = torch.as_tensor(spread, dtype=x.dtype, device=x.device)
    if not (variance.isfinite() & (variance >= 0)).all():
        raise ValueError(
            f"variances must be finite and 0 or more, got {variance.tolist()}; "
            "for a value without an observation use map_estimate, with precision 0"
        )
    if not (spread >= 0).all():
        raise ValueError(f"spread must be 0 or more, got {spread.tolist()}")
    total = (variance.sum(-1) + spread)[..., None]
    if not (total > 0).all():
        raise ValueError(
            "variances and spread are all 0, so that nothing is uncertain; make one positive"
        )
    share = variance / total
    along = share[..., :, None] * variance[..., None, :]  # v_i v_j / s
    signs = torch.tensor([[-1.0, 1.0], [1.0, -1.0]], dtype=x.dtype, device=x.device)
    covariance = torch.diag_embed(variance.expand(share.shape)) + signs * along
    return Posterior(x - share * (x - x.flip(-1)), covariance)


def laplacian(springs: Tensor) -> Tensor:
    """L with ``θᵀ L θ = Σ p_ij (θ_i - θ_j)²`` over all pairs: the prior is ``exp(-θᵀ L θ/2)``.

    Args:
        springs: prior precisions p_ij = 1/σ_ij² of the differences, ``(n, n)``, symmetric, and 0
            for pairs without a spring.

    Returns:
        Tensor of shape ``(n, n)``, whose rows add to zero.

    Raises:
        ValueError: if the matrix is not square and symmetric, has a negative entry, or joins a
            value to itself.
    """
    if springs.ndim != 2 or springs.shape[0] != springs.shape[1]:
        raise ValueError(f"springs must be a square matrix, got shape {tuple(springs.shape)}")
    if not torch.equal(springs, springs.mT) or not (springs >= 0).all():
        raise ValueError("springs must be symmetric and 0 or more: p_ij is p_ji")
    if springs.diagonal().any():
        raise ValueError("springs join two different values; set the diagonal to 0")
    return torch.diag(springs.sum(1)) - springs


def map_estimate(x: Tensor, precision: Tensor, L: Tensor) -> Tensor:
    """The most probable values under the springs of a graph, ``(Λ + L)⁻¹ Λ x``.

    Their sum, weighted by the precisions, is that of the observations, however strong the springs.
    Under a complete graph of equal springs, with equal precisions, it is partial pooling:
    :func:`tying.risk.pool` with the weight ``v/(v + τ²)`` if each spring has the precision
    ``1/(n τ²)``.

    Args:
        x: observations, ``(..., n)``.
        precision: their precisions 1/v_i, ``(n,)``; 0 for a value without an observation,
            whose x_i is then not used but must be finite.
        L: the Laplacian of the springs, see :func:`laplacian`.

    Returns:
        Tensor of the shape of ``x``.

    Raises:
        ValueError: if a precision is negative, or some joined values have no observation at all.
    """
    if not (precision.isfinite() & (precision >= 0)).all():
        raise ValueError(f"precisions must be finite and 0 or more, got {precision.tolist()}")
    if not _reached(precision > 0, L).all():
        raise ValueError(
            "the springs leave some values free; each group of joined values needs an "
            "observation with a precision above 0"
        )
    return torch.linalg.solve(torch.diag(precision) + L, (precision * x)[..., None])[..., 0]


def _reached(observed: Tensor, L: Tensor) -> Tensor:
    """Which values a chain of springs joins to an observed one, ``(n,)`` of truth values."""
    joined = (L != 0).to(L.dtype)
    for _ in range(len(L)):
        observed = observed | (joined @ observed.to(L.dtype) > 0)
    return observed
