"""Traces: which uses there are, worked out by hand, and that they add up to the gradient."""

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from tying.trace import Trace, trace


def same(first: Tensor | None, second: Tensor | None) -> bool:
    """Whether two gradients agree in every bit, layout and type."""
    if first is None or second is None:
        return first is second
    if first.is_sparse:
        return second.is_sparse and torch.equal(first.to_dense(), second.to_dense())
    return first.dtype == second.dtype and torch.equal(first, second)


def assert_adds_up(t: Trace, model: nn.Module) -> None:
    for name, parameter in model.named_parameters():
        assert same(t.sum(name), parameter.grad), name


def labels(t: Trace, name: str) -> list[tuple]:
    return [(use.module, use.call, use.op) for use in t.uses(name)]


class Formula(nn.Module):
    """One parameter ``w`` of shape (3, 3), and a formula that uses it."""

    def __init__(self, formula) -> None:
        super().__init__()
        generator = torch.Generator().manual_seed(0)
        self.w = nn.Parameter(torch.randn(3, 3, generator=generator))
        self.x = torch.randn(4, 3, generator=generator)
        self.formula = formula

    def forward(self) -> Tensor:
        return self.formula(self.w, self.x)


def test_the_slopes_of_three_uses_by_hand():
    model = Formula(lambda w, x: (2 * w + 5 * w + 7 * w).sum())
    with trace(model) as t:
        model().backward()
    assert sorted(float(use.grad[0, 0]) for use in t.uses("w")) == [2, 5, 7]
    assert t.names == ("w",)
    assert torch.equal(t.sum("w"), torch.full((3, 3), 14.0))
    assert torch.equal(t.norms("w").sort().values, torch.tensor([6.0, 15.0, 21.0]))


@pytest.mark.parametrize("shape", [(4, 3), (2, 4, 3)])
def test_a_layer_that_is_called_three_times(shape):
    model = nn.Sequential(nn.Linear(3, 3), nn.Tanh())
    with trace(model) as t:
        h = torch.randn(shape)
        for _ in range(3):
            h = model(h)
        h.pow(2).sum().backward()
    assert labels(t, "0.bias") == [("0", call, "addmm") for call in (2, 1, 0)]
    assert labels(t, "0.weight") == labels(t, "0.bias")
    assert_adds_up(t, model)


def test_a_transpose_that_is_kept_is_used_twice():
    def formula(w, x):
        wt = w.t()
        return (F.linear(x, w) @ wt @ wt).pow(2).sum()

    model = Formula(formula)
    with trace(model) as t:
        model().backward()
    assert labels(t, "w") == [("", 0, "mm")] * 3
    assert_adds_up(t, model)
