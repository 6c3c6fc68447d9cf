"""The hidden tests of ``share-over-time``: closed forms, on both sides of the threshold.

Source: the risk of a mean is its squared bias plus its variance. A test of this repository compares
the risks with random draws.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tying_assign.definition import Case, Problem, Question, Written

PLACES = ((2, 0.0), (3, 0.3), (4, 0.0), (6, 0.5), (9, -0.1), (12, 0.2))
"""T and r of the cases; r is at least -1 / (T - 1)."""

SIDES = (0.6, 0.95, 1.05, 1.5)
"""Spread by saving: on both sides of the rule."""


def spread(theta: Sequence[float]) -> float:
    """Mean squared distance from the mean, with 1/T."""
    return float(np.var(theta))


def saved(T: int, v: float, r: float) -> float:
    """Variance of an estimate, less that of the mean of T."""
    return v - v * (1 + (T - 1) * r) / T


def values(rng: np.random.Generator, T: int, wanted: float) -> list[float]:
    """T true values whose spread is ``wanted``."""
    theta = rng.normal(size=T)
    theta = (theta - theta.mean()) / theta.std() * wanted**0.5 + rng.uniform(-2, 2)
    return [float(value) for value in theta]


def settings(rng: np.random.Generator) -> list[tuple[list[float], float, float]]:
    """True values, v and r, for each place and each side.

    With 1.05 and T up to 12 the spread lies between the saving and v (1 - r), where the thresholds
    of fixed and of drawn values disagree.
    """
    cases = []
    for T, r in PLACES:
        for side in SIDES:
            v = float(rng.uniform(0.2, 3))
            cases.append((values(rng, T, side * saved(T, v, r)), v, r))
    return [cases[place] for place in rng.permutation(len(cases))]


def risks(rng: np.random.Generator) -> list[Case]:
    """Both risks of every setting."""
    return [
        Case((theta, v, r), (v, spread(theta) + v - saved(len(theta), v, r)))
        for theta, v, r in settings(rng)
    ]


def saving(rng: np.random.Generator) -> list[Case]:
    """The saving for every place, and for one time alone."""
    cases = [(1, float(rng.uniform(0.2, 3)), 0.0)]
    cases += [(T, float(rng.uniform(0.2, 3)), r) for T, r in PLACES]
    return [Case(case, saved(*case)) for case in cases]


def decision(rng: np.random.Generator) -> list[Case]:
    """Whether the risk falls, for every setting."""
    return [
        Case((theta, v, r), spread(theta) < saved(len(theta), v, r))
        for theta, v, r in settings(rng)
    ]


def threshold(rng: np.random.Generator) -> list[Case]:
    """Where s² (1 - 1/T) is the saving."""
    cases = [(T, float(rng.uniform(0.2, 3)), r) for T, r in PLACES]
    return [Case(case, saved(*case) / (1 - 1 / case[0])) for case in cases]


def numbers(rng: np.random.Generator) -> Mapping[str, Any]:
    """The true values of the worked step."""
    names = ("first", "second", "third")
    chosen = rng.choice(np.arange(2, 20), size=3, replace=False) / 10
    return {name: float(value) for name, value in zip(names, chosen, strict=True)}


PROBLEM = Problem(
    id="3161946",
    title="Practice: one number for all times, or one for each?",
    chapter="notebooks/principles/bias-and-variance",
    minutes=40,
    questions=(
        Question("risks", 3, "risks", risks, rtol=1e-4, atol=1e-9),
        Question("saving", 2, "saving", saving, rtol=1e-4, atol=1e-6),
        Question("decision", 2, "tie_pays", decision),
        Question("threshold", 2, "threshold", threshold, rtol=1e-4, atol=1e-9),
        Written("one-time", 2),
    ),
    numbers=numbers,
)
