"""The widget of shrinkage: the page against torch, both against closed forms, and its picture."""

from __future__ import annotations

import itertools
import math
from typing import Any

import pytest
import torch

from tests.widgets.modules import WIDGETS, Module
from tying.widgets.shrinkage import FIRST, MOST_SETS, Shrinkage
from tying.widgets.shrinkage.answer import answer, errors_over_sets

PAGE = Module(WIDGETS / "shrinkage" / "james_stein.js")
RANDOM = Module(WIDGETS / "common" / "random.js")
ERRORS = [0.3, -1.2, 0.0, 2.1, -0.4, 0.9, -1.7, 0.6]
OUTLIER = [0.0] * 7 + [4.0]
GRID = [
    {"values": values, "noise": noise, "errors": errors}
    for values, noise, errors in itertools.product(
        (list(FIRST), OUTLIER, [2.5] * 8, [1e6 * x for x in FIRST], [1e-6 * x for x in FIRST]),
        (0.0, 0.01, 1.0, 4.0, 1e12),
        (None, ERRORS, [0.0] * 8),
    )
]


def ask(widget: Shrinkage, **content: Any) -> None:
    data = {"method": "custom", "content": content}
    widget._handle_msg({"content": {"data": data}, "buffers": []})


def test_the_page_moves_estimates_as_torch_does():
    for page, setting in zip(PAGE.map("shrunk", GRID), GRID, strict=True):
        kernel = answer(setting)
        assert page.keys() == kernel.keys()
        for name, value in kernel.items():
            largest = max(1e-9, *map(abs, setting["values"]), setting["noise"] ** 0.5)
            scale = {"weight": 1, "squares": largest**2}.get(name, largest)
            assert page[name] == pytest.approx(value, rel=1e-9, abs=1e-12 * scale), setting


def test_all_estimates_move_by_the_same_share_of_their_way():
    for setting in GRID:
        moved = answer(setting)
        for x, y in zip(moved["estimates"], moved["pooled"], strict=True):
            way = moved["mean"] - x
            assert y - x == pytest.approx(moved["weight"] * way, abs=1e-9 * max(1, abs(x)))


def test_seven_equal_values_move_less_the_farther_the_eighth_is():
    # With seven at 0 and one at d: S = 7 d²/8, so that w = 40 v/(7 d²), and the mean is d/8.
    for d in (3.0, 6.0, 60.0):
        moved = answer({"values": [0.0] * 7 + [d], "noise": 1.0})
        assert moved["weight"] == pytest.approx(40 / (7 * d**2))
        assert moved["pooled"][0] == pytest.approx(5 / (7 * d))


def test_the_page_measures_errors_as_torch_does_on_the_same_draws():
    setting = {"values": list(FIRST), "noise": 2.0}
    generator = torch.Generator().manual_seed(3)
    kernel = errors_over_sets(setting, 1, generator)
    moved = PAGE.call("shrunk", {**setting, "errors": kernel["errors"]})
    page = PAGE.call("errorsOf", setting["values"], moved)
    for name in ("count", "nearer", "separate", "pooled"):
        assert page[name] == pytest.approx(kernel[name], rel=1e-9)


def risk_at_equal_values() -> float:
    """Mean squared error of the eight when all true values are equal, for v = 1.

    The mean has the error 1/8. Around it the estimates have squares S, chi-square distributed with
    7 degrees of freedom, of which (1 - w)² S with w = min(1, 5/S) is left: the integral over the
    density of S from 5 on, by the trapezoidal rule.
    """
    S = torch.linspace(5, 80, 200_001, dtype=torch.float64)
    density = S**2.5 * (-S / 2).exp() / (2**3.5 * math.gamma(3.5))
    left = torch.trapezoid((1 - 5 / S) ** 2 * S * density, S)
    return (1 + float(left)) / 8


@pytest.mark.parametrize("who", ["page", "kernel"])
@pytest.mark.parametrize("noise", [1.0, 0.25])
def test_at_equal_values_the_mean_squared_error_is_what_theory_says(who: str, noise: float):
    setting, count = {"values": [1.5] * 8, "noise": noise}, 20_000
    tally = measured(who, setting, count)
    assert tally["count"] == count
    for name, risk in {"separate": 1.0, "pooled": risk_at_equal_values()}.items():
        mean = sum(tally[name]) / (8 * count)
        error = math.sqrt(2 / (8 * count))  # of squared normal errors; pooled ones vary less
        assert abs(mean / noise - risk) < 4 * error


@pytest.mark.parametrize("who", ["page", "kernel"])
def test_far_apart_the_eight_gain_what_stein_found(who: str):
    # E of the gain is v² (T - 3)² E(1/S) for T estimates; far apart S is nearly that of the truth.
    setting, count = {"values": [20.0 * k for k in range(8)], "noise": 1.0}, 20_000
    tally = measured(who, setting, count)
    truth = torch.tensor(setting["values"], dtype=torch.float64)
    spread = float((truth - truth.mean()).square().sum())
    gain = (sum(tally["separate"]) - sum(tally["pooled"])) / count
    error = 2 * 5 / math.sqrt(spread * count)  # of 2 (T - 3) (x - mean)·error / S
    assert abs(gain - 25 / spread) < 4 * error


@pytest.mark.parametrize("who", ["page", "kernel"])
def test_one_that_is_unlike_the_others_loses_and_the_eight_gain(who: str):
    tally = measured(who, {"values": OUTLIER, "noise": 1.0}, 20_000)
    ratios = [
        after / before for before, after in zip(tally["separate"], tally["pooled"], strict=True)
    ]
    assert max(ratios[:7]) < 0.7
    assert ratios[7] > 1.5
    assert sum(tally["pooled"]) < sum(tally["separate"])
    assert 0.5 < tally["nearer"] / tally["count"] < 1


def measured(who: str, setting: dict[str, Any], count: int) -> dict[str, Any]:
    """Errors over new sets, by the page (in Node) or by torch."""
    if who == "kernel":
        return errors_over_sets(setting, count, torch.Generator().manual_seed(5))
    return Module(WIDGETS.parents[2] / "tests/widgets/shrinkage/measured.js").call(
        "measured", setting, count, 5
    )


def test_a_kernel_answers_what_the_page_asks():
    widget = Shrinkage()
    ask(widget, ask="result")
    assert widget.result["setting"] == widget.setting
    assert widget.result["weight"] == pytest.approx(5 / 14.00875)  # squares around 0.3125
    ask(widget, ask="sets", count=10)
    assert widget.sets["setting"] == widget.setting
    assert widget.sets["count"] == 10
    first = widget.sets["errors"]
    ask(widget, ask="sets", count=10)
    assert widget.sets["errors"] != first
    assert widget.sets["answers"] == 2


@pytest.mark.parametrize("count", [0, MOST_SETS + 1, 1.5, None, "many"])
def test_a_number_of_sets_out_of_bounds_is_refused(count: Any):
    widget = Shrinkage()
    ask(widget, ask="sets", count=count)
    assert widget.sets["error"].startswith(f"count must be from 1 to {MOST_SETS}, got {count!r}")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"values": [1, 2, 3]}, "values must be 8 numbers, got 3"),
        ({"values": [math.nan] * 8}, "values must be finite, got"),
        ({"noise": -1.0}, "noise must be 0 or more, got -1"),
        ({"noise": math.inf}, "noise must be 0 or more, got inf"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(change: dict[str, Any], words: str):
    with pytest.raises(ValueError, match=words):
        Shrinkage(**change)


def test_errors_that_are_not_eight_are_refused():
    with pytest.raises(ValueError, match="errors must be 8 numbers, got 2"):
        answer({"values": list(FIRST), "noise": 1.0, "errors": [0.0, 1.0]})


def test_true_values_open_with_one_set_which_is_always_the_same():
    setting = Shrinkage(OUTLIER, truths=True).setting
    assert setting == Shrinkage(OUTLIER, truths=True).setting
    moved = answer(setting)
    squares = [
        [(x - truth) ** 2 for x, truth in zip(moved[name], OUTLIER, strict=True)]
        for name in ("estimates", "pooled")
    ]
    assert sum(squares[1]) < sum(squares[0])  # together they gain,
    assert squares[1][7] > squares[0][7]  # and the one that is unlike the others loses


def test_the_picture_says_in_words_what_it_shows():
    assert Shrinkage().picture().alt == (
        "8 rows. In each, an arrow leads from the separate estimate towards the dotted mean at "
        "0.313, by the same share, 0.36 of the way. The estimates lie between -1.2 and 3.2. "
        "Number 8, at 3.2, is the farthest from the mean and has the longest arrow."
    )
    words = Shrinkage(OUTLIER, truths=True).picture().alt
    assert words.endswith("Crosses mark the true values, 0, 0, 0, 0, 0, 0, 0, 4.")
