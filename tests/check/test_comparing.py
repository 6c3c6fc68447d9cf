"""Near misses are told apart, and no sentence names the right value."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from tying.check._comparing import judge
from tying.check._verdict import RIGHT
from tying.check.entries import Rule, Value, Values

SUM = Value(12.5, terms=5)
MATRIX = Value([[1.0, 2.0, 3.0], [4.0, 5.0, 6.5]])
SQUARE = Value([[1.0, 2.0], [3.0, 4.5]])
COUNT = Value(1585)


@pytest.mark.parametrize(
    ("answer", "given"),
    [
        (SUM, 12.5),
        (SUM, 12.5 + 1e-9),
        (SUM, np.float32(12.5)),
        (SUM, torch.tensor([[12.5]], requires_grad=True)),
        (COUNT, 1585.0),
        (COUNT, torch.tensor(1585)),
        (COUNT, np.uint16(1585)),
        (MATRIX, [[1, 2, 3], [4, 5, 6.5]]),
        (MATRIX, (torch.tensor([1, 2, 3]), np.array([4, 5, 6.5]))),
        (MATRIX, torch.tensor([[1, 2, 3], [4, 5, 6.5]], dtype=torch.float16)),
        (MATRIX, torch.tensor([[1, 2, 3], [4, 5, 6.5]]).to_sparse()),
        (Value([1, 2]), range(1, 3)),
        (Value(True), np.bool_(True)),
        (Value(False), torch.tensor(False)),
        (Value([True, False]), [True, False]),
        (Value("tied"), " Tied "),
        (Value("strided"), torch.strided),
        (Value(lambda: 2.0), 2),
        (Values({"a": Value(1), "b": Value("x")}), [1, "x"]),
        (Values({"a": Value(1), "b": Value("x")}), {"b": "x", "a": 1, "c": 3}),
        (Values({"a": Value(1), "b": Value(2)}), torch.tensor([1, 2])),
        (Rule(lambda x: "" if x > 3 else "Too small."), 4),
    ],
)
def test_right_in_every_form(answer: Any, given: Any):
    assert judge(answer, given) == RIGHT


@pytest.mark.parametrize(
    ("answer", "given", "words"),
    [
        (SUM, 25.0, "It is off by a factor of 2."),
        (SUM, 6.25, "It is off by a factor of 2."),
        (SUM, 2.5, "It is the mean of the terms, and their sum is wanted."),
        (SUM, 62.5, "It is the sum of the terms, and their mean is wanted."),
        (SUM, -12.5, "It has the wrong sign."),
        (SUM, 1250, "It is off by a factor of 100; is it in per cent?"),
        (SUM, 1 / 12.5, "It is upside down: take one over it."),
        (SUM, 12.5**2, "It is the square of what is wanted."),
        (SUM, 12.5**0.5, "It is the square root of what is wanted."),
        (SUM, 12, "It is rounded to whole numbers; compute with float, not with int."),
        (SUM, 13, "It is rounded to whole numbers; compute with float, not with int."),
        (SUM, 12.0, "It is a whole number, and the right one is not. Is something rounded?"),
        (SUM, 14.1, "It is too large."),
        (SUM, 11.1, "It is too small."),
        (SUM, True, "It is True or False, and a number is wanted."),
        (SUM, "12.5", "It is text in quotes, and a number is wanted."),
        (SUM, float("nan"), "It holds nan, which is no number: look for 0/0, or inf - inf."),
        (SUM, float("inf"), "It is infinite: look for a division by 0."),
        (SUM, [1.0, 2.0], "Its shape is (2,), and one number is wanted."),
        (COUNT, 1584, "It is off by one."),
        (COUNT, 1585.00001, "It is too large."),
        (MATRIX, [[1, 4], [2, 5], [3, 6.5]], "It is transposed: rows and columns are exchanged."),
        (SQUARE, [[1, 3], [2, 4.5]], "It is transposed: rows and columns are exchanged."),
        (
            MATRIX,
            [1, 2, 3, 4, 5, 6.5],
            "The numbers are right. Its shape is (6,), and (2, 3) is wanted.",
        ),
        (MATRIX, [[1, 2], [3, 4]], "Its shape is (2, 2), and (2, 3) is wanted."),
        (MATRIX, [[6.5, 2, 3], [4, 5, 1]], "These are the right values in another order."),
        (MATRIX, [[1, 2, 3], [4, 5, 8]], "1 of its 6 numbers is wrong."),
        (MATRIX, torch.tensor([[1, 2, 3], [4, 5, 6]]), "It is rounded to whole numbers;"),
        (SUM, torch.tensor(12.54, dtype=torch.bfloat16), "It is near, but its dtype keeps"),
        (SUM, np.float16(12.54), "It is near, but its dtype keeps about three digits;"),
        (SUM, np.float32(12.54), "It is too large."),
        (MATRIX, [[1, 2], [3]], "It is a list whose entries have different lengths."),
        (MATRIX, [[1, 2, "3"]], "It is text in quotes, and numbers are wanted."),
        (MATRIX, torch.ones(2, 3, dtype=torch.complex64), "It is a tensor of complex numbers"),
        (MATRIX, torch.ones(2, 3, device="meta"), "It is a tensor on the meta device"),
        (Value(True), False, "It is the other one."),
        (Value(True), 1, "It is a number, and True or False is wanted."),
        (Value([True, False]), [1, 0], "It is numbers, and True and False are wanted."),
        (Value("separate"), "seperate", "Look at its spelling once more."),
        (Value("separate"), "tied", "It is another one."),
        (Value("separate"), 3, "It is a number, and a word in quotes is wanted."),
        (
            Values({"a": Value(1), "b": Value(2), "c": Value(3)}),
            (2, 3, 1),
            "These are the right values in another order; wanted is (a, b, c).",
        ),
        (
            Values({"a": Value(1), "b": Value(5)}),
            (1, 4),
            "'b' is wrong. It is off by one. The rest is right.",
        ),
        (Values({"a": Value(1), "b": Value(5)}), [1], "It has 1 value, and 2 are wanted: (a, b)."),
        (Values({"a": Value(1), "b": Value(5)}), {"a": 1}, "The dictionary has no 'b'"),
        (Rule(lambda x: "" if x > 3 else "Too small."), 2, "Too small."),
        (Rule(lambda x: "", (2,)), [1, 2, 3], "Its shape is (3,), and (2,) is wanted."),
    ],
)
def test_near_misses_are_told_apart(answer: Any, given: Any, words: str):
    verdict = judge(answer, given)
    assert not verdict.right
    assert verdict.words.startswith(words)


def test_rounding_at_float32_is_right_and_said():
    verdict = judge(Value(1 / 3), float(torch.tensor(1.0) / 3 * (1 + 1e-5)))
    assert verdict.right and "float32" in verdict.words
    assert not judge(Value(1 / 3), 0.3334).right


def test_zeros_are_no_multiple_of_anything():
    assert judge(Value([0.0, 0.0]), [0.1, 0.0]).words == "1 of its 2 numbers is wrong."
    assert judge(Value(0.0), 0.5).words == "It is too large."


def test_a_mistake_comes_before_a_near_miss_and_a_broken_test_of_one_is_passed_over():
    answer = Value(4.0, ((lambda given: given.nothing, "Broken."), (8.0, "Twice the use.")))
    assert judge(answer, 8).words == "Twice the use."
    assert judge(answer, 2).words == "It is off by a factor of 2."
