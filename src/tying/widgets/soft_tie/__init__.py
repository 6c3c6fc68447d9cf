"""Two observations and a soft tie: the posterior as an ellipse that slides, as a widget."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import matplotlib as mpl
import torch
import traitlets
from torch import Tensor

from tying.device import device
from tying.plotting.picture import STYLE, Picture, new_figure
from tying.plotting.soft import plot_pair, plot_slide
from tying.soft import Posterior, pair_posterior
from tying.widgets.base import TiedWidget

SPREADS = (
    *(0.0, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0),
    *(10.0, 15.0, 20.0, 30.0, 50.0, 70.0, 100.0, 200.0, 500.0, 1000.0),
)
"""The prior variances of the difference that the slider goes through."""

LIMITS = {"x": (-1.0, 5.0, 0.1), "v": (0.2, 9.0, 0.2)}
"""Least and largest observation and variance, and their steps."""

PLANE = (-2.0, 6.0)
"""The plane is shown from the first to the second number in both directions."""


class SoftTie(TiedWidget):
    """Two observations with their variances, and a spring between the two true values.

    The reader drags the pair of observations, and turns the prior variance σ² of the difference.
    The most probable pair slides along the line on which the sum weighted by the precisions stays,
    from the observations to the diagonal, and the ellipse of the posterior follows.

    Args:
        x: the two observations.
        variance: their variances.
        spread: σ², one of ``SPREADS``.

    Raises:
        ValueError: if there are not two numbers each, one is outside ``LIMITS``, or the spread is
            none of ``SPREADS``.
    """

    folder: ClassVar = Path(__file__).parent

    setting = traitlets.Dict().tag(sync=True)
    spreads = traitlets.List(list(SPREADS)).tag(sync=True)
    limits = traitlets.Dict({name: list(one) for name, one in LIMITS.items()}).tag(sync=True)
    plane = traitlets.List(list(PLANE)).tag(sync=True)

    def __init__(
        self,
        x: tuple[float, float] = (0.0, 4.0),
        variance: tuple[float, float] = (1.0, 4.0),
        spread: float = 5.0,
    ) -> None:
        setting = {"x": list(x), "v": list(variance), "spread": spread}
        _require_within_limits(setting)
        super().__init__(setting=setting)

    def picture(self) -> Picture:
        """The plane of the two values, and the way of each."""
        x, variance, posterior, tied = self._posterior()
        figure = new_figure(6.8, 3.6)
        with mpl.rc_context(STYLE):
            plane, line = figure.subplots(1, 2, width_ratios=(1.2, 1))
            plot_pair(plane, x, variance, posterior, tied)
            plane.set(xlim=PLANE, ylim=PLANE)
            plot_slide(line, x, posterior.mean, tied)
            line.set(xlim=PLANE)
        return Picture(figure, _described(self.setting, posterior, tied))

    def answer(self) -> dict[str, Any]:
        """The ``mean`` and ``covariance`` of the posterior, the ``tied`` value, and the ``sum``.

        The sum is ``mean_1/v_1 + mean_2/v_2``, which no spread changes.
        """
        _, variance, posterior, tied = self._posterior()
        return {
            "mean": posterior.mean.tolist(),
            "covariance": posterior.covariance.tolist(),
            "tied": tied,
            "sum": float((posterior.mean / variance).sum()),
        }

    def _posterior(self) -> tuple[Tensor, Tensor, Posterior, float]:
        """Observations, variances, posterior, and the one value of a hard tie."""
        _require_within_limits(self.setting)
        doubles = {"dtype": torch.float64, "device": device()}
        x, variance = (torch.tensor(self.setting[name], **doubles) for name in ("x", "v"))
        tied = pair_posterior(x, variance, 0.0).mean[0].item()
        return x, variance, pair_posterior(x, variance, self.setting["spread"]), tied


def _described(setting: Mapping[str, Any], posterior: Posterior, tied: float) -> str:
    """What the picture shows, in words."""
    first, second = posterior.mean.tolist()
    deviations = posterior.covariance.diagonal().sqrt().tolist()
    return (
        f"The plane of two values. The observations are a circle at {setting['x'][0]:g} and "
        f"{setting['x'][1]:g}, inside a dotted ellipse. The posterior for a spread of "
        f"{setting['spread']:g} is an ellipse around {first:.2f} and {second:.2f}, with standard "
        f"deviations {deviations[0]:.2f} and {deviations[1]:.2f}. A dashed line leads from the "
        f"circle through its centre to a square on the diagonal, at {tied:.2f}. Beside it, two "
        "rows show how far each value has moved."
    )


def _require_within_limits(setting: Mapping[str, Any]) -> None:
    """Refuse what the controls of the page cannot reach."""
    for name, (least, most, _) in LIMITS.items():
        values = setting[name]
        if len(values) != 2 or not all(
            math.isfinite(value) and least <= value <= most for value in values
        ):
            raise ValueError(f"{name} must be two numbers from {least:g} to {most:g}, got {values}")
    if setting["spread"] not in SPREADS:
        shown = ", ".join(f"{one:g}" for one in SPREADS)
        raise ValueError(f"spread must be one of {shown}; got {setting['spread']}")
