"""Bias, variance and risk in the page and in torch, against matrices, on extreme settings."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from tests.widgets.modules import WIDGETS, Module
from tying.widgets.bias_variance import PRESETS
from tying.widgets.bias_variance.answer import answer, experiments
from tying.widgets.bias_variance.curves import landmark, limits_of_axis, weights
from tying.widgets.bias_variance.setting import Setting

AXIS = Module(WIDGETS / "bias_variance" / "axis.js")
CURVES = Module(WIDGETS / "bias_variance" / "curves.js")
RISKS = Module(WIDGETS / "bias_variance" / "risks.js")

HERE = Path(__file__).parent / "bias_variance"
MEASURED = Module(HERE / "measured.js")
SETTINGS = Module(HERE / "settings.js")

RULE = PRESETS["rule"]
ESTIMATES = ("separate", "tied", "pooled")
KINDS = ("bias2", "variance", "risk")


@pytest.fixture(scope="module")
def extremes() -> list[dict[str, Any]]:
    """Settings at and between the ends of every slider, with every choice."""
    return SETTINGS.value("EXTREMES")


def test_the_tests_of_the_page_start_from_the_setting_of_the_widget():
    assert SETTINGS.value("RULE") == RULE


def by_matrices(setting: dict[str, Any], w: float) -> tuple[float, float]:
    """Bias² and variance of the estimator ``A x``, from the covariance of x and the true values."""
    T, s2 = setting["locations"], setting["heterogeneity"]
    r = max(setting["correlation"], -1 / (T - 1)) if T > 1 else 0.0
    A = (1 - w) * np.eye(T) + w * np.ones((T, T)) / T
    covariance = setting["noise"] / setting["data"] * ((1 - r) * np.eye(T) + r * np.ones((T, T)))
    if setting["truth"] == "random":
        second = s2 * np.eye(T)
    else:
        values = np.random.default_rng(T).normal(size=T)
        values = values - values.mean()
        size = np.sqrt(np.mean(values**2))
        values = values * (np.sqrt(s2) / size if size > 0 else 0)
        second = np.outer(values + 3, values + 3)
    away = A - np.eye(T)
    return np.trace(away @ second @ away.T) / T, np.trace(A @ covariance @ A.T) / T


def test_bias_and_variance_are_those_of_the_estimators_matrices(extremes):
    settings = extremes[::5]
    answers = zip(RISKS.map("risks", settings), RISKS.map("strength", settings), strict=True)
    for setting, (risks, strength) in zip(settings, answers, strict=True):
        for who, w in zip(ESTIMATES, (0, 1, strength), strict=True):
            bias2, variance = by_matrices(setting, w)
            expected = {"bias2": bias2, "variance": variance, "risk": bias2 + variance}
            assert risks[who] == pytest.approx(expected, abs=1e-12)


def test_what_torch_answers_is_bias_and_variance_of_the_estimators_matrices(extremes):
    for setting in extremes[::23]:
        best = float(weights(Setting(**setting))["pooled"])
        for who, w in zip(ESTIMATES, (0, 1, best), strict=True):
            bias2, variance = by_matrices(setting, w)
            expected = {"bias2": bias2, "variance": variance, "risk": bias2 + variance}
            assert answer(setting)["risks"][who] == pytest.approx(expected, abs=1e-12)


def test_page_and_torch_agree_on_every_axis(extremes):
    axes = zip(AXIS.map("range", extremes), AXIS.map("landmark", extremes), strict=True)
    for setting, (limits, mark) in zip(extremes, axes, strict=True):
        assert limits == list(limits_of_axis(Setting(**setting)))
        assert (mark and mark["place"]) == pytest.approx(landmark(Setting(**setting)))


def test_page_and_torch_agree_on_every_curve(extremes):
    settings = extremes[::17]
    pages = zip(CURVES.map("curves", settings), RISKS.map("risks", settings), strict=True)
    for setting, (curves, risks) in zip(settings, pages, strict=True):
        kernel = answer(setting)
        np.testing.assert_allclose(curves["x"], kernel["curves"]["x"], atol=1e-12)
        for who, kind in itertools.product(ESTIMATES, KINDS):
            np.testing.assert_allclose(curves[who][kind], kernel["curves"][who][kind], atol=1e-12)
            assert risks[who][kind] == pytest.approx(kernel["risks"][who][kind], abs=1e-12)


EXPERIMENTS: list[dict[str, Any]] = [
    {}, {"truth": "random"}, {"correlation": 0.5}, {"correlation": -1, "locations": 3},
    {"correlation": 1}, {"locations": 1, "truth": "random"}, {"best": True, "data": 4},
    {"axis": "tie"}, {"axis": "data", "noise": 2, "truth": "random", "locations": 2},
]  # fmt: skip


def assert_near_matrices(setting: dict[str, Any], row: dict[str, Any], strength: float) -> None:
    """What was measured at one place is within four standard errors, and adds up."""
    at = {**setting, setting["axis"]: row["x"]}
    for who, w in zip(ESTIMATES, (0, 1, strength), strict=True):
        bias2, variance = by_matrices(at, w)
        for kind, expected in zip(KINDS, (bias2, variance, bias2 + variance), strict=True):
            mean, error = row[who][kind]["mean"], row[who][kind]["error"]
            assert abs(mean - expected) <= 4 * error + 1e-12, (who, kind)
        assert row[who]["risk"]["mean"] == pytest.approx(
            row[who]["bias2"]["mean"] + row[who]["variance"]["mean"]
        )


@pytest.mark.parametrize("change", EXPERIMENTS)
def test_experiments_in_the_page_agree_with_matrices_within_four_standard_errors(change):
    setting = {**RULE, **change}
    for place in MEASURED.call("measuredAlong", setting, 2000, 11):
        assert_near_matrices(setting, place["row"], place["strength"])


@pytest.mark.parametrize("change", EXPERIMENTS)
def test_experiments_of_torch_agree_with_matrices_within_four_standard_errors(change):
    setting = {**RULE, **change}
    first, last = limits_of_axis(Setting(**setting))
    xs = [first, (first + last) / 2, last]
    for row in experiments(setting, xs, 4000, torch.Generator().manual_seed(3)):
        x = torch.tensor(row["x"], dtype=torch.float64)
        assert_near_matrices(setting, row, float(weights(Setting(**setting), x)["pooled"]))


def test_experiments_of_torch_make_the_three_estimates_from_the_same_data():
    setting = {**RULE, "axis": "tie"}
    separate, tied = experiments(setting, [0.0, 1.0], 10, torch.Generator().manual_seed(3))
    assert separate["pooled"] == separate["separate"]
    assert tied["pooled"] == tied["tied"]
    assert separate["separate"] != tied["separate"]  # other data at another place
