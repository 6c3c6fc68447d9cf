"""The lint that keeps notebooks runnable on a GPU."""

from __future__ import annotations

import pytest

from tools.devices import problems


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("torch.tensor([1.0])", "line 1: torch.tensor without device="),
        ("x = 1\ntorch.randn(2, generator=g)", "line 2: torch.randn without device="),
        ("torch.Generator().manual_seed(0)", "line 1: torch.Generator without device="),
        ("f(torch.arange(3))", "torch.arange without device="),
        ("x.to('cuda')", "the device 'cuda' is named"),
        ("torch.zeros(1, device='cpu')", "the device 'cpu' is named"),
        ("where = 'cuda:1'", "the device 'cuda:1' is named"),
        ("model.cuda()", ".cuda() names a device"),
    ],
)
def test_the_mistake_is_found(source: str, message: str):
    (found,) = problems(source)
    assert message in found


@pytest.mark.parametrize(
    "source",
    [
        "torch.tensor([1.0], device=device())",
        "torch.zeros(3, **where)",
        "torch.zeros_like(x)",
        "torch.device('meta')",
        "np.zeros(3)",
        "x.cpu()",
        "'runs on cpu and cuda'",
        "model.tensor(3)",
    ],
)
def test_the_right_way_passes(source: str):
    assert problems(source) == []
