"""The arithmetic of the trace's benchmark, by hand; and which steps it measures."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext

import pytest
import torch
from torch import nn

from tools.bench.trace import exponent, median_ratio, memory, paired, peak, training_step


def test_the_ratio_is_the_median_of_pairs_and_one_slow_pair_does_not_move_it():
    assert median_ratio([(1.0, 2.0), (2.0, 3.0), (1.0, 50.0)]) == 2.0


@pytest.mark.parametrize("power", [0.0, 1.0, 2.0])
def test_the_exponent_of_a_power_is_found(power):
    sizes = (10, 100, 1000)
    assert exponent(sizes, [3e-5 * size**power for size in sizes]) == pytest.approx(power)


def test_the_peak_is_the_largest_sum_on_the_way():
    assert peak([5, 7, -7, 3, -5]) == 12
    assert peak([]) == 0


def test_each_pair_has_one_plain_and_one_traced_step_in_changing_order():
    seen = []

    @contextmanager
    def around():
        seen.append("traced")
        yield
        seen.pop(-2)  # the mark: the step that follows it was traced

    pairs = list(paired(lambda: seen.append("traced step" if seen[-1:] == ["traced"] else "step"),
                        around))  # fmt: skip
    assert len(seen) == 2 * len(pairs) + 2
    turns = [tuple(seen[i : i + 2]) for i in range(0, len(seen), 2)]
    assert set(turns) == {("step", "traced step"), ("traced step", "step")}
    assert all(plain > 0 and traced > 0 for plain, traced in pairs)


def test_memory_is_that_of_the_tensors_that_live_at_once():
    def step() -> None:
        for _ in range(3):
            a = torch.ones(50_000)
            b = torch.ones(50_000)
            del a, b

    assert memory(step, nullcontext) == pytest.approx(2 * 50_000 * 4, rel=0.01)

    @contextmanager
    def around():
        held = torch.ones(100_000)
        yield held

    assert memory(step, around) == pytest.approx(4 * 50_000 * 4, rel=0.01)


def test_a_step_leaves_no_gradient():
    layer = nn.Linear(2, 2)
    training_step(layer, lambda: layer(torch.ones(1, 2)).sum())()
    assert layer.weight.grad is None
