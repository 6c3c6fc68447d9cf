"""The hidden values of ``map-estimate``, against numerical minima of the loss."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from tying_assign.catalogue import find
from tying_assign.definition import Case, generator

PROBLEM = find("map-estimate")
QUESTIONS = {question.name: question for question in PROBLEM.graded}


def cases(name: str, seed: int = 0) -> list[Case]:
    return list(QUESTIONS[name].cases(generator(PROBLEM, name, seed)))


def minimum(x: list[float], lam: list[float], strength: float, scale: float = 1.0) -> Tensor:
    """Both values by Newton's method on ``scale`` times the fit, plus a penalty."""
    data, weights = (torch.tensor(one, dtype=torch.float64) for one in (x, lam))

    def loss(theta: Tensor) -> Tensor:
        fit = (weights * (theta - data).square()).sum() / 2
        return scale * fit + strength * (theta[0] - theta[1]) ** 2

    at = torch.zeros(2, dtype=torch.float64)
    slope = torch.autograd.functional.jacobian(loss, at)
    bend = torch.autograd.functional.hessian(loss, at)
    return at - torch.linalg.solve(bend, slope)


@pytest.mark.parametrize("seed", [0, 3, 2027])
def test_estimates_are_minima_of_the_loss(seed: int):
    for case in cases("estimate", seed):
        x_i, x_j, lam_i, lam_j, s2 = case.args
        strength = 1e7 if s2 == 0 else 1 / (2 * s2)
        found = minimum([x_i, x_j], [lam_i, lam_j], strength)
        assert float(found[0]) == pytest.approx(case.expected, abs=1e-5)


def test_a_hard_tie_no_tie_and_both_broken_sensors_are_among_the_cases():
    args = [case.args for case in cases("estimate")]
    assert {0.0, 1e9} <= {one[4] for one in args}
    assert [min(one[2:4]) == 0 for one in args[-2:]] == [True, True]
    assert args[-2][2] == 0 and args[-1][3] == 0


def test_limits_are_the_weighted_mean_and_the_observation():
    for case in cases("limits"):
        x_i, x_j, lam_i, lam_j = case.args
        weighted = np.average([x_i, x_j], weights=[lam_i, lam_j])
        assert case.expected == pytest.approx((weighted, x_i), abs=1e-6)


def test_strengths_give_the_same_minimum_under_both_losses():
    for case in cases("strengths"):
        s2, tau2 = case.args
        x, lam = [1.0, 4.0], [1 / tau2, 1 / tau2]
        by_likelihood = minimum(x, lam, case.expected[0])
        by_squares = minimum(x, lam, case.expected[1], scale=2 * tau2)
        torch.testing.assert_close(by_likelihood, by_squares)
        gap = float(by_likelihood[1] - by_likelihood[0])
        assert gap == pytest.approx(3 * s2 / (2 * tau2 + s2))
