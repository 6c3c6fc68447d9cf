"""The hidden tests of ``same-function``: dimensions, rotations, and which matrices survive.

Sources: the dimensions of the orthogonal and of the general linear group. A test of this repository
compares them with ranks of Jacobians, and what survives with the outputs of real networks.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from tying_assign.definition import Case, Problem, Question, Written

SHAPES = ((2, 5), (3, 4), (4, 4), (1, 6))
"""k and d that every class has."""

ACTIVATIONS = ("linear", "tanh", "relu")
NEARLY = 0.02
"""Angle of a rotation that is almost none."""


def of_dimensions(k: int, d: int) -> tuple[int, int, int]:
    """Planes of the code, entries of a matrix of k by k, and what the first leave of W."""
    planes = sum(range(k))
    return planes, k**2, k * d - planes


def dimensions(rng: np.random.Generator) -> list[Case]:
    """The fixed shapes and two of the class."""
    drawn = [(int(k), int(k + rng.integers(1, 6))) for k in rng.choice([5, 6, 7, 8], 2, False)]
    return [Case(shape, of_dimensions(*shape)) for shape in (*SHAPES, *drawn)]


def orthogonal(rng: np.random.Generator, k: int) -> Tensor:
    """A matrix of O(k)."""
    Q, R = np.linalg.qr(rng.normal(size=(k, k)))
    return torch.tensor(Q * np.sign(np.diag(R)))


def recover(rng: np.random.Generator) -> list[Case]:
    """Wide matrices and a square one, rotated; their rows are neither unit nor orthogonal."""
    cases = []
    for k, d in ((2, 5), (3, 4), (3, 3), (4, 7)):
        W, Q = torch.tensor(rng.normal(size=(k, d)) + 0.5), orthogonal(rng, k)
        cases.append(Case((W, Q @ W), Q))
    return cases


def matrices(rng: np.random.Generator) -> list[Tensor]:
    """Matrices of which the groups hold some and not others."""
    c, s = np.cos(NEARLY), np.sin(NEARLY)
    order = torch.eye(3, dtype=torch.float64)[[1, 2, 0]]
    signs = torch.tensor([1.0, -1.0, 1.0], dtype=torch.float64)
    fixed = [
        torch.eye(2, dtype=torch.float64),
        torch.tensor([[c, -s], [s, c]]),
        torch.tensor([[2.0, 0.0], [0.0, 0.5]], dtype=torch.float64),
        torch.tensor([[0.0, 1.0], [0.0, 1.0]], dtype=torch.float64),
        -torch.eye(3, dtype=torch.float64),
        order,
        order * signs,
    ]
    return [*fixed, orthogonal(rng, 2), orthogonal(rng, 3)]


def survives(Q: Tensor, activation: str) -> bool:
    """Whether Q is in the group of the activation."""
    if not torch.allclose(Q @ Q.T, torch.eye(len(Q), dtype=Q.dtype)):
        return False
    lowest = {"linear": -2.0, "tanh": -1.0, "relu": 0.0}[activation]
    allowed = (Q.round() - Q).abs().max() < 1e-9 or activation == "linear"
    return bool(allowed and Q.min() > lowest - 1e-9)


def survivors(rng: np.random.Generator) -> Sequence[Case]:
    """Every matrix with every activation, in an order of the class."""
    cases = [
        Case((Q, activation), survives(Q, activation))
        for Q in matrices(rng)
        for activation in ACTIVATIONS
    ]
    return [cases[place] for place in rng.permutation(len(cases))]


PROBLEM = Problem(
    id="3161953",
    title="Practice: which weights compute the same function?",
    chapter="notebooks/mechanisms/symmetry-and-identifiability",
    minutes=45,
    questions=(
        Question("dimensions", 3, "dimensions", dimensions),
        Question("recover", 3, "recover", recover, rtol=1e-4, atol=1e-6),
        Question("survivors", 3, "survives", survivors),
        Written("average", 2),
    ),
)
