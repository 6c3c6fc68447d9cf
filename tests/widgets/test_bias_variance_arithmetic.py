"""What the widget of bias-variance curves computes in the page, on a grid of extreme settings."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
import torch

from tying.widgets.bias_variance.answer import answer, experiments
from tying.widgets.bias_variance.curves import landmark, limits_of_axis, weights
from tying.widgets.bias_variance.setting import Setting

RULE = {
    "heterogeneity": 0.5, "noise": 1, "data": 1, "locations": 8, "correlation": 0, "tie": 0.5,
    "best": False, "truth": "fixed", "axis": "heterogeneity",
}  # fmt: skip
NAMES = tuple(RULE)
EXTREMES: list[dict[str, Any]] = [
    dict(zip(NAMES, (*numbers, *tie, truth, axis), strict=True))
    for *numbers, tie, truth, axis in itertools.product(
        (0, 0.01, 2), (0, 0.05, 2), (1, 64), (1, 2, 8, 64), (-1, -0.15, 0, 0.5, 1),
        ((0, False), (0.5, False), (1, False), (0.5, True)),
        ("fixed", "random"), ("heterogeneity", "tie", "data"),
    )
]  # fmt: skip
ESTIMATES = ("separate", "tied", "pooled")
KINDS = ("bias2", "variance", "risk")


@pytest.fixture(scope="module")
def node(in_node) -> Callable[..., Any]:
    """``node(code, data)``: what ``code`` returns in Node, with the widget's script as ``w``."""
    return partial(in_node, "bias_variance")


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


def test_bias_and_variance_are_those_of_the_estimators_matrices(node):
    settings = EXTREMES[::5]
    answers = node("return data.map((one) => [w.risks(one), w.strength(one)])", settings)
    for setting, (risks, strength) in zip(settings, answers, strict=True):
        for who, w in zip(ESTIMATES, (0, 1, strength), strict=True):
            bias2, variance = by_matrices(setting, w)
            expected = {"bias2": bias2, "variance": variance, "risk": bias2 + variance}
            assert risks[who] == pytest.approx(expected, abs=1e-12)


def test_what_torch_answers_is_bias_and_variance_of_the_estimators_matrices():
    for setting in EXTREMES[::23]:
        best = float(weights(Setting(**setting))["pooled"])
        for who, w in zip(ESTIMATES, (0, 1, best), strict=True):
            bias2, variance = by_matrices(setting, w)
            expected = {"bias2": bias2, "variance": variance, "risk": bias2 + variance}
            assert answer(setting)["risks"][who] == pytest.approx(expected, abs=1e-12)


def test_the_numbers_of_the_claims_file(node):
    """T = 8, v = 1, s² at 0.5, 1, 1.5 times the threshold 0.875; and random values with s² = v."""
    settings = [{**RULE, "heterogeneity": k * 0.875} for k in (0.5, 1, 1.5)]
    tied = node("return data.map((one) => w.risks(one).tied.risk)", settings)
    assert tied == pytest.approx([0.5625, 1, 1.4375])
    random = [{**RULE, "truth": "random", "best": True, "heterogeneity": s} for s in (0.25, 1, 4)]
    risks = node("return data.map(w.risks)", random)
    assert [one["pooled"]["risk"] for one in risks] == pytest.approx([0.3, 0.5625, 0.825])
    assert risks[1]["tied"]["risk"] == pytest.approx(1)


def test_page_and_torch_agree_on_every_curve_and_axis(node):
    settings = EXTREMES[::17]
    code = (
        "return data.map((one) => ({ curves: w.curves(one), risks: w.risks(one), "
        "range: w.range(one), landmark: w.landmark(one)?.place ?? null }))"
    )
    for setting, page in zip(settings, node(code, settings), strict=True):
        kernel = answer(setting)
        assert page["range"] == list(limits_of_axis(Setting(**setting)))
        assert page["landmark"] == pytest.approx(landmark(Setting(**setting)))
        np.testing.assert_allclose(page["curves"]["x"], kernel["curves"]["x"], atol=1e-12)
        for who, kind in itertools.product(ESTIMATES, KINDS):
            np.testing.assert_allclose(
                page["curves"][who][kind], kernel["curves"][who][kind], atol=1e-12
            )
            assert page["risks"][who][kind] == pytest.approx(kernel["risks"][who][kind], abs=1e-12)


DRAWN_OR_SAID = """
const strange = /NaN|undefined|Infinity|null|[{}]/, t = w.WORDS.en, bad = [];
const flat = (one) => (one && typeof one === "object" ? Object.values(one).map(flat).join(" ") : String(one));
for (const one of data) {
  const curves = w.curves(one), risks = w.risks(one), end = w.range(one)[1];
  const draws = [{ x: end, ...w.experiment(w.at(one, end), 2, w.normal(1)) }];
  const shown = { setting: one, curves, risks, dots: { draws } };
  for (const kind of w.KINDS) {
    const seen = w.sketch(kind, shown, { width: 330, height: 270, above: 36 });
    const paths = Object.values(seen.curves), whole = paths.every((path) => path.split("L").length === 61);
    if (!whole || strange.test(flat({ ...seen, landmark: seen.landmark ?? 0 }))) bad.push([one, kind, flat(seen)]);
  }
  const values = Object.keys(t.values).map((name) => w.meaning(t, one, name));
  const said = flat([w.rule(t, one), w.outcome(t, one), w.notes(t, one), values]);
  if (strange.test(said)) bad.push([one, said]);
}
return bad.slice(0, 3);
"""  # noqa: E501  a script


def test_nothing_that_is_drawn_or_said_is_undefined_at_any_extreme(node):
    assert node(DRAWN_OR_SAID, EXTREMES) == []


def test_separate_and_tied_cross_where_the_picture_says(node):
    code = """const lost = ({ separate, tied }) => tied.risk - separate.risk;
    return data.map((one) => {
      const x = w.crossing(one);
      return x === null ? null : [0.99, 1, 1.01].map((k) => lost(w.risks(w.at(one, k * x))));
    });"""
    settings = [one for one in EXTREMES if one["locations"] > 1]
    differences = node(code, settings)
    crossing = [
        (one, three)
        for one, three in zip(settings, differences, strict=True)
        if three is not None and one["noise"] and one["correlation"] < 1
    ]
    assert len(crossing) > 100
    for setting, (before, at, after) in crossing:
        assert abs(at) < 1e-12
        assert before < 0 < after, setting


def test_the_strip_names_the_estimate_with_the_least_risk(node):
    code = """return data.map((one) => w.winners(one).map((part) => {
      const { from, to } = part, x = one.axis === "data" ? Math.sqrt(from * to) : (from + to) / 2;
      const risks = w.risks(w.at(one, x));
      const totals = w.ESTIMATES.map((who) => [who, risks[who].risk]);
      return { ...part, risks: Object.fromEntries(totals) };
    }));"""
    for setting, strip in zip(EXTREMES, node(code, EXTREMES), strict=True):
        first, last = limits_of_axis(Setting(**setting))
        assert (strip[0]["from"], strip[-1]["to"]) == (first, last)
        assert all(a["to"] == b["from"] for a, b in itertools.pairwise(strip))
        for part in strip:
            risks = part["risks"]
            if part["who"] == "equal":
                assert max(risks.values()) == pytest.approx(min(risks.values()))
            else:
                assert risks[part["who"]] <= min(risks.values()) + 1e-12, (setting, part)


@pytest.mark.parametrize(
    ("change", "extreme", "best"),
    [
        ({"heterogeneity": 0.8}, "tied", "pooled"),
        ({"heterogeneity": 0.9}, "separate", "pooled"),
        ({"heterogeneity": 0.875}, "equal", "pooled"),
        ({"heterogeneity": 0.875, "truth": "random"}, "tied", "pooled"),
        ({"heterogeneity": 1, "truth": "random"}, "equal", "pooled"),
        ({"heterogeneity": 0}, "tied", "tied"),
        ({"heterogeneity": 0, "best": True}, "tied", "tied"),
        ({"noise": 0}, "separate", "separate"),
        ({"correlation": 1}, "separate", "separate"),
        ({"heterogeneity": 0.1, "tie": 0.2}, "tied", "tied"),
        ({"heterogeneity": 0.5, "tie": 1}, "tied", "tied"),
        ({"locations": 1}, "equal", "equal"),
        ({"noise": 0, "heterogeneity": 0}, "equal", "equal"),
    ],
)
def test_who_wins(node, change, extreme, best):
    verdict = node("return w.verdict(data)", {**RULE, **change})
    assert (verdict["extreme"], verdict["best"]) == (extreme, best)


def test_numbers_of_the_generator_are_standard_normal(node):
    draw = "const draw = w.normal(data); return Array.from({ length: 40000 }, draw)"
    numbers = np.array(node(draw, 7))
    n = len(numbers)
    assert abs(numbers.mean()) < 4 / math.sqrt(n)
    assert abs(numbers.var() - 1) < 4 * math.sqrt(2 / n)
    assert abs((numbers**4).mean() - 3) < 4 * math.sqrt(96 / n)
    assert abs((numbers[1:] * numbers[:-1]).mean()) < 4 / math.sqrt(n)
    assert node(draw, 7)[:10] == numbers[:10].tolist()
    assert node(draw, 8)[:10] != numbers[:10].tolist()


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
def test_experiments_in_the_page_agree_with_matrices_within_four_standard_errors(node, change):
    setting = {**RULE, **change}
    code = """const draw = w.normal(11);
    return w.places(data, 3).map((x) => {
      const one = w.at(data, x);
      return [{ x, ...w.experiment(one, 2000, draw) }, w.strength(one)];
    });"""
    for row, strength in node(code, setting):
        assert_near_matrices(setting, row, strength)


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


def test_labels_stay_apart_and_inside(node):
    wanted = [[100, 100, 100], [240, 238, 10], [36, 36, 37], [239, 239, 239], [50, 120, 200]]
    answers = node("return data.map((y) => w.spread(y, 36, 240))", wanted)
    for asked, placed in zip(wanted, answers, strict=True):
        order = sorted(range(3), key=placed.__getitem__)
        assert all(placed[b] - placed[a] >= 15 for a, b in itertools.pairwise(order))
        assert min(placed) >= 36
        assert max(placed) <= 240
        assert order == sorted(range(3), key=lambda k: (asked[k], k))
    assert node("return w.spread([50, 120, 200], 36, 240)") == [50, 120, 200]
