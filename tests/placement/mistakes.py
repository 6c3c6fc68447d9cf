"""One mistake of each kind, which must be found; and the same done right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from matplotlib.figure import Figure
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from tests.placement.cases import given


def elsewhere(number: float = 1.0) -> Tensor:
    """A tensor of the CPU that has no dimension."""
    return torch.tensor(number, device="cpu", dtype=torch.float64)


def place(device: Any) -> Tensor:
    """An index on the CPU that has no dimension."""
    return given(device, 3).argmax().cpu()


def total(device: Any) -> Tensor:
    """A sum that starts on the CPU."""
    start = given(device, 3).mean().cpu()
    start += given(device, 3)[0]
    return start


def packed(device: Any, lengths: Tensor) -> Any:
    """What recurrent layers make of sequences of unequal length, and a gradient."""
    x, outputs = given(device, 2, 3, 1).requires_grad_(), []
    for layer in (nn.LSTM, nn.GRU, nn.RNN):
        short = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        out = pad_packed_sequence(layer(1, 2, device=device, dtype=x.dtype)(short)[0])
        out[0].sum().backward()
        outputs.append(out[0])
        assert out[1].device.type == short.batch_sizes.device.type == "cpu"
    return outputs, x.grad


def steps(device: Any, foreach: bool) -> Any:
    """Adam, whose count of steps is a number of the CPU, and a clipped gradient."""
    parameter = nn.Parameter(given(device, 3))
    optimizer = torch.optim.Adam([parameter], foreach=foreach)
    for _ in range(2):
        parameter.square().sum().backward()
        nn.utils.clip_grad_norm_([parameter], 1.0, foreach=foreach)
        optimizer.step()
    assert optimizer.state[parameter]["step"].device.type == "cpu"
    return parameter


def assigned(device: Any) -> Tensor:
    """Numbers of the CPU that are put into a tensor, one by one and under a mask."""
    numbers, index = given(device, 6), torch.tensor([0, 2], device=device)
    numbers[3], numbers[numbers > 0.9], numbers[index] = elsewhere(2.0), elsewhere(), elsewhere()
    numbers = numbers.index_fill(0, index, elsewhere()).masked_fill(numbers < 0, elsewhere())
    return numbers.fill_(elsewhere())


MISTAKES: dict[str, Callable[[Any], Any]] = {
    "a factory without device": lambda device: given(device, 3) + torch.ones(3),
    "a factory without device whose result is handed out": lambda _: torch.zeros(3),
    "an index that is made elsewhere and then used as a number": lambda device: (
        given(device, 3) * torch.arange(3)
    ),
    "a device literal": lambda device: given(device, 3) @ torch.zeros(3, device="cpu").double(),
    "a move to the CPU": lambda device: given(device, 3).cpu(),
    "a generator of the CPU": lambda device: torch.randn(
        3, device=device, generator=torch._C.Generator("cpu")
    ),
    "a tensor for numpy": lambda device: given(device, 3).numpy(),
    "a tensor for a function of numpy": lambda device: np.sort(given(device, 3)),  # pyright: ignore
    "a tensor for a plot": lambda device: Figure().subplots().plot(given(device, 3)),
    "a number of the CPU in a stack": lambda device: torch.stack(
        [given(device, 3).mean().cpu(), given(device, 3)[0]]
    ),
    "an index of the CPU to select": lambda device: given(device, 3).index_select(0, place(device)),
    "an index of the CPU to take": lambda device: torch.take(given(device, 3), place(device)),
    "an index of the CPU to gather": lambda device: given(device, 3)[0].gather(0, place(device)),
    "an index of the CPU to scatter": lambda device: given(device, 3).scatter_(
        0, place(device), 1.0
    ),
    "an index of the CPU to fill": lambda device: given(device, 3).index_fill_(
        0, place(device), elsewhere()
    ),
    "an index of the CPU for an embedding": lambda device: F.embedding(
        place(device), given(device, 3, 2)
    ),
    "a total on the CPU": total,
    "a result that is written to the CPU": lambda device: torch.add(
        given(device, 3)[0], 1.0, out=elsewhere()
    ),
    "two numbers of the CPU": lambda device: torch.addcmul(
        given(device, 3), elsewhere(), elsewhere()
    ),
    "a comparison with a number of the CPU": lambda device: torch.equal(
        given(device, 3)[0], elsewhere()
    ),
    "lengths that are not on the CPU": lambda device: packed(
        device, torch.tensor([2, 3], device=device)
    ),
    "a generator without device": lambda device: torch.randperm(
        3, device=device, generator=torch.Generator()
    ),
}

RIGHT: dict[str, Callable[[Any], Any]] = {
    "a factory with a device": lambda device: given(device, 3) + torch.ones(3, device=device),
    "a factory that follows": lambda device: torch.zeros_like(given(device, 3)),
    "numbers for numpy": lambda device: np.sort(given(device, 3).cpu().numpy()).tolist(),
    "a generator of the device": lambda device: torch.randn(
        3, device=device, generator=torch.Generator(device)
    ),
    "a number of the CPU as a factor": lambda device: (
        given(device, 3) * given(device, 3).mean().cpu()
    ),
    "a number of the CPU as an index": lambda device: given(device, 3)[place(device)],
    "a list of numbers as an index": lambda device: given(device, 3)[
        [given(device, 3).argmax(), 0]
    ],
    "numbers of the CPU under a condition": lambda device: (
        torch.where(given(device, 3) > 0, given(device, 3), elsewhere()),
        torch.where(given(device, 3) > 0, elsewhere(), elsewhere()),
    ),
    "numbers of the CPU that fill": assigned,
    "an optimizer, parameter by parameter": lambda device: steps(device, False),
    "an optimizer for all parameters": lambda device: steps(device, True),
    "a tensor of tensors": lambda device: (
        torch.tensor([given(device, 3)[0], given(device, 3)[1]], device=device),
        torch.as_tensor([[given(device, 3)[0], 1.0]], device=device),
        given(device, 3).new_tensor([given(device, 3)[0], 2.0]),
    ),
    "lengths on the CPU": lambda device: packed(device, torch.tensor([2, 3], device=device).cpu()),
    "numbers for numpy by force": lambda device: (
        nn.Parameter(given(device, 3)).numpy(force=True).tolist()
    ),
}
