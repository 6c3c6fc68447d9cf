"""The hidden tests of ``map-estimate``: linear systems of two equations say what is right.

Source: the derivative of the negative log posterior is zero at the estimate. A test of this
repository compares the estimates with a numerical minimum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tying_assign.definition import Case, Problem, Question, Written

LARGE = 1e12
"""A prior variance near the limit of no tie."""


def solved(x: Sequence[float], lam: Sequence[float], s2: float) -> list[float]:
    """Both most probable values, by the two equations for the derivatives."""
    first, second = lam
    matrix = np.array([[first * s2 + 1, -1], [-1, second * s2 + 1]])
    rhs = np.array([first * s2 * x[0], second * s2 * x[1]])
    if s2 == 0:  # the two equations are one: add them, and take both values as equal
        return [float(np.average(x, weights=lam))] * 2
    return [float(value) for value in np.linalg.solve(matrix, rhs)]


def settings(rng: np.random.Generator, count: int) -> list[tuple[float, float, float, float]]:
    """Observations and precisions, of which no two are near each other."""
    drawn = []
    for _ in range(count):
        x = rng.uniform(-4, 0), rng.uniform(1, 5)
        lam = rng.uniform(0.2, 0.8), rng.uniform(1.5, 4)
        order = rng.permutation(2)
        values = *(x[k] for k in order), *(lam[k] for k in rng.permutation(2))
        drawn.append((values[0], values[1], values[2], values[3]))
    return drawn


def estimate(rng: np.random.Generator) -> Sequence[Case]:
    """Five springs, a hard tie, hardly any tie, and one broken sensor of each kind."""
    springs = [*rng.uniform(0.3, 6, size=5).tolist(), 0.0, 1e9]
    cases = [
        Case((*one, s2), solved(one[:2], one[2:], s2)[0])
        for one, s2 in zip(settings(rng, len(springs)), springs, strict=True)
    ]
    for broken in (0, 1):
        x_i, x_j, *lam = settings(rng, 1)[0]
        lam[broken], s2 = 0.0, float(rng.uniform(0.5, 3))
        expected = solved((x_i, x_j), lam, s2)[0]
        cases.append(Case((x_i, x_j, lam[0], lam[1], s2), expected))
    return cases


def limits(rng: np.random.Generator) -> Sequence[Case]:
    """Both limits: a hard tie, and a spring that hardly pulls."""
    cases = []
    for one in settings(rng, 4):
        hard, free = (solved(one[:2], one[2:], s2)[0] for s2 in (0.0, LARGE))
        cases.append(Case(one, (hard, free)))
    return cases


def strengths(rng: np.random.Generator) -> Sequence[Case]:
    """The penalty is the third term of the loss, on the scale of the other two."""
    cases = []
    for _ in range(4):
        s2, tau2 = float(rng.uniform(0.05, 3)), float(rng.uniform(0.6, 4))
        third = 1 / (2 * s2)
        cases.append(Case((s2, tau2), (third, 2 * tau2 * third)))
    return cases


def numbers(rng: np.random.Generator) -> Mapping[str, Any]:
    """The observations of the worked step."""
    low, high = rng.choice(np.arange(1, 9), size=2, replace=False)
    return {"first": float(low), "second": float(high + 10)}


PROBLEM = Problem(
    id="3161954",
    title="Practice: two sensors and a soft tie",
    chapter="notebooks/mechanisms/soft-sharing",
    minutes=35,
    questions=(
        Question("estimate", 3, "map_i", estimate, rtol=1e-5, atol=1e-6),
        Question("limits", 2, "limits", limits, rtol=1e-5, atol=1e-6),
        Question("strengths", 2, "strengths", strengths, rtol=1e-5, atol=1e-9),
        Written("why-a-line", 2),
    ),
    numbers=numbers,
)
