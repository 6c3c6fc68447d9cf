"""A matrix on a ring of six pixels, moved along by shifts and averaged step by step."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from tying.device import device

MATRIX = [
    [9, 2, 4, 1, 7, 3],
    [0, 5, 8, 6, 2, 9],
    [3, 7, 1, 9, 4, 0],
    [8, 1, 6, 2, 9, 5],
    [4, 9, 0, 7, 6, 1],
    [2, 3, 5, 8, 0, 7],
]
"""The matrix B before anything is averaged; a row for each output, a column for each pixel."""

SIZE = len(MATRIX)
STEPS = (1, 2, 3)
"""Shifts by multiples of so many pixels; each divides the ring."""


def moved(k: int, step: int) -> Tensor:
    """S^s B S^-s for the k-th shift, s = k * step pixels."""
    matrix = torch.tensor(MATRIX, dtype=torch.float64, device=device())
    return matrix.roll((k * step, k * step), (0, 1))


def average_answer(setting: dict[str, Any]) -> dict[str, Any]:
    """The matrix that is added last, and the ``average`` of all so far, as lists of rows."""
    k, step = setting["k"], setting["step"]
    average = torch.stack([moved(one, step) for one in range(k + 1)]).mean(0)
    return {"moved": moved(k, step).tolist(), "average": average.tolist()}
