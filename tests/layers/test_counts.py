"""Counts of three layers, against the modules of torch and its counter of operations."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from tying.layers import LayerCount, LocallyConnected2d, count_layers, output_size

layers = st.tuples(
    *(st.integers(1, 9), st.integers(1, 9)),  # height and width
    *(st.integers(1, 4), st.integers(1, 4)),  # channels
    *(st.integers(1, 7), st.integers(1, 3), st.integers(0, 3)),  # kernel, stride, padding
).filter(lambda s: s[4] <= min(s[0], s[1]) + 2 * s[6])


def counted(layer: nn.Module, image: torch.Tensor) -> tuple[int, int, int]:
    """Weights, biases and multiply-adds of a real module."""
    biases = sum(p.numel() for name, p in layer.named_parameters() if name.endswith("bias"))
    with FlopCounterMode(display=False) as counter:
        layer(image)
    return sum(p.numel() for p in layer.parameters()) - biases, biases, counter.get_total_flops()


def test_the_example_of_the_text_has_608_parameters_for_476672():
    counts = count_layers(32, 32, 3, 8, kernel=5)
    assert (counts.height, counts.width) == (28, 28)
    assert counts.dense == LayerCount(32 * 32 * 3 * 28 * 28 * 8, 6_272, 19_267_584)
    assert counts.local == LayerCount(470_400, 6_272, 470_400)
    assert counts.convolution == LayerCount(600, 8, 470_400)
    assert (counts.local.parameters, counts.convolution.parameters) == (476_672, 608)
    assert counts.ratio == Fraction(1, 784)


def test_the_ratio_is_one_over_the_places_only_where_biases_are_untied_too_or_missing():
    ratio = {b: count_layers(32, 32, 3, 8, 5, bias=b).ratio for b in ("output", "none", "channel")}
    assert ratio == {
        "output": Fraction(1, 784),
        "none": Fraction(1, 784),
        "channel": Fraction(608, 470_408),
    }
    assert ratio["channel"] > Fraction(1, 784)


@settings(deadline=None)
@given(layers)
def test_every_count_is_that_of_a_real_module(setting):
    height, width, channels_in, channels_out, kernel, stride, padding = setting
    counts = count_layers(*setting)
    with torch.device("meta"):
        image = torch.empty(1, channels_in, height, width)
        conv = nn.Conv2d(channels_in, channels_out, kernel, stride, padding)
        outputs = conv(image)
        local = LocallyConnected2d((height, width), *setting[2:])
        dense = nn.Sequential(nn.Flatten(), nn.Linear(image.numel(), outputs.numel()))
    assert (counts.height, counts.width) == outputs.shape[2:]
    modules = {"dense": dense, "local": local, "convolution": conv}
    for name, module in modules.items():
        count = getattr(counts, name)
        assert counted(module, image) == (count.weights, count.biases, 2 * count.macs), name


@settings(deadline=None)
@given(layers, st.sampled_from(["channel", "none"]))
def test_other_conventions_of_the_bias_are_those_of_real_modules(setting, bias):
    height, width, channels_in, channels_out, kernel, stride, padding = setting
    counts = count_layers(*setting, bias=bias)
    with torch.device("meta"):
        image = torch.empty(1, channels_in, height, width)
        conv = nn.Conv2d(channels_in, channels_out, kernel, stride, padding, bias=bias != "none")
        local = LocallyConnected2d((height, width), *setting[2:], bias=bias)
        outputs = channels_out * math.prod(local.places)
        dense = nn.Sequential(nn.Flatten(), nn.Linear(image.numel(), outputs, bias=bias != "none"))
    assert counted(dense, image)[:2] == (counts.dense.weights, counts.dense.biases)
    assert counted(local, image)[:2] == (counts.local.weights, counts.local.biases)
    assert counted(conv, image)[:2] == (counts.convolution.weights, counts.convolution.biases)


@settings(deadline=None)
@given(layers)
def test_locality_divides_weights_and_products_alike_and_sharing_only_the_weights(setting):
    counts = count_layers(*setting, bias="none")
    inputs, window = setting[0] * setting[1] * setting[2], setting[2] * setting[4] ** 2
    for before, after in [
        (counts.dense.weights, counts.local.weights),
        (counts.dense.macs, counts.local.macs),
    ]:
        assert Fraction(before, after) == Fraction(inputs, window)
    assert counts.local.macs == counts.convolution.macs
    assert counts.local.weights == counts.convolution.weights * counts.height * counts.width


@pytest.mark.parametrize(
    ("words", "setting"),
    [
        ("a kernel of 7 does not fit into 4 pixels with padding 1 on both sides, 6 in all; "
         "take a smaller kernel or more padding", (4, 9, 1, 1, 7, 1, 1)),
        ("a kernel of 7 does not fit into 4 pixels", (9, 4, 1, 1, 7, 1, 0)),
        ("channels_in must be 1 or more, got 0", (9, 9, 0, 1, 3)),
        ("channels_out must be 1 or more, got -2", (9, 9, 1, -2, 3)),
        ("size must be 1 or more, got 0", (0, 9, 1, 1, 1)),
        ("kernel must be 1 or more, got 0", (9, 9, 1, 1, 0)),
        ("stride must be 1 or more, got 0", (9, 9, 1, 1, 3, 0)),
        ("padding must be 0 or more, got -1", (9, 9, 1, 1, 3, 1, -1)),
    ],
)  # fmt: skip
def test_what_cannot_be_counted_is_refused_in_a_sentence(words, setting):
    with pytest.raises(ValueError, match=words):
        count_layers(*setting)


def test_an_unknown_convention_of_the_bias_is_refused():
    with pytest.raises(ValueError, match="bias must be 'output', 'channel' or 'none', got 'both'"):
        count_layers(9, 9, 1, 1, 3, bias="both")  # pyright: ignore[reportArgumentType]


def test_a_kernel_that_just_fits_has_one_place():
    assert output_size(4, kernel=6, padding=1) == 1
    assert count_layers(4, 4, 1, 1, kernel=6, padding=1).ratio == 1
