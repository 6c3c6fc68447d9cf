"""The hidden values of ``share-over-time``, against 400,000 random draws of estimates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from tying_assign.catalogue import find
from tying_assign.definition import Case, generator

PROBLEM = find("share-over-time")
QUESTIONS = {question.name: question for question in PROBLEM.graded}
DRAWS = 400_000


def cases(name: str, seed: int = 0) -> Sequence[Case]:
    return QUESTIONS[name].cases(generator(PROBLEM, name, seed))


def errors(T: int, v: float, r: float) -> np.ndarray:
    """Correlated errors of T estimates, a row for each draw."""
    covariance = v * ((1 - r) * np.eye(T) + r)
    draws = np.random.default_rng(1).standard_normal((DRAWS, T))
    return draws @ np.linalg.cholesky(covariance).T


def measured(theta: Sequence[float] | np.ndarray, v: float, r: float) -> tuple[float, float]:
    """Risk of the separate estimates and of their mean, over the draws."""
    truth = np.asarray(theta)
    estimates = truth + errors(truth.shape[-1], v, r)
    tied = estimates.mean(axis=1, keepdims=True)
    return float(((estimates - truth) ** 2).mean()), float(((tied - truth) ** 2).mean())


def test_risks_are_those_of_random_draws():
    for case in cases("risks"):
        assert measured(*case.args) == pytest.approx(case.expected, rel=0.02)


def test_a_saving_is_what_the_draws_of_a_mean_vary_less():
    for case in cases("saving"):
        T, v, r = case.args
        separate, tied = measured(np.zeros(T), v, r)
        assert separate - tied == pytest.approx(case.expected, abs=0.02 * v)


def test_decisions_are_those_of_random_draws():
    for case in cases("decision"):
        separate, tied = measured(*case.args)
        # 2.5 per cent of a risk are between the sides nearest to the threshold, 1 is the error
        assert (tied < separate) == case.expected or abs(tied - separate) < 0.03 * separate


def test_at_the_threshold_of_drawn_values_both_risks_are_equal():
    for case in cases("threshold"):
        T, v, r = case.args
        drawn = np.random.default_rng(2).standard_normal((DRAWS, T)) * case.expected**0.5
        separate, tied = measured(drawn, v, r)
        assert tied == pytest.approx(separate, rel=0.02)
        below, _ = measured(drawn * 0.8, v, r), None
        assert below[1] < below[0]


@pytest.mark.parametrize("seed", [0, 1, 2027])
def test_cases_lie_on_both_sides_and_between_the_two_thresholds(seed: int):
    decisions = cases("decision", seed)
    ties = [case for case in decisions if case.expected]
    between = [
        case
        for case in decisions
        if case.args[2] == 0
        and case.args[1] * (1 - 1 / len(case.args[0])) < np.var(case.args[0]) < case.args[1]
    ]
    assert len(ties) == len(decisions) / 2 == 12
    assert len(between) >= 2
