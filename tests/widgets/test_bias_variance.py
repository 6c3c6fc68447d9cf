"""The widget of bias-variance curves: traits, the kernel's answers, words, and its picture."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.widgets.modules import WIDGETS, Module
from tying.risk import MeanModel
from tying.widgets.bias_variance import LIMITS, PRESETS, BiasVariance

CONTROLS = Module(WIDGETS / "bias_variance" / "controls.js")
WORDS = Module(WIDGETS / "bias_variance" / "words.js")


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


def test_every_preset_is_named_and_can_be_made():
    assert set(WORDS.value("WORDS")["en"]["presets"]) == set(PRESETS)
    for preset in PRESETS.values():
        given = {name: value for name, value in preset.items() if name != "best"}
        assert BiasVariance(**given).setting == preset
    assert BiasVariance().setting == PRESETS["rule"]
    assert BiasVariance(tie="best").setting["best"] is True


def test_every_slider_has_limits_words_and_a_step_that_reaches_both_ends():
    english = WORDS.value("WORDS")["en"]
    assert set(english["controls"]) == set(english["values"]) == set(LIMITS)
    for least, most, step in LIMITS.values():
        assert round((most - least) / step, 9).is_integer()


def test_a_drag_lands_on_a_step_of_the_slider():
    values = [
        (0.3333, LIMITS["heterogeneity"]),
        (9, LIMITS["heterogeneity"]),
        (2.6, LIMITS["data"]),
        (-0.4, LIMITS["tie"]),
    ]
    assert CONTROLS.starmap("snap", values) == [0.33, 2, 3, 0]


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
