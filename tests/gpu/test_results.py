"""What a GPU computes agrees with the CPU, for every public function that computes with tensors."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from typing import Any

import pytest
import torch
from torch import nn
from torch.utils._pytree import tree_leaves

from tests.placement.cases import CASES, UNTOUCHED, filled, given
from tying.device import device
from tying.ledger import ledger
from tying.risk import MeanModel, Truth, pool, simulate
from tying.trace import rnn_steps, trace

RELATIVE, ABSOLUTE = 1e-9, 1e-11
"""In double precision. Sums are formed in another order, and sin and exp are other programs."""


def leaves(name: str, where: torch.device) -> list[Any]:
    with where if name in UNTOUCHED else nullcontext():
        return tree_leaves(CASES[name](where))


@pytest.mark.parametrize("name", CASES)
def test_the_cpu_finds_the_same(gpu: torch.device, name: str):
    results, expected = leaves(name, gpu), leaves(name, torch.device("cpu"))
    assert len(results) == len(expected)
    for one, other in zip(results, expected, strict=True):
        if isinstance(one, torch.Tensor):
            assert one.device == gpu
            one = one.cpu()
        if isinstance(other, torch.Tensor | float):
            torch.testing.assert_close(one, other, rtol=RELATIVE, atol=ABSOLUTE)
        else:
            assert one == other


def test_the_book_runs_on_the_gpu(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("TYING_DEVICE", raising=False)
    assert device().type == "cuda"
    assert torch.ones(1, device=device()).is_cuda


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.float16, torch.bfloat16])
def test_a_traced_sum_is_the_gradient_bit_for_bit(gpu: torch.device, dtype: torch.dtype):
    shared = nn.Linear(64, 64)
    model = nn.Sequential(*[shared, nn.Tanh()] * 5).to(gpu, dtype)
    with trace(model) as t:
        model(torch.randn(32, 64, device=gpu, dtype=dtype)).square().mean().backward()
    for name, parameter in model.named_parameters():
        assert len(t.uses(name)) == 5
        assert torch.equal(parameter.grad, t.sum(name))  # pyright: ignore[reportArgumentType]


def test_a_traced_sum_is_the_gradient_bit_for_bit_under_autocast(gpu: torch.device):
    shared = nn.Linear(64, 64, device=gpu, dtype=torch.float32)
    model = nn.Sequential(*[shared, nn.Tanh()] * 5)
    with trace(model) as t:
        with torch.autocast("cuda", torch.bfloat16):
            loss = model(torch.randn(32, 64, device=gpu, dtype=torch.float32)).square().mean()
        loss.backward()
    assert torch.equal(shared.weight.grad, t.sum("0.weight"))  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("kind", [nn.RNN, nn.GRU, nn.LSTM])
@pytest.mark.parametrize("both", [False, True])
def test_steps_add_up_to_the_gradient_of_the_fused_layer(gpu: torch.device, kind: Any, both: bool):
    layer = filled(kind(3, 8, num_layers=2, bidirectional=both, device=gpu))
    x = given(gpu, 12, 4, 3)
    with trace(layer) as fused:
        layer(x)[0].square().mean().backward()  # cuDNN: one node for the whole sequence
    assert {len(fused.uses(name)) for name in fused.names} == {1}
    with rnn_steps(layer) as t:
        layer(x)[0].square().mean().backward()
    for name in t.names:
        steps = t.uses(name)
        assert len(steps) == 12
        total = torch.stack([use.grad for use in steps]).sum(0)
        torch.testing.assert_close(total, fused.sum(name), rtol=1e-7, atol=1e-10)


def test_the_ledger_reads_no_value_from_the_gpu(gpu: torch.device):
    model = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 4)).to(gpu)
    model[1].weight = nn.Parameter(model.get_parameter("0.weight").detach())
    torch.cuda.set_sync_debug_mode("error")
    try:
        held = ledger(model)
    finally:
        torch.cuda.set_sync_debug_mode("default")
    assert held.stored == 16 + 4 + 4
    assert [entry.slots for entry in held.aliases] == [("0.weight", "1.weight")]


@pytest.mark.parametrize("truth", ["fixed", "random", "next", "walk"])
def test_simulation_on_the_gpu_is_within_four_standard_errors(gpu: torch.device, truth: Truth):
    model = MeanModel(0.7, 1.3, 8, 0.1, truth)
    generator = torch.Generator(gpu).manual_seed(0)
    measured = simulate(partial(pool, weight=0.5), model, 20_000, generator)
    exact = model.risk(0.5)
    for name in ("bias2", "variance", "risk"):
        part, value = getattr(measured, name), getattr(exact, name)
        assert part.value.device == gpu
        assert abs(float(part.value) - float(value)) <= 4 * float(part.error) + 1e-12


@pytest.mark.parametrize("reduce", ["norm", "gram"])
def test_reduced_contributions_take_no_memory_of_the_gpu(gpu: torch.device, reduce: Any):
    uses, width = 30, 1024
    model = nn.Sequential(*[nn.Linear(width, width, bias=False, device=gpu)] * uses)
    x, matrix = torch.randn(8, width, device=gpu), 8 * width * width

    def peak(reduce: Any) -> int:
        model.zero_grad()
        torch.cuda.reset_peak_memory_stats()
        before = torch.cuda.memory_allocated()
        with trace(model, reduce=reduce):
            model(x).square().mean().backward()
        return torch.cuda.max_memory_allocated() - before

    assert peak(None) > (uses - 1) * matrix
    assert peak(reduce) < 8 * matrix
