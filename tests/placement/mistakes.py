"""One mistake of each kind, which must be found; and the same thing done right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from matplotlib.figure import Figure

from tests.placement.cases import given

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
}

RIGHT: dict[str, Callable[[Any], Any]] = {
    "a factory that is told": lambda device: given(device, 3) + torch.ones(3, device=device),
    "a factory that follows": lambda device: torch.zeros_like(given(device, 3)),
    "numbers for numpy": lambda device: np.sort(given(device, 3).cpu().numpy()).tolist(),
    "a generator of the device": lambda device: torch.randn(
        3, device=device, generator=torch.Generator(device)
    ),
}
