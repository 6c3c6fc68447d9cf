"""The lab *Find the tie that is not a tie*: the six models, and one input."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from tying.check.entries import Case, Function, Mistake, Value, Values
from tying.check.models import SLOTS, six_models

EQUAL = "Equal numbers may also lie in two objects."
MEMORY = "Two objects over one memory have a word of their own."


def _model(letter: str, slots: bool = True, input: bool = False) -> Callable[[], tuple[Any, ...]]:
    def arguments() -> tuple[Any, ...]:
        x = [[1.0, 0.0, -1.0, 0.5], [0.5, 1.0, 0.0, -0.5]]
        example = torch.tensor(x, dtype=torch.float64)
        model = six_models(example.device)[letter]
        return (model, *(SLOTS if slots else ()), *((example,) if input else ()))

    return arguments


def _kind(letter: str, right: str, *mistakes: Mistake) -> Case:
    return Case(_model(letter), Value(right, mistakes))


def _costs(letter: str, stored: Value, adam: Value) -> Case:
    return Case(_model(letter, slots=False), Values({"stored": stored, "adam": adam}))


def _steps(letter: str, sgd: Value, adam: Value) -> Case:
    return Case(_model(letter, input=True), Values({"sgd": sgd, "adam": adam}))


def _value(right: float, *mistakes: Mistake) -> Value:
    return Value(right, mistakes, rtol=1e-4)


TWICE = (60, "One memory is counted for two slots.")
STATE = (88, "Adam gets objects, and keeps two numbers for each number of each object.")
ADDED = (0.5, "The gradient of a tie is the sum already.")

EXERCISES = {
    "kind": Function(
        "kind(model, first, second)",
        (
            _kind("A", "alias", ("tie", EQUAL), ("copy", MEMORY)),
            _kind("B", "copy", ("tie", EQUAL)),
            _kind("C", "separate"),
            _kind("D", "tie"),
            _kind("E", "copy", ("tie", EQUAL)),
            _kind("F", "alias", ("tie", EQUAL), ("copy", MEMORY)),
        ),
    ),
    "costs": Function(
        "costs(model)",
        (
            _costs("D", Value(44, (TWICE,)), Value(88)),
            _costs("A", Value(44, (TWICE,)), Value(120, (STATE,))),
            _costs("C", Value(60), Value(120)),
        ),
    ),
    "first-step": Function(
        "first_step(model, first, second, x)",
        (
            _steps("D", _value(1.0, ADDED), _value(1.0)),
            _steps(
                "B", _value(0.5027975424, (1.0055950849, "It is a sum, not a mean.")), _value(1.0)
            ),
            _steps(
                "A",
                _value(1.0, (0.4963552033, "Did you copy the model? Ask `kind` about the copy.")),
                _value(1.4999995637, (1.0, "Adam steps once for each object.")),
            ),
        ),
    ),
}
