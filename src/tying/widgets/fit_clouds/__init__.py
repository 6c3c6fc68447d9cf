"""Separate and tied fits of two weights as two clouds, with their bias and their spread."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, ClassVar

import matplotlib as mpl
import torch
import traitlets
from torch import Tensor

from tying.device import device
from tying.plotting.palette import LIGHT
from tying.plotting.picture import STYLE, Picture, new_figure
from tying.plotting.risk import plot_fits, plot_risk_bars
from tying.risk import MeanModel, Risk, pool, sample_risk
from tying.widgets.base import TiedWidget

WEIGHTS = {"separate": 0.0, "tied": 1.0}
"""How far each kind of fit moves to the mean of the two estimates, see :func:`tying.risk.pool`."""

LIMITS = {"h": (0.0, 1.0, 0.05), "sets": (1, 200)}
"""Least and largest h, with its step, and least and largest number of training sets."""

REACH = 2.75
"""The plane is shown from ``-REACH`` to ``REACH`` in both directions."""

MOST_RISK = 2.0
"""End of the axis of the risks."""


class FitClouds(TiedWidget):
    """Training sets are drawn, and each adds a dot for its separate and its tied fit.

    The true weights are h and -h. A training set has one observation of each, with noise of
    variance 1. The separate fit takes the two observations; the tied fit takes their mean for both
    weights, which is the nearest point on the diagonal. Numbers are means over the two weights.

    Args:
        h: root of the heterogeneity.
        sets: training sets that are drawn at first.
        counts: whether it says in how many sets the tied fit is nearer to the truth.
        seed: of the noise; with the default, the first two arrows are about equally long.

    Raises:
        ValueError: if ``h`` or ``sets`` is outside ``LIMITS``.
        TypeError: if ``sets`` is no integer.
    """

    folder: ClassVar = Path(__file__).parent

    setting = traitlets.Dict().tag(sync=True)
    noise = traitlets.List().tag(sync=True)
    limits = traitlets.Dict().tag(sync=True)
    reach = traitlets.Float(REACH).tag(sync=True)
    most = traitlets.Float(MOST_RISK).tag(sync=True)
    counts = traitlets.Bool(True).tag(sync=True)

    def __init__(
        self, h: float = 0.4, sets: int = 10, seed: int = 443, *, counts: bool = True
    ) -> None:
        _require_within_limits(h, sets)
        generator = torch.Generator().manual_seed(seed)
        here = {"generator": generator, "device": generator.device, "dtype": torch.float64}
        noise = torch.randn(LIMITS["sets"][1], 2, **here)
        super().__init__(
            setting={"h": h, "sets": sets},
            noise=[[round(x, 3) for x in one] for one in noise.tolist()],
            limits={name: list(limits) for name, limits in LIMITS.items()},
            counts=counts,
        )

    def picture(self) -> Picture:
        """The clouds of the present setting, and their risks."""
        truth, fits = self._fits()
        figure = new_figure(6.8, 3.6)
        with mpl.rc_context(STYLE):
            plane, bars = figure.subplots(1, 2, width_ratios=(1.2, 1))
            plane.axline((0, 0), slope=1, color=LIGHT["tied"], linewidth=1)
            plot_fits(plane, fits, truth, labels=("weight 1", "weight 2"))
            plane.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH))
            measured = {kind: sample_risk(fit, truth) for kind, fit in fits.items()}
            plot_risk_bars(bars, measured, self._theory(), most=MOST_RISK)
        return Picture(figure, self._described(measured))

    def answer(self) -> dict[str, Any]:
        """For ``separate`` and ``tied`` what was measured and the ``theory``.

        ``mean`` is the mean of the fits, ``bias2`` and ``variance`` are the parts of their risk,
        and ``nearer`` counts the sets whose tied fit is nearer to the truth. In theory ``nearer``
        is their share. Both fits have the same error along the diagonal; across it the tied fit is
        h√2 away and the separate fit a normal number with variance 1, so the share is erfc(h).
        """
        truth, fits = self._fits()
        distances = {kind: (fit - truth).square().sum(1) for kind, fit in fits.items()}
        return {
            "nearer": int((distances["tied"] < distances["separate"]).sum()),
            "theory": {
                "nearer": math.erfc(self.setting["h"]),
                **{kind: _parts(risk) for kind, risk in self._theory().items()},
            },
            **{
                kind: {"mean": fit.mean(0).tolist(), **_parts(sample_risk(fit, truth))}
                for kind, fit in fits.items()
            },
        }

    def _fits(self) -> tuple[Tensor, dict[str, Tensor]]:
        """The true weights, and for each kind the fits to the training sets, ``(sets, 2)``."""
        h, sets = self.setting["h"], self.setting["sets"]
        _require_within_limits(h, sets)
        doubles = {"dtype": torch.float64, "device": device()}
        truth = torch.tensor([h, -h], **doubles)
        estimates = truth + torch.tensor(self.noise[:sets], **doubles)
        return truth, {kind: pool(estimates, weight) for kind, weight in WEIGHTS.items()}

    def _theory(self) -> dict[str, Risk]:
        """The risks as an average over all training sets that might be drawn."""
        model = MeanModel(spread=self.setting["h"] ** 2, noise=1, times=2)
        return {kind: model.risk(weight) for kind, weight in WEIGHTS.items()}

    def _described(self, measured: dict[str, Risk]) -> str:
        """What the picture shows, in words."""
        h, sets = self.setting["h"], self.setting["sets"]
        arrows = {kind: math.sqrt(2 * float(risk.bias2)) for kind, risk in measured.items()}
        return (
            f"The plane of two weights; the truth is at {h:g} and {-h:g}, beside the diagonal. "
            f"{sets} separate fits are circles that lie widely around it. "
            f"{sets} tied fits are squares on the diagonal. From the truth to the mean of the "
            f"separate fits it is {arrows['separate']:.2f}, to that of the tied fits "
            f"{arrows['tied']:.2f}. Bars show bias² and variance of both."
        )


def _parts(risk: Risk) -> dict[str, float]:
    return {"bias2": float(risk.bias2), "variance": float(risk.variance)}


def _require_within_limits(h: float, sets: int) -> None:
    """Refuse what the controls of the page cannot reach."""
    if not isinstance(sets, int):
        raise TypeError(f"sets must be an integer, got {sets!r}")
    for name, value in {"h": h, "sets": sets}.items():
        least, most = LIMITS[name][:2]
        if not least <= value <= most:
            raise ValueError(f"{name} must be from {least:g} to {most:g}, got {value}")
