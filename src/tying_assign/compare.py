"""Whether a returned value is right; if not, in which respect, without the right value."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Set
from typing import Any

import numpy as np
import torch
from torch import Tensor

from tying_assign.worker.codec import Opaque

NUMBERS = (int, float)


def difference(given: Any, expected: Any, rtol: float = 0.0, atol: float = 0.0) -> str:
    """What is wrong with ``given``, as the end of "it returned ..."; empty if nothing is.

    An int is right for a float of its value, and the other way round; a bool is no number. A list
    stands for a tuple, and nested lists of numbers stand for a tensor. Both sides consist of plain
    types: ``given`` was decoded by :func:`tying_assign.worker.codec.loads`.
    """
    if isinstance(given, Opaque):
        return f"something of type {given}, not {_kind(expected)}"
    holds_one = isinstance(given, Tensor | np.ndarray) and math.prod(given.shape) == 1
    if holds_one and not isinstance(expected, Tensor | np.ndarray | list | tuple):
        given = given.item()
    for kinds, compare in _BY_EXPECTED:
        if isinstance(expected, kinds) and not isinstance(expected, bool):
            return compare(given, expected, rtol, atol)
    if type(given) is not type(expected):
        return f"{_kind(given)}, not {_kind(expected)}"
    return "" if given == expected else _WRONG[type(expected)]


def _number_difference(given: Any, expected: float, rtol: float, atol: float) -> str:
    if type(given) not in NUMBERS:
        return f"{_kind(given)}, not a number"
    if given != given and expected == expected:
        return "nan, which is no number"
    if given == expected:
        return ""
    try:
        close = math.isfinite(given) and abs(given - expected) <= atol + rtol * abs(expected)
    except OverflowError:  # an int beyond all floats
        close = False
    return "" if close else "a wrong number"


def _tensor_difference(given: Any, expected: Any, rtol: float, atol: float) -> str:
    expected = torch.as_tensor(expected)
    if isinstance(given, list | tuple):
        rows = [one.tolist() if isinstance(one, Tensor | np.ndarray) else one for one in given]
        try:
            given = torch.tensor(rows, dtype=expected.dtype)
        except (TypeError, ValueError, RuntimeError, OverflowError):
            return "a list that is no array of numbers"
    if not isinstance(given, Tensor | np.ndarray):
        return f"{_kind(given)}, not a tensor"
    given = torch.as_tensor(given)
    if given.shape != expected.shape:
        return f"a tensor of shape {tuple(given.shape)}, not {tuple(expected.shape)}"
    if (given.dtype == torch.bool) != (expected.dtype == torch.bool):
        return f"a tensor of {given.dtype}, not of {expected.dtype}"
    if given.dtype.is_floating_point and bool(given.isnan().any()) and not expected.isnan().any():
        return "a tensor with nan in it"
    difference = (given.double() - expected.double()).abs()
    equal = given.double() == expected.double()
    close = difference <= atol + rtol * expected.double().abs()
    return "" if bool((equal | close).all()) else "a tensor with wrong numbers"


def _mapping_difference(given: Any, expected: Mapping[Any, Any], rtol: float, atol: float) -> str:
    if not isinstance(given, Mapping):
        return f"{_kind(given)}, not a dictionary"
    if set(given) != set(expected):
        names = ", ".join(map(repr, expected))
        return f"a dictionary whose keys are not {names}"
    for key, value in expected.items():
        if wrong := difference(given[key], value, rtol, atol):
            return f"{wrong} for {key!r}"
    return ""


def _sequence_difference(
    given: Any, expected: list[Any] | tuple[Any, ...], rtol: float, atol: float
) -> str:
    if isinstance(given, Tensor | np.ndarray):
        given = given.tolist()
    if not isinstance(given, list | tuple):
        return f"{_kind(given)}, not {len(expected)} values"
    if len(given) != len(expected):
        return f"{len(given)} values, not {len(expected)}"
    for place, (one, value) in enumerate(zip(given, expected, strict=True), start=1):
        if wrong := difference(one, value, rtol, atol):
            return f"{wrong} as value {place} of {len(expected)}"
    return ""


def _set_difference(given: Any, expected: Set[Any], rtol: float, atol: float) -> str:
    """Members are compared exactly: a tolerance would not tell which one belongs to which."""
    if not isinstance(given, Set):
        return f"{_kind(given)}, not a set"
    if len(given) != len(expected):
        return f"a set of {len(given)}, not of {len(expected)}"
    return "" if given == expected else "a set with wrong members"


_BY_EXPECTED: tuple[tuple[Any, Callable[[Any, Any, float, float], str]], ...] = (
    (Tensor | np.ndarray, _tensor_difference),
    (int | float, _number_difference),
    (Mapping, _mapping_difference),
    (Set, _set_difference),
    (list | tuple, _sequence_difference),
)

_WRONG = {bool: "the wrong one of True and False", str: "the wrong word", type(None): ""}


def _kind(value: Any) -> str:
    """What a value is, in words."""
    if value is None:
        return "None"
    names = {bool: "True or False", int: "a number", float: "a number", str: "a string"}
    if type(value) in names:
        return names[type(value)]
    if isinstance(value, Tensor):
        return f"a tensor of shape {tuple(value.shape)}"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, Set):
        return "a set"
    article = "an" if type(value).__name__[0] in "aeiou" else "a"
    return f"{article} {type(value).__name__}"
