"""The widget of parameter counts: script against package and torch, traits, and words."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
import torch
from torch import nn

from tying.layers import LocallyConnected2d, count_layers
from tying.widgets.parameter_counts import LIMITS, PRESETS, ParameterCounts

NAMES = ("height", "width", "channels_in", "channels_out", "kernel", "stride", "padding", "bias")
TEXT: dict[str, Any] = dict(zip(NAMES, (32, 32, 3, 8, 5, 1, 0, "output"), strict=True))
EXTREMES: list[dict[str, Any]] = [
    dict(zip(NAMES, values, strict=True))
    for values in itertools.product(
        (1, 2, 7, 64), (1, 64), (1, 3, 64), (1, 64), (1, 2, 5, 15), (1, 2, 8), (0, 1, 8),
        ("output", "channel", "none"),
    )
]  # fmt: skip


@pytest.fixture(scope="module")
def node(in_node) -> Callable[..., Any]:
    """``node(code, data)``: what ``code`` returns in Node, with the widget's script as ``w``."""
    return partial(in_node, str(ParameterCounts._esm))


def counted(setting: dict[str, Any]) -> dict[str, Any] | None:
    try:
        return dataclasses.asdict(count_layers(**setting))
    except ValueError:
        return None


def test_the_page_counts_what_the_package_counts_and_refuses_what_it_refuses(node):
    answers = node("return data.map(w.countLayers)", EXTREMES)
    expected = [counted(setting) for setting in EXTREMES]
    assert answers == expected
    assert None in expected  # some do not fit


def test_within_the_limits_every_count_is_exact_in_a_script():
    largest: dict[str, Any] = {name: most for name, (_, most) in LIMITS.items()} | {"stride": 1}
    for kernel in (1, largest["kernel"]):
        counts = count_layers(**{**largest, "kernel": kernel})
        assert max(counts.dense.parameters, counts.local.parameters) < 2**53


def test_every_remedy_for_a_kernel_that_does_not_fit_helps_and_less_does_not(node):
    refused = [setting for setting in EXTREMES if counted(setting) is None]
    for setting, why in zip(refused, node("return data.map(w.misfit)", refused), strict=True):
        sides = ("height", "width")
        remedies = [
            ({"kernel": why["total"]}, {"kernel": why["total"] + 1}),
            ({"padding": why["needed"]}, {"padding": why["needed"] - 1}),
            (dict.fromkeys(sides, why["larger"]), dict.fromkeys(sides, why["larger"] - 1)),
        ]
        for enough, less in remedies:
            assert counted({**setting, **enough}) is not None
            assert counted({**setting, **less}) is None
        assert setting[why["side"]] == why["size"]


PLACES = [
    ((6, 5, 2, 3, 3, 1, 0), (0, 0, 0)),
    ((6, 5, 2, 3, 3, 1, 0), (3, 1, 2)),
    ((6, 5, 2, 3, 3, 2, 1), (0, 2, 1)),
    ((6, 5, 1, 1, 3, 2, 1), (2, 1, 0)),
    ((4, 4, 3, 2, 5, 1, 2), (3, 3, 1)),
    ((2, 3, 1, 2, 1, 1, 1), (0, 4, 1)),
]


@pytest.mark.parametrize(("sizes", "place"), PLACES)
def test_the_weights_that_are_drawn_are_those_that_autograd_finds(node, sizes, place):
    setting: dict[str, Any] = dict(zip(NAMES, (*sizes, "none"), strict=True))
    i, j, f = place
    height, width, channels_in, channels_out, *window = sizes
    image = torch.arange(1.0, channels_in * height * width + 1).reshape(1, -1, height, width)
    counts = count_layers(**setting)
    layers: dict[str, nn.Module] = {
        "local": LocallyConnected2d((height, width), *sizes[2:], bias="none"),
        "convolution": nn.Conv2d(channels_in, channels_out, *window, bias=False),
    }
    drawn = node(
        "const [setting, i, j, f] = data, counts = w.countLayers(setting);"
        "return { cells: w.windowCells(setting, i, j), ...Object.fromEntries("
        "w.LAYERS.map((one) => [one, w.weightsOf(one, setting, counts, { i, j, f })])) }",
        [setting, *place],
    )
    for name, layer in layers.items():
        first, count = drawn[name]["first"], drawn[name]["count"]
        layer(image)[0, f, i, j].backward()
        (weight,) = layer.parameters()
        assert weight.grad is not None
        slopes = weight.grad.flatten()  # each weight's slope is the pixel that it meets
        used = slopes.nonzero().flatten().tolist()
        assert set(used) <= set(range(first, first + count))
        assert count == channels_in * window[0] ** 2
        for cell in drawn["cells"]:
            pixel = image[0, 0, cell["row"], cell["column"]].item() if cell["inside"] else 0.0
            assert slopes[first + cell["offset"]] == pixel
    dense = nn.Linear(image.numel(), channels_out * counts.height * counts.width, bias=False)
    dense(image.flatten(1)).unflatten(1, (channels_out, counts.height, -1))[0, f, i, j].backward()
    assert dense.weight.grad is not None
    used = dense.weight.grad.flatten().nonzero().flatten().tolist()
    first, count = drawn["dense"]["first"], drawn["dense"]["count"]
    assert used == list(range(first, first + count))


def test_the_sentence_of_the_ratio_is_exact_where_it_is_and_says_why_where_it_is_not(node):
    code = "return data.map((one) => w.ratioSentence(w.WORDS.en, w.countLayers(one)))"
    exact, bare, channel = node(code, [{**TEXT, "bias": b} for b in ("output", "none", "channel")])
    assert exact == bare
    assert "exactly 1/784, one over the number of places" in exact
    assert "608/470,408 = 76/58,801, about 1/773.7, not 1/784" in channel
    assert "the same 8 biases" in channel


def test_a_ratio_that_is_one_over_another_number_is_not_called_exact(node):
    setting = {**TEXT, "height": 3, "width": 13, "channels_in": 1, "channels_out": 1, "kernel": 3}
    counts = count_layers(**{**setting, "bias": "channel"})
    assert (counts.ratio, counts.width) == (Fraction(1, 10), 11)  # (9 + 1) / (9 * 11 + 1)
    code = "return w.ratioSentence(w.WORDS.en, w.countLayers(data))"
    sentence = node(code, {**setting, "bias": "channel"})
    assert "10/100 = 1/10" in sentence
    assert "not 1/11" in sentence
    assert "the same one bias," in sentence


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [(476_672, 608, "÷ 784"), (470_400, 470_400, "÷ 1"), (19_273_856, 476_672, "÷ 40.43"),
     (16, 81, "× 5.063"), (8_000, 2, "÷ 4,000")],
)  # fmt: skip
def test_a_step_says_by_what_it_divides(node, before, after, words):
    assert node("return w.step(w.WORDS.en, ...data)", [before, after]) == words


def test_shades_of_weights_differ_and_fill_the_scale(node):
    shades = node("return Array.from({ length: 1000 }, (_, id) => w.shade(id))")
    assert len(set(shades)) == 1000
    assert min(shades) < 0.01
    assert max(shades) > 0.99
    assert abs(sum(shades) / 1000 - 0.5) < 4 * (1 / 12 / 1000) ** 0.5


def test_equal_numbers_in_two_layers_are_two_weights_with_two_shades(node):
    local, shared = node("return ['local', 'convolution'].map((one) => w.shade(0, one))")
    assert abs(local - shared) > 0.1


def test_both_languages_have_the_same_holes_in_every_sentence(node):
    english, chinese = node("return [w.WORDS.en, w.WORDS.zh]")

    def leaves(words: Any, path: str = "") -> dict[str, str]:
        if isinstance(words, str):
            return {path: words}
        pairs = words.items() if isinstance(words, dict) else enumerate(words)
        return {k: v for key, one in pairs for k, v in leaves(one, f"{path}.{key}").items()}

    ours, theirs = leaves(english), leaves(chinese)
    assert set(theirs) <= set(ours)
    assert set(ours) - set(theirs) == {".divided", ".multiplied"}  # signs, not words
    for path, text in theirs.items():
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", ours[path])), path


def test_every_preset_is_named_and_within_the_limits(node):
    assert set(node("return w.WORDS.en.presets")) == set(PRESETS)
    assert PRESETS["text"] == TEXT
    for preset in PRESETS.values():
        assert ParameterCounts(**preset).setting == preset
    same = count_layers(**PRESETS["same"])
    assert (same.height, same.width) == (32, 32)


def test_with_a_kernel_torch_counts_real_layers():
    widget = ParameterCounts(8, 8, 1, 4, kernel=3)
    data = {"method": "custom", "content": {"ask": "counts"}}
    widget._handle_msg({"content": {"data": data}, "buffers": []})
    assert widget.result["setting"] == widget.setting
    widget.setting = TEXT
    assert widget.result["setting"] == TEXT
    assert widget.result["counts"] == {
        "height": 28, "width": 28,
        "dense": {"weights": 19_267_584, "biases": 6_272, "macs": 19_267_584},
        "local": {"weights": 470_400, "biases": 6_272, "macs": 470_400},
        "convolution": {"weights": 600, "biases": 8, "macs": 470_400},
    }  # fmt: skip


def test_the_kernel_answers_a_setting_that_cannot_be_counted_with_nothing():
    widget = ParameterCounts()
    for wrong in ({**TEXT, "height": 4}, {**TEXT, "height": 65}, {**TEXT, "bias": "both"}):
        widget.setting = wrong
        assert widget.result["setting"] == wrong
        assert widget.result["counts"] is None


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ({"height": 65}, "height must be from 1 to 64, got 65"),
        ({"padding": -1}, "padding must be from 0 to 8, got -1"),
        ({"height": 4}, "a kernel of 5 does not fit into 4 pixels"),
        ({"bias": "both"}, "bias must be 'output', 'channel' or 'none', got 'both'"),
    ],
)
def test_a_widget_that_cannot_be_is_refused(setting, words):
    with pytest.raises(ValueError, match=words):
        ParameterCounts(**setting)


def test_the_bundle_has_a_picture_whose_words_say_the_counts():
    bundle = ParameterCounts()._repr_mimebundle_()
    assert bundle is not None
    data = bundle[0]
    assert {"image/svg+xml", "application/vnd.jupyter.widget-view+json"} <= set(data)
    for number in ("19,273,856", "476,672", "608", "19,267,584", "470,400"):
        assert number in data["text/plain"]
        assert f">{number}</text>" in data["image/svg+xml"]


def test_the_picture_of_a_setting_that_does_not_fit_says_why():
    widget = ParameterCounts()
    widget.setting = {**TEXT, "height": 4}
    alt = widget.picture().alt
    assert alt.startswith("Nothing to count: a kernel of 5 does not fit into 4 pixels")
    assert alt.endswith("0 to 8 in both windows of the convolution.")
