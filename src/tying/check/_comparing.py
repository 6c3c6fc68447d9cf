"""Compare an answer with the right one, and tell near misses apart without naming it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np
from torch import Tensor

from tying.check import _reading
from tying.check._verdict import RIGHT, Unreadable, Verdict
from tying.check.entries import Rule, Value, Values

ROUNDING = 1e-4
"""Relative error that a computation in float32 may leave."""

ROUNDED = Verdict(True, "It is right up to rounding, as a computation in float32 leaves it.")
DIGITS = "It is near, but its dtype keeps about three digits; compute in float32 or float64."
Near = Callable[[np.ndarray], bool]


def judge(answer: Value | Rule | Values, given: Any) -> Verdict:
    """The verdict on what was given as an answer."""
    if given is ...:
        return Verdict(False, "It is not answered yet: ... stands for your answer.")
    try:
        with np.errstate(all="ignore"):
            if isinstance(answer, Values):
                return _values(answer, given)
            return _rule(answer, given) if isinstance(answer, Rule) else _value(answer, given)
    except Unreadable as error:
        return Verdict(False, str(error))


# --- several answers ---


def _values(values: Values, given: Any) -> Verdict:
    parts = values.parts
    wanted = f"({', '.join(parts)})"
    if values.form == "dict":
        wanted = f"a dictionary with the keys {' and '.join(map(repr, parts))}"
    items = _items(parts, given, wanted, values.form)
    if all(one is ... for one in items):
        raise Unreadable("It is not answered yet: ... stands for your answers.")
    verdicts = {
        name: judge(part, one) for (name, part), one in zip(parts.items(), items, strict=True)
    }
    wrong = [name for name, verdict in verdicts.items() if not verdict.right]
    if not wrong:
        return next((one for one in verdicts.values() if one.words), RIGHT)
    if len(wrong) > 1 and _in_another_order(parts, items):
        return Verdict(False, f"These are the right values in another order; wanted is {wanted}.")
    first = f"{wrong[0]!r} is wrong. {verdicts[wrong[0]].words}"
    if len(wrong) == 1:
        return Verdict(False, f"{first} The rest is right.")
    others = " and ".join(map(repr, wrong[1:]))
    return Verdict(False, f"{first} {others} {'is' if len(wrong) == 2 else 'are'} wrong, too.")


def _items(parts: Mapping[str, Any], given: Any, wanted: str, form: str = "") -> list[Any]:
    """What was given for each part.

    Raises:
        Unreadable: if it cannot be divided so.
    """
    is_dict = issubclass(type(given), dict)
    if form and is_dict != (form == "dict"):
        raise Unreadable(f"It is {_reading.kind(given)}, and {wanted} is wanted.")
    if form == "dict" and len(given) > len(parts):
        raise Unreadable(f"The dictionary has more keys than it may have; wanted is {wanted}.")
    if is_dict:
        if missing := [name for name in parts if name not in given]:
            raise Unreadable(f"The dictionary has no {missing[0]!r}; wanted is {wanted}.")
        return [given[name] for name in parts]
    if type(given) in (tuple, list):
        items = list(given)
    elif issubclass(type(given), Tensor | np.ndarray) and (read := _reading.array(given)).ndim == 1:
        items = list(read)
    else:
        raise Unreadable(f"It is {_reading.kind(given)}, and {wanted} is wanted.")
    if len(items) != len(parts):
        values = "1 value" if len(items) == 1 else f"{len(items)} values"
        raise Unreadable(f"It has {values}, and {len(parts)} are wanted: {wanted}.")
    return items


def _in_another_order(parts: Mapping[str, Value | Rule], items: list[Any]) -> bool:
    """Whether every answer is there, at another place."""
    left = list(items)
    for part in parts.values():
        fits = [at for at, one in enumerate(left) if judge(part, one).right]
        if not fits:
            return False
        del left[fits[0]]
    return True


# --- one answer ---


def _rule(rule: Rule, given: Any) -> Verdict:
    read = _reading.array(given).astype(np.float64)
    if read.shape != rule.shape and not read.size == np.prod(rule.shape) == 1:
        raise Unreadable(_other_shape(read.shape, rule.shape))
    if words := _not_finite(read):
        return Verdict(False, words)
    words = rule.test(read.reshape(rule.shape))
    return Verdict(not words, words)


def _value(value: Value, given: Any) -> Verdict:
    expected: Any = value.expected() if callable(value.expected) else value.expected
    compare: Callable[[Any, Any, Value], Verdict] = _numbers
    if isinstance(expected, str | bool):
        compare = _words if isinstance(expected, str) else _truths
    verdict = compare(given, expected, value)
    if not verdict.right:
        for wrong, sentence in value.mistakes:
            if _recognised(wrong, given, partial(compare, value=value)):
                return Verdict(False, sentence)
    return verdict


def _recognised(wrong: Any, given: Any, compare: Callable[..., Verdict]) -> bool:
    try:
        return bool(wrong(given)) if callable(wrong) else compare(given, wrong) == RIGHT
    except Exception:  # a test for one mistake may not fit what was given
        return False


def _truths(given: Any, expected: Any, value: Value) -> Verdict:
    return RIGHT if _reading.truth(given) is expected else Verdict(False, "It is the other one.")


def _words(given: Any, expected: Any, value: Value) -> Verdict:
    if value.words and _reading.word(given) and given not in value.words:
        raise Unreadable(f"Return one of the words {', '.join(value.words)}, written exactly so.")
    read, expected = _reading.word(given), " ".join(expected.lower().split())
    if read == expected:
        return RIGHT
    near = difflib.SequenceMatcher(None, read, expected).ratio() > 0.85
    return Verdict(False, "Look at its spelling once more." if near else "It is another one.")


def _numbers(given: Any, expected: Any, value: Value) -> Verdict:
    wanted, read = np.asarray(expected), _reading.array(given)
    if (read.dtype.kind == "b") != (wanted.dtype.kind == "b"):
        words = "numbers are" if wanted.size > 1 else "a number is"
        words = words if read.dtype.kind == "b" else "True and False are"
        given_as = "True or False" if read.dtype.kind == "b" else "numbers"
        raise Unreadable(f"It is {given_as}, and {words} wanted.")
    if read.size == wanted.size == 1:
        if value.alone and not wanted.ndim and issubclass(type(given), list | tuple):
            raise Unreadable(f"It is {_reading.kind(given)}, and the number itself is wanted.")
        read = read.reshape(wanted.shape)
    near = partial(_near, wanted=wanted, rtol=value.rtol, atol=value.atol)
    if near(read):
        return RIGHT
    if wanted.dtype.kind == "f" and _near(read, wanted, max(ROUNDING, value.rtol), value.atol):
        return ROUNDED
    if _reading.coarse(given) and _near(read, wanted, 100 * ROUNDING, value.atol):
        return Verdict(False, DIGITS)
    return Verdict(False, next(_near_misses(read, wanted, value.terms, near)))


def _near(given: np.ndarray, wanted: np.ndarray, rtol: float, atol: float) -> bool:
    """Whether shape and numbers agree; integers, and True or False, have to be equal."""
    if given.shape != wanted.shape:
        return False
    if wanted.dtype.kind != "f":
        return bool((given == wanted).all())
    distance = np.abs(given.astype(np.float64) - wanted)
    return bool((distance <= atol + rtol * np.abs(wanted)).all())


def _near_misses(given: np.ndarray, wanted: np.ndarray, terms: int, near: Near) -> Iterator[str]:
    """Sentences for a wrong array, the most telling one first; there is always one."""
    if words := _not_finite(given):
        yield words
    if given.ndim == 2 and near(given.T):
        yield "It is transposed: rows and columns are exchanged."
    if given.shape != wanted.shape:
        same = given.size == wanted.size and near(given.reshape(wanted.shape))
        yield f"{'The numbers are right. ' * same}{_other_shape(given.shape, wanted.shape)}"
    if given.dtype.kind != "b" and wanted.any():
        yield from _multiples(given, terms, near)
        yield from _of_integers(given, wanted)
    if wanted.size > 1 and near(np.sort(given, axis=None).reshape(wanted.shape)[_ranks(wanted)]):
        yield "These are the right values in another order."
    yield _how_far(given, wanted)


def _multiples(given: np.ndarray, terms: int, near: Near) -> Iterator[str]:
    if near(-given):
        yield "It has the wrong sign."
    if terms > 1 and near(given * terms):
        yield "It is the mean of the terms, and their sum is wanted."
    if terms > 1 and near(given / terms):
        yield "It is the sum of the terms, and their mean is wanted."
    if near(given * 2) or near(given / 2):
        yield "It is off by a factor of 2."
    if near(given / 100):
        yield "It is off by a factor of 100; is it in per cent?"
    if near(1 / given.astype(np.float64)):
        yield "It is upside down: take one over it."
    if near(np.sqrt(given.astype(np.float64))):
        yield "It is the square of what is wanted."
    if near(np.square(given.astype(np.float64))):
        yield "It is the square root of what is wanted."


def _of_integers(given: np.ndarray, wanted: np.ndarray) -> Iterator[str]:
    if wanted.dtype.kind == "f" and (given == np.round(given)).all():
        if (np.abs(given - wanted) < 1).all() and not (wanted == np.round(wanted)).all():
            if wanted.size > 1 or given.dtype.kind != "f":
                yield "It is rounded to whole numbers; compute with float, not with int."
            yield "It is a whole number, and the right one is not. Is something rounded?"
    elif wanted.size == 1 and (np.abs(given - wanted) == 1).all():
        yield "It is off by one."


def _ranks(wanted: np.ndarray) -> Any:
    """Where each entry of ``wanted`` stands when they are sorted."""
    ranks = np.argsort(np.argsort(wanted, axis=None, kind="stable"), kind="stable")
    return np.unravel_index(ranks.reshape(wanted.shape), wanted.shape)


def _how_far(given: np.ndarray, wanted: np.ndarray) -> str:
    if wanted.size == 1:
        return f"It is too {'large' if given.item() > wanted.item() else 'small'}."
    distance = np.abs(given.astype(np.float64) - wanted.astype(np.float64))
    off = distance > ROUNDING * np.abs(wanted.astype(np.float64)).max()
    wrong = max(1, int(off.sum()))
    return f"{wrong} of its {wanted.size} numbers {'is' if wrong == 1 else 'are'} wrong."


def _other_shape(given: tuple[int, ...], wanted: tuple[int, ...]) -> str:
    if not wanted:
        return f"Its shape is {given}, and one number is wanted."
    return f"Its shape is {given}, and {wanted} is wanted."


def _not_finite(given: np.ndarray) -> str:
    if np.isnan(given).any():
        return "It holds nan, which is no number: look for 0/0, or inf - inf."
    return "It is infinite: look for a division by 0." if np.isinf(given).any() else ""
