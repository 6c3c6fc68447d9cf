"""When a tie pays: bias, variance and risk of separate, tied and partly pooled means.

At each of T times (places, tasks) a true value θ_t has an unbiased estimate x_t of variance v, and
the errors of two times have correlation r. *Separate* estimates are the x_t, the *tied* one is
mean(x), partly pooled ones are ``w mean(x) + (1 - w) x_t`` with a weight w.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

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
class RiskTerms:
    """The terms of bias² and variance of a partly pooled estimate, for every weight w at once.

    ``bias2 = bias2_common + (1 - w)² bias2_separate + w² bias2_tied`` and
    ``variance = variance_tied + (1 - w)² variance_saved``.

    Attributes:
        bias2_common: what no weight changes: of a value that has yet to be drawn.
        bias2_separate: what the separate estimate adds.
        bias2_tied: what the tied estimate adds.
        variance_tied: the variance of mean(x).
        variance_saved: the variance of x_t - mean(x), which the tie removes.
    """

    bias2_common: Tensor
    bias2_separate: Tensor
    bias2_tied: Tensor
    variance_tied: Tensor
    variance_saved: Tensor


class Settings(NamedTuple):
    """The settings of a :class:`MeanModel` as tensors of one shape, type and device.

    Attributes:
        spread: variance of the truth.
        noise: variance v of one estimate.
        times: their number T.
        correlation: r, of the errors of two times.
    """

    spread: Tensor
    noise: Tensor
    times: Tensor
    correlation: Tensor


@dataclass(frozen=True)
class MeanModel:
    """Risks of the estimates, averaged over the times and over random truths.

    Settings broadcast. Results have the device of the first tensor among them, and the type of
    the first that is no integer; where there is none they are doubles.

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
        _require(s2, s2.isfinite() & (s2 >= 0), "spread must be 0 or more")
        _require(v, v.isfinite() & (v >= 0), "noise must be 0 or more")
        _require(T, T.isfinite() & (T >= 1) & (T == T.round()), "times must be 1, 2, ...")
        # The lowest correlation of T errors, -1/(T - 1), is a number that may have been rounded.
        lowest = -1 / (T - 1).clamp(min=1) - 8 * torch.finfo(r.dtype).eps
        _require(r, (r >= lowest) & (r <= 1), "correlation must be from -1/(times - 1) to 1")
        if self.truth == "fixed":
            _require(s2, (T > 1) | (s2 == 0), "one fixed value has spread 0")

    def settings(self) -> Settings:
        """Spread, noise, times and correlation, broadcast."""
        values = (self.spread, self.noise, self.times, self.correlation)
        given = [value for value in values if isinstance(value, Tensor)]
        floats = [value.dtype for value in given if value.is_floating_point()]
        dtype = floats[0] if floats else torch.float64
        device = given[0].device if given else None
        tensors = [torch.as_tensor(value, dtype=dtype, device=device) for value in values]
        return Settings(*torch.broadcast_tensors(*tensors))

    def terms(self) -> RiskTerms:
        """The terms of bias² and variance.

        Errors of mean(x) and of x_t - mean(x) are uncorrelated, so that their variances add:
        ``v (1 + (T - 1) r)/T`` and ``v (1 - 1/T) (1 - r)``, together v.

        Of the values at the T times, the separate estimates have no bias, and the tied one is
        off by mean(θ) - θ_t. The mean square of that is the spread for ``fixed`` values, and the
        spread times 1 - 1/T for ``random`` ones.

        The ``next`` value has a distance from mean(θ) whose mean square is the spread times
        1 + 1/T. That of θ_T from mean(θ), with the spread times 1 - 1/T, comes on top.

        In a ``walk`` the step to the next value has the spread as its mean square, and
        θ_T - mean(θ) is the sum of the steps before, the one after time j weighed with j/T. The
        sum of (j/T)² over j < T is (1 - 1/T)(2T - 1)/6.
        """
        s2, v, T, r = self.settings()
        zero = torch.zeros_like(s2)
        rest = 1 - 1 / T
        if self.truth == "fixed":
            bias2 = zero, zero, s2
        elif self.truth == "random":
            bias2 = zero, zero, s2 * rest
        elif self.truth == "next":
            bias2 = s2 * (1 + 1 / T), s2 * rest, zero
        else:
            bias2 = s2, zero, s2 * rest * (2 * T - 1) / 6
        common, separate, tied = bias2
        return RiskTerms(
            bias2_common=common,
            bias2_separate=separate,
            bias2_tied=tied,
            variance_tied=v * (1 + (T - 1) * r).clamp(min=0) / T,
            variance_saved=v * rest * (1 - r),
        )

    def risk(self, weight: Tensor | float) -> Risk:
        """Risk of the partly pooled estimate; weight 0 is separate, weight 1 tied."""
        terms = self.terms()
        kept = (1 - weight) ** 2
        return Risk(
            bias2=terms.bias2_common + kept * terms.bias2_separate + weight**2 * terms.bias2_tied,
            variance=terms.variance_tied + kept * terms.variance_saved,
        )

    @property
    def weight(self) -> Tensor:
        """The weight with the least risk; 1 where all do equally well."""
        terms = self.terms()
        gain = terms.bias2_separate + terms.variance_saved
        loss = terms.bias2_tied
        return torch.where(loss > 0, gain / (gain + loss), 1.0)

    @property
    def threshold(self) -> Tensor:
        """Spread below which tied beats separate; 0 for T = 1, where nothing is tied.

        It is infinite for ``next``, where the tie draws if spread and v(1 - r) are 0, else wins.
        """
        _, v, T, r = self.settings()
        if self.truth == "next":
            return torch.where(T > 1, torch.inf, torch.zeros_like(v))
        if self.truth == "fixed":
            share = 1 - 1 / T
        elif self.truth == "random":
            share = torch.ones_like(T)
        else:
            share = 6 / (2 * T - 1)
        return torch.where(T > 1, share * v * (1 - r), 0.0)


def _require(value: Tensor, holds: Tensor, requirement: str) -> None:
    """Refuse ``value`` unless all of it ``holds``, and show the first entry that does not."""
    if not holds.all():
        raise ValueError(f"{requirement}, got {value[~holds].flatten()[0].item():g}")


def pool(estimates: Tensor, weight: Tensor | float) -> Tensor:
    """Estimates ``(..., T)``, each moved towards their mean by the share ``weight``."""
    return weight * estimates.mean(-1, keepdim=True) + (1 - weight) * estimates


def james_stein_weight(estimates: Tensor, noise: float, centre: float | None = None) -> Tensor:
    """The share of the way to the mean that :func:`james_stein` moves estimates ``(..., T)``.

    It is ``(T - 3) noise / Σ(x_t - mean)²``, at most 1, and 1 if all estimates are equal.
    Arguments, errors and source are those of :func:`james_stein`.

    Returns:
        Tensor of shape ``(...)``.
    """
    T = estimates.shape[-1]
    lost = 3 if centre is None else 2
    if T <= lost:
        raise ValueError(f"this shrinkage needs {lost + 1} estimates or more, got {T}")
    squares = (estimates - _middle(estimates, centre)).square().sum(-1)
    # A processor may read a number below the smallest normal one as zero, and 0/0 is no weight.
    differ = squares >= torch.finfo(squares.dtype).tiny
    return torch.where(differ, (T - lost) * noise / squares, 1.0).clamp(max=1)


def james_stein(estimates: Tensor, noise: float, centre: float | None = None) -> Tensor:
    """Partial pooling of ``(..., T)`` with weight ``(T - 3) noise / Σ(x_t - mean)²``, at most 1.

    If the errors are Gaussian and independent, the risk is below the noise v, whatever the truth.

    Args:
        estimates: unbiased estimates of T values, along the last axis.
        noise: variance v of one estimate.
        centre: if it was chosen without looking at the estimates, it takes the place of the mean,
            and T - 2 that of T - 3.

    Raises:
        ValueError: if T is below 4, or below 3 with a centre.

    Source:
        James & Stein, Estimation with quadratic loss, 1961; Efron & Morris, Stein's estimation
        rule and its competitors, 1973, for the mean as the centre.
    """
    weight = james_stein_weight(estimates, noise, centre)[..., None]
    middle = _middle(estimates, centre)
    return middle + (1 - weight) * (estimates - middle)


def _middle(estimates: Tensor, centre: float | None) -> Tensor | float:
    """What estimates ``(..., T)`` are moved towards: their mean, unless there is a centre."""
    return estimates.mean(-1, keepdim=True) if centre is None else centre
