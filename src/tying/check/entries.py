"""What the right answer of an exercise is, and which wrong ones have a sentence of their own.

An entry holds no formula of a problem that is graded: this package lies beside the learner copies.
It holds numbers for public inputs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

Mistake = tuple[Any, str]
"""A wrong answer, or a function that recognises it, and the sentence for it.

The function gets what the reader gave, as it came. The sentence begins with a capital letter, ends
in a full stop, and does not hold the right answer.
"""


@dataclass(frozen=True)
class Value:
    """One answer: a number, a word, True or False, or an array of numbers.

    Attributes:
        expected: the right answer, an array as nested lists; a function without arguments is
            called when the answer is checked. An int, and an array of ints, has to be met exactly;
            a float up to the tolerances.
        mistakes: wrong answers that have a sentence of their own.
        rtol: relative tolerance.
        atol: absolute tolerance.
        terms: the number of terms, if the answer is a sum or a mean that may be taken for the
            other; 0 otherwise.
        words: the words that the question allows, to be written exactly so; empty if capitals and
            spaces do not count.
        alone: whether a list with one number is refused where one number is wanted, as hidden
            tests do.
    """

    expected: Any
    mistakes: tuple[Mistake, ...] = ()
    rtol: float = 1e-6
    atol: float = 1e-9
    terms: int = 0
    words: tuple[str, ...] = ()
    alone: bool = False


@dataclass(frozen=True)
class Rule:
    """An answer that is right if it passes a test, where several are right.

    Attributes:
        test: gets the answer as an array of float64, and returns the sentence that says what is
            wrong; an empty one if it is right.
        shape: the shape that the array must have.
    """

    test: Callable[[Any], str]
    shape: tuple[int, ...] = ()


@dataclass(frozen=True)
class Values:
    """Several answers in a tuple, or in a dictionary with the names as keys.

    Attributes:
        parts: the answers by their names, in order.
        form: "tuple" (a list or an array will do) or "dict" if only this is right; empty if both.
    """

    parts: Mapping[str, Value | Rule]
    form: str = ""


@dataclass(frozen=True)
class Case:
    """A call of the reader's function.

    Attributes:
        args: makes the arguments, new ones for each call. Write tensors with a dtype.
        answer: what the function has to return.
        shown: the call as the reader can make it, if the arguments do not say it.
    """

    args: Callable[[], tuple[Any, ...]]
    answer: Value | Rule | Values
    shown: str = ""


@dataclass(frozen=True)
class Function:
    """An answer that is a function.

    Attributes:
        call: how it is called, such as ``decide(theta, v, r)``.
        cases: calls with public inputs, in the order in which they are tried.
        patterns: what a wrong rule says in all cases, True or False for each, and the sentence for
            it. One answer of two shows no mistake; several do.
    """

    call: str
    cases: tuple[Case, ...]
    patterns: tuple[tuple[tuple[bool, ...], str], ...] = ()


Entry = Value | Rule | Values | Function


def tensor(numbers: Any) -> Tensor:
    """An argument for a reader's function: doubles on the device of the notebook.

    Where there are none (``mps``), they are floats.
    """
    place = torch.get_default_device()
    return torch.tensor(numbers, dtype=torch.float32 if place.type == "mps" else torch.float64)
