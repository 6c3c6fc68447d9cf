"""The hidden tests of ``shared-bias``: autograd says what is right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from tying_assign.definition import Case, Problem, Question, Written

Network = tuple[Tensor, Tensor, Tensor, Tensor, Tensor]
"""w of shape (m, n), v (m), b with one number, N inputs x (N, n), and N targets t (N)."""

UNITS = (2, 2, 5, 1, 4)
INPUTS = (3, 1, 4, 5, 2)
"""m and N of the cases."""


def networks(rng: np.random.Generator) -> list[Network]:
    """Random units of moderate size, so that no tanh is flat."""
    made = []
    for m, count in zip(UNITS, INPUTS, strict=True):
        n = int(rng.integers(2, 5))
        units = (rng.normal(size=(m, n)), rng.normal(size=m), rng.normal())
        inputs = (rng.normal(size=(count, n)) / 2, rng.normal(size=count))
        tensors = [torch.tensor(part, dtype=torch.float64) for part in (*units, *inputs)]
        made.append((tensors[0], tensors[1], tensors[2], tensors[3], tensors[4]))
    return made


def by_autograd(w: Tensor, v: Tensor, b: Tensor, xs: Tensor, ts: Tensor) -> Tensor:
    """Gradient of the mean loss by a bias for each unit, all of the value b; of shape (m)."""
    untied = b.expand(len(v)).clone().requires_grad_()
    loss = 0.5 * (torch.tanh(xs @ w.T + untied) @ v - ts) ** 2
    (gradient,) = torch.autograd.grad(loss.mean(), untied)
    return gradient


def contributions(rng: np.random.Generator) -> Sequence[Case]:
    """What each unit contributes for the first input."""
    cases = []
    for w, v, b, xs, ts in networks(rng):
        cases.append(Case((w, v, b, xs[0], ts[0]), by_autograd(w, v, b, xs[:1], ts[:1])))
    return cases


def gradient(rng: np.random.Generator) -> Sequence[Case]:
    """What the one bias receives from all inputs."""
    return [Case(network, by_autograd(*network).sum().item()) for network in networks(rng)]


def numbers(rng: np.random.Generator) -> Mapping[str, Any]:
    """Bias and target of the network in the text."""
    return {
        "bias": float(rng.integers(1, 10)) / 10,
        "target": float(rng.integers(11, 20)) / 10,
    }


PROBLEM = Problem(
    id="3162009",
    title="Practice: the gradient of a shared bias, by hand",
    chapter="notebooks/mechanisms/gradient-aggregation",
    minutes=30,
    questions=(
        Question("contributions", 3, "contributions", contributions, rtol=1e-4, atol=1e-6),
        Question("gradient", 2, "bias_gradient", gradient, rtol=1e-4, atol=1e-6),
        Written("derivation", 3),
    ),
    numbers=numbers,
)
