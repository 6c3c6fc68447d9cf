"""Source S0 on soft sharing: penalty and prior, the estimate, its limits, and schedules."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
import torch
from torch import Tensor
from torch.autograd.functional import hessian, jacobian

from tying.soft import PAIR_A, PAIR_B, TaskPair, laplacian, map_estimate, pair_posterior
from tying.soft import raise_strength as descend

PAIR = torch.tensor([[1.0, -1.0], [-1.0, 1.0]], dtype=torch.float64)
"""The matrix of the squared difference of two values."""


def fitted(loss: Callable[[Tensor], Tensor]) -> Tensor:
    """The minimum of a quadratic loss of two values: one step of Newton's method."""
    at = torch.zeros(2)
    slope = jacobian(loss, at)
    return at - torch.linalg.solve(hessian(loss, at), slope)


def starts(count: int = 200, seed: int = 3) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return 8 * torch.rand(2, count, generator=generator) - 4


def success(pair: TaskPair, ends: Tensor) -> list[float]:
    """The share of starts that end near the best single value, for each schedule."""
    return ((ends.mean(1) - pair.best()).abs() < 0.3).double().mean(1).tolist()


@pytest.mark.claim("S0-27")
def test_the_penalty_bends_the_loss_along_the_difference_alone_and_makes_nothing_equal():
    strength = 3.0
    bend = hessian(lambda t: strength * (t[0] - t[1]) ** 2, torch.zeros(2))
    values, vectors = torch.linalg.eigh(bend)
    torch.testing.assert_close(values, torch.tensor([0.0, 4 * strength]))
    assert abs(vectors[0, 0] - vectors[1, 0]) < 1e-12  # along the common level
    pulled = fitted(
        lambda t: ((t - torch.tensor([0.0, 4.0])) ** 2).sum() / 2 + 1e4 * (t[0] - t[1]) ** 2
    )
    assert 0 < pulled[1] - pulled[0] < 1e-3


@pytest.mark.claim("S0-28", "S0-32")
@pytest.mark.parametrize("strength", [0.2, 1.0, 7.0])
def test_the_variance_of_the_prior_depends_on_the_scale_of_the_loss(strength):
    x, tau2 = torch.tensor([1.0, -3.0]), 0.6
    v = torch.full((2,), tau2)
    by_likelihood = fitted(lambda t: ((t - x) ** 2 / v).sum() / 2 + strength * (t[0] - t[1]) ** 2)
    by_squares = fitted(lambda t: ((t - x) ** 2).sum() + strength * (t[0] - t[1]) ** 2)
    torch.testing.assert_close(by_likelihood, pair_posterior(x, v, 1 / (2 * strength)).mean)
    torch.testing.assert_close(by_squares, pair_posterior(x, v, tau2 / strength).mean)
    # the strength is no precision: that of the prior is twice as large
    precision = 1 / v
    as_precision = map_estimate(x, precision, laplacian(strength * (1 - torch.eye(2))))
    doubled = map_estimate(x, precision, laplacian(2 * strength * (1 - torch.eye(2))))
    torch.testing.assert_close(by_likelihood, doubled)
    assert (by_likelihood - as_precision).abs().max() > 0.01


@pytest.mark.claim("S0-28")
def test_the_prior_is_flat_along_the_common_level_and_one_observation_is_enough():
    assert torch.equal(PAIR @ torch.ones(2), torch.zeros(2))
    assert torch.linalg.matrix_rank(PAIR) == 1  # so exp(-θᵀ L θ/2) has no finite integral
    L = laplacian(0.5 * (1 - torch.eye(2)))
    observed = map_estimate(torch.tensor([3.0, 0.0]), torch.tensor([2.0, 0.0]), L)
    torch.testing.assert_close(observed, torch.tensor([3.0, 3.0]))
    assert torch.linalg.eigvalsh(torch.diag(torch.tensor([2.0, 0.0])) + L).min() > 0
    with pytest.raises(ValueError, match="leave some values free"):
        map_estimate(torch.zeros(2), torch.zeros(2), L)


@pytest.mark.claim("S0-29")
def test_the_soft_minimum_approaches_the_hard_one_like_one_over_the_strength():
    x, v = torch.tensor([0.0, 4.0]), torch.tensor([1.0, 4.0])
    away = [float(pair_posterior(x, v, 1 / p).mean[1]) - 0.8 for p in (1e2, 1e3, 1e4, 1e5)]
    ratios = [big / small for big, small in itertools.pairwise(away)]
    assert all(8 < ratio < 12 for ratio in ratios)


@pytest.mark.claim("S0-29")
def test_a_flat_hard_minimum_is_approached_more_slowly():
    # m⁴ + d (1 + m) + d² has its hard minimum (d = 0) at m = 0, where it is not curved
    def soft_minimum(strength: float) -> float:
        grid = torch.linspace(0, 0.2, 2_000_001)
        d = -(1 + grid) / (2 * (1 + strength))  # the best difference for each mean
        value = grid**4 + d * (1 + grid) + (1 + strength) * d**2
        return float(grid[value.argmin()])

    away = [soft_minimum(strength) for strength in (1e3, 1e4, 1e5)]
    assert away[0] / away[1] == pytest.approx(10 ** (1 / 3), rel=0.05)
    assert away[1] / away[2] == pytest.approx(10 ** (1 / 3), rel=0.05)


@pytest.mark.claim("S0-29")
@pytest.mark.parametrize(("factor", "converges"), [(0.99, True), (1.01, False)])
def test_gradient_descent_needs_a_rate_below_two_over_one_plus_four_lambda(factor, converges):
    x, strength = torch.tensor([0.0, 4.0]), 100.0
    rate, theta = factor * 2 / (1 + 4 * strength), torch.tensor([0.0, 4.0])
    for _ in range(3000):
        theta = theta - rate * (theta - x + 2 * strength * (PAIR @ theta))
    assert (abs(float(theta[0] - theta[1])) < 1) == converges


@pytest.mark.claim("S0-30")
def test_the_formula_is_the_solution_of_the_two_equations_and_its_teachable_form():
    generator = torch.Generator().manual_seed(0)
    for _ in range(200):
        x = 3 * torch.randn(2, generator=generator)
        first, second, spread = (0.1 + 5 * torch.rand(3, generator=generator)).tolist()
        matrix = torch.diag(torch.tensor([first, second])) + PAIR / spread
        solved = torch.linalg.solve(matrix, torch.tensor([first, second]) * x)
        below = first * second * spread + first + second
        formula = (first * (second * spread + 1) * x[0] + second * x[1]) / below
        assert abs(float(solved[0] - formula)) < 1e-10
        v = 1 / torch.tensor([first, second])
        torch.testing.assert_close(pair_posterior(x, v, spread).mean, solved)


@pytest.mark.claim("S0-31")
def test_the_limits_are_the_weighted_mean_and_the_observations_and_a_sum_stays():
    x, precision = torch.tensor([-1.0, 5.0]), torch.tensor([3.0, 0.5])
    weighted = float((precision * x).sum() / precision.sum())
    hard = pair_posterior(x, 1 / precision, 1e-12).mean
    torch.testing.assert_close(hard, torch.full((2,), weighted), rtol=0, atol=1e-8)
    free = pair_posterior(x, 1 / precision, 1e12).mean
    torch.testing.assert_close(free, x, rtol=0, atol=1e-8)
    for spread in (0.0, 0.3, 5.0, 1e6):
        mean = pair_posterior(x, 1 / precision, spread).mean
        assert float((precision * mean).sum()) == pytest.approx(float((precision * x).sum()))


def geometric(u: float) -> float:
    return 1e-3 * 1e5**u


def fixed(_: float) -> float:
    return 100.0


def rest_then_linear(u: float) -> float:
    return min(100.0, max(0.0, 100 * (u - 0.3) / 0.5))


@pytest.mark.claim("S0-34")
def test_convex_tasks_end_at_one_point_whatever_the_schedule():
    x = torch.tensor([[0.0], [4.0]])
    ends = []
    for schedule in (fixed, geometric, rest_then_linear):
        theta = torch.tensor([[2.0], [-3.0]])
        for i in range(30_000):
            strength = schedule(min(1.0, i / 20_000))
            theta = theta - 2e-3 * (theta - x + 2 * strength * (PAIR @ theta))
        ends.append(theta[:, 0])
    expected = pair_posterior(x[:, 0], torch.ones(2), 1 / 200).mean
    for end in ends:
        torch.testing.assert_close(end, expected, rtol=0, atol=1e-9)


@pytest.mark.claim("S0-34")
def test_raising_the_strength_wins_on_one_pair_and_loses_on_another():
    for seed in (3, 4):
        begun = starts(seed=seed)
        a = success(PAIR_A, descend(PAIR_A, [fixed, geometric], begun, 30_000)[0])
        b = success(PAIR_B, descend(PAIR_B, [fixed, geometric], begun, 30_000)[0])
        assert a[1] > a[0] + 0.2
        assert b[0] > 0.85 and b[1] < 0.05


@pytest.mark.claim("S0-34")
def test_a_free_start_and_a_slow_growth_each_help():
    jump = lambda u: 100.0 * (u >= 0.3)  # noqa: E731
    linear = lambda u: 100.0 * u  # noqa: E731
    ways = [fixed, linear, jump, geometric]
    for seed in (3, 4):
        a = success(PAIR_A, descend(PAIR_A, ways, starts(seed=seed), 60_000)[0])
        assert a[1] < a[0] + 0.15  # hardly any free start
        assert a[0] + 0.2 < a[2] < 0.9  # a free start alone
        assert a[3] == 1.0


@pytest.mark.claim("S0-34")
def test_twice_as_slowly_turns_a_schedule_that_always_wins_into_one_that_never_does():
    ways = [lambda u: rest_then_linear(2 * u), rest_then_linear]
    shares = success(PAIR_B, descend(PAIR_B, ways, starts(), 60_000)[0])
    assert shares == [1.0, 0.0]


@pytest.mark.claim("S0-34")
def test_copies_in_mirrored_minima_pass_a_saddle_and_aligned_ones_do_not():
    worst = {}
    for name, sign in {"mirrored": -1.0, "aligned": 1.0}.items():
        copies, losses = torch.tensor([[1.0, 1.0], [sign, sign]]), []
        for i in range(4000):
            error = copies.prod(1, keepdim=True) - 1
            losses.append(float(error.square().sum()))
            pull = 2 * 1e-3 * 1e4 ** (i / 4000) * (copies - copies.flip(0))
            copies = copies - 0.01 * (2 * error * copies.flip(1) + pull)
        worst[name] = max(losses)
    assert worst["mirrored"] == pytest.approx(2, abs=1e-3)
    assert worst["aligned"] == 0
