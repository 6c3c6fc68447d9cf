"""Soft ties of Gaussian values: against linear systems, autograd, partial pooling and by hand."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from tying.risk import MeanModel, pool
from tying.soft import laplacian, map_estimate, pair_posterior

VARIANCES = st.floats(0.01, 100)
VALUES = st.floats(-50, 50)


def doubles(*values: float) -> Tensor:
    return torch.tensor(values, dtype=torch.float64)


def chain(n: int, p: float) -> Tensor:
    """Springs between neighbours."""
    springs = torch.zeros(n, n, dtype=torch.float64)
    for k in range(n - 1):
        springs[k, k + 1] = springs[k + 1, k] = p
    return springs


def complete(n: int, p: float) -> Tensor:
    """Springs between all pairs."""
    return p * (torch.ones(n, n, dtype=torch.float64) - torch.eye(n, dtype=torch.float64))


def cost(theta: Tensor, x: Tensor, precision: Tensor, springs: Tensor) -> Tensor:
    """The negative log posterior, pair by pair."""
    fit = (precision * (theta - x).square()).sum() / 2
    pairs = [(i, j) for i in range(len(x)) for j in range(i)]
    return fit + sum(springs[i, j] * (theta[i] - theta[j]) ** 2 / 2 for i, j in pairs)


# --- two values ---


def test_the_worked_example_is_calculated_by_hand():
    # s = 1 + 4 + 5 = 10; the observations are 4 apart, and the shares are 1/10 and 4/10
    x, variance = doubles(0, 4), doubles(1, 4)
    assert pair_posterior(x, variance, 5.0).mean.tolist() == pytest.approx([0.4, 2.4])
    assert pair_posterior(x, variance, 0.0).mean.tolist() == pytest.approx([0.8, 0.8])
    assert pair_posterior(x, variance, 1.0).mean.tolist() == pytest.approx([2 / 3, 4 / 3])
    assert pair_posterior(x, variance, math.inf).mean.tolist() == [0, 4]


@given(x=st.tuples(VALUES, VALUES), v=st.tuples(VARIANCES, VARIANCES), spread=st.floats(0.001, 1e4))
@settings(deadline=None)
def test_mean_and_covariance_solve_the_two_equations(x, v, spread):
    p = 1 / spread
    matrix = torch.tensor([[1 / v[0] + p, -p], [-p, 1 / v[1] + p]], dtype=torch.float64)
    found = pair_posterior(doubles(*x), doubles(*v), spread)
    # a weak point of the matrix costs digits, not the formula
    rounding = 1e-13 * float(torch.linalg.cond(matrix))
    rhs = doubles(*x) / doubles(*v)
    torch.testing.assert_close(
        found.mean, torch.linalg.solve(matrix, rhs), rtol=1e-9, atol=1e-9 + 50 * rounding
    )
    torch.testing.assert_close(
        found.covariance, torch.linalg.inv(matrix), rtol=1e-9 + rounding, atol=0
    )


@given(x=st.tuples(VALUES, VALUES), v=st.tuples(VARIANCES, VARIANCES), spread=st.floats(0, 1e6))
@settings(deadline=None)
def test_the_sum_weighted_by_the_precisions_stays(x, v, spread):
    precision = 1 / doubles(*v)
    mean = pair_posterior(doubles(*x), doubles(*v), spread).mean
    scale = float((precision * doubles(*x).abs()).sum())
    before, after = ((precision * one).sum() for one in (doubles(*x), mean))
    assert float(after) == pytest.approx(float(before), abs=1e-12 * scale + 1e-12)


def test_without_a_spread_the_covariance_is_that_of_one_value_in_both_places():
    # the precision-weighted mean of variances 1 and 4 has the variance 1/(1 + 1/4)
    covariance = pair_posterior(doubles(0, 4), doubles(1, 4), 0.0).covariance
    torch.testing.assert_close(covariance, torch.full((2, 2), 0.8, dtype=torch.float64))
    separate = pair_posterior(doubles(0, 4), doubles(1, 4), math.inf).covariance
    torch.testing.assert_close(separate, torch.diag(doubles(1, 4)))


def test_many_pairs_and_spreads_are_answered_at_once():
    x, v = doubles(0, 4).expand(3, 2), doubles(1, 4)
    found = pair_posterior(x, v, doubles(0, 1, 5))
    assert found.mean.shape == (3, 2) and found.covariance.shape == (3, 2, 2)
    one = pair_posterior(x[2], v, 5.0)
    torch.testing.assert_close(found.mean[2], one.mean)
    torch.testing.assert_close(found.covariance[2], one.covariance)


@pytest.mark.parametrize("strength", [0.1, 0.5, 3.0])
def test_a_penalty_is_the_prior_in_both_conventions(strength):
    x, v, tau2 = doubles(1, -2), doubles(0.7, 0.7), 0.7
    theta = torch.zeros(2, dtype=torch.float64)
    hessian = torch.autograd.functional.hessian

    def likelihood(t: Tensor) -> Tensor:
        return ((t - x).square() / v).sum() / 2 + strength * (t[0] - t[1]) ** 2

    def squares(t: Tensor) -> Tensor:
        return (t - x).square().sum() + strength * (t[0] - t[1]) ** 2

    for loss, spread in ((likelihood, 1 / (2 * strength)), (squares, tau2 / strength)):
        slope = torch.autograd.functional.jacobian(loss, theta)
        minimum = theta - torch.linalg.solve(hessian(loss, theta), slope)  # Newton, exact here
        torch.testing.assert_close(pair_posterior(x, v, spread).mean, minimum)


@pytest.mark.parametrize("delta", [0.5, 1.0, 3.0])
def test_the_best_spread_for_a_true_difference_is_its_square(delta):
    # the pair with variances v is a mean model with two fixed values, +-delta/2
    v = 1.3
    model = MeanModel(spread=delta**2 / 4, noise=v, times=2)
    weight = 2 * v / (2 * v + delta**2)
    assert float(model.weight) == pytest.approx(weight)
    x = doubles(0.3, 2.2)
    mean = pair_posterior(x, doubles(v, v), delta**2).mean
    torch.testing.assert_close(mean, pool(x, weight))


@pytest.mark.parametrize(
    ("variance", "spread", "words"),
    [
        ((1.0, -1.0), 1.0, r"variances must be finite and 0 or more, got \[1.0, -1.0\]"),
        ((1.0, math.inf), 1.0, "use map_estimate, with precision 0"),
        ((1.0, 1.0), -2.0, "spread must be 0 or more, got -2.0"),
        ((0.0, 0.0), 0.0, "nothing is uncertain"),
    ],
)
def test_a_pair_that_cannot_be_is_refused(variance, spread, words):
    with pytest.raises(ValueError, match=words):
        pair_posterior(doubles(0, 1), doubles(*variance), spread)


# --- any graph ---


def test_the_laplacian_is_the_quadratic_form_of_the_differences():
    springs = torch.rand(5, 5, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    springs = (springs + springs.T).fill_diagonal_(0)
    theta = torch.arange(5.0, dtype=torch.float64).square()
    pairs = sum(springs[i, j] * (theta[i] - theta[j]) ** 2 for i in range(5) for j in range(i))
    assert float(theta @ laplacian(springs) @ theta) == pytest.approx(float(pairs))


@pytest.mark.parametrize("graph", [chain, complete])
def test_the_estimate_is_where_the_gradient_vanishes(graph):
    springs, x = graph(6, 0.7), torch.linspace(-2, 5, 6, dtype=torch.float64).cos() * 3
    precision = doubles(1, 2, 0.1, 4, 0, 1)
    theta = map_estimate(x, precision, laplacian(springs)).requires_grad_()
    cost(theta, x, precision, springs).backward()
    assert theta.grad is not None
    torch.testing.assert_close(theta.grad, torch.zeros_like(x), rtol=0, atol=1e-12)
    total = float((precision * theta.detach()).sum())
    assert total == pytest.approx(float((precision * x).sum()))


def test_two_values_and_a_spring_are_the_pair():
    x, variance = doubles(0, 4), doubles(1, 4)
    found = map_estimate(x, 1 / variance, laplacian(complete(2, 1 / 5)))
    torch.testing.assert_close(found, pair_posterior(x, variance, 5.0).mean)


@pytest.mark.parametrize("n", [2, 3, 8])
def test_a_complete_graph_is_partial_pooling(n):
    v, tau2 = 1.7, 0.6
    x = torch.arange(float(n), dtype=torch.float64).sin() * 4
    precision = torch.full((n,), 1 / v, dtype=torch.float64)
    found = map_estimate(x, precision, laplacian(complete(n, 1 / (n * tau2))))
    torch.testing.assert_close(found, pool(x, v / (v + tau2)))


def test_strong_springs_give_the_weighted_mean_of_each_group_with_an_error_of_order_one_over_p():
    x, precision = doubles(0, 4, 10, 12, 20), doubles(1, 1 / 4, 1, 3, 2)
    means = doubles(0.8, 0.8, (10 + 36 + 40) / 6, (10 + 36 + 40) / 6, (10 + 36 + 40) / 6)
    away = {}
    for p in (1e3, 1e4, 1e5):
        springs = torch.block_diag(complete(2, p), chain(3, p))
        found = map_estimate(x, precision, laplacian(springs))
        away[p] = float((found - means).abs().max())
    assert away[1e3] / away[1e4] == pytest.approx(10, rel=0.02)
    assert away[1e4] / away[1e5] == pytest.approx(10, rel=0.02)
    assert away[1e5] < 1e-3


def test_a_chain_crosses_a_gap_in_a_straight_line():
    x, precision = doubles(1, 99, -99, 0, 5), doubles(1, 0, 0, 0, 1)
    theta = map_estimate(x, precision, laplacian(chain(5, 2.0)))
    steps = theta.diff()
    torch.testing.assert_close(steps, steps[0].expand(4))
    # four springs in a row are one of precision 1/2: the pair with s = 1 + 1 + 2
    expected = pair_posterior(doubles(1, 5), doubles(1, 1), 2.0).mean
    torch.testing.assert_close(theta[[0, 4]], expected)


@pytest.mark.parametrize(
    ("springs", "precision", "words"),
    [
        (torch.block_diag(complete(2, 1.0), complete(2, 1.0)), (1, 0, 0, 0), "leave some values"),
        (complete(4, 1.0), (1, 1, -1, 1), "precisions must be finite and 0 or more"),
    ],
)
def test_a_graph_without_an_answer_is_refused(springs, precision, words):
    with pytest.raises(ValueError, match=words):
        map_estimate(doubles(1, 2, 3, 4), doubles(*precision), laplacian(springs))


@pytest.mark.parametrize(
    ("springs", "words"),
    [
        (torch.ones(2, 3), r"square matrix, got shape \(2, 3\)"),
        (torch.tensor([[0.0, 1.0], [2.0, 0.0]]), "symmetric"),
        (torch.tensor([[0.0, -1.0], [-1.0, 0.0]]), "0 or more"),
        (torch.eye(2), "diagonal"),
    ],
)
def test_springs_that_cannot_be_are_refused(springs, words):
    with pytest.raises(ValueError, match=words):
        laplacian(springs)
