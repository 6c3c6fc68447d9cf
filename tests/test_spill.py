"""Contributions in files: what is read is what was put, and nothing is left behind."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn
from torch.profiler import ProfilerActivity, profile

from tying.trace import trace
from tying.tracing.spill import Spill


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder of the system's that belongs to this test."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16, torch.complex64])
def test_what_is_kept_is_what_was_put_and_closing_removes_it(folder: Path, dtype: torch.dtype):
    spill = Spill()
    first = torch.randn(3, 4, 2).to(dtype).permute(2, 0, 1)
    spill.put(1, first)
    spill.put(1, 2 * first)
    assert torch.equal(spill.kept[1][0], first)
    assert torch.equal(spill.kept[1][1], 2 * first)
    sizes = [path.stat().st_size for path in folder.glob("tying-*/*")]
    assert sizes == [24 * first.element_size()] * 2
    spill.close()
    assert not list(folder.glob("tying-*"))


def test_what_has_no_dense_memory_stays_as_it_is(folder: Path):
    spill = Spill()
    tensors = torch.eye(3).to_sparse(), torch.ones(2, device="meta"), torch.zeros(0, 4)
    for tensor in tensors:
        spill.put(0, tensor)
    assert all(kept is tensor for kept, tensor in zip(spill.kept[0], tensors, strict=True))
    assert not list(folder.glob("tying-*"))


def test_a_gram_matrix_takes_no_memory_for_the_contributions(folder: Path):
    layer, x = nn.Linear(256, 256, bias=False), torch.randn(2, 256)

    def peak(reduce) -> int:
        with (
            profile(activities=[ProfilerActivity.CPU], profile_memory=True) as seen,
            trace(nn.Sequential(layer), reduce=reduce) as t,
        ):
            y = x
            for _ in range(10):
                y = layer(y).tanh()
            y.sum().backward()
            inside = len([path for path in folder.glob("tying-*/*")])
        assert inside == (10 if reduce == "gram" else 0)
        assert len(t.uses("0.weight")) == 10
        layer.zero_grad()
        highest = now = 0
        profiler: Any = seen.profiler
        for event in profiler.kineto_results.events():
            if event.name() == "[memory]":
                now += event.nbytes()
                highest = max(highest, now)
        return highest

    weight = 4 * 256**2
    assert peak(None) > 10 * weight
    assert peak("gram") < 5 * weight
    assert not list(folder.glob("tying-*"))


def test_a_failed_backward_leaves_no_file(folder: Path):
    layer = nn.Linear(4, 4)

    def fail(_):
        raise ArithmeticError("on purpose")

    with pytest.raises(ArithmeticError), trace(nn.Sequential(layer), reduce="gram"):
        x = torch.ones(1, 4, requires_grad=True)
        x.register_hook(fail)
        layer(layer(x)).sum().backward()
    assert not list(folder.glob("tying-*"))
