"""What is wrong with an answer, in words that do not say the right one."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from tying_assign.compare import difference
from tying_assign.worker import codec


def told(given, expected, **tolerances):
    """The difference, once the answer has crossed as text."""
    return difference(codec.loads(codec.dumps(given)), expected, **tolerances)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (3.0, 3),
        (True, True),
        (np.int64(3), 3),
        (torch.tensor([2.0]), 2),
        ([1, (2, "a")], (1, [2, "a"])),
        ([[1, 2], [3, 4]], torch.tensor([[1.0, 2.0], [3.0, 4.0]])),
        ([torch.tensor([1.0, 2.0]), np.array([3.0, 4.0])], torch.tensor([[1.0, 2.0], [3.0, 4.0]])),
        ({"a": 1, "b": None}, {"b": None, "a": 1.0}),
        ({"a", "b"}, {"b", "a"}),
        (frozenset({1, 2}), {1, 2}),
        ({1.0, 2}, frozenset({1, 2})),
        ([{1}, {2}], [{1}, {2}]),
    ],
)
def test_equal_values_of_kinds_that_stand_for_each_other_are_right(given, expected):
    assert told(given, expected) == ""


@pytest.mark.parametrize(
    ("given", "expected", "words"),
    [
        (2, 3, "a wrong number"),
        (math.nan, 3, "nan, which is no number"),
        (True, 1, "True or False, not a number"),
        (1, True, "a number, not True or False"),
        ("3", 3, "a string, not a number"),
        (10**400, 1.5, "a wrong number"),
        ([1, 2], [1, 3], "a wrong number as value 2 of 2"),
        ([1], [1, 3], "1 values, not 2"),
        ({"a": 1}, {"b": 1}, "a dictionary whose keys are not 'b'"),
        (["a", "b"], {"a", "b"}, "a list, not a set"),
        ({"a"}, ["a"], "a set, not 1 values"),
        ({"a"}, {"a", "b"}, "a set of 1, not of 2"),
        ({"a", "c"}, {"a", "b"}, "a set with wrong members"),
        (torch.zeros(2), torch.zeros(3), "a tensor of shape (2,), not (3,)"),
        (object(), 3, "something of type builtins.object, not a number"),
    ],
)
def test_another_value_is_wrong_in_words_that_fit(given, expected, words):
    assert told(given, expected) == words


def test_a_number_is_right_within_its_tolerances_and_no_further():
    assert told(1.09, 1.0, rtol=0.1) == ""
    assert told(1.11, 1.0, rtol=0.1) == "a wrong number"
    assert told(torch.tensor([1.0, 0.04]), torch.tensor([1.0, 0.0]), atol=0.05) == ""
    assert told(torch.tensor([1.0, 0.06]), torch.tensor([1.0, 0.0]), atol=0.05) != ""
