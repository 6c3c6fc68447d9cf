"""Bias², variance and risk of separate, tied and partly pooled estimates, as a widget."""

from __future__ import annotations

import copy
import dataclasses
import secrets
from pathlib import Path
from typing import Any, ClassVar, Literal

import matplotlib as mpl
import torch
import traitlets

from tying.plotting.picture import STYLE, Picture, new_figure
from tying.plotting.risk import plot_risks
from tying.widgets.base import TiedWidget
from tying.widgets.bias_variance.answer import answer, experiments, parts
from tying.widgets.bias_variance.curves import here, landmark, limits_of_axis, places, risks
from tying.widgets.bias_variance.description import AXES, describe
from tying.widgets.bias_variance.setting import LIMITS, Axis, Setting, Truth

_RULE = {
    "heterogeneity": 0.5, "noise": 1, "data": 1, "locations": 8, "correlation": 0, "tie": 0.5,
    "best": False, "truth": "fixed", "axis": "heterogeneity",
}  # fmt: skip

PRESETS = {
    "rule": _RULE,
    "data": {**_RULE, "heterogeneity": 0.4, "noise": 2, "data": 2, "axis": "data"},
    "strength": {**_RULE, "axis": "tie"},
    "correlated": {**_RULE, "correlation": 0.5},
}
"""Settings to start from, by name."""

REPLICATES = 4000
_MOST_PLACES = 16


class BiasVariance(TiedWidget):
    """Curves of bias², variance and risk for separate, tied and partly pooled estimates.

    The reader sets how different the true values are, how noisy, how many and how correlated
    their estimates, and how strong the tie is; sees where each of the three wins, and lets
    experiments be simulated to check the curves.

    Without a kernel the page computes and simulates by itself. With one, :meth:`answer` and
    :meth:`answer_draws` do both with torch, and the widget says so.

    Args:
        heterogeneity: variance s² of the true values, see ``truth``.
        noise: variance σ² of one observation.
        data: observations at each location; one estimate has variance ``noise / data``.
        locations: number T of estimates.
        correlation: of the errors of two estimates. Below -1/(T - 1) there is no such thing: the
            widget says so, and draws that bound.
        tie: share by which partly pooled estimates move to the common mean, or ``"best"``.
        truth: true values that are ``fixed``, s² being their variance with 1/T, or ``random``
            draws with variance s².
        axis: what is varied in the picture: ``heterogeneity``, ``tie`` or ``data``.

    Raises:
        ValueError: if a number is outside ``LIMITS``, or a name is unknown.
        TypeError: if ``data`` or ``locations`` is no integer, or ``tie`` no number.
    """

    folder: ClassVar = Path(__file__).parent
    questions: ClassVar = ("draws",)

    setting = traitlets.Dict().tag(sync=True)
    presets = traitlets.Dict().tag(sync=True)
    limits = traitlets.Dict().tag(sync=True)
    draws = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        heterogeneity: float = 0.5,
        noise: float = 1.0,
        data: int = 1,
        locations: int = 8,
        correlation: float = 0.0,
        tie: float | Literal["best"] = 0.5,
        truth: Truth = "fixed",
        axis: Axis = "heterogeneity",
    ) -> None:
        if not isinstance(tie, (int, float)) and tie != "best":
            raise TypeError(f"tie must be a number or 'best', got {tie!r}")
        setting = Setting(
            heterogeneity=heterogeneity,
            noise=noise,
            data=data,
            locations=locations,
            correlation=correlation,
            tie=0.5 if tie == "best" else tie,
            best=tie == "best",
            truth=truth,
            axis=axis,
        )
        super().__init__(
            setting=dataclasses.asdict(setting),
            presets=copy.deepcopy(PRESETS),
            limits=copy.deepcopy(LIMITS),
        )

    def picture(self) -> Picture:
        """The curves of the present setting."""
        setting = Setting(**self.setting)
        x, place = places(setting), landmark(setting)
        what = "least" if setting.axis == "tie" else "equal"
        figure = new_figure(6.8, 2.9)
        with mpl.rc_context(STYLE):
            plot_risks(
                figure.subplots(1, 3, sharey=True, width_ratios=(1, 1, 1.4)),
                x.tolist(),
                {who: parts(risk) for who, risk in risks(setting, x).items()},
                label=AXES[setting.axis],
                logarithmic=setting.axis == "data",
                here=(
                    here(setting),
                    {who: parts(risk) for who, risk in risks(setting).items()},
                ),
                mark=None if place is None else (place, f"{what} at {place:.3g}"),
            )
        return Picture(figure, describe(setting))

    def answer(self) -> dict[str, Any]:
        """The ``curves``, and the ``risks`` at the setting itself."""
        return answer(self.setting)

    def answer_draws(self, xs: list[float]) -> dict[str, Any]:
        """Simulated experiments at the places ``xs`` of the axis, with another seed each time.

        Raises:
            ValueError: if there are no places, too many, or one that is off the axis.
        """
        first, last = limits_of_axis(Setting(**self.setting))
        if not isinstance(xs, list) or not 0 < len(xs) <= _MOST_PLACES:
            raise ValueError(f"xs must be a list of 1 to {_MOST_PLACES} numbers, got {xs!r}")
        if not all(first <= x <= last * (1 + 1e-9) for x in xs):
            raise ValueError(f"xs must lie between {first:g} and {last:g}, got {xs}")
        seed = secrets.randbelow(1_000_000)
        generator = torch.Generator().manual_seed(seed)
        rows = experiments(self.setting, xs, REPLICATES, generator)
        return {"draws": rows, "seed": seed, "count": REPLICATES}
