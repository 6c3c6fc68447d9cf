"""Weights that find their own groups: a mixture of Gaussians as their prior, learned with them.

Weight w_i adds ``-log Σ_k π_k N(w_i; μ_k, s_k²)`` to the negative log likelihood. A component that
becomes narrow holds its weights nearly equal: a soft tie of whichever weights lie near μ_k.

Source:
    Nowlan & Hinton, Simplifying neural networks by soft weight-sharing, *Neural Computation* 4,
    1992.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

WIDEST, NARROWEST = 0.5, 0.05
"""The floor of the widths s_k at the first step, and from 70 per cent of the steps on."""


@dataclass(frozen=True)
class Mixture:
    """Mixtures of K Gaussians, of R data sets.

    Attributes:
        means: μ_k, ``(R, K)``.
        widths: standard deviations s_k, ``(R, K)``.
        shares: π_k, ``(R, K)``; they add to 1.
    """

    means: Tensor
    widths: Tensor
    shares: Tensor

    def penalty(self, weights: Tensor) -> Tensor:
        """The negative log density of weights ``(R, P)``, without the constant ``log √(2π)``.

        Returns:
            Tensor of shape ``(R, P)``.
        """
        distance = (weights[..., None] - self.means[:, None]) / self.widths[:, None]
        logs = (self.shares.log() - self.widths.log())[:, None]
        return -torch.logsumexp(logs - distance.square() / 2, -1)


def fit_with_mixture(
    X: Tensor, y: Tensor, start: Tensor, noise: float, components: int = 4, steps: int = 1500
) -> tuple[Tensor, Mixture]:
    """Coefficients of R linear regressions and the mixtures that are their priors, by Adam.

    The floor of the widths falls while training, from ``WIDEST`` to ``NARROWEST``: narrow
    components at the start would hold the weights where they are.

    Args:
        X: designs, ``(R, N, P)``.
        y: data, ``(R, N)``.
        start: first coefficients, ``(R, P)``, such as a ridge fit.
        noise: variance of one datum.
        components: K; their means begin equally spaced from -1.5 to 1.5.
        steps: of Adam, with learning rate 0.02.

    Returns:
        Coefficients ``(R, P)``, and the mixtures.

    Raises:
        ValueError: if the shapes do not fit.
    """
    R, N, P = X.shape
    if y.shape != (R, N) or start.shape != (R, P):
        raise ValueError(
            f"y must have shape {(R, N)} and start {(R, P)}, "
            f"got {tuple(y.shape)} and {tuple(start.shape)}"
        )
    like = {"dtype": X.dtype, "device": X.device}
    weights = start.detach().clone()
    means = torch.linspace(-1.5, 1.5, components, **like).repeat(R, 1)
    logs = torch.full((R, components), math.log(WIDEST), **like)
    logits = torch.zeros(R, components, **like)
    trained = [tensor.requires_grad_() for tensor in (weights, means, logs, logits)]
    optimizer = torch.optim.Adam(trained, lr=0.02)
    gram, moment = X.mT @ X, (y[:, None] @ X)[:, 0]
    lowered = (min(1.0, step / (0.7 * steps)) for step in range(steps))
    floors = (WIDEST * (NARROWEST / WIDEST) ** share for share in lowered)
    for _ in range(steps):
        mixture = Mixture(means, logs.exp().clamp(min=next(floors)), logits.softmax(1))
        # Half of the squared error but for a constant, without a pass through all data.
        fit = ((gram @ weights[..., None])[..., 0] / 2 - moment) * weights
        optimizer.zero_grad()
        (fit.sum() / noise + mixture.penalty(weights).sum()).backward()
        optimizer.step()
    final = Mixture(means, logs.exp().clamp(min=NARROWEST), logits.softmax(1))
    detached = (final.means.detach(), final.widths.detach(), final.shares.detach())
    return weights.detach(), Mixture(*detached)
