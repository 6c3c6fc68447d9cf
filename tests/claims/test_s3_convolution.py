"""Source S3 on convolution: what is shared, and what a shift of the input does."""

from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from tying.ledger import count_uses, ledger


def shift(image: torch.Tensor, rows: int, columns: int) -> torch.Tensor:
    return image.roll((rows, columns), dims=(-2, -1))


def pooled(features: torch.Tensor) -> torch.Tensor:
    return features.mean(dim=(-2, -1))


@pytest.mark.claim("S3-32")
def test_a_circular_convolution_moves_with_its_input_and_only_pooling_forgets_the_shift():
    conv = nn.Conv2d(2, 3, 3, padding=1, padding_mode="circular")
    image = torch.randn(1, 2, 12, 12)
    here, there = conv(image), conv(shift(image, 3, 5))
    torch.testing.assert_close(there, shift(here, 3, 5), rtol=1e-12, atol=1e-12)  # equivariant
    assert (there - here).abs().max() > 0.1  # not invariant
    torch.testing.assert_close(
        pooled(there), pooled(here), rtol=1e-12, atol=1e-12
    )  # invariant after pooling


@pytest.mark.claim("S3-32")
def test_zero_padding_breaks_the_shift_at_the_border():
    conv = nn.Conv2d(2, 3, 3, padding=1)
    image = torch.randn(1, 2, 12, 12)
    here, there = conv(image), conv(shift(image, 3, 5))
    assert (there - shift(here, 3, 5)).abs().max() > 0.1
    assert (pooled(there) - pooled(here)).abs().max() > 1e-3


@pytest.mark.claim("S3-32")
def test_stride_two_keeps_even_shifts_and_breaks_odd_ones():
    conv = nn.Conv2d(2, 3, 3, stride=2, padding=1, padding_mode="circular")
    image = torch.randn(1, 2, 12, 12)
    here, even, odd = (conv(shift(image, by, 0)) for by in (0, 2, 1))
    torch.testing.assert_close(even, shift(here, 1, 0), rtol=1e-12, atol=1e-12)
    assert all((odd - shift(here, by, 0)).abs().max() > 0.1 for by in range(6))
    assert (pooled(odd) - pooled(here)).abs().max() > 1e-3


@pytest.mark.claim("S3-33")
def test_a_convolution_is_one_matrix_applied_to_every_patch():
    image = torch.randn(1, 2, 7, 6)
    conv: Any = nn.Conv2d(2, 3, 3)
    patches = F.unfold(image, 3)  # (1, 2*3*3, 5*4): a column for each position
    by_hand = conv.weight.flatten(1) @ patches + conv.bias[:, None]
    torch.testing.assert_close(conv(image), by_hand.view(1, 3, 5, 4), rtol=1e-12, atol=1e-12)
    assert ledger(conv).stored == 3 * (2 * 3 * 3) + 3  # whatever the size of the image


@pytest.mark.claim("S3-33")
def test_sharing_between_two_layers_is_another_thing_than_sharing_between_positions():
    conv, image = nn.Conv2d(2, 2, 3), torch.randn(1, 2, 7, 6)
    twice = nn.Sequential(conv, conv)
    assert dict(count_uses(conv, image).uses) == {"weight": 1, "bias": 1}
    assert dict(count_uses(twice, image).uses) == {"0.weight": 2, "0.bias": 2}
    assert ledger(conv).tied == () and len(ledger(twice).tied) == 2
