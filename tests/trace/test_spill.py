"""Contributions in a file: inner products as by hand, no memory for them, nothing left behind."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pytest
import torch
from torch import Tensor, nn
from torch.profiler import ProfilerActivity, profile

from tying.trace import trace
from tying.trace._spill import Spill


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder of the system's that belongs to this test."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> list[IO[bytes]]:
    """The temporary files that were opened."""
    opened: list[IO[bytes]] = []
    usual: Callable[..., IO[bytes]] = tempfile.TemporaryFile

    def note(**given: Any) -> IO[bytes]:
        opened.append(usual(**given))
        return opened[-1]

    monkeypatch.setattr(tempfile, "TemporaryFile", note)
    return opened


def by_hand(tensors: list[Tensor]) -> Tensor:
    """Re⟨a, b⟩ of all pairs, in double precision."""
    rows = torch.stack([one.to_dense().flatten() for one in tensors]).to(torch.complex128)
    return torch.einsum("im,jm->ij", rows, rows.conj()).real


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.bfloat16, torch.complex64])
def test_inner_products_are_those_of_what_was_put(files: list[IO[bytes]], dtype: torch.dtype):
    spill = Spill()
    # Of another type, so that the second key begins at an odd place; conjugate and not contiguous.
    spill.put(0, torch.ones(3, dtype=torch.bfloat16))
    tensors = [torch.randn(3, 4, 2).to(dtype).permute(2, 0, 1) for _ in range(5)]
    for k, tensor in enumerate(tensors):
        assert spill.put(1, tensor.conj() if k == 2 else tensor) == k
    tensors[2] = tensors[2].conj().resolve_conj()
    expected = by_hand(tensors).to(torch.promote_types(dtype, torch.float32).to_real())
    assert torch.allclose(spill.gram(1), expected)  # asked for before it is closed
    spill.put(1, 2 * tensors[0])
    spill.close()
    assert torch.allclose(spill.gram(1)[:5, :5], expected)
    assert torch.allclose(spill.gram(1)[5, :5], 2 * expected[0])
    assert torch.equal(spill.gram(1), spill.gram(1).T)
    assert spill.gram(0).tolist() == [[3.0]]
    (file,) = files
    assert file.closed


@pytest.mark.parametrize("shape", [(3,), (3, 1), (1, 3)])
def test_a_gradient_that_is_one_number_spread_out(shape: tuple[int, ...]):
    model = nn.ParameterDict({"w": nn.Parameter(torch.ones(shape))})
    with trace(model, reduce="gram") as t:
        (2 * model["w"].sum() + model["w"].sum()).backward()
    assert t.gram("w").tolist() == [[3.0, 6.0], [6.0, 12.0]]


def test_backwards_of_many_threads_are_kept_apart():
    layers = [nn.Linear(64, 64, bias=False) for _ in range(4)]
    start = threading.Barrier(4)

    def backward(number: int) -> None:
        start.wait()
        for _ in range(5):
            layers[number].weight.sum().mul(number + 1).backward()

    with trace(nn.ModuleList(layers), reduce="gram") as t:
        threads = [threading.Thread(target=backward, args=(k,)) for k in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    for k in range(4):
        # Every contribution is k + 1 in 64 x 64 places.
        assert t.norms(f"{k}.weight").tolist() == [64.0 * (k + 1)] * 5


def test_what_is_raised_after_a_backward_takes_nothing_away():
    layer = nn.Linear(3, 1)
    with pytest.raises(KeyError, match="of the user"), trace(layer, reduce="gram") as t:
        layer(torch.ones(1, 3)).sum().backward()
        assert t.gram("weight").tolist() == [[3.0]]
        layer(2 * torch.ones(1, 3)).sum().backward()
        raise KeyError("of the user")
    assert t.gram("weight").tolist() == [[3.0, 6.0], [6.0, 12.0]]
    assert [use.grad.tolist() for use in t.uses("weight")] == [[3.0], [6.0, 12.0]]


def test_a_folder_that_cannot_be_written_to_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tempfile, "tempdir", "nowhere")
    layer = nn.Linear(3, 1)
    with pytest.raises(FileNotFoundError, match="nowhere"), trace(layer, reduce="gram"):
        layer(torch.ones(1, 3)).sum().backward()


def test_vectors_that_are_longer_than_what_is_read_at_once(files: list[IO[bytes]]):
    spill = Spill()
    tensors = [torch.randn(70_001) for _ in range(7)]
    for tensor in tensors:
        spill.put(0, tensor)
    spill.close()
    torch.testing.assert_close(spill.gram(0), by_hand(tensors).float())


def test_what_has_no_numbers_of_its_own_needs_no_file(files: list[IO[bytes]]):
    spill = Spill()
    spill.put(0, torch.ones(2, device="meta"))
    spill.put(1, torch.zeros(0, 4))
    spill.close()
    assert spill.gram(0).is_meta
    assert spill.gram(0).shape == (1, 1)
    assert spill.gram(1).tolist() == [[0.0]]
    assert not files


def test_sparse_contributions_are_taken_as_dense_ones():
    spill = Spill()
    tensors = [torch.eye(3).to_sparse(), torch.ones(3, 3)]
    for tensor in tensors:
        spill.put(0, tensor)
    spill.close()
    assert spill.gram(0).tolist() == [[3.0, 3.0], [3.0, 9.0]]


def test_a_gram_matrix_takes_no_memory_for_the_contributions(files: list[IO[bytes]]):
    layer, x = nn.Linear(256, 256, bias=False), torch.randn(2, 256)
    weight = 4 * 256**2

    def peak(reduce) -> int:
        with (
            profile(activities=[ProfilerActivity.CPU], profile_memory=True) as seen,
            trace(nn.Sequential(layer), reduce=reduce) as t,
        ):
            y = x
            for _ in range(10):
                y = layer(y).tanh()
            y.sum().backward()
            if reduce == "gram":
                (file,) = files
                assert file.seek(0, os.SEEK_END) == 10 * weight
        assert len(t.uses("0.weight")) == 10
        layer.zero_grad()
        highest = now = 0
        profiler: Any = seen.profiler
        for event in profiler.kineto_results.events():
            if event.name() == "[memory]":
                now += event.nbytes()
                highest = max(highest, now)
        return highest

    assert peak(None) > 10 * weight
    assert not files
    assert peak("gram") < 5 * weight


def test_thousands_of_contributions_need_one_file(files: list[IO[bytes]], folder: Path):
    layer, x = nn.Linear(2, 2), torch.ones(1, 2)
    with trace(layer, reduce="gram") as t:
        for _ in range(3000):
            x = layer(x).tanh()
        x.sum().backward()
        assert len(files) == 1
        # Windows has no file without a name; it removes this one when it is closed.
        assert os.name == "nt" or not list(folder.iterdir())
    assert t.gram("bias").shape == (3000, 3000)
    assert not list(folder.iterdir())


def test_a_failed_backward_leaves_no_file(files: list[IO[bytes]], folder: Path):
    layer = nn.Linear(4, 4)

    def fail(_):
        raise ArithmeticError("on purpose")

    with pytest.raises(ArithmeticError), trace(nn.Sequential(layer), reduce="gram"):
        x = torch.ones(1, 4, requires_grad=True)
        x.register_hook(fail)
        layer(layer(x)).sum().backward()
    assert files
    assert all(file.closed for file in files)
    assert not list(folder.iterdir())
