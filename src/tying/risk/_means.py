"""When a tie pays: bias, variance and risk of separate, tied and partly pooled means.

At each of T times (places, tasks) a true value θ_t has an unbiased estimate x_t of variance v, and
the errors of two times have correlation r. *Separate* estimates are the x_t, the *tied* one is
mean(x), partly pooled ones are ``w mean(x) + (1 - w) x_t`` with a weight w.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import torch
from torch import Tensor

Truth = Literal["fixed", "random", "next", "walk"]
"""What is estimated, and what its spread is.

- ``fixed``: the values at the T times; their variance, with 1/T.
- ``random``: the same, drawn independently; the variance of the draw, or for fixed values that
  with 1/(T - 1).
- ``next``: the value at T + 1, drawn as above, estimated by x_T, mean(x), or between.
- ``walk``: the value at T + 1 of a random walk, estimated likewise; the variance of its steps.
"""


@dataclass(frozen=True)
class Risk:
    """Expected squared distance from the truth, as the sum of two parts.

    Attributes:
        bias2: squared distance of the estimate's mean over training sets.
        variance: variance of the estimate around that mean.
    """

    bias2: Tensor
    variance: Tensor

    @property
    def risk(self) -> Tensor:
        """Bias² plus variance."""
        return self.bias2 + self.variance


@dataclass(frozen=True)
class MeanModel:
    """Risks of the estimates, averaged over the times and over random truths.

    Settings broadcast; results have the first device and float type among them, or are doubles.

    Attributes:
        spread: variance of the truth, see :data:`Truth`.
        noise: variance v of one estimate.
        times: their number T.
        correlation: r, of the errors of two times; without effect if T = 1.
        truth: what is estimated.

    Raises:
        ValueError: if a variance is negative, ``times`` no positive whole number, ``correlation``
            outside of [-1/(T - 1), 1], ``truth`` unknown, or a single ``fixed`` value has a spread.
    """

    spread: Tensor | float
    noise: Tensor | float
    times: Tensor | float
    correlation: Tensor | float = 0.0
    truth: Truth = "fixed"

    def __post_init__(self) -> None:
        if self.truth not in get_args(Truth):
            raise ValueError(f"truth must be one of {get_args(Truth)}, got {self.truth!r}")
        s2, v, T, r = self.settings()
        lowest = -1 / (T - 1).clamp(min=1) - 8 * torch.finfo(r.dtype).eps
        for value, holds, wanted in (
            (s2, s2.isfinite() & (s2 >= 0), "spread must be 0 or more"),
            (v, v.isfinite() & (v >= 0), "noise must be 0 or more"),
            (T, T.isfinite() & (T >= 1) & (T == T.round()), "times must be 1, 2, ..."),
            (r, (r >= lowest) & (r <= 1), "correlation must be from -1/(times - 1) to 1"),
            (s2, (T > 1) | (s2 == 0) | (self.truth != "fixed"), "one fixed value has spread 0"),
        ):
            if not holds.all():
                raise ValueError(f"{wanted}, got {value[~holds].flatten()[0].item():g}")

    def settings(self) -> tuple[Tensor, ...]:
        """Spread, noise, times and correlation, broadcast."""
        values = (self.spread, self.noise, self.times, self.correlation)
        given = [x for x in values if isinstance(x, Tensor)]
        dtype = next((x.dtype for x in given if x.is_floating_point()), torch.float64)
        where = given[0].device if given else None
        tensors = (torch.as_tensor(x, dtype=dtype, device=where) for x in values)
        return torch.broadcast_tensors(*tensors)

    def terms(self) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """``bias2 = base + (1-w)² own + w² shared`` and ``variance = common + (1-w)² each``.

        Errors of mean(x) and of x_t - mean(x) are uncorrelated, so that their variances add. In
        a walk, θ_T - mean(θ) is the sum of the steps, the one after time j weighed with j/T.
        """
        s2, v, T, r = self.settings()
        none, rest = torch.zeros_like(s2), 1 - 1 / T
        bias2 = {
            "fixed": (none, none, s2),
            "random": (none, none, s2 * rest),
            "next": (s2 * (1 + 1 / T), s2 * rest, none),
            "walk": (s2, none, s2 * rest * (2 * T - 1) / 6),
        }
        return *bias2[self.truth], v * (1 + (T - 1) * r).clamp(min=0) / T, v * rest * (1 - r)

    def risk(self, weight: Tensor | float) -> Risk:
        """Risk of the partly pooled estimate; weight 0 is separate, weight 1 tied."""
        base, own, shared, common, each = self.terms()
        kept = (1 - weight) ** 2
        return Risk(base + kept * own + weight**2 * shared, common + kept * each)

    @property
    def weight(self) -> Tensor:
        """The weight with the least risk; 1 where all do equally well."""
        _, own, shared, _, each = self.terms()
        return torch.where(shared > 0, (own + each) / (own + each + shared), 1.0)

    @property
    def threshold(self) -> Tensor:
        """Spread below which tied beats separate; 0 for T = 1, where nothing is tied.

        It is infinite for ``next``, where the tie draws if spread and v(1 - r) are 0, else wins.
        """
        _, v, T, r = self.settings()
        if self.truth == "next":
            return torch.where(T > 1, torch.inf, torch.zeros_like(v))
        share = {"fixed": 1 - 1 / T, "random": T / T, "walk": 6 / (2 * T - 1)}[self.truth]
        return torch.where(T > 1, share * v * (1 - r), 0.0)


def pool(estimates: Tensor, weight: Tensor | float) -> Tensor:
    """Estimates along the last axis, each moved towards their mean by the share ``weight``."""
    return weight * estimates.mean(-1, keepdim=True) + (1 - weight) * estimates


def james_stein(estimates: Tensor, noise: float, centre: float | None = None) -> Tensor:
    """Partial pooling of ``(..., T)`` with weight ``(T - 3) noise / Σ(x_t - mean(x))²``, at most 1.

    A ``centre`` chosen without looking takes the place of the mean, and T - 2 that of T - 3. If the
    errors are Gaussian and independent, the risk is below the noise v, whatever the truth.

    Raises:
        ValueError: if T is below 4, or below 3 with a centre.

    Source:
        James & Stein 1961; Efron & Morris 1973 for the mean as the centre.
    """
    T, lost = estimates.shape[-1], 3 if centre is None else 2
    if T <= lost:
        raise ValueError(f"this shrinkage needs {lost + 1} estimates or more, got {T}")
    middle = estimates.mean(-1, keepdim=True) if centre is None else centre
    squares = (estimates - middle).square().sum(-1, keepdim=True)
    weight = torch.where(squares > 0, (T - lost) * noise / squares, 1.0).clamp(max=1)
    return middle + (1 - weight) * (estimates - middle)
