"""The hidden values of ``shared-bias``, against nudges of the bias."""

from __future__ import annotations

import torch
from torch import Tensor

from tying_assign.catalogue import find
from tying_assign.definition import generator

PROBLEM = find("shared-bias")
STEP = 1e-6


def loss(w: Tensor, v: Tensor, x: Tensor, biases: Tensor, t: Tensor) -> Tensor:
    return 0.5 * (v @ torch.tanh(w @ x + biases) - t) ** 2


def test_hidden_values_are_slopes_of_the_loss():
    contributions, gradient = (
        question.cases(generator(PROBLEM, "contributions", 3)) for question in PROBLEM.graded
    )
    assert [len(case.args[1]) for case in contributions] == [2, 2, 5, 1, 4]
    for parts, whole in zip(contributions, gradient, strict=True):
        w, v, x, b, t = parts.args
        nudges = STEP * torch.eye(len(v), dtype=torch.float64)
        ups = torch.stack([loss(w, v, x, b + nudge, t) for nudge in nudges])
        downs = torch.stack([loss(w, v, x, b - nudge, t) for nudge in nudges])
        torch.testing.assert_close(parts.expected, (ups - downs) / (2 * STEP), rtol=1e-5, atol=1e-8)
        both = (loss(w, v, x, b + STEP, t) - loss(w, v, x, b - STEP, t)) / (2 * STEP)
        torch.testing.assert_close(whole.expected, both, rtol=1e-5, atol=1e-8)
