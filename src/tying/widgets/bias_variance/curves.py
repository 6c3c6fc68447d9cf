"""Risks of the three estimates of a setting, and how they go along the axis of the picture.

The mathematics is that of :class:`tying.risk.MeanModel`. This module makes its arguments
from the setting, in which a value ``x`` on the axis may replace the varied quantity.
"""

from __future__ import annotations

import torch
from torch import Tensor

from tying.risk import MeanModel, Risk
from tying.widgets.bias_variance.setting import Setting

POINTS = 61
"""Points of a curve."""

_ENDS = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)  # where the axis of heterogeneity may end
_ROUNDING = 1e-9  # of a place at the very end of the axis, which lies on it


def mean_model(setting: Setting, x: Tensor | None = None) -> MeanModel:
    """The model of a setting, at the setting itself or where ``x`` stands on the axis."""
    heterogeneity, data = _double(setting.heterogeneity), _double(setting.data)
    if x is not None and setting.axis == "heterogeneity":
        heterogeneity = x
    elif x is not None and setting.axis == "data":
        data = x
    if setting.truth == "fixed" and setting.locations == 1:
        heterogeneity = torch.zeros_like(heterogeneity)  # one value has no distance from its mean
    return MeanModel(
        spread=heterogeneity,
        noise=setting.noise / data,
        times=setting.locations,
        correlation=setting.possible_correlation,
        truth=setting.truth,
    )


def weights_differ(model: MeanModel) -> Tensor:
    """Whether some weight has less risk than another: a tie adds bias², or saves variance."""
    return (model.risk(1.0).bias2 > 0) | (model.threshold > 0)


def weights(setting: Setting, x: Tensor | None = None) -> dict[str, Tensor]:
    """Weights of the common mean in the three estimates, at the setting or at ``x``."""
    own = _double(setting.tie)
    if x is not None and setting.axis == "tie":
        own = x
    elif setting.best:
        model = mean_model(setting, x)
        own = torch.where(weights_differ(model), model.weight, own)
    return {"separate": _double(0.0), "tied": _double(1.0), "pooled": own}


def risks(setting: Setting, x: Tensor | None = None) -> dict[str, Risk]:
    """The risk of each of the three estimates, at the setting or along ``x``."""
    model = mean_model(setting, x)
    return {who: model.risk(weight) for who, weight in weights(setting, x).items()}


def here(setting: Setting) -> float:
    """Where the setting itself stands on the axis."""
    if setting.axis == "tie":
        return float(weights(setting)["pooled"])
    return float(setting.data if setting.axis == "data" else setting.heterogeneity)


def limits_of_axis(setting: Setting) -> tuple[float, float]:
    """First and last value on the axis; that of heterogeneity ends behind the threshold."""
    if setting.axis == "tie":
        return 0.0, 1.0
    if setting.axis == "data":
        return 1.0, 64.0
    needed = max(1.6 * float(mean_model(setting).threshold), setting.heterogeneity)
    return 0.0, next((end for end in _ENDS if end >= needed * (1 - _ROUNDING)), _ENDS[-1])


def places(setting: Setting) -> Tensor:
    """Values along the axis, in equal steps; data in equal ratios."""
    first, last = limits_of_axis(setting)
    steps = torch.linspace(0, 1, POINTS, dtype=torch.float64)
    if setting.axis == "data":
        return first * (last / first) ** steps
    return first + (last - first) * steps


def landmark(setting: Setting) -> float | None:
    """Where separate and tied have the same risk; on the axis of the tie, its best strength.

    None if there is no such place on the axis.
    """
    model = mean_model(setting)
    if setting.axis == "tie":
        return float(model.weight) if weights_differ(model) else None
    if setting.locations == 1:
        return None
    place = float(model.threshold)
    if setting.axis == "data":
        if setting.heterogeneity == 0:
            return None
        place *= setting.data / setting.heterogeneity  # the threshold goes like 1/data
    first, last = limits_of_axis(setting)
    return place if first <= place <= last * (1 + _ROUNDING) else None


def _double(value: float | int) -> Tensor:
    return torch.tensor(value, dtype=torch.float64)
