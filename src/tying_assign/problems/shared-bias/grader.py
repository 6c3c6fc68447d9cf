"""The hidden tests of ``shared-bias``: autograd says what is right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from tying_assign.definition import Case, Problem, Question, Written

Network = tuple[Tensor, Tensor, Tensor, Tensor, Tensor]
"""w of shape (m, n), v (m), x (n), and b and t, which hold one number."""

UNITS = (2, 2, 5, 1, 4)


def networks(rng: np.random.Generator) -> list[Network]:
    """Random units of moderate size, so that no tanh is flat."""
    made = []
    for m in UNITS:
        n = int(rng.integers(2, 5))
        parts = (rng.normal(size=(m, n)), rng.normal(size=m), rng.normal(size=n) / 2)
        b, t = rng.normal(size=2)
        tensors = [torch.tensor(part, dtype=torch.float64) for part in (*parts, b, t)]
        made.append((tensors[0], tensors[1], tensors[2], tensors[3], tensors[4]))
    return made


def by_autograd(w: Tensor, v: Tensor, x: Tensor, b: Tensor, t: Tensor) -> Tensor:
    """Gradient of the loss by a bias for each unit, all of the value b; of shape (m)."""
    untied = b.expand(len(v)).clone().requires_grad_()
    loss = 0.5 * (v @ torch.tanh(w @ x + untied) - t) ** 2
    (gradient,) = torch.autograd.grad(loss, untied)
    return gradient


def contributions(rng: np.random.Generator) -> Sequence[Case]:
    """What each use contributes."""
    return [Case(network, by_autograd(*network)) for network in networks(rng)]


def gradient(rng: np.random.Generator) -> Sequence[Case]:
    """What the one bias receives."""
    return [Case(network, by_autograd(*network).sum()) for network in networks(rng)]


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
    minutes=40,
    questions=(
        Question("contributions", 3, "contributions", contributions, rtol=1e-5, atol=1e-8),
        Question("gradient", 2, "bias_gradient", gradient, rtol=1e-5, atol=1e-8),
        Written("derivation", 3),
    ),
    numbers=numbers,
)
