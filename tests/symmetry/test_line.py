"""Losses on a line, against parabolas and a saddle that are known by hand."""

from __future__ import annotations

import pytest
import torch

from tying.symmetry import barrier, losses_between

pytestmark = pytest.mark.usefixtures("doubles")


def test_on_a_line_a_square_is_a_parabola():
    start, end = torch.tensor([-1.0, 0.0]), torch.tensor([1.0, 2.0])
    losses = losses_between(lambda w: w.square().sum(), start, end, steps=5)
    # w = (2t - 1, 2t): 8t² - 4t + 1 at t = 0, 1/4, 1/2, 3/4, 1
    torch.testing.assert_close(losses, torch.tensor([1.0, 0.5, 1.0, 2.5, 5.0]))


def test_a_convex_loss_has_no_barrier():
    start, end = torch.randn(20, 3), torch.randn(20, 3)
    losses = losses_between(lambda w: w.square().sum(-1), start, end)
    assert losses.shape == (11, 20)
    torch.testing.assert_close(barrier(losses), torch.zeros(20))


def test_between_two_signs_of_one_solution_there_is_a_barrier():
    """(w² - 1)² is 0 at both signs and 1 between them."""
    one = torch.tensor(1.0)
    losses = losses_between(lambda w: (w.square() - 1).square(), -one, one)
    assert float(barrier(losses)) == 1
    assert float(losses[0]) == float(losses[-1]) == 0


def test_the_barrier_is_above_the_line_between_unequal_ends():
    assert float(barrier(torch.tensor([0.0, 3.0, 2.0]))) == 2
    assert float(barrier(torch.tensor([0.0, 1.0, 2.0]))) == 0


def test_mistakes_are_refused_with_what_came():
    with pytest.raises(ValueError, match=r"one shape, got \(2,\) and \(3,\)"):
        losses_between(torch.sum, torch.zeros(2), torch.zeros(3))
    with pytest.raises(ValueError, match="at least 3, the ends and a place between, got 2"):
        losses_between(torch.sum, torch.zeros(2), torch.zeros(2), steps=2)
