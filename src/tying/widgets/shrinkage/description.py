"""The widget of shrinkage in words, for its static picture."""

from __future__ import annotations

from tying.widgets.shrinkage.answer import Pooled
from tying.widgets.shrinkage.setting import Setting


def describe(setting: Setting, moved: Pooled) -> str:
    """What the arrows show."""
    truths = "" if setting.errors is None else f" Crosses mark the true values, {_listed(setting)}."
    distances = (moved.estimates - moved.estimates.mean()).abs()
    farthest = int(distances.argmax())
    return (
        f"{len(moved.estimates)} rows. In each, an arrow leads from the separate estimate towards "
        f"the dotted mean at {float(moved.estimates.mean()):.3g}, by the same share, "
        f"{float(moved.weight):.2f} of the way. The estimates lie between "
        f"{float(moved.estimates.min()):.3g} and {float(moved.estimates.max()):.3g}. "
        f"Number {farthest + 1}, at {float(moved.estimates[farthest]):.3g}, is the farthest from "
        f"the mean and has the longest arrow.{truths}"
    )


def _listed(setting: Setting) -> str:
    return ", ".join(f"{value:.3g}" for value in setting.values)
