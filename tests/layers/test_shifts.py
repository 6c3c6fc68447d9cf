"""Two ways to a moved response: laws of equivariance, and where they fail."""

from __future__ import annotations

import itertools
from typing import Literal

import pytest
import torch
from torch import nn

from tying.layers import shift_both_ways

SIZE = 12
SHIFTS = [(0, 0), (0, 1), (1, 0), (3, 5), (2, 4), (-2, 6), (11, 12)]


@pytest.fixture
def image() -> torch.Tensor:
    return torch.randn(1, 2, SIZE, SIZE, generator=torch.Generator().manual_seed(0)).double()


def layer(mode: Literal["zeros", "circular"], stride: int = 1) -> nn.Conv2d:
    torch.manual_seed(1)
    return nn.Conv2d(2, 3, 3, stride, padding=1, padding_mode=mode, bias=True).double()


@pytest.mark.parametrize("shift", SHIFTS)
def test_on_a_ring_at_stride_one_both_ways_agree_for_every_shift(image, shift):
    ways = shift_both_ways(layer("circular"), image, shift)
    assert torch.allclose(ways.shifted_first, ways.shifted_last, atol=1e-12)
    assert ways.error < 1e-12


@pytest.mark.parametrize(("stride", "shift"), list(itertools.product((2, 3), SHIFTS)))
def test_with_a_stride_they_agree_for_multiples_of_it_and_for_no_other_shift(image, stride, shift):
    ways = shift_both_ways(layer("circular", stride), image, shift, stride)
    assert (ways.error < 1e-12) == all(step % stride == 0 for step in shift)


def test_with_zero_padding_they_differ_at_the_edge_only(image):
    ways = shift_both_ways(layer("zeros"), image, (3, 5))
    rows, columns = (ways.difference.abs().amax((0, 1)) > 1e-12).nonzero().T
    at_edge = torch.isin(rows, torch.tensor([0, 2, 3, 11])) | torch.isin(
        columns, torch.tensor([0, 4, 5, 11])
    )
    assert ways.error > 0.01
    assert at_edge.all()


def test_the_error_is_one_where_the_ways_share_nothing():
    spot = torch.zeros(1, 1, 4, 4)
    spot[0, 0, 1, 1] = 1
    ways = shift_both_ways(lambda x: x[..., ::2, ::2], spot, (1, 1), stride=2)
    # the layer misses the pixel until it moves: f(x) = 0 and f(Sx) has one spot
    assert ways.response.norm() == 0
    assert ways.shifted_first.tolist() == [[[[0.0, 0.0], [0.0, 1.0]]]]
    back = shift_both_ways(lambda x: x[..., ::2, ::2], spot.roll((1, 1), (2, 3)), (1, 1), stride=2)
    assert back.error == 1


def test_of_the_nearest_moves_the_better_one_is_taken():
    ramp = torch.tensor([[0.0, 0, 4, 5, 0, 0]])
    ways = shift_both_ways(lambda x: x[..., ::2], ramp, (0, 1), stride=2)
    # f(x) = 0 4 0 and f(Sx) = 0 0 5: a move by one place leaves 1, by none it leaves (4, 5)
    assert ways.shifted_last.tolist() == [[0, 0, 4]]
    assert ways.error == pytest.approx(1 / 4)


def test_a_stride_of_zero_is_refused(image):
    with pytest.raises(ValueError, match="stride must be 1 or more, got 0"):
        shift_both_ways(layer("zeros"), image, (1, 1), stride=0)
