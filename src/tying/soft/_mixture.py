"""Weights that find their own groups: a mixture of Gaussians as their prior, learned with them.

Weight w_i adds ``-log Σ_k π_k N(w_i; μ_k, s_k²)`` to the negative log likelihood. A component that
becomes narrow holds its weights nearly equal: a soft tie of whichever weights lie near μ_k.

Sources:
    Nowlan & Hinton, Simplifying neural networks by soft weight-sharing, *Neural Computation* 4,
    1992. Here the weights and the mixture are found by expectation maximisation: Dempster, Laird &
    Rubin, *Journal of the Royal Statistical Society B* 39, 1977.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

WIDEST = 0.5
"""The widths s_k at the start."""


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
        return -torch.logsumexp(self._logs(weights), -1)

    def memberships(self, weights: Tensor) -> Tensor:
        """The posterior probability that a weight ``(R, P)`` came from each component.

        Returns:
            Tensor of shape ``(R, P, K)``; the last dimension adds to 1.
        """
        return self._logs(weights).softmax(-1)

    def _logs(self, weights: Tensor) -> Tensor:
        distance = (weights[..., None] - self.means[:, None]) / self.widths[:, None]
        return (self.shares.log() - self.widths.log())[:, None] - distance.square() / 2

    def refitted(self, weights: Tensor, members: Tensor, narrowest: float) -> Mixture:
        """The most probable mixture of weights ``(R, P)`` with memberships ``(R, P, K)``.

        No width is below ``narrowest``: on a single weight a width would shrink without end.
        """
        total = members.sum(1)
        least = torch.finfo(total.dtype).eps
        mean = (members * weights[..., None]).sum(1) / total.clamp(min=least)
        mean = torch.where(total > least, mean, self.means)  # an empty one stays
        apart = (members * (weights[..., None] - mean[:, None]).square()).sum(1)
        widths = (apart / total.clamp(min=least)).sqrt().clamp(min=narrowest)
        shares = total.clamp(min=least)
        return Mixture(mean, widths, shares / shares.sum(1, keepdim=True))


def fit_with_mixture(
    X: Tensor,
    y: Tensor,
    start: Tensor,
    noise: float,
    components: int = 4,
    narrowest: float = 0.05,
    steps: int = 200,
) -> tuple[Tensor, Mixture]:
    """Coefficients of R linear regressions and the mixtures that are their priors.

    They take turns: how much each weight belongs to each component; then all weights, which is a
    ridge regression in which each has its own strength and is drawn to its own place; then the
    mixture. No turn raises the negative log posterior. It has many minima, and the start decides
    which of them is found.

    Args:
        X: designs, ``(R, N, P)``.
        y: data, ``(R, N)``.
        start: first coefficients, ``(R, P)``, such as a ridge fit.
        noise: variance of one datum.
        components: K; their means begin equally spaced from -1.5 to 1.5.
        narrowest: the floor of the widths; without one, a component could shrink on one weight, and
            the negative log posterior would fall without end.
        steps: how often each has its turn.

    Returns:
        Coefficients ``(R, P)``, and the mixtures.

    Raises:
        ValueError: if the shapes do not fit, or ``narrowest`` is not above 0.
    """
    if narrowest <= 0:
        raise ValueError(f"narrowest must be above 0, got {narrowest}: widths need a floor")
    R, N, P = X.shape
    if y.shape != (R, N) or start.shape != (R, P):
        raise ValueError(
            f"y must have shape {(R, N)} and start {(R, P)}, "
            f"got {tuple(y.shape)} and {tuple(start.shape)}"
        )
    weights = start.detach()
    means = torch.linspace(-1.5, 1.5, components, dtype=X.dtype, device=X.device).repeat(R, 1)
    mixture = Mixture(means, torch.full_like(means, WIDEST), torch.full_like(means, 1 / components))
    gram, moment = X.mT @ X / noise, (y[:, None] @ X)[:, 0] / noise
    for _ in range(steps):
        members = mixture.memberships(weights)
        strengths = members / mixture.widths.square()[:, None]
        pull = moment + (strengths * mixture.means[:, None]).sum(-1)
        weights = torch.linalg.solve(gram + torch.diag_embed(strengths.sum(-1)), pull)
        mixture = mixture.refitted(weights, members, narrowest)
    return weights, mixture
