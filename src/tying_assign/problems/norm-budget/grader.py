"""The hidden tests of ``norm-budget``: ranks of projections, and budgets that none has.

Source: a symmetric idempotent matrix has eigenvalues 0 and 1, so its squared Frobenius norm is its
rank. A test of this repository builds the networks from random orthonormal frames.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import torch

from tying_assign.definition import Case, Problem, Question, Written

NETWORKS = ((10, 4, 1), (10, 4, 3), (6, 6, 2), (9, 1, 4), (5, 0, 3))
"""d, rank and L that every class has."""

IMPOSSIBLE = ((10, 7, 2), (3, 40, 2), (8, 9, 1), (4, 18, 4))
"""d, budget and L for which there is no projection: not whole, or more than d."""

Setting = tuple[int, int, int]


def networks(rng: np.random.Generator) -> list[Setting]:
    """d, rank and L: the fixed ones and three of the class."""
    drawn = []
    for _ in range(3):
        d = int(rng.integers(6, 15))
        drawn.append((d, int(rng.integers(2, d)), int(rng.integers(2, 7))))
    return [*NETWORKS, *drawn]


def cases(expected: Callable[[int, int], Any]) -> Callable[[np.random.Generator], Sequence[Case]]:
    """The cases of a question whose answer follows from d and the rank."""
    return lambda rng: [Case((d, r * L, L), expected(d, r)) for d, r, L in networks(rng)]


def possible(rng: np.random.Generator) -> Sequence[Case]:
    """Budgets of projections, and others, in an order of the class."""
    drawn = [Case((d, r * L, L), True) for d, r, L in networks(rng)]
    drawn += [Case(setting, False) for setting in IMPOSSIBLE]
    drawn += [Case((d, r * L + 1, L), L == 1 and r < d) for d, r, L in networks(rng)]
    return [drawn[place] for place in rng.permutation(len(drawn))]


def numbers(rng: np.random.Generator) -> Mapping[str, Any]:
    """The angle of the worked step, in degrees."""
    return {"angle": int(rng.choice([20, 25, 35, 50, 65, 70]))}


PROBLEM = Problem(
    id="3161979",
    title="Practice: how much rank does a norm buy?",
    chapter="notebooks/mechanisms/symmetry-and-identifiability",
    minutes=30,
    questions=(
        Question("possible", 3, "possible", possible),
        Question("rank", 2, "rank", cases(lambda d, r: r)),
        Question("alpha", 2, "alpha", cases(lambda d, r: r / d), rtol=1e-4, atol=1e-9),
        Question(
            "spectrum",
            2,
            "singular_values",
            cases(lambda d, r: torch.tensor([1.0] * r + [0.0] * (d - r))),
            rtol=1e-4,
            atol=1e-9,
        ),
        Written("depth", 2),
    ),
    numbers=numbers,
)
