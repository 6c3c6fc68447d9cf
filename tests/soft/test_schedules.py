"""Schedules of the strength: against autograd, linear systems and single steps by hand."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor

from tying.soft import PAIR_A, PAIR_B, TaskPair, raise_strength

ROUND = TaskPair(
    centre=(0.0, 2.0), slope=(0.0, 0.0), rounding=(1.0, 1.0), depth=(40.0, 40.0), width=(10.0, 10.0)
)
"""Two wide wells, which are nearly the parabolas of curvature depth/width² = 0.4."""


def starts(count: int = 200, seed: int = 0) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return 8 * torch.rand(2, count, generator=generator, dtype=torch.float64) - 4


def geometric(u: float) -> float:
    return 1e-3 * 1e5**u


def always(_: float) -> float:
    return 100.0


@pytest.mark.parametrize("pair", [PAIR_A, PAIR_B])
def test_slopes_are_the_derivatives_of_the_losses(pair):
    theta = torch.linspace(-4, 4, 101, dtype=torch.float64).expand(2, -1).clone().requires_grad_()
    pair.losses(theta).sum().backward()
    torch.testing.assert_close(pair.slopes(theta.detach()), theta.grad)


def test_losses_are_the_formula_at_points_that_are_calculated_by_hand():
    theta = torch.tensor([-0.5, 3.0], dtype=torch.float64)
    torch.testing.assert_close(
        PAIR_A.losses(theta), torch.tensor([-1.0, 0.2 - 5.0], dtype=torch.float64)
    )
    theta = torch.tensor([-3.0, 1.0], dtype=torch.float64)
    torch.testing.assert_close(
        PAIR_B.losses(theta), torch.tensor([0.1 - 0.82, 0.15], dtype=torch.float64)
    )


@pytest.mark.parametrize(("pair", "value"), [(PAIR_A, 3.0), (PAIR_B, 0.91)])
def test_the_best_single_value_is_lower_than_all_others(pair, value):
    best = pair.best()
    assert best == pytest.approx(value, abs=0.01)
    grid = torch.linspace(-6, 6, 3001, dtype=torch.float64).expand(2, -1)
    least = pair.losses(torch.tensor([best, best], dtype=torch.float64)).sum()
    assert float(pair.losses(grid).sum(0).min()) >= float(least) - 1e-6


def test_a_step_moves_both_by_their_slope_and_by_the_spring():
    theta = torch.tensor([[1.0], [3.0]], dtype=torch.float64)
    moved = raise_strength(PAIR_A, [lambda _: 5.0], theta, steps=1, rate=0.01)[0, 0]
    spring = torch.tensor([[2 * 5.0 * (1 - 3)], [2 * 5.0 * (3 - 1)]], dtype=torch.float64)
    torch.testing.assert_close(moved, theta - 0.01 * (PAIR_A.slopes(theta) + spring))


def test_the_schedule_is_read_at_the_share_of_the_steps_that_is_done():
    seen = []
    schedule = lambda u: seen.append(u) or 0.0  # noqa: E731
    raise_strength(PAIR_A, [schedule], starts(1), steps=4)
    assert seen == [0, 0.25, 0.5, 0.75]


def test_snapshots_are_the_ends_of_shorter_runs():
    begun = starts(7)
    kept = raise_strength(PAIR_B, [always, lambda _: 1.0], begun, steps=60, snapshots=3)
    assert kept.shape == (3, 2, 2, 7)
    for k in (1, 2, 3):
        short = raise_strength(PAIR_B, [always, lambda _: 1.0], begun, steps=20 * k)
        torch.testing.assert_close(kept[k - 1], short[0])


def test_convex_tasks_end_where_the_last_strength_says():
    # near the bottom f = curvature/2 (theta - centre)²: the pair with v = 1/0.4, sigma² = 1/(2 λ)
    schedules = [geometric, always, lambda u: 100 * u, lambda u: 100.0 * (u >= 0.3)]
    begun = starts(5) / 2
    ends = raise_strength(ROUND, schedules, begun, steps=20_000, rate=4e-3)[0]
    # linear and geometric schedules reach 100 at the last step only, and the ends still agree
    torch.testing.assert_close(ends, ends[1].expand(4, 2, 5), rtol=0, atol=1e-4)
    gap = 2 * (1 / 200) / (2 / 0.4 + 1 / 200)
    assert float((ends[1, 1] - ends[1, 0]).mean()) == pytest.approx(gap, rel=0.02)
    assert float(ends[1].mean()) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize(("factor", "converges"), [(0.99, True), (1.01, False)])
def test_the_largest_stable_rate_is_two_over_the_curvature_plus_four_lambda(factor, converges):
    strength, curvature = 25.0, 0.4
    rate = factor * 2 / (curvature + 4 * strength)
    begun = torch.tensor([[0.9], [1.1]], dtype=torch.float64)
    ends = raise_strength(ROUND, [lambda _: strength], begun, steps=2000, rate=rate)[0, 0]
    apart = float((ends[0] - ends[1]).abs())
    assert (apart < 0.1) == converges
    assert math.isfinite(apart) or not converges


def share_of_good_ends(pair: TaskPair, ends: Tensor) -> Tensor:
    """For each schedule the share of starts that end near the best single value."""
    return ((ends.mean(1) - pair.best()).abs() < 0.3).double().mean(1)


def test_slow_springs_win_on_one_pair_and_lose_on_the_other():
    schedules = [always, geometric]
    for pair, wins in ((PAIR_A, True), (PAIR_B, False)):
        ends = raise_strength(pair, schedules, starts(), steps=30_000)[0]
        fixed, raised = share_of_good_ends(pair, ends).tolist()
        assert (raised > fixed + 0.2) if wins else (raised < 0.05 and fixed > 0.85)


@pytest.mark.parametrize(
    ("begun", "snapshots", "words"),
    [
        (torch.zeros(3, 4), 1, r"starts must have shape \(2, R\), got \(3, 4\)"),
        (torch.zeros(2, 4), 3, "snapshots must divide the 10 steps, got 3"),
        (torch.zeros(2, 4), 0, "snapshots must divide the 10 steps, got 0"),
    ],
)
def test_runs_that_cannot_be_are_refused(begun, snapshots, words):
    with pytest.raises(ValueError, match=words):
        raise_strength(PAIR_A, [always], begun, steps=10, snapshots=snapshots)
