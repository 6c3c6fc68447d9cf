"""The problem *The gradient of a shared bias, by hand*."""

from __future__ import annotations

import torch
from torch import Tensor

from tying.check.entries import Case, Function, Value

CALL = "(w, v, x, b, t)"
SLOPE = "The slope of tanh is not one minus the square of its input."
OTHER_ERROR = "The error y - t belongs to the whole network, and not to one unit."
NO_WEIGHT = "The unit's own weight in the output is missing."


def one_unit() -> tuple[Tensor, ...]:
    """A unit at rest."""
    return _tensors([[0.0, 0.0]], [1.0], [1.0, 2.0], 0.0, 1.0)


def two_units() -> tuple[Tensor, ...]:
    """Two units that pull the bias in opposite directions."""
    return _tensors([[1.0, -1.0], [0.5, 0.0]], [2.0, -1.0], [1.0, 0.5], 0.1, 1.0)


def _tensors(*values: object) -> tuple[Tensor, ...]:
    return tuple(torch.tensor(value, dtype=torch.float64) for value in values)


EXERCISES = {
    "contributions": Function(
        f"contributions{CALL}",
        (
            Case(one_unit, Value([-1.0])),
            Case(
                two_units,
                Value(
                    [-0.6588504666, 0.3294252333],
                    (
                        ([-0.5925765543, 0.2962882771], SLOPE),
                        ([0.1054545920, 1.0937302919], OTHER_ERROR),
                        ([-0.3294252333, -0.3294252333], NO_WEIGHT),
                    ),
                ),
            ),
        ),
    ),
    "gradient": Function(
        f"bias_gradient{CALL}",
        (
            Case(one_unit, Value(-1.0)),
            Case(
                two_units,
                Value(
                    -0.3294252333,
                    (
                        (0.3294252333, "That is what one unit contributes, and there are two."),
                        (-0.6588504666, "That is what one unit contributes, and there are two."),
                        (-0.2170419687, "The contributions are not multiplied."),
                        (-0.2962882771, SLOPE),
                    ),
                    terms=2,
                ),
            ),
        ),
    ),
}
