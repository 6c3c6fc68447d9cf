"""Source S4 on what a convolution shares: one kernel at many places, and nothing else."""

import itertools
from typing import Any

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from tying.ledger import ledger

TOLERANCE: Any = {"rtol": 1e-12, "atol": 1e-12}


@pytest.fixture
def conv() -> Any:
    return nn.Conv2d(3, 8, 3)


@pytest.fixture
def image() -> torch.Tensor:
    return torch.randn(1, 3, 10, 9)


def patch(image: torch.Tensor, i: int, j: int) -> torch.Tensor:
    return image[0, :, i : i + 3, j : j + 3]


@pytest.mark.claim("S4-04", "S4-23", "S4-27")
def test_if_different_kernels_shared_weights_all_channels_would_be_equal(conv, image):
    maps = F.conv2d(image, conv.weight)[0].flatten(1)
    assert torch.linalg.matrix_rank(maps) == 8
    one_kernel = conv.weight[:1].expand(8, -1, -1, -1)
    tied = F.conv2d(image, one_kernel)[0].flatten(1)
    assert torch.linalg.matrix_rank(tied) == 1
    torch.testing.assert_close(tied, maps[:1].expand(8, -1), **TOLERANCE)


@pytest.mark.claim("S4-04", "S4-21", "S4-26")
def test_every_place_applies_the_one_kernel_of_its_channel(conv, image):
    y = conv(image)[0]
    for f, i, j in itertools.product(range(8), range(8), range(7)):
        expected = (conv.weight[f] * patch(image, i, j)).sum() + conv.bias[f]
        torch.testing.assert_close(y[f, i, j], expected, **TOLERANCE)
    assert ledger(conv).stored == 8 * 3 * 3 * 3 + 8  # no more for 56 places than for one


@pytest.mark.claim("S4-21", "S4-26", "S4-27")
def test_an_output_depends_on_the_kernel_of_its_own_channel_and_on_no_other(conv, image):
    for f, i, j in [(0, 0, 0), (0, 7, 6), (5, 3, 2)]:
        conv.zero_grad()
        conv(image)[0, f, i, j].backward()
        expected = torch.zeros_like(conv.weight)
        expected[f] = patch(image, i, j)  # a slice of its own for each input channel
        torch.testing.assert_close(conv.weight.grad, expected, **TOLERANCE)
        assert torch.equal(conv.bias.grad, torch.eye(8)[f])


@pytest.mark.claim("S4-27")
def test_all_216_weights_are_free(conv):
    slices = conv.weight.detach().reshape(24, 9)
    assert conv.weight.numel() == 8 * 3 * 9 == 216
    assert len({tuple(s.tolist()) for s in slices}) == 8 * 3
    (entry,) = (e for e in ledger(conv).entries if e.slots == ("weight",))
    assert (entry.kind, entry.numel) == ("unique", 216)  # no view that repeats fewer numbers


@pytest.mark.claim("S4-05", "S4-22")
def test_equal_weights_make_unequal_results_because_windows_differ(conv, image):
    y = conv(image)[0]
    assert y.std(dim=(1, 2)).min() > 0.1
    constant = conv(torch.ones(1, 3, 10, 9))[0]  # here all windows are equal
    assert constant.std(dim=(1, 2)).max() < 1e-12
    image[..., 5:8, 4:7] = image[..., 1:4, 0:3].clone()  # and here two of them
    y = conv(image)[0]
    torch.testing.assert_close(y[:, 5, 4], y[:, 1, 0], **TOLERANCE)
    assert (y[:, 5, 4] - y[:, 0, 0]).abs().max() > 1e-3


@pytest.mark.claim("S4-24")
@pytest.mark.parametrize("s, p", [(2, 1), (1, 0), (3, 2)])
def test_the_missing_formula(s, p):
    x = torch.randn(2, 3, 7, 6)
    layer: Any = nn.Conv2d(3, 4, 3, stride=s, padding=p)
    theta, b = layer.weight.tolist(), layer.bias.tolist()
    y = layer(x).detach()
    pixels = x.tolist()

    def pixel(example: int, c: int, u: int, v: int) -> float:
        return pixels[example][c][u][v] if 0 <= u < 7 and 0 <= v < 6 else 0.0

    rows, columns = (7 + 2 * p - 3) // s + 1, (6 + 2 * p - 3) // s + 1
    assert y.shape == (2, 4, rows, columns)
    for example, f, i, j in itertools.product(range(2), range(4), range(rows), range(columns)):
        by_hand = b[f] + sum(
            theta[f][c][m][n] * pixel(example, c, s * i + m - p, s * j + n - p)
            for c, m, n in itertools.product(range(3), repeat=3)
        )
        assert float(y[example, f, i, j]) == pytest.approx(by_hand, rel=1e-12, abs=1e-12)


@pytest.mark.claim("S4-25")
def test_theta_has_four_axes_and_the_bias_one_number_for_each_map(conv):
    assert conv.weight.shape == (8, 3, 3, 3) and conv.bias.shape == (8,)
    assert nn.Conv2d(3, 8, (2, 5)).weight.shape == (8, 3, 2, 5)
    assert ledger(conv).stored == 8 * (3 * 3 * 3 + 1) == 224
