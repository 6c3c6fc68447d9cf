"""What torch says to a setting of the widget of bias-variance curves: curves, and experiments.

A setting is plain data, as the page keeps it. The page has closed forms; here every estimator is a
matrix A, and its risks follow from the covariance C of the errors and the second moments M of the
true values: bias² is ``tr((A - I) M (A - I)')/T``, variance ``tr(A C A')/T``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

Setting = Mapping[str, Any]
POINTS = 61
ENDS = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)
"""Where the axis of heterogeneity may end."""

ESTIMATES = ("separate", "tied", "pooled")
KINDS = ("bias2", "variance", "risk")


def limits_of_axis(setting: Setting) -> tuple[float, float]:
    """First and last value on the horizontal axis."""
    if setting["axis"] != "heterogeneity":
        return (0.0, 1.0) if setting["axis"] == "tie" else (1.0, 64.0)
    wanted = max(1.6 * _threshold(setting), setting["heterogeneity"])
    return 0.0, next((end for end in ENDS if end >= wanted * (1 - 1e-9)), ENDS[-1])


def places(setting: Setting) -> Tensor:
    """Values along the horizontal axis, in equal steps; data in equal ratios."""
    first, last = limits_of_axis(setting)
    steps = torch.linspace(0, 1, POINTS, dtype=torch.float64)
    if setting["axis"] == "data":
        return first * (last / first) ** steps
    return first + (last - first) * steps


def strength(setting: Setting) -> Tensor:
    """The strength of the tie in use; the reader's, too, where every strength does equally well."""
    own = _double(setting["tie"])
    if not setting["best"]:
        return own
    bias2, saved = _balance(setting)
    return torch.where(bias2 + saved > 0, saved / (bias2 + saved), own)


def risks(setting: Setting, x: Tensor | None = None) -> dict[str, dict[str, Tensor]]:
    """Bias², variance and risk of the three estimates, where ``x`` stands on the axis."""
    at = setting if x is None else _at(setting, x)
    weights = zip(ESTIMATES, (_double(0), _double(1), strength(at)), strict=True)
    return {who: _risk(at, weight) for who, weight in weights}


def landmark(setting: Setting) -> float | None:
    """Where separate and tied have the same risk; on the axis of the tie, its best strength.

    None if there is no such place on the axis.
    """
    bias2, saved = _balance(setting)
    if setting["axis"] == "tie":
        return float(saved / (bias2 + saved)) if bias2 + saved > 0 else None
    if setting["locations"] == 1:
        return None
    place, s2 = _threshold(setting), setting["heterogeneity"]
    if setting["axis"] == "data":
        place = place * setting["data"] / s2 if s2 > 0 else torch.inf
    first, last = limits_of_axis(setting)
    return place if first <= place <= last * (1 + 1e-9) else None


def answer(setting: Setting) -> dict[str, Any]:
    """The curves, and the numbers at the setting itself, as plain data."""
    x = places(setting)
    curves = {who: _plain(risk, len(x)) for who, risk in risks(setting, x).items()}
    found = {who: _plain(risk) for who, risk in risks(setting).items()}
    return {"curves": {"x": x.tolist(), **curves}, "found": found}


def experiments(
    setting: Setting, xs: Sequence[float], replicates: int, generator: torch.Generator
) -> list[dict[str, Any]]:
    """Measured bias², variance and risk, each with its standard error, at values on the axis.

    A replicate draws two sets of data for the same true values. With d and d' the deviations of
    an estimate from the truth, ``d d'`` has the mean bias², ``(d - d')²/2`` the mean variance.
    """
    T = setting["locations"]
    like = {"dtype": torch.float64, "device": generator.device, "generator": generator}
    rows = []
    for x in xs:
        at = _at(setting, _double(x))
        scale = _double(at["heterogeneity"]).to(generator.device).sqrt()
        drawn = torch.randn(replicates, T, **like) if at["truth"] == "random" else _steps(T)
        values = scale * drawn.to(generator.device)
        spectrum, axes = torch.linalg.eigh(_world(at)[1].to(generator.device))
        root = (axes * spectrum.clamp(min=0).sqrt()) @ axes.mT
        errors = torch.randn(2, replicates, T, **like) @ root
        row: dict[str, Any] = {"x": x}
        for who, w in zip(ESTIMATES, (_double(0), _double(1), strength(at)), strict=True):
            first, second = (values + errors) @ _estimator(T, w).to(errors) - values
            bias2, variance = (first * second).mean(-1), (first - second).square().mean(-1) / 2
            samples = zip(KINDS, (bias2, variance, bias2 + variance), strict=True)
            row[who] = {kind: _mean(sample) for kind, sample in samples}
        rows.append(row)
    return rows


def _at(setting: Setting, x: Tensor) -> Setting:
    own = {"best": False} if setting["axis"] == "tie" else {}
    return {**setting, setting["axis"]: x, **own}


def _world(setting: Setting) -> tuple[Tensor, Tensor]:
    """Second moments of the true values, and covariance of the errors, ``(..., T, T)`` both.

    Fixed values are equally spaced. What cannot be is replaced by the nearest that can.
    """
    T, s2 = setting["locations"], _double(setting["heterogeneity"])[..., None, None]
    v = _double(setting["noise"] / setting["data"])[..., None, None]
    r = max(setting["correlation"], -1 / max(T - 1, 1)) if T > 1 else 0.0
    same = torch.eye(T).to(s2)
    covariance = v * ((1 - r) * same + r)
    if setting["truth"] == "random":
        return s2 * same, covariance
    return s2 * _steps(T).outer(_steps(T)), covariance


def _steps(T: int) -> Tensor:
    """Equally spaced values with mean 0 and mean square 1; one value is 0."""
    steps = torch.arange(T, dtype=torch.float64) - (T - 1) / 2
    return steps / steps.square().mean().sqrt() if T > 1 else steps


def _estimator(T: int, w: Tensor) -> Tensor:
    return (1 - w)[..., None, None] * torch.eye(T).to(w) + w[..., None, None] / T


def _risk(setting: Setting, w: Tensor) -> dict[str, Tensor]:
    moments, covariance = _world(setting)
    T = covariance.shape[-1]
    A = _estimator(T, w)
    away = A - torch.eye(T).to(A)
    bias2 = (away @ moments @ away.mT).diagonal(dim1=-2, dim2=-1).mean(-1)
    variance = (A @ covariance @ A.mT).diagonal(dim1=-2, dim2=-1).mean(-1)
    return {"bias2": bias2, "variance": variance, "risk": bias2 + variance}


def _balance(setting: Setting) -> tuple[Tensor, Tensor]:
    """Bias² that the tie adds, and variance that it saves; rounding errors are 0."""
    separate, tied = _risk(setting, _double(0)), _risk(setting, _double(1))
    saved = separate["variance"] - tied["variance"]
    return tied["bias2"], torch.where(saved > 1e-12 * separate["variance"], saved, 0.0)


def _threshold(setting: Setting) -> float:
    """Heterogeneity at which both are equal; 0 for one location."""
    unit, saved = _balance({**setting, "heterogeneity": 1.0})
    return float(saved / unit) if unit > 0 else 0.0


def _double(value: Any) -> Tensor:
    return torch.as_tensor(value, dtype=torch.float64)


def _plain(risk: Mapping[str, Tensor], *shape: int) -> dict[str, Any]:
    return {kind: torch.broadcast_to(part, shape).tolist() for kind, part in risk.items()}


def _mean(sample: Tensor) -> dict[str, float]:
    return {"mean": float(sample.mean()), "error": float(sample.std()) / len(sample) ** 0.5}
