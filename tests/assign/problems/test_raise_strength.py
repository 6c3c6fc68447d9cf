"""The hidden values of ``raise-strength``, against nudges, long trainings and plain loops."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tying_assign.catalogue import find
from tying_assign.definition import Case, generator

PROBLEM = find("raise-strength")
QUESTIONS = {question.name: question for question in PROBLEM.graded}


def cases(name: str, seed: int = 0) -> list[Case]:
    return list(QUESTIONS[name].cases(generator(PROBLEM, name, seed)))


def test_a_step_goes_down_the_slopes_of_the_whole_loss():
    for case in cases("step"):
        a, b, slope_a, slope_b, lam, rate = case.args

        def whole(p: float, q: float, slopes=(slope_a, slope_b), lam=lam) -> float:
            return slopes[0] * p + slopes[1] * q + lam * (p - q) ** 2

        by = 1e-5
        slopes = (
            (whole(a + by, b) - whole(a - by, b)) / (2 * by),
            (whole(a, b + by) - whole(a, b - by)) / (2 * by),
        )
        expected = (a - rate * slopes[0], b - rate * slopes[1])
        assert case.expected == pytest.approx(expected, abs=1e-6)


def test_schedules_rest_at_zero_never_fall_and_end_at_their_largest_strength():
    found = cases("schedule")
    for k in (0, len(found) // 2):
        one = found[k : k + len(found) // 2]
        ordered = sorted(one, key=lambda case: case.args[0])
        values = [case.expected for case in ordered]
        assert values == sorted(values)
        assert values[:3] == [0, 0, 0]
        assert values[-3:] == pytest.approx([one[0].args[3]] * 3)


def test_convex_ends_are_those_of_a_long_training():
    for case in cases("convex"):
        c1, c2, m1, m2, lam = case.args
        a, b, rate = 0.0, 0.0, 1 / (max(c1, c2) + 4 * lam)
        for _ in range(4000):
            pull = 2 * lam * (a - b)
            a, b = a - rate * (c1 * (a - m1) + pull), b - rate * (c2 * (b - m2) - pull)
        assert case.expected == pytest.approx((a, b), abs=1e-8)


def test_trained_pairs_are_those_of_a_plain_loop_and_the_way_matters():
    def losses(a: float, b: float) -> float:
        second = 0.2 * math.sqrt(1 + (b - 3) ** 2) - 5 * math.exp(-2 * (b - 3) ** 2)
        return -math.exp(-((a + 0.5) ** 2) / 0.18) + second

    ends = []
    for case in cases("train"):
        a, b, strengths, rate = case.args
        for lam in strengths:
            pull, by = 2 * lam * (a - b), 1e-6
            down_a = (losses(a + by, b) - losses(a - by, b)) / (2 * by)
            down_b = (losses(a, b + by) - losses(a, b - by)) / (2 * by)
            a, b = a - rate * (down_a + pull), b - rate * (down_b - pull)
        assert case.expected == pytest.approx((a, b), abs=1e-4)
        ends.append(np.mean(case.expected))
    by_start = np.array(ends).reshape(3, 4)
    assert (np.ptp(by_start[:, :3], axis=1) > 1).any()  # equal last strengths, other ends
