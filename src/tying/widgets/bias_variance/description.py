"""The static picture of the widget of bias-variance curves in words."""

from __future__ import annotations

import math

from tying.widgets.bias_variance.curves import landmark, limits_of_axis, risks, weights
from tying.widgets.bias_variance.setting import Setting

AXES = {
    "heterogeneity": "heterogeneity s²",
    "tie": "strength of the tie w",
    "data": "data per location n",
}
"""Names of what can be varied."""


def describe(setting: Setting) -> str:
    """What the picture shows, what it finds, and the numbers at the setting itself."""
    first, last = limits_of_axis(setting)
    w = float(weights(setting)["pooled"])
    risk = _numbers(setting)
    return (
        f"Bias², variance and their sum, the risk, against {AXES[setting.axis]} from {first:g} "
        f"to {last:g}, for T = {setting.locations} and {setting.truth} true values. "
        f"{_finding(setting)}. At s² = {setting.heterogeneity:g}, σ² = {setting.noise:g}, "
        f"n = {setting.data}, r = {setting.possible_correlation:.3g} and w = {w:.2g} the risk is "
        f"{risk['separate']:.3g} separate, {risk['tied']:.3g} tied and "
        f"{risk['pooled']:.3g} partly pooled."
    )


def _finding(setting: Setting) -> str:
    place = landmark(setting)
    if place is None:
        risk = _numbers(setting)
        if math.isclose(risk["separate"], risk["tied"]):
            return "Separate and tied are the same"
        better = "tied" if risk["tied"] < risk["separate"] else "separate"
        return f"Of the two, {better} is better"
    if setting.axis == "tie":
        return f"The risk of partly pooled estimates is least at {place:.3g}"
    return (
        f"Separate and tied have the same risk at {place:.3g}: to the left tied is better, to the "
        "right separate"
    )


def _numbers(setting: Setting) -> dict[str, float]:
    return {who: float(risk.risk) for who, risk in risks(setting).items()}
