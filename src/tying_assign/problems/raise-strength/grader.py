"""The hidden tests of ``raise-strength``: steps, schedules, and where both tasks end.

Source: gradient descent on the sum of two losses and a penalty. The steps are calculated with the
derivative of the whole loss by autograd, and the ends by the loops of the package.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch

from tying.soft import PAIR_A, raise_strength
from tying_assign.definition import Case, Problem, Question, Written

STEPS = 1500
"""Steps of a hidden training, with a rate that makes up for their number."""

RATE = 4e-3


def steps(rng: np.random.Generator) -> Sequence[Case]:
    """One step, with the derivative of the penalty by autograd."""
    cases = []
    for _ in range(5):
        a, b, slope_a, slope_b = (float(one) for one in rng.uniform(-3, 3, size=4))
        lam, rate = float(rng.uniform(0.5, 9)), float(rng.uniform(0.01, 0.04))
        theta = torch.tensor([a, b], dtype=torch.float64, requires_grad=True)
        linear = slope_a * theta[0] + slope_b * theta[1]  # losses that have these slopes
        loss = linear + lam * (theta[0] - theta[1]) ** 2
        (gradient,) = torch.autograd.grad(loss, theta)
        after = (theta - rate * gradient).tolist()
        cases.append(Case((a, b, slope_a, slope_b, lam, rate), (after[0], after[1])))
    return cases


def schedule(rng: np.random.Generator) -> Sequence[Case]:
    """Before, at and after both corners: interpolation between four points."""
    cases = []
    for _ in range(2):
        rest, full = float(rng.uniform(0.1, 0.4)), float(rng.uniform(0.6, 0.9))
        most = float(rng.uniform(20, 200))
        inside = (rest + float(rng.uniform(0.2, 0.8)) * (full - rest) for _ in range(2))
        for u in (0.0, rest / 2, rest, *inside, full, (1 + full) / 2, 1.0):
            expected = float(np.interp(u, [0, rest, full, 1], [0, 0, most, most]))
            cases.append(Case((u, rest, full, most), expected))
    return cases


def convex(rng: np.random.Generator) -> Sequence[Case]:
    """Where two parabolas and a penalty have their minimum, by two linear equations."""
    cases = []
    for _ in range(5):
        c = [float(rng.uniform(0.3, 1)), float(rng.uniform(1.5, 4))][:: int(rng.choice([-1, 1]))]
        m, lam = [float(one) for one in rng.uniform(-5, 5, size=2)], float(rng.uniform(0.2, 5))
        matrix = np.diag(c) + 2 * lam * np.array([[1, -1], [-1, 1]])
        end = np.linalg.solve(matrix, np.array(c) * m)
        cases.append(Case((c[0], c[1], m[0], m[1], lam), (float(end[0]), float(end[1]))))
    return cases


def trained(rng: np.random.Generator) -> Sequence[Case]:
    """Where both tasks of the pair end, for constant, rising and falling strengths."""
    cases = []
    rest, full = float(rng.uniform(0.2, 0.4)), float(rng.uniform(0.6, 0.8))
    shares = np.arange(STEPS) / STEPS
    ways = {
        "constant": np.full(STEPS, 60.0),
        "rising": np.interp(shares, [0, rest, full, 1], [0, 0, 60, 60]),
        "geometric": 1e-3 * 6e4**shares,
        "falling": 60 * (1 - shares),
    }
    for a, b in ((-2.0, 2.5), (-1.5, -2.5), (3.5, 0.5)):
        start = torch.tensor([[a], [b]], dtype=torch.float64) + float(rng.uniform(-0.2, 0.2))
        for strengths in ways.values():
            by_step = strengths.tolist()
            ends = raise_strength(PAIR_A, [_lookup(by_step)], start, STEPS, RATE)[0, 0, :, 0]
            args = (float(start[0, 0]), float(start[1, 0]), by_step, RATE)
            cases.append(Case(args, (float(ends[0]), float(ends[1]))))
    return cases


def _lookup(strengths: list[float]) -> Any:
    """A schedule that reads the strength of each step."""
    return lambda u: strengths[round(u * len(strengths))]


def numbers(rng: np.random.Generator) -> Mapping[str, Any]:
    """Both values, slopes, strength and rate of the worked step."""
    return {
        "a": float(rng.integers(1, 4)),
        "b": float(rng.integers(-3, 0)),
        "lam": float(rng.integers(2, 6)),
    }


PROBLEM = Problem(
    id="3161948",
    title="Practice: when should two tasks be pulled together?",
    chapter="notebooks/mechanisms/soft-sharing",
    minutes=60,
    questions=(
        Question("step", 2, "step", steps, rtol=1e-6, atol=1e-9),
        Question("schedule", 2, "strength", schedule, rtol=1e-6, atol=1e-9),
        Question("convex", 2, "convex_end", convex, rtol=1e-5, atol=1e-6),
        Question("train", 3, "train", trained, rtol=1e-4, atol=1e-4, seconds=30),
        Written("win-and-lose", 4, "text, and the numbers of your runs"),
    ),
    numbers=numbers,
)
