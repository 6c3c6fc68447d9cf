"""The lab *Find the tie that is not a tie*: the six models, and one input."""

from __future__ import annotations

from collections.abc import Mapping

import torch

from tying.check.entries import Case, Function, Mistake, Value, Values
from tying.check.models import SLOTS, six_models

WORDS = ("tie", "alias", "copy", "separate")
EQUAL = "Neither equal numbers nor one address make one object."
MEMORY = "Two objects over one memory have a word of their own."
NEW_OBJECTS = (
    "`is` compares the objects that it gets. `state_dict()` makes new ones; "
    "`get_parameter` gives those of the model."
)
VALUES = "Are the numbers in both slots equal?"
PARTS = "Is the memory of both slots one and the same, or two?"
MEMORY_TWICE = "One memory is counted for two slots."
OBJECT_TWICE = "Adam gets each object once, however many slots hold it."
STATE = "Adam gets objects, and keeps two numbers for each number of each object."
NO_BIASES = "The biases count, too."
GRADIENT_TWICE = "The gradient of a tie is the sum already."
MEAN = "An honest tie receives the sum, not the mean."
ONE_GRADIENT = "The step of an honest tie is made with the sum of both gradients."
NORMS = "Add the gradients first, then take the norm."
OF_GRADIENTS = "Adam's step is not proportional to the gradient. Let the optimiser make it."
OWN_STEP = (
    "Here the slot moves by one object's step alone, but two objects step. Do both belong"
    " to the optimiser, and is the model still the one that you got? Ask `kind` about a "
    "deep copy."
)
OBJECTS = "Adam steps once for each object."
ANOTHER = "Another model fits this quote as well."
SEVERAL: tuple[Mistake, ...] = (
    (lambda given: len(given) > 2, "At most two models fit a quote."),
    (
        lambda given: len(given) == 2 and given[0] > given[1],
        "Write the letters in the order of the alphabet.",
    ),
)

Mistakes = Mapping[float, str]
"""Sentences by the wrong numbers that they belong to; a mistake stands where it shows first."""


def _kind(letter: str, right: str, *mistakes: Mistake) -> Case:
    value = Value(right, mistakes, words=WORDS)
    return Case(lambda: (_model(letter), *SLOTS), value, f"kind({_called(letter)}, *SLOTS)")


def _costs(letter: str, right: tuple[int, int], stored: Mistakes, adam: Mistakes) -> Case:
    parts = {"stored": _value(right[0], stored), "adam": _value(right[1], adam)}
    shown = f"costs({_called(letter)})"
    return Case(lambda: (_model(letter),), Values(parts, form="dict"), shown)


def _steps(letter: str, right: tuple[float, float], sgd: Mistakes, adam: Mistakes) -> Case:
    parts = {"sgd": _value(right[0], sgd), "adam": _value(right[1], adam)}
    shown = f"first_step({_called(letter)}, *SLOTS, x)"
    return Case(lambda: (_model(letter), *SLOTS, _input()), Values(parts, form="dict"), shown)


def _value(right: float, mistakes: Mistakes) -> Value:
    return Value(right, tuple(mistakes.items()), rtol=1e-4, alone=True)


def _model(letter: str) -> torch.nn.Module:
    """A new one for each call, on the device of the notebook."""
    return six_models()[letter]


def _called(letter: str) -> str:
    return f'six_models()["{letter}"]'


def _input() -> torch.Tensor:
    """The input of the page."""
    return torch.tensor([[1.0, 0.0, -1.0, 0.5], [0.5, 1.0, 0.0, -0.5]], dtype=torch.float64)


EXERCISES = {
    "kind": Function(
        "kind(model, first, second)",
        (
            _kind("A", "alias", ("tie", EQUAL), ("copy", MEMORY), ("separate", VALUES)),
            _kind("B", "copy", ("tie", EQUAL), ("alias", PARTS), ("separate", VALUES)),
            _kind("C", "separate", ("tie", EQUAL), ("alias", PARTS), ("copy", VALUES)),
            _kind("D", "tie", ("alias", NEW_OBJECTS), ("copy", NEW_OBJECTS)),
            _kind("E", "copy", ("tie", EQUAL), ("alias", PARTS), ("separate", VALUES)),
            _kind("F", "alias", ("tie", EQUAL), ("copy", MEMORY), ("separate", VALUES)),
        ),
    ),
    "quotes": Values(
        {
            "Mia": Value("D", SEVERAL),
            "Noor": Value("AF", (*SEVERAL, ("A", ANOTHER), ("F", ANOTHER))),
            "Olga": Value("BE", (*SEVERAL, ("B", ANOTHER), ("E", ANOTHER))),
            "Pedro": Value("BE", (*SEVERAL, ("B", ANOTHER), ("E", ANOTHER))),
            "Quinn": Value("C", SEVERAL),
            "Rosa": Value("AF", (*SEVERAL, ("A", ANOTHER), ("F", ANOTHER))),
        },
        form="dict",
    ),
    "costs": Function(
        "costs(model)",
        (
            _costs("D", (44, 88), {60: MEMORY_TWICE, 32: NO_BIASES}, {120: OBJECT_TWICE}),
            _costs("A", (44, 120), {60: MEMORY_TWICE}, {88: STATE}),
            _costs("C", (60, 120), {}, {}),
        ),
    ),
    "first-step": Function(
        "first_step(model, first, second, x)",
        (
            _steps("D", (1.0, 1.0), {0.5: GRADIENT_TWICE}, {}),
            _steps(
                "B",
                (0.5027975424, 0.9999988795),
                {1.0: ONE_GRADIENT, 1.005595085: MEAN, 0.4250895278: NORMS},
                {0.5027975424: OF_GRADIENTS},
            ),
            _steps("A", (1.0, 1.499999564), {0.4963552033: OWN_STEP}, {0.9999996286: OBJECTS}),
        ),
    ),
}
