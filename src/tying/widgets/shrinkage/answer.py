"""What torch computes of a setting of the widget of shrinkage, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from tying.device import device
from tying.risk import james_stein, james_stein_weight
from tying.widgets.shrinkage.setting import COUNT, Setting


@dataclass(frozen=True)
class Pooled:
    """Eight estimates before and after partial pooling.

    Attributes:
        estimates: the separate estimates, of shape ``(8,)``.
        weight: the share of the way to their mean by which all are moved.
        pooled: the partly pooled estimates, of shape ``(8,)``.
    """

    estimates: Tensor
    weight: Tensor
    pooled: Tensor


def pooled(setting: Setting) -> Pooled:
    """The estimates of a setting, moved by James and Stein."""
    estimates = _numbers(setting.values)
    if setting.errors is not None:
        estimates = estimates + setting.noise**0.5 * _numbers(setting.errors)
    return Pooled(
        estimates=estimates,
        weight=james_stein_weight(estimates, setting.noise),
        pooled=james_stein(estimates, setting.noise),
    )


def answer(setting: Mapping[str, Any]) -> dict[str, Any]:
    """The ``estimates``, their ``mean``, the ``squares`` around it, ``weight`` and ``pooled``.

    Args:
        setting: the trait, see :class:`Setting`.

    Raises:
        ValueError: if a number in it is not allowed.
    """
    moved = pooled(Setting(**setting))
    mean = moved.estimates.mean()
    return {
        "estimates": moved.estimates.tolist(),
        "mean": float(mean),
        "squares": float((moved.estimates - mean).square().sum()),
        "weight": float(moved.weight),
        "pooled": moved.pooled.tolist(),
    }


def errors_over_sets(
    setting: Mapping[str, Any], count: int, generator: torch.Generator
) -> dict[str, Any]:
    """The values of a setting as true values, estimated ``count`` times.

    Args:
        setting: the trait, see :class:`Setting`; its errors are not used.
        count: number of sets of eight estimates.
        generator: the source of the random numbers, on the CPU.

    Returns:
        ``count``; of each of the eight the squared errors, summed over the sets, ``separate`` and
        ``pooled``; in how many sets the sum of the eight is ``nearer`` when pooled; and the
        standard normal ``errors`` of the last set.
    """
    checked = Setting(**setting)
    truth = _numbers(checked.values)
    where = {"generator": generator, "device": generator.device, "dtype": truth.dtype}
    errors = torch.randn(count, COUNT, **where).to(truth.device)
    estimates = truth + checked.noise**0.5 * errors
    separate = (estimates - truth).square()
    moved = (james_stein(estimates, checked.noise) - truth).square()
    return {
        "count": count,
        "separate": separate.sum(0).tolist(),
        "pooled": moved.sum(0).tolist(),
        "nearer": int((moved.sum(1) < separate.sum(1)).sum()),
        "errors": errors[-1].tolist(),
    }


def _numbers(values: list[float]) -> Tensor:
    return torch.tensor(values, dtype=torch.float64, device=device())
