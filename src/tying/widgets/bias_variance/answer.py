"""What torch computes of a setting of the widget of bias-variance curves, as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import torch
from torch import Tensor

from tying.risk import Estimate, Measured, Risk, pool, simulate_each
from tying.widgets.bias_variance.curves import mean_model, places, risks, weights
from tying.widgets.bias_variance.setting import Setting


def answer(setting: Mapping[str, Any]) -> dict[str, Any]:
    """The ``curves`` along the axis, and the ``risks`` at the setting itself.

    Args:
        setting: the trait, see :class:`Setting`.

    Raises:
        ValueError: if a number or a name in it is not allowed.
        TypeError: if a number that counts is no integer.
    """
    checked = Setting(**setting)
    x = places(checked)
    curves = {who: _as_lists(risk, len(x)) for who, risk in risks(checked, x).items()}
    numbers = {who: _as_lists(risk) for who, risk in risks(checked).items()}
    return {"curves": {"x": x.tolist(), **curves}, "risks": numbers}


def experiments(
    setting: Mapping[str, Any], xs: Sequence[float], replicates: int, generator: torch.Generator
) -> list[dict[str, Any]]:
    """Measured bias², variance and risk, each with its standard error, at places on the axis.

    Args:
        setting: the trait, see :class:`Setting`.
        xs: places on the axis.
        replicates: experiments at each place.
        generator: the source of the random numbers.

    Returns:
        For each place ``{"x": x, "separate": {"bias2": {"mean": ..., "error": ...}, ...}, ...}``.
    """
    checked = Setting(**setting)
    rows = []
    for x in xs:
        measured = _measure(checked, torch.tensor(x, dtype=torch.float64), replicates, generator)
        rows.append({"x": x, **{who: _as_numbers(one) for who, one in measured.items()}})
    return rows


def _measure(
    setting: Setting, x: Tensor, replicates: int, generator: torch.Generator
) -> dict[str, Measured]:
    """Experiments at one place, in which the three estimates are made from the same data."""
    model = mean_model(setting, x)
    estimators = {
        who: partial(pool, weight=float(weight)) for who, weight in weights(setting, x).items()
    }
    return simulate_each(estimators, model, replicates, generator)


def parts(risk: Risk) -> dict[str, Tensor]:
    """Bias², variance and risk by name."""
    return {"bias2": risk.bias2, "variance": risk.variance, "risk": risk.risk}


def _as_lists(risk: Risk, *shape: int) -> dict[str, Any]:
    return {kind: torch.broadcast_to(part, shape).tolist() for kind, part in parts(risk).items()}


def _as_numbers(measured: Measured) -> dict[str, dict[str, float]]:
    return {
        "bias2": _mean_and_error(measured.bias2),
        "variance": _mean_and_error(measured.variance),
        "risk": _mean_and_error(measured.risk),
    }


def _mean_and_error(estimate: Estimate) -> dict[str, float]:
    return {"mean": float(estimate.value), "error": float(estimate.error)}
