"""The hidden tests of ``counts``: closed forms over images that are not square."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from tying_assign.definition import Case, Problem, Question, Written

Layer = tuple[Any, ...]
"""H, W, c_in, c_out, k, s, p; k is a pair, and the last two may be left out."""

FIXED: tuple[Layer, ...] = ((28, 30, 1, 4, (3, 3), 2, 1), (9, 9, 2, 5, (1, 1)))


def layers(rng: np.random.Generator) -> list[Layer]:
    """Layers of a class: two that are always there, and four of its own."""
    drawn = []
    for s, p in ((1, 0), (1, 2), (2, 0), (3, 1)):
        height = int(rng.integers(11, 40))
        width = height + int(rng.integers(1, 9))
        c_in, c_out = int(rng.integers(2, 7)), int(rng.integers(7, 12))
        k = (int(rng.choice([3, 5, 7])), int(rng.choice([2, 4, 6])))
        drawn.append((height, width, c_in, c_out, k, s, p))
    return [*FIXED, *drawn]


def with_defaults(layer: Layer) -> Layer:
    """All seven numbers of a layer."""
    return (*layer, 1, 0)[:7]


def places(layer: Layer) -> int:
    """Places of the window on both axes together."""
    height, width, _, _, (k_h, k_w), s, p = with_defaults(layer)
    return ((height + 2 * p - k_h) // s + 1) * ((width + 2 * p - k_w) // s + 1)


def window(layer: Layer) -> int:
    """Weights that are multiplied for one place of one output channel."""
    _, _, c_in, _, (k_h, k_w), *_ = layer
    return c_in * k_h * k_w


def of_parameters(layer: Layer) -> tuple[int, int]:
    """Parameters of both layers, with a bias for each output and for each channel."""
    shared = layer[3] * (window(layer) + 1)
    return places(layer) * shared, shared


def of_ratio(layer: Layer) -> float:
    """One over the number of places: all else cancels."""
    return 1 / places(layer)


def of_multiply_adds(layer: Layer) -> tuple[int, int]:
    """A product for each weight of each output, twice the same."""
    products = places(layer) * layer[3] * window(layer)
    return products, products


def cases(
    expected: Callable[[Layer], Any],
) -> Callable[[np.random.Generator], Sequence[Case]]:
    """The cases of a question whose answer is ``expected``."""
    return lambda rng: [Case(layer, expected(layer)) for layer in layers(rng)]


def numbers(rng: np.random.Generator) -> Mapping[str, Any]:
    """The layer of the worked step; from top to bottom a row is left, and the axes differ."""
    height = 2 * int(rng.integers(10, 18))
    width = height + 2 * int(rng.integers(1, 5)) - 1
    return {"height": height, "width": width, "k_h": 5, "k_w": 3, "s": 2, "p": 1}


PROBLEM = Problem(
    id="3161937",
    title="Practice: how much does a convolution save?",
    chapter="notebooks/principles/convolution-as-sharing",
    minutes=25,
    questions=(
        Question("parameters", 3, "parameters", cases(of_parameters)),
        Question("ratio", 2, "ratio", cases(of_ratio), rtol=1e-4),
        Question("multiply-adds", 3, "multiply_adds", cases(of_multiply_adds)),
        Written("sentence", 2),
    ),
    numbers=numbers,
)
