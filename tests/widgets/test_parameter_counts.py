"""The widget of parameter counts: script against package and torch, traits, and words."""

from __future__ import annotations

import dataclasses
import itertools
from typing import Any, get_args

import pytest
import torch
from torch import nn

from tests.widgets.modules import WIDGETS, Module
from tying.layers import Bias, LocallyConnected2d, count_layers
from tying.widgets.parameter_counts import LIMITS, PRESETS, ParameterCounts

COUNTS = Module(WIDGETS / "parameter_counts" / "counts.js")
WEIGHTS = Module(WIDGETS / "parameter_counts" / "weights.js")
WORDS = Module(WIDGETS / "parameter_counts" / "words.js")

NAMES = ("height", "width", "channels_in", "channels_out", "kernel", "stride", "padding", "bias")
TEXT: dict[str, Any] = dict(zip(NAMES, (32, 32, 3, 8, 5, 1, 0, "output"), strict=True))
EXTREMES: list[dict[str, Any]] = [
    dict(zip(NAMES, values, strict=True))
    for values in itertools.product(
        (1, 2, 7, 64), (1, 64), (1, 3, 64), (1, 64), (1, 2, 5, 15), (1, 2, 8), (0, 1, 8),
        ("output", "channel", "none"),
    )
]  # fmt: skip


def counted(setting: dict[str, Any]) -> dict[str, Any] | None:
    try:
        return dataclasses.asdict(count_layers(**setting))
    except ValueError:
        return None


def test_the_page_counts_what_the_package_counts_and_refuses_what_it_refuses():
    answers = COUNTS.map("countLayers", EXTREMES)
    expected = [counted(setting) for setting in EXTREMES]
    assert answers == expected
    assert None in expected  # some do not fit


def test_the_page_adds_weights_and_biases_as_the_package_does():
    settings = [{**preset, "bias": bias} for preset in PRESETS.values() for bias in get_args(Bias)]
    names = COUNTS.value("LAYERS")
    counts = [getattr(count_layers(**setting), name) for setting in settings for name in names]
    totals = COUNTS.map("parameters", map(dataclasses.asdict, counts))
    assert totals == [layer.parameters for layer in counts]


def test_within_the_limits_every_count_is_exact_in_a_script():
    largest: dict[str, Any] = {name: most for name, (_, most) in LIMITS.items()} | {"stride": 1}
    for kernel in (1, largest["kernel"]):
        counts = count_layers(**{**largest, "kernel": kernel})
        assert max(counts.dense.parameters, counts.local.parameters) < 2**53


def test_every_remedy_for_a_kernel_that_does_not_fit_helps_and_less_does_not():
    refused = [setting for setting in EXTREMES if counted(setting) is None]
    for setting, why in zip(refused, COUNTS.map("misfit", refused), strict=True):
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
def test_the_weights_that_are_drawn_are_those_that_autograd_finds(sizes, place):
    setting: dict[str, Any] = dict(zip(NAMES, (*sizes, "none"), strict=True))
    i, j, f = place
    height, width, channels_in, channels_out, *window = sizes
    image = torch.arange(1.0, channels_in * height * width + 1).reshape(1, -1, height, width)
    counts = count_layers(**setting)
    layers: dict[str, nn.Module] = {
        "local": LocallyConnected2d((height, width), *sizes[2:], bias="none"),
        "convolution": nn.Conv2d(channels_in, channels_out, *window, bias=False),
    }
    drawn = {
        layer: WEIGHTS.call(
            "weightsOf", layer, setting, dataclasses.asdict(counts), {"i": i, "j": j, "f": f}
        )
        for layer in COUNTS.value("LAYERS")
    }
    cells = WEIGHTS.call("windowCells", setting, i, j)
    for name, layer in layers.items():
        first, count = drawn[name]["first"], drawn[name]["count"]
        layer(image)[0, f, i, j].backward()
        (weight,) = layer.parameters()
        assert weight.grad is not None
        slopes = weight.grad.flatten()  # each weight's slope is the pixel that it meets
        used = slopes.nonzero().flatten().tolist()
        assert set(used) <= set(range(first, first + count))
        assert count == channels_in * window[0] ** 2
        for cell in cells:
            pixel = image[0, 0, cell["row"], cell["column"]].item() if cell["inside"] else 0.0
            assert slopes[first + cell["offset"]] == pixel
    dense = nn.Linear(image.numel(), channels_out * counts.height * counts.width, bias=False)
    dense(image.flatten(1)).unflatten(1, (channels_out, counts.height, -1))[0, f, i, j].backward()
    assert dense.weight.grad is not None
    used = dense.weight.grad.flatten().nonzero().flatten().tolist()
    first, count = drawn["dense"]["first"], drawn["dense"]["count"]
    assert used == list(range(first, first + count))


def test_every_preset_is_named_and_within_the_limits():
    assert set(WORDS.value("WORDS")["en"]["presets"]) == set(PRESETS)
    assert PRESETS["text"] == TEXT
    for preset in PRESETS.values():
        assert ParameterCounts(**preset).setting == preset
    same = count_layers(**PRESETS["same"])
    assert (same.height, same.width) == (32, 32)


def test_with_a_kernel_torch_counts_real_layers():
    widget = ParameterCounts(8, 8, 1, 4, kernel=3)
    data = {"method": "custom", "content": {"ask": "result"}}
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
