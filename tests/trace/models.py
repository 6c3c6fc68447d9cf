"""What the tests of the trace share: the law, and a model that is a formula."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from tying.trace import Trace


def same(first: Tensor | None, second: Tensor | None) -> bool:
    """Whether two gradients agree in type, layout, strides and every bit."""
    if first is None or second is None:
        return first is second
    if (first.dtype, first.layout) != (second.dtype, second.layout):
        return False
    if first.is_sparse:
        return torch.equal(first.to_dense(), second.to_dense())
    return first.stride() == second.stride() and torch.equal(first, second)


def assert_adds_up(t: Trace, model: nn.Module, rounding: float = 1e-5) -> None:
    """``t.sum`` is ``.grad`` bit for bit, and the contributions add up to it with rounding."""
    for name, parameter in model.named_parameters():
        assert same(t.sum(name), parameter.grad), name
        uses = t.uses(name)
        assert bool(uses) == (parameter.grad is not None), name
        if parameter.grad is not None:
            assert {use.grad.dtype for use in uses} == {parameter.dtype}
            assert {use.grad.shape for use in uses} == {parameter.shape}
            wide = torch.complex128 if parameter.is_complex() else torch.float64
            total = torch.stack([use.grad.detach().to_dense().to(wide) for use in uses]).sum(0)
            expected = parameter.grad.detach().to_dense().to(wide)
            scale = max(1.0, float(expected.abs().max()))
            torch.testing.assert_close(total, expected, rtol=0, atol=rounding * scale)


def summed(t: Trace, name: str) -> Tensor:
    """The sum, which there is."""
    total = t.sum(name)
    assert total is not None
    return total


def labels(t: Trace, name: str) -> list[tuple]:
    """Module, call and operation of the uses, in order of arrival."""
    return [(use.module, use.call, use.op) for use in t.uses(name)]


class Formula(nn.Module):
    """One parameter ``w`` of shape (3, 3), and a scalar formula that uses it."""

    def __init__(self, formula: Callable[[Tensor, Tensor], Tensor]) -> None:
        super().__init__()
        generator = torch.Generator().manual_seed(0)
        self.w = nn.Parameter(torch.randn(3, 3, generator=generator))
        self.x = torch.randn(4, 3, generator=generator)
        self.formula = formula

    def forward(self) -> Tensor:
        return self.formula(self.w, self.x)
