"""The hidden values of ``shared-bias``, against nudges of the bias."""

from __future__ import annotations

import torch
from torch import Tensor

from tying_assign.catalogue import find
from tying_assign.definition import generator

PROBLEM = find("shared-bias")
STEP = 1e-6


def loss(w: Tensor, v: Tensor, biases: Tensor, xs: Tensor, ts: Tensor) -> Tensor:
    """The mean over the inputs."""
    each = [0.5 * (v @ torch.tanh(w @ x + biases) - t) ** 2 for x, t in zip(xs, ts, strict=True)]
    return torch.stack(each).mean()


def test_hidden_values_are_slopes_of_the_loss():
    contributions, gradient = (
        question.cases(generator(PROBLEM, "contributions", 3)) for question in PROBLEM.graded
    )
    assert [len(case.args[1]) for case in contributions] == [2, 2, 5, 1, 4]
    assert [len(case.args[4]) for case in gradient] == [3, 1, 4, 5, 2]
    for parts, whole in zip(contributions, gradient, strict=True):
        w, v, b, x, t = parts.args
        nudges = STEP * torch.eye(len(v), dtype=torch.float64)
        ups = torch.stack([loss(w, v, b + nudge, x[None], t[None]) for nudge in nudges])
        downs = torch.stack([loss(w, v, b - nudge, x[None], t[None]) for nudge in nudges])
        torch.testing.assert_close(parts.expected, (ups - downs) / (2 * STEP), rtol=1e-5, atol=1e-8)
        w, v, b, xs, ts = whole.args
        both = (loss(w, v, b + STEP, xs, ts) - loss(w, v, b - STEP, xs, ts)) / (2 * STEP)
        expected = torch.tensor(whole.expected, dtype=torch.float64)
        torch.testing.assert_close(expected, both, rtol=1e-5, atol=1e-8)


def test_the_mean_over_the_inputs_and_the_sum_over_the_units_can_be_told_apart():
    for case in PROBLEM.graded[1].cases(generator(PROBLEM, "gradient", 3)):
        units, inputs = len(case.args[1]), len(case.args[4])
        assert abs(case.expected) > 1e-3
        assert units > 1 or inputs > 1
