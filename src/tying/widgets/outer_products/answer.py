"""What torch finds for a matrix that is used several times."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn
from torch.nn import functional as F

from tying.trace import trace


class SharedMatrix(nn.Module):
    """The linear map x ↦ W x, with W = 0: what a use contributes does not depend on W."""

    def __init__(self, rows: int, columns: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(rows, columns, dtype=torch.float64))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """W x, of shape ``(rows,)``, for ``x`` of shape ``(columns,)``."""
        return F.linear(x, self.weight)


def traced(setting: dict[str, Any]) -> dict[str, Any]:
    """The gradient of a shared matrix, from a module that is called once for each use.

    The loss is the sum of ⟨δₖ, W xₖ⟩ over the uses that are on, so that the column δₖ comes back
    to use k, and the row xₖᵀ goes in.

    Args:
        setting: ``uses``, of each ``back`` (δ), ``went`` (x), and whether it is ``on``.

    Returns:
        ``parts``, for each use the rows of what it contributes, None where it is off; ``sum``,
        the rows of the gradient; ``ranks`` of the parts, None where one is off; and ``rank`` of
        the sum. A matrix that is not used has the gradient zero.
    """
    uses = setting["uses"]
    backs, inputs = ([_double(use[name]) for use in uses] for name in ("back", "went"))
    called = [k for k, use in enumerate(uses) if use["on"]]
    shared = SharedMatrix(len(backs[0]), len(inputs[0]))
    parts: dict[int, torch.Tensor] = {}
    gradient = torch.zeros_like(shared.weight)
    if called:
        with trace(shared) as t:
            torch.stack([backs[k] @ shared(inputs[k]) for k in called]).sum().backward()
        parts = {called[use.call]: use.grad for use in t.uses("weight") if use.call is not None}
        gradient = t.sum("weight")
        assert gradient is not None  # it was used
    return {
        "parts": [parts[k].tolist() if k in parts else None for k in range(len(uses))],
        "sum": gradient.tolist(),
        "ranks": [_rank(parts[k]) if k in parts else None for k in range(len(uses))],
        "rank": _rank(gradient),
    }


def _rank(matrix: torch.Tensor) -> int:
    return int(torch.linalg.matrix_rank(matrix))


def _double(entries: list[float]) -> torch.Tensor:
    return torch.tensor(entries, dtype=torch.float64)
