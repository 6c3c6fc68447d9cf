"""The problem *Which weights compute the same function?*."""

from collections.abc import Mapping
from typing import Any

from tying.check.entries import Case, Function, Value, Values, tensor

EVERY_MATRIX = "That many directions has any matrix of this size; the tie allows fewer."
WITH_DIAGONAL = "That counts the diagonal, too: a rotation needs two different axes."
OF_INPUT = "These are the rotations of the input; the code has fewer dimensions."
UNITS = "That is the number of units; a rotation needs two of them."
NONE_UNTIED = (
    "The untied network has freedom, too: put a matrix and its inverse between the halves."
)
AS_TIED = "Untied, the matrix between the halves need not be a rotation."
INPUT_SQUARED = "The matrix between the halves acts on the code, not on the input."
NOTHING_TAKEN = "These are all stored numbers; the free directions have to be taken off."
UNTIED_TAKEN = (
    "The free directions of the tied network have to be taken off, not those of the untied."
)
BACK = "This leads back, from the second matrix to the first."
ORTHONORMAL = "The transpose of W is no inverse, unless the rows of W are orthonormal."
EVERY_ROTATION = "These decisions let every rotation survive, whatever the activation is."
IDENTITY = "These decisions let nothing survive. Does the order of the units matter?"
NO_SIGNS = "These decisions allow no change of sign. Is tanh(-z) the same as -tanh(z)?"
SIGNS = "These decisions allow a change of sign for ReLU, too."
INVERTIBLE = "These decisions let a stretched code survive in a tied network."
TWICE = "These decisions let a matrix survive that takes one unit twice and forgets another."
ALL = "These decisions let everything survive."
REVERSED = "These decisions are the wrong way round in every case."

Mistakes = Mapping[float, str]
"""Sentences by the wrong numbers that they belong to."""

TURN = [[0.6, -0.8], [0.8, 0.6]]
QUARTER = [[0.0, -1.0], [1.0, 0.0]]
SWAP = [[0.0, 1.0], [1.0, 0.0]]
TAKEN_TWICE = [[0.0, 1.0], [0.0, 1.0]]
STRETCH = [[2.0, 0.0], [0.0, 0.5]]


def _dimensions(shape: tuple[int, int], right: tuple[int, int, int], *mistakes: Mistakes) -> Case:
    names = ("free, tied", "free, untied", "effective, tied")
    given = [*mistakes, *[{}] * (3 - len(mistakes))]
    parts = {
        name: Value(value, tuple(wrong.items()), alone=True)
        for name, value, wrong in zip(names, right, given, strict=True)
    }
    return Case(lambda: shape, Values(parts, form="tuple"))


def _recover(W: Any, turned: Any, right: Any, *mistakes: tuple[Any, str]) -> Case:
    return Case(lambda: (tensor(W), tensor(turned)), Value(right, mistakes))


def _survives(Q: Any, activation: str, right: bool) -> Case:
    return Case(lambda: (tensor(Q), activation), Value(right))


EXERCISES = {
    "dimensions": Function(
        "dimensions(k, d)",
        (
            _dimensions(
                (4, 6),
                (6, 16, 18),
                {16: EVERY_MATRIX, 10: WITH_DIAGONAL, 15: OF_INPUT, 4: UNITS},
                {0: NONE_UNTIED, 6: AS_TIED, 36: INPUT_SQUARED},
                {24: NOTHING_TAKEN, 8: UNTIED_TAKEN},
            ),
            _dimensions((2, 7), (1, 4, 13)),
        ),
    ),
    "recover": Function(
        "recover(W, turned)",
        (
            _recover(
                [[1.0, 2.0, 0.0], [0.0, 1.0, -1.0]],
                [[0.6, 0.4, 0.8], [0.8, 2.2, -0.6]],
                TURN,
                ([[0.6, 0.8], [-0.8, 0.6]], BACK),
                ([[1.4, -0.4], [5.2, 2.8]], ORTHONORMAL),
            ),
            _recover(
                [[1.0, 2.0, 0.0], [0.0, 1.0, 1.0], [1.0, 0.0, 1.0]],
                [[0.0, 1.0, 1.0], [1.0, 2.0, 0.0], [-1.0, 0.0, -1.0]],
                [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, -1.0]],
            ),
        ),
    ),
    "survivors": Function(
        "survives(Q, activation)",
        (
            _survives(TURN, "linear", True),
            _survives(TURN, "tanh", False),
            _survives(QUARTER, "tanh", True),
            _survives(QUARTER, "relu", False),
            _survives(SWAP, "relu", True),
            _survives(STRETCH, "linear", False),
            _survives(TAKEN_TWICE, "tanh", False),
        ),
        patterns=(
            ((True, True, True, True, True, False, False), EVERY_ROTATION),
            ((False, False, False, False, False, False, False), IDENTITY),
            ((True, False, False, False, True, False, False), NO_SIGNS),
            ((True, False, True, True, True, False, False), SIGNS),
            ((True, False, True, False, True, True, False), INVERTIBLE),
            ((True, False, True, False, True, False, True), TWICE),
            ((True, True, True, True, True, True, True), ALL),
            ((False, True, False, True, False, True, True), REVERSED),
        ),
    ),
}
