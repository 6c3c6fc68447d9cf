"""The problem *The gradient of a shared bias, by hand*."""

from __future__ import annotations

import torch
from torch import Tensor

from tying.check.entries import Case, Function, Value

SLOPE = "The slope of tanh is not one minus the square of its input."
OTHER_ERROR = "The error y - t belongs to the whole network, and not to one unit."
NO_WEIGHT = "The unit's own weight in the output is missing."
NO_SLOPE = "The slope of tanh is missing."
NO_ERROR = "The first link y - t is missing."
OTHER_Y = "The weights v are missing in y."
NO_B = "The bias is missing in the inputs of the units."
OF_MEAN = "The contributions of the units are averaged."
OF_SUM_N = "The loss is a mean over the inputs."
EARLY = "A mean is taken too early: every input has an output and an error of its own."
LAST_UNIT = "One unit is not all units."
ONE_INPUT = "One input is not all inputs."
PRODUCT = "The contributions are not multiplied."
ALL_MEAN = "It is a mean over the inputs, and over the units, too."
UNITS = ([[0.7, -0.4], [0.5, 0.3], [-0.6, 0.9]], [1.5, -0.8, 0.6], 0.3)
"""w, v and b of three units."""


def one_input() -> tuple[Tensor, ...]:
    """The units, an input and its target."""
    return _tensors(*UNITS, [0.9, 0.4], 1.7)


def two_inputs() -> tuple[Tensor, ...]:
    """The units, two inputs and their targets."""
    return _tensors(*UNITS, [[0.9, 0.4], [-0.5, 1.2]], [1.7, -0.4])


def _tensors(*values: object) -> tuple[Tensor, ...]:
    return tuple(torch.tensor(value, dtype=torch.float64) for value in values)


EXERCISES = {
    "contributions": Function(
        "contributions(w, v, b, x, t)",
        (
            Case(
                one_input,
                Value(
                    [-1.063282881, 0.4954939, -0.7209969626],
                    (
                        ([-0.7444121192, 0.2370806009, -0.7208966688], SLOPE),
                        ([-0.6363792941, 0.9190452087, -0.9630712511], OTHER_ERROR),
                        ([-0.7088552541, -0.619367375, -1.201661604], NO_WEIGHT),
                        ([-1.828573125, 0.975239, -0.73142925], NO_SLOPE),
                        ([0.8722234292, -0.4064594628, 0.5914422722], NO_ERROR),
                        ([-0.2025905684, 0.09440798177, -0.1373737761], OTHER_Y),
                        ([-1.892902741, 0.9176164729, -0.9073840527], NO_B),
                        ([-0.354427627, 0.1651646333, -0.2403323209], OF_MEAN),
                    ),
                ),
            ),
        ),
    ),
    "gradient": Function(
        "bias_gradient(w, v, b, xs, ts)",
        (
            Case(
                two_inputs,
                Value(
                    -0.6659645153,
                    (
                        (-0.5871966596, SLOPE),
                        (-0.5212277888, OTHER_ERROR),
                        (-1.333916819, NO_WEIGHT),
                        (-0.8438180387, NO_SLOPE),
                        (0.801202223, NO_ERROR),
                        (0.2141415375, OTHER_Y),
                        (-0.9547642142, NO_B),
                        (-1.331929031, OF_SUM_N),
                        (-0.2219881718, ALL_MEAN),
                        (-0.4439763435, OF_MEAN),
                        (0.1899437156, PRODUCT),
                        (-0.3635791861, LAST_UNIT),
                        (-0.04314308687, ONE_INPUT),
                        (-1.288785944, ONE_INPUT),
                        (-0.6044402995, EARLY),
                    ),
                    alone=True,
                ),
            ),
        ),
    ),
}
