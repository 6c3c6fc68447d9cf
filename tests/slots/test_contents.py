"""What tensors are made of: sums by hand."""

from typing import Any

import pytest
import torch
from torch import nn

from tests.slots.makes import packed, partitioned, quantised
from tying.slots.contents import RAGGED, contents, is_plain


def nbytes(tensor: torch.Tensor) -> int:
    made_of = contents(tensor)
    return sum(part.nbytes for part in made_of.values + made_of.structure)


@pytest.mark.parametrize(
    "plain",
    [torch.zeros(2, 3), nn.Parameter(torch.zeros(2, 3)), torch.zeros(3, 2, device="meta").t()],
    ids=["tensor", "parameter", "meta"],
)
def test_a_plain_tensor_is_made_of_itself(plain):
    made_of = contents(plain)
    assert is_plain(plain) and made_of.values[0] is plain and made_of.structure == ()
    assert (made_of.shape, made_of.numel, made_of.here, made_of.explicit) == ((2, 3), 6, 6, 6)


def test_a_subclass_that_names_no_other_tensors_is_made_of_itself():
    named = type("Named", (nn.Parameter,), {})(torch.zeros(2, 3))
    assert not is_plain(named) and contents(named).values[0] is named


def test_a_layout_that_is_not_known_is_made_of_itself():
    opaque = torch.zeros(2, 3).to_mkldnn()
    assert contents(opaque).values[0] is opaque and contents(opaque).numel == 6


def test_a_wrapper_is_made_of_the_tensors_that_it_names():
    made_of = contents(quantised(4, 6))
    assert [part.dtype for part in made_of.values] == [torch.int8, torch.float32]
    assert (made_of.shape, made_of.numel) == ((4, 6), 24)
    assert nbytes(quantised(4, 6)) == 24 + 4 * 4


def test_a_packed_weight_has_the_entries_of_its_matrix_and_the_bytes_of_its_tables():
    made_of = contents(packed(4, 6))
    assert (made_of.shape, made_of.numel, made_of.here) == ((4, 6), 24, 24)
    assert nbytes(packed(4, 6)) == 12 + 4 * 4 + 4  # bytes, scales, and the scale of the scales


@pytest.mark.parametrize(("processes", "here"), [(2, 50), (None, 0)])
def test_a_partitioned_parameter_has_the_entries_that_it_would_have_if_gathered(processes, here):
    made_of = contents(partitioned(100, processes))
    assert (made_of.shape, made_of.numel, made_of.here) == ((100,), 100, here)
    assert nbytes(partitioned(100, processes)) == 4 * here


def test_a_placeholder_that_knows_its_number_alone_has_it():
    weight: Any = nn.Linear(100, 100).weight
    weight.ds_numel = 10_000
    weight.data = torch.empty(0)
    made_of = contents(weight)
    assert (made_of.shape, made_of.numel, made_of.here) == ((10_000,), 10_000, 0)


def test_a_partitioned_parameter_that_is_gathered_for_a_moment_counts_its_partition():
    gathered = partitioned(100)
    gathered.data = torch.zeros(100)
    assert contents(gathered).here == 50 and nbytes(gathered) == 200


def test_a_wrapper_in_a_wrapper_is_looked_into():
    inner = quantised(4, 6)

    class Outer(torch.Tensor):
        def __tensor_flatten__(self) -> tuple[list[str], None]:
            return ["weight", "label"], None

    outer: Any = Outer()
    outer.weight, outer.label = inner, "not a tensor"
    assert [part.dtype for part in contents(outer).values] == [torch.int8, torch.float32]


@pytest.mark.parametrize("layout", [torch.jagged, torch.strided])
@pytest.mark.filterwarnings("ignore:The PyTorch API of nested tensors")
def test_a_nested_tensor_has_the_entries_of_its_parts(layout):
    nested = torch.nested.nested_tensor([torch.ones(2, 3), torch.ones(4, 3)], layout=layout)
    made_of = contents(nested)
    assert (made_of.shape, made_of.numel, made_of.here) == ((2, RAGGED, 3), 18, 18)
    (values,) = made_of.values
    assert values.numel() == 18 and is_plain(values)
