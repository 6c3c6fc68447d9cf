"""Bias², variance and risk of separate, tied and partly pooled estimates, in the reader's hand."""

from __future__ import annotations

import copy
import math
import secrets
from pathlib import Path
from typing import Any, ClassVar, Literal

import matplotlib as mpl
import torch
import traitlets

from tying.plotting.picture import STYLE, Picture, new_figure
from tying.plotting.risk import plot_risks
from tying.widgets.base import TiedWidget
from tying.widgets.bias_variance import answer as answers

LIMITS = {
    "heterogeneity": [0, 2, 0.01],
    "noise": [0, 2, 0.05],
    "data": [1, 64, 1],
    "locations": [1, 64, 1],
    "correlation": [-1, 1, 0.05],
    "tie": [0, 1, 0.01],
}
"""The least and the largest value of every slider, and its step."""

CHOICES = {"truth": ("fixed", "random"), "axis": ("heterogeneity", "tie", "data")}

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
        truth: Literal["fixed", "random"] = "fixed",
        axis: Literal["heterogeneity", "tie", "data"] = "heterogeneity",
    ) -> None:
        numbers = (heterogeneity, noise, data, locations, correlation)
        if not isinstance(tie, (int, float)) and tie != "best":
            raise TypeError(f"tie must be a number or 'best', got {tie!r}")
        own = 0.5 if tie == "best" else tie
        setting = {
            **dict(zip(LIMITS, (*numbers, own), strict=True)),
            "best": tie == "best", "truth": truth, "axis": axis,
        }  # fmt: skip
        _require_possible(setting)
        super().__init__(
            setting=setting, presets=copy.deepcopy(PRESETS), limits=copy.deepcopy(LIMITS)
        )

    def picture(self) -> Picture:
        """The curves of the present setting."""
        setting = self.setting
        x, place = answers.places(setting), answers.landmark(setting)
        here = float({**setting, "tie": answers.strength(setting)}[setting["axis"]])
        what = "least" if setting["axis"] == "tie" else "equal"
        figure = new_figure(6.8, 2.9)
        with mpl.rc_context(STYLE):
            plot_risks(
                figure.subplots(1, 3, sharey=True, width_ratios=(1, 1, 1.4)), x.tolist(),
                answers.risks(setting, x), label=_AXES[setting["axis"]],
                logarithmic=setting["axis"] == "data", here=(here, answers.risks(setting)),
                mark=None if place is None else (place, f"{what} at {place:.3g}"),
            )  # fmt: skip
        return Picture(figure, _in_words(setting))

    def answer(self) -> dict[str, Any]:
        """The ``curves``, and the numbers ``found`` at the setting itself."""
        _require_possible(self.setting)
        return answers.answer(self.setting)

    def answer_draws(self, xs: list[float]) -> dict[str, Any]:
        """Simulated experiments at the places ``xs`` of the axis, with another seed each time.

        Raises:
            ValueError: if there are no places, too many, or one that is off the axis.
        """
        first, last = answers.limits_of_axis(self.setting)
        if not isinstance(xs, list) or not 0 < len(xs) <= _MOST_PLACES:
            raise ValueError(f"xs must be a list of 1 to {_MOST_PLACES} numbers, got {xs!r}")
        if not all(first <= x <= last * (1 + 1e-9) for x in xs):
            raise ValueError(f"xs must lie between {first:g} and {last:g}, got {xs}")
        seed = secrets.randbelow(1_000_000)
        generator = torch.Generator().manual_seed(seed)
        rows = answers.experiments(self.setting, xs, REPLICATES, generator)
        return {"draws": rows, "seed": seed, "count": REPLICATES}


def _require_possible(setting: answers.Setting) -> None:
    for name, (least, most, _) in LIMITS.items():
        if name in ("data", "locations") and not isinstance(setting[name], int):
            raise TypeError(f"{name} must be an integer, got {setting[name]!r}")
        if not (math.isfinite(setting[name]) and least <= setting[name] <= most):
            raise ValueError(f"{name} must be from {least} to {most}, got {setting[name]}")
    for name, known in CHOICES.items():
        if setting[name] not in known:
            raise ValueError(f"{name} must be one of {', '.join(known)}, got {setting[name]!r}")


_AXES = {
    "heterogeneity": "heterogeneity s²",
    "tie": "strength of the tie w",
    "data": "data per location n",
}


def _in_words(setting: answers.Setting) -> str:
    first, last = answers.limits_of_axis(setting)
    found = {who: float(risk["risk"]) for who, risk in answers.risks(setting).items()}
    place, least = answers.landmark(setting), min(found["separate"], found["tied"])
    if place is None:
        same = math.isclose(found["separate"], found["tied"])
        better = "tied" if found["tied"] == least else "separate"
        finding = "Separate and tied are the same" if same else f"Of the two, {better} is better"
    elif setting["axis"] == "tie":
        finding = f"The risk of partly pooled estimates is least at {place:.3g}"
    else:
        finding = (
            f"Separate and tied have the same risk at {place:.3g}: to the left tied is better, to "
            "the right separate"
        )
    w = float(answers.strength(setting))
    r = max(setting["correlation"], -1 / max(setting["locations"] - 1, 1))
    return (
        f"Bias², variance and their sum, the risk, against {_AXES[setting['axis']]} from {first:g} "
        f"to {last:g}, for T = {setting['locations']} and {setting['truth']} true values. "
        f"{finding}. At s² = {setting['heterogeneity']:g}, σ² = {setting['noise']:g}, "
        f"n = {setting['data']}, r = {r:.3g} and w = {w:.2g} the risk is "
        f"{found['separate']:.3g} separate, {found['tied']:.3g} tied and "
        f"{found['pooled']:.3g} partly pooled."
    )
