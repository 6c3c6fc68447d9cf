"""Comparing values: every element type, NaN, and tensors that are made of others."""

import pytest
import torch
from torch import nn

from tests.slots.makes import quantised
from tying.slots.values import equal, has_values, largest_difference

TYPES = [
    *(torch.bool, torch.uint8, torch.int8, torch.int64, torch.float16, torch.bfloat16),
    *(torch.float32, torch.float64, torch.complex64, torch.float8_e4m3fn),
]


@pytest.mark.parametrize("dtype", TYPES, ids=str)
def test_values_of_every_type_are_compared(dtype):
    ones, zeros = torch.ones(3).to(dtype), torch.zeros(3).to(dtype)
    assert equal(ones, ones.clone()) and not equal(ones, zeros)
    assert largest_difference(zeros, ones) == largest_difference(ones, zeros) == "by up to 1"


def test_half_a_range_apart_does_not_overflow():
    low, high = (torch.tensor([value], dtype=torch.int8) for value in (-128, 127))
    assert largest_difference(low, high) == "by up to 255"


def test_a_copy_of_nan_is_a_copy():
    values = torch.tensor([1.0, torch.nan, torch.inf])
    assert equal(values, values.clone()) and not equal(values, values.nan_to_num())


def test_places_without_a_number_are_counted():
    values, other = torch.tensor([1.0, torch.nan, 2.0]), torch.tensor([1.5, 0.0, 2.0])
    assert largest_difference(values, other) == (
        "by up to 0.5, and at 1 of 3 places, where one is NaN or infinite"
    )
    nan = torch.full((3,), torch.nan)
    assert largest_difference(nan, other) == "at every place, where one is NaN or infinite"


def test_type_device_shape_and_make_have_to_agree():
    ones = torch.ones(2, 3)
    others = [ones.double(), ones.t(), ones.to("meta"), ones.to_sparse(), quantised(2, 3)]
    assert not any(equal(ones, other) or equal(other, ones) for other in others)
    assert equal(ones, nn.Parameter(ones.clone()))
    assert not has_values(ones.to("meta")) and not equal(ones.to("meta"), ones.to("meta"))


def test_sparse_values_are_equal_however_they_are_listed():
    once = torch.tensor([3.0, 0.0, 0.0]).to_sparse()
    places = torch.tensor([[0, 0]])
    twice = torch.sparse_coo_tensor(places, torch.tensor([1.0, 2.0]), (3,), check_invariants=True)
    assert equal(twice, once) and not equal(once, 2 * once)


def test_wrappers_are_compared_by_what_they_are_made_of():
    first, second = quantised(), quantised()
    assert equal(first, second)
    second.codes[0, 0] = 9  # type: ignore[attr-defined]
    assert not equal(first, second) and largest_difference(first, second) == ""


@pytest.mark.filterwarnings("ignore:The PyTorch API of nested tensors")
@pytest.mark.parametrize("layout", [torch.jagged, torch.strided])
def test_nested_tensors_are_compared(layout):
    def nested(*lengths: int) -> torch.Tensor:
        return torch.nested.nested_tensor([torch.ones(n, 2) for n in lengths], layout=layout)

    assert equal(nested(2, 3), nested(2, 3)) and not equal(nested(2, 3), nested(1, 4))
