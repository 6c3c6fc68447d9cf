"""Which bytes a tensor occupies: worked examples, and every element's address as the oracle."""

from itertools import pairwise

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn
from torch._subclasses.fake_tensor import FakeTensorMode

from tying.slots.storage import (
    View,
    byte_count,
    byte_runs,
    overlapping,
    storage_key,
    union,
)


def occupied(tensor: Tensor) -> set[int]:
    """The bytes under every single element, found by walking all index tuples."""
    addresses = {int(tensor.storage_offset())}
    for stride, length in zip(tensor.stride(), tensor.shape, strict=True):
        addresses = {a + stride * i for a in addresses for i in range(length)}
    width = tensor.element_size()
    return {a * width + b for a in addresses for b in range(width)}


def spread(runs) -> list[int]:
    return [byte for start, end in runs.tolist() for byte in range(start, end)]


def test_a_dense_tensor_is_one_run_whichever_way_it_is_transposed():
    tensor = torch.zeros(3, 4, 5)
    for order in [(0, 1, 2), (2, 1, 0), (1, 0, 2)]:
        assert byte_runs(tensor.permute(order)).tolist() == [[0, 3 * 4 * 5 * 4]]


def test_a_dense_tensor_costs_nothing_to_describe_however_large():
    huge = torch.empty(2**20, 2**20, 3, device="meta")  # its elements would fill no machine
    assert byte_runs(huge.permute(2, 0, 1)).tolist() == [[0, 3 * 2**42]]


def test_a_column_of_a_matrix_is_a_run_for_each_row():
    # float32, four to a row: the second column starts at byte 4, then every 16 bytes
    assert byte_runs(torch.zeros(3, 4)[:, 1]).tolist() == [[4, 8], [20, 24], [36, 40]]


def test_an_expanded_tensor_occupies_what_it_was_expanded_from():
    assert byte_runs(torch.zeros(1, 4).expand(1000, 4)).tolist() == [[0, 16]]


def test_sliding_windows_occupy_their_union():
    windows = torch.arange(10.0).unfold(0, 4, 2)  # starts 0, 2, 4, 6; last element 9
    assert windows.shape == (4, 4)
    assert byte_runs(windows).tolist() == [[0, 40]]


def test_a_scalar_is_one_element_and_an_empty_tensor_nothing():
    assert byte_runs(torch.tensor(1.0, dtype=torch.float64)).tolist() == [[0, 8]]
    assert byte_runs(torch.zeros(3, 0)).tolist() == []


@st.composite
def strided(draw) -> Tensor:
    """Any ``as_strided`` view of up to four dimensions, with stride 0 and overlaps."""
    dtype = draw(st.sampled_from([torch.int8, torch.float16, torch.float32]))
    dims = draw(st.integers(0, 4))
    shape = draw(st.lists(st.integers(0, 4), min_size=dims, max_size=dims))
    stride = draw(st.lists(st.integers(0, 7), min_size=dims, max_size=dims))
    offset = draw(st.integers(0, 9))
    reach = offset + sum(s * (n - 1) for s, n in zip(stride, shape, strict=True) if n) + 1
    return torch.zeros(max(reach, 1), dtype=dtype).as_strided(shape, stride, offset)


@settings(deadline=None)
@given(strided())
def test_runs_are_the_bytes_under_the_elements_sorted_and_apart(tensor):
    runs = byte_runs(tensor)
    assert spread(runs) == sorted(occupied(tensor) if tensor.numel() else [])
    assert all(end < start for (_, end), (start, _) in pairwise(runs.tolist()))
    assert byte_count(runs) == len(spread(runs))


@settings(deadline=None)
@given(st.lists(strided(), min_size=1, max_size=4))
def test_a_union_of_runs_is_the_union_of_the_bytes(tensors):
    together = union(*(byte_runs(tensor) for tensor in tensors))
    expected = set().union(*(occupied(tensor) for tensor in tensors if tensor.numel()))
    assert spread(together) == sorted(expected)


def test_runs_that_only_touch_do_not_overlap():
    flat = torch.zeros(12)
    runs = [byte_runs(part) for part in (flat[:4], flat[4:8], flat[7:])]
    assert overlapping(runs) == [[0], [1, 2]]


def test_overlaps_chain():
    flat = torch.zeros(12)
    runs = [byte_runs(part) for part in (flat[:5], flat[8:], flat[4:9], flat[:0])]
    assert overlapping(runs) == [[0, 1, 2], [3]]


def test_the_key_tells_storages_apart_where_all_addresses_are_zero():
    first, second = (nn.Parameter(torch.zeros(3, device="meta")) for _ in range(2))
    assert first.data_ptr() == second.data_ptr() == 0
    assert storage_key(first) != storage_key(second)
    assert storage_key(first) == storage_key(first[1:]) == storage_key(first.data)


def test_the_key_holds_for_fake_and_for_empty_tensors():
    with FakeTensorMode():
        first, second = torch.zeros(3), torch.zeros(3)
        view = first.view(3, 1)
    assert storage_key(first) == storage_key(view) != storage_key(second)
    empty = [torch.zeros(0), torch.zeros(0)]
    assert storage_key(empty[0]) != storage_key(empty[1])


def test_a_tensor_without_a_storage_has_a_key_of_its_own():
    sparse = torch.eye(3).to_sparse()
    assert storage_key(sparse) == storage_key(sparse) != storage_key(torch.eye(3).to_sparse())


VIEWS = {
    "itself": lambda w: w,
    "detached": lambda w: w.detach(),
    "viewed there and back": lambda w: w.t().t(),
    "transposed": lambda w: w.t(),
    "first rows": lambda w: w[:2],
    "last rows": lambda w: w[1:],
    "every other column": lambda w: w[:, ::2],
    "other numbers in the same bytes": lambda w: w.view(torch.int32),
    "flat": lambda w: w.flatten(),
    "copied": lambda w: w.clone(),
}


@pytest.mark.parametrize("device", ["cpu", "meta"])
@pytest.mark.parametrize("second", VIEWS)
@pytest.mark.parametrize("first", VIEWS)
def test_a_view_is_known_by_the_numbers_that_it_shows(first, second, device):
    w = torch.zeros(3, 3, device=device)
    one, other = VIEWS[first](w), VIEWS[second](w)
    whole = {"itself", "detached", "viewed there and back"}
    same = (first == second != "copied") or {first, second} <= whole
    assert (View.of(one) == View.of(other)) == same


@pytest.mark.filterwarnings("ignore:The PyTorch API of nested tensors")
@pytest.mark.parametrize("layout", [torch.strided, torch.jagged])
def test_a_view_of_a_nested_tensor(layout):
    nested = torch.nested.nested_tensor([torch.ones(2, 3), torch.ones(4, 3)], layout=layout)
    assert View.of(nested) == View.of(nested)
    assert View.of(nested) != View.of(nested.clone())


@pytest.mark.filterwarnings("ignore:Sparse CSR tensor support")
@pytest.mark.parametrize("convert", [Tensor.to_sparse, Tensor.to_sparse_csr, Tensor.to_mkldnn])
def test_a_tensor_without_a_storage_is_no_view(convert):
    assert View.of(convert(torch.eye(3))) is None


def test_a_torch_without_the_private_identity_is_refused_with_its_version(monkeypatch):
    class Storage:
        """What a future torch might return."""

    monkeypatch.setattr(torch.Tensor, "untyped_storage", lambda self: Storage())
    with pytest.raises(RuntimeError, match=rf"torch {torch.__version__.split('+')[0]}.*_cdata"):
        storage_key(torch.zeros(1))
