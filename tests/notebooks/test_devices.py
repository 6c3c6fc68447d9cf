"""The lint that keeps notebooks runnable on a GPU."""

from __future__ import annotations

import pytest

from tools.checks.devices import opening, problems


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
        ("torch.device(f'cuda:{i}')", "the device 'cuda:' is named"),
        ("x.to(0)", "the device 0 is named"),
        ("torch.zeros(3, device=1)", "the device 1 is named"),
        ("torch.device(0)", "the device 0 is named"),
        ("model.cuda()", ".cuda() names a device"),
        ("x = 1\nx.detach().numpy()", "line 2: .numpy() without .cpu()"),
        ("x.numpy(force=False)", ".numpy() without .cpu()"),
        ("x.cpu().to(y).numpy()", ".numpy() without .cpu()"),
        ("torch.eye(3) @ x", "torch.eye without device="),
        ("torch.asarray([1.0])", "torch.asarray without device="),
        ("torch.from_numpy(a)", "stays on the CPU"),
        ("torch.frombuffer(b, dtype=d)", "stays on the CPU"),
        ("torch.Tensor(3, 4)", "torch.Tensor makes tensors of the CPU"),
        ("torch.LongTensor([1])", "torch.LongTensor makes tensors of the CPU"),
        ("torch.normal(0.0, 1.0, (3,))", "torch.normal without device="),
        ("torch.normal(0.0, 1.0, size=(3,), generator=g)", "torch.normal without device="),
        ("torch.fft.rfftfreq(8)", "torch.fft.rfftfreq without device="),
        ("x = torch.rand_like(y, generator=torch.default_generator)", "is the CPU's"),
        ("torch.cuda.is_available()", "torch.cuda names a device"),
        ("torch.set_default_device(where)", "takes device()"),
        ("torch.set_default_tensor_type(t)", "names a device"),
        ("from torch import nn, zeros", "write torch.zeros"),
        ("import torch as t", "under its own name"),
    ],
)
def test_the_mistake_is_found(source: str, message: str):
    (problem,) = problems(source)
    assert message in problem


@pytest.mark.parametrize(
    "source",
    [
        "torch.tensor([1.0], device=device())",
        "torch.zeros(3, **where)",
        "torch.zeros_like(x)",
        "torch.device('meta')",
        "np.zeros(3)",
        "x.cpu()",
        "x.detach().cpu().numpy()",
        "x.cpu().detach().numpy()",
        "x.numpy(force=True)",
        "torch.set_default_device(device())",
        "x.to(torch.float64)",
        "x.unflatten(0, (2, 3)).to(y)",
        "from torch import nn\nimport torch",
        "torch.backends.cudnn",
        "torch.normal(mean, spread)",
        "isinstance(x, torch.Tensor)",
        "torch.fft.rfft(x)",
        "'runs on cpu and cuda'",
        "model.tensor(3)",
    ],
)
def test_the_right_way_passes(source: str):
    assert problems(source) == []


FIRST = "import torch\ntorch.set_default_device(device())\nprint('torch on', device())\n"


def test_a_notebook_opens_with_its_device():
    assert opening(FIRST) == []


@pytest.mark.parametrize("line", range(1, 3))
def test_a_notebook_that_does_not_say_its_device_is_found(line: int):
    lines = FIRST.splitlines()
    (problem,) = opening("\n".join(lines[:line] + lines[line + 1 :]))
    assert "the first cell of code lacks" in problem
