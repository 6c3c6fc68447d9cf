"""The widget of bias-variance curves: traits, the kernel's answers, words, and its picture."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from tying.risk import MeanModel
from tying.widgets.bias_variance import LIMITS, PRESETS, BiasVariance


@pytest.fixture(scope="module")
def node(in_node) -> Callable[..., Any]:
    """``node(code, data)``: what ``code`` returns in Node, with the widget's script as ``w``."""
    return partial(in_node, "bias_variance")


def ask(widget: BiasVariance, **content: Any) -> None:
    data = {"method": "custom", "content": content}
    widget._handle_msg({"content": {"data": data}, "buffers": []})


def test_with_a_kernel_torch_answers_at_once_and_after_every_change():
    widget = BiasVariance()
    ask(widget, ask="result")
    assert widget.result["setting"] == widget.setting
    risks = widget.result["risks"]
    assert risks["separate"] == {"bias2": 0, "variance": 1, "risk": 1}
    assert risks["tied"] == {"bias2": 0.5, "variance": 0.125, "risk": 0.625}
    widget.setting = {**widget.setting, "heterogeneity": 0, "correlation": 1}
    assert widget.result["setting"] == widget.setting
    assert widget.result["risks"]["tied"]["risk"] == 1
    assert widget.result["answers"] == 2


def test_a_drawing_by_the_kernel_has_a_new_seed_each_time_and_agrees_with_the_closed_form():
    widget = BiasVariance(axis="tie", heterogeneity=0.875)
    seeds = set()
    for _ in range(3):
        ask(widget, ask="draws", xs=[0, 0.5, 1])
        seeds.add(widget.draws["seed"])
        assert widget.draws["setting"] == widget.setting
        for row, risk in zip(widget.draws["draws"], (1, 0.5625, 1), strict=True):
            measured = row["pooled"]["risk"]
            assert abs(measured["mean"] - risk) < 5 * measured["error"]
    assert len(seeds) > 1


@pytest.mark.parametrize("xs", [None, [], list(range(17)), [2.5], [float("nan")], "abc"])
def test_places_off_the_axis_are_refused(xs):
    widget = BiasVariance()
    with pytest.raises(ValueError, match="xs must"):
        widget.answer_draws(xs)
    ask(widget, ask="draws", xs=xs)
    assert widget.draws["setting"] == widget.setting
    assert "draws" not in widget.draws
    assert widget.draws["error"].startswith("xs must")


@pytest.mark.parametrize(
    "change",
    [{"locations": 1}, {"locations": 1, "truth": "random"}, {"correlation": -1.0}, {"noise": 0.0},
     {"noise": 0.0, "heterogeneity": 0.0, "tie": "best"}, {"correlation": 1.0, "axis": "data"}],
)  # fmt: skip
def test_the_kernel_answers_every_extreme_with_numbers(change):
    widget = BiasVariance(**change)
    ask(widget, ask="result")
    last = {"heterogeneity": 0.5, "data": 64.0}[widget.setting["axis"]] * (
        widget.setting["heterogeneity"] > 0
    )
    ask(widget, ask="draws", xs=[last])
    text = str(widget.result) + str(widget.draws) + widget.picture().alt
    assert not re.search(r"\bnan\b|\binf\b|None", text)


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"heterogeneity": 2.5}, ValueError, "heterogeneity must be from 0 to 2, got 2.5"),
        ({"noise": float("nan")}, ValueError, "noise must be from 0 to 2, got nan"),
        ({"locations": 0}, ValueError, "locations must be from 1 to 64, got 0"),
        ({"data": 1.5}, TypeError, "data must be an integer, got 1.5"),
        ({"tie": "strong"}, TypeError, "tie must be a number or 'best', got 'strong'"),
        ({"truth": "both"}, ValueError, "truth must be one of fixed, random, got 'both'"),
        ({"axis": "noise"}, ValueError, "axis must be one of heterogeneity, tie, data"),
    ],
)
def test_a_widget_that_cannot_be_is_refused(change, error, words):
    with pytest.raises(error, match=words):
        BiasVariance(**change)


def test_every_preset_is_named_and_can_be_made(node):
    assert set(node("return w.WORDS.en.presets")) == set(PRESETS)
    for preset in PRESETS.values():
        given = {name: value for name, value in preset.items() if name != "best"}
        assert BiasVariance(**given).setting == preset
    assert BiasVariance().setting == PRESETS["rule"]
    assert BiasVariance(tie="best").setting["best"] is True


def test_every_slider_has_limits_words_and_a_step_that_reaches_both_ends(node):
    english = node("return w.WORDS.en")
    assert set(english["controls"]) == set(english["values"]) == set(LIMITS)
    for least, most, step in LIMITS.values():
        assert round((most - least) / step, 9).is_integer()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"locations": 1}, "One location has nothing to share with"),
        ({"correlation": -1.0}, "8 errors cannot all have correlation −1"),
        ({"correlation": -1.0, "locations": 2}, "the errors cancel in the mean"),
        ({"correlation": 1.0}, "All errors are equal (r = 1)"),
        ({"noise": 0.0}, "Without noise (v = 0) every separate estimate is exact"),
        ({"heterogeneity": 0.0}, "All true values are equal (s² = 0)"),
        ({"axis": "data", "heterogeneity": 0.01}, "equal at 87.5, to the right of this axis"),
        ({"axis": "data", "heterogeneity": 2.0}, "equal at 0.438, to the left of this axis"),
        ({"axis": "data", "heterogeneity": 0.0}, "equal nowhere on this axis"),
    ],
)
def test_what_does_not_exist_gets_a_sentence(node, change, words):
    setting = BiasVariance(**change).setting
    assert words in " ".join(node("return w.notes(w.WORDS.en, data)", setting))


def test_an_ordinary_setting_needs_no_excuse(node):
    assert node("return w.notes(w.WORDS.en, data)", PRESETS["rule"]) == []


def test_the_outcome_says_who_wins_by_how_much_and_why(node):
    say = "return w.outcome(w.WORDS.en, data)"
    rule = PRESETS["rule"]
    assert node(say, rule) == (
        "Tied beats separate: risk 0.625 against 1, 37.5 % less. The tie adds 0.5 of bias² and "
        "saves 0.875 of variance. Partly pooled at w = 0.5 beats both, with 0.469. "
        "Best is w = 0.636, with 0.443."
    )  # 0.875/(0.5 + 0.875) = 7/11; (1 + 7 · 0.5/1.375)/8 = 0.443
    lost = node(say, {**rule, "heterogeneity": 1.75, "tie": 0.9})
    assert lost.startswith("Separate beats tied: risk 1 against 1.88, 46.7 % less.")
    assert "at w = 0.9 lies between, with 1.55." in lost  # 0.81 · 1.75 + 0.125 + 0.01 · 0.875
    assert "w = 1 does as well as the better of the two." in node(say, {**rule, "tie": 1})
    assert "w = 0 does as badly as the worse of the two." in node(say, {**rule, "tie": 0})
    assert node(say, {**rule, "best": True}).endswith("No other strength does better.")
    exact = node(say, {**rule, "noise": 0})
    assert exact.startswith("Separate beats tied: risk 0 against 0.5. The tie")  # not "100 % less"
    assert node(say, {**rule, "noise": 0, "heterogeneity": 0}).endswith("all have the same risk.")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "s² = 0.5 < v (1 − 1/T)(1 − r) = 0.875"),
        ({"heterogeneity": 0.9, "truth": "random"}, "s² = 0.9 < v (1 − r) = 1"),
        ({"heterogeneity": 1, "truth": "random"}, "s² = 1 = v (1 − r)"),
        ({"heterogeneity": 0.9}, "s² = 0.9 > v (1 − 1/T)(1 − r) = 0.875"),
        ({"correlation": -1}, "s² = 0.5 < v (1 − 1/T)(1 − r) = 1 (r = −0.143)"),
        ({"locations": 1}, "T = 1: no threshold"),
    ],
)
def test_the_rule_is_written_with_its_numbers(node, change, words):
    assert node("return w.rule(w.WORDS.en, data)", {**PRESETS["rule"], **change}) == words


def test_dots_stay_while_only_the_place_on_the_axis_moves(node):
    rule = PRESETS["rule"]
    changes: list[dict[str, Any]] = [
        {"heterogeneity": 1}, {"noise": 0.5}, {"tie": 0.7}, {"truth": "random"}, {"axis": "tie"},
    ]  # fmt: skip
    kept = node(
        "return data.map((one) => w.dotsKey(one))", [rule, *({**rule, **c} for c in changes)]
    )
    assert [key == kept[0] for key in kept[1:]] == [True, False, False, False, False]


def test_a_drag_lands_on_a_step_of_the_slider(node):
    code = "return data.map(([value, range]) => w.snap(value, range))"
    asked = [[0.3333, LIMITS["heterogeneity"]], [9, LIMITS["heterogeneity"]],
             [2.6, LIMITS["data"]], [-0.4, LIMITS["tie"]]]  # fmt: skip
    assert node(code, asked) == [0.33, 2, 3, 0]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"axis": "tie"}, "The risk of partly pooled estimates is least at 0.636"),
        ({"axis": "data"}, "Separate and tied have the same risk at 1.75: to the left tied"),
        ({"locations": 1}, "Separate and tied are the same."),
        ({"axis": "data", "heterogeneity": 0.0}, "Of the two, tied is better."),
        ({"axis": "data", "noise": 0.0}, "Of the two, separate is better."),
        ({"correlation": -1.0}, "r = -0.143"),
    ],
)
def test_the_picture_says_what_it_shows(change, words):
    assert words in BiasVariance(**change).picture().alt


def test_the_bundle_has_a_picture_whose_words_state_the_finding():
    bundle = BiasVariance()._repr_mimebundle_()
    assert bundle is not None
    data = bundle[0]
    assert {"image/svg+xml", "application/vnd.jupyter.widget-view+json"} <= set(data)
    words = data["text/plain"]
    assert "same risk at 0.875: to the left tied is better, to the right separate" in words
    assert "1 separate, 0.625 tied and 0.469 partly pooled" in words
    for text in ("separate", "tied", "partly pooled", "equal at 0.875"):
        assert f">{text}</text>" in data["image/svg+xml"]


@pytest.mark.parametrize("truth", ["fixed", "random"])
@pytest.mark.parametrize("correlation", [-0.1, 0.0, 0.6, 1.0])
@pytest.mark.parametrize(
    ("heterogeneity", "noise", "data"), [(0.5, 1.0, 1), (0.0, 2.0, 4), (2, 0, 1)]
)
def test_the_kernel_says_what_the_closed_forms_of_the_package_say(
    truth, correlation, heterogeneity, noise, data
):
    widget = BiasVariance(
        heterogeneity=heterogeneity,
        noise=noise,
        data=data,
        locations=8,
        correlation=correlation,
        tie=0.3,
        truth=truth,
    )
    model = MeanModel(heterogeneity, noise / data, 8, correlation, truth)
    risks = widget.answer()["risks"]
    for who, weight in (("separate", 0.0), ("tied", 1.0), ("pooled", 0.3)):
        expected = model.risk(weight)
        assert risks[who] == pytest.approx(
            {
                "bias2": float(expected.bias2),
                "variance": float(expected.variance),
                "risk": float(expected.risk),
            }
        )
