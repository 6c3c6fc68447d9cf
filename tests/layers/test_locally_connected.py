"""The untied twin, against the convolution, autograd, and the sum of its own windows."""

from __future__ import annotations

import re

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn
from torch.nn import functional as F

from tying.layers import LocallyConnected2d
from tying.ledger import ledger

pytestmark = pytest.mark.usefixtures("doubles")


CASES = [
    (28, 30, 1, 4, 3, 2, 1),  # height, width, channels in and out, kernel, stride, padding
    (9, 9, 2, 5, 1, 1, 0),
    (32, 32, 3, 8, 5, 1, 0),
    (7, 6, 2, 3, 4, 3, 2),
    (3, 3, 1, 1, 5, 1, 1),
]


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("case", CASES)
def test_a_copy_of_the_kernel_at_every_place_is_the_convolution(case, bias):
    height, width, channels_in, channels_out, *window = case
    conv = nn.Conv2d(channels_in, channels_out, *window, bias=bias)
    twin = LocallyConnected2d.from_convolution(conv, (height, width))
    image = torch.randn(3, channels_in, height, width)
    torch.testing.assert_close(twin(image), conv(image), rtol=0, atol=1e-12)
    assert (twin.bias is None) is not bias


@pytest.mark.parametrize("case", CASES)
def test_the_gradient_of_the_kernel_is_the_sum_over_the_places_of_its_twin(case):
    height, width, channels_in, channels_out, *window = case
    conv = nn.Conv2d(channels_in, channels_out, *window)
    twin = LocallyConnected2d.from_convolution(conv, (height, width))
    image = torch.randn(2, channels_in, height, width)
    for layer in (conv, twin):
        layer(image).sin().sum().backward()
    assert twin.weight.grad is not None
    assert twin.bias is not None
    assert twin.bias.grad is not None
    assert conv.weight.grad is not None
    assert conv.bias is not None
    torch.testing.assert_close(twin.weight.grad.sum(0), conv.weight.grad.flatten(1))
    torch.testing.assert_close(twin.bias.grad.sum(0), conv.bias.grad)


@settings(deadline=None)
@given(st.integers(3, 6), st.integers(3, 6), st.integers(1, 3), st.integers(1, 2))
def test_every_place_applies_its_own_matrix_to_its_own_window(height, width, kernel, stride):
    layer = LocallyConnected2d((height, width), 2, 3, kernel, stride, padding=1)
    assert layer.bias is not None
    image = torch.randn(1, 2, height, width)
    padded = F.pad(image, (1, 1, 1, 1))[0]
    rows, columns = layer.places
    expected = []
    for place in range(rows * columns):
        i, j = divmod(place, columns)
        top, left = stride * i, stride * j
        window = padded[:, top : top + kernel, left : left + kernel].flatten()
        expected.append(layer.weight[place] @ window + layer.bias[place])
    torch.testing.assert_close(layer(image)[0].flatten(1), torch.stack(expected, dim=1))


@pytest.mark.parametrize(("bias", "shape"), [("output", (25, 3)), ("channel", (1, 3))])
def test_the_bias_has_the_shape_of_its_convention(bias, shape):
    layer = LocallyConnected2d((7, 7), 2, 3, 3, bias=bias)
    assert layer.bias is not None
    assert layer.bias.shape == shape
    with torch.no_grad():
        layer.weight.zero_()
    expected = layer.bias.expand(25, 3).T.reshape(3, 5, 5)
    torch.testing.assert_close(layer(torch.randn(1, 2, 7, 7))[0], expected)
    assert LocallyConnected2d((7, 7), 2, 3, 3, bias="none").bias is None


def test_autograd_passes_the_numerical_check():
    layer = LocallyConnected2d((5, 4), 2, 2, 3, stride=2, padding=1)
    image = torch.randn(2, 2, 5, 4, requires_grad=True)
    inputs = (image, *layer.parameters())

    def forward(x, weight, bias):
        return torch.func.functional_call(layer, {"weight": weight, "bias": bias}, (x,))

    assert torch.autograd.gradcheck(forward, inputs)


def test_it_starts_with_the_spread_of_a_convolution():
    layer = LocallyConnected2d((32, 32), 3, 8, 5)
    bound = nn.Conv2d(3, 8, 5).weight.new_tensor(75).rsqrt()  # one over the root of the fan-in
    assert layer.weight.abs().max() <= bound
    variance = bound**2 / 3  # of the uniform distribution between the bounds
    error = (4 / 45 * bound**4 / layer.weight.numel()) ** 0.5  # of the mean of the squares
    assert abs(layer.weight.square().mean() - variance) < 4 * error


def test_the_ledger_finds_nothing_tied_in_the_twin_of_608_parameters():
    conv = nn.Conv2d(3, 8, 5)
    twin_ledger = ledger(LocallyConnected2d.from_convolution(conv, (32, 32)))
    assert (twin_ledger.stored, ledger(conv).stored, twin_ledger.tied) == (476_672, 608, ())


def test_dtype_follows_the_convolution():
    conv = nn.Conv2d(1, 1, 3).to(torch.bfloat16)
    assert LocallyConnected2d.from_convolution(conv, (5, 5)).weight.dtype is torch.bfloat16


@pytest.mark.parametrize("shape", [(1, 3, 20, 20), (1, 1, 32, 32), (3, 32, 32)])
def test_an_image_of_another_size_is_refused_with_both_shapes(shape):
    layer = LocallyConnected2d((32, 32), 3, 2, 3)
    words = f"takes images of one size, (batch, 3, 32, 32), got {shape}"
    with pytest.raises(ValueError, match=re.escape(words)):
        layer(torch.zeros(shape))


@pytest.mark.parametrize(
    "setting",
    [{"groups": 2}, {"dilation": 2}, {"padding_mode": "circular", "padding": 1},
     {"padding": "same"}, {"stride": (1, 2)}, {"kernel_size": (3, 1)}],
)  # fmt: skip
def test_a_convolution_of_another_kind_is_refused(setting):
    conv = nn.Conv2d(2, 2, **{"kernel_size": 3, **setting})
    with pytest.raises(ValueError, match="only a square convolution"):
        LocallyConnected2d.from_convolution(conv, (8, 8))


def test_a_window_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="a kernel of 5 does not fit into 4 pixels"):
        LocallyConnected2d((4, 9), 1, 1, 5)
