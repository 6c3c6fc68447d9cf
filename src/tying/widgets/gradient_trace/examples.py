"""The four worked examples of the gradient trace, as a module that torch runs.

``gradient_trace_examples.js`` computes the same without torch, from the same data.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from tying.trace import trace
from tying.widgets.gradient_trace.settings import MATERIAL, Setting


class Worked(nn.Module):
    """One of the examples; its parameter is ``shared``."""

    def __init__(self, setting: Setting) -> None:
        super().__init__()
        self.setting = setting
        match setting["example"]:
            case "bias":
                values = [setting["b"]]
            case "embedding":
                values = MATERIAL["table"]
            case _:
                values = MATERIAL["matrices"][setting["matrix"]]
        scale = setting.get("scale", 1)
        self.shared = nn.Parameter(torch.tensor(values, dtype=torch.float64) * scale)
        self.uses = {"bias": 2, "twice": 2, "rnn": setting.get("steps"), "embedding": 3}[
            setting["example"]
        ]

    def forward(self, copies: Sequence[Tensor] | None = None) -> Tensor:
        """The loss; with ``copies``, each use takes its own instead of the shared parameter."""
        setting, w = self.setting, copies or [self.shared] * self.uses
        if setting["example"] == "bias":
            z = torch.stack([_double(setting[f"x{k + 1}"]) + w[k] for k in range(2)])
            return self._loss(z.squeeze(1))
        if setting["example"] == "twice":
            z = _double([setting["x1"], setting["x2"]])
            for use, b in zip(w, MATERIAL["biases"], strict=True):
                z = F.linear(z, use) + _double(b)
            return self._loss(z)
        if setting["example"] == "rnn":
            h = _double(MATERIAL["start"])
            for use, x in zip(w, MATERIAL["sequences"][setting["sequence"]], strict=False):
                h = torch.tanh(F.linear(h, use) + _double(x))
            return self._loss(h)
        first, second = (_word(setting[key]) for key in ("first", "second"))
        return self._loss(F.linear(F.embedding(first, w[0]) + F.embedding(second, w[1]), w[2]))

    def _loss(self, output: Tensor) -> Tensor:
        setting = self.setting
        if setting["loss"] == "sum":
            return output.sum()
        if setting["loss"] == "cross":
            wanted = _word(setting["next"]) if "next" in setting else torch.tensor(setting["class"])
            return F.cross_entropy(output, wanted)
        return (output - _double([setting["t1"], setting["t2"]])).square().sum() / 2


def answer_of(setting: Setting) -> dict[str, Any]:
    """Loss, contribution of every use, their sum, and losses after a step, from torch.

    Returns:
        ``loss``; ``shape`` of the parameter; ``parts``, the contributions in the order of the
        forward pass, and ``grad``, each as a flat list; ``after``, the loss after one step of
        gradient descent at the setting's ``rate``; ``alone``, for each use the loss if it alone
        took that step.
    """
    model = Worked(setting)
    with trace(model) as t:
        loss = model()
        loss.backward()
    parts = [use.grad for use in reversed(t.uses("shared"))]
    shared, grad = model.shared.detach(), model.shared.grad
    assert grad is not None
    moved = shared - setting["rate"] * grad
    with torch.no_grad():
        alone = [
            model([moved if one == k else shared for one in range(len(parts))]).item()
            for k in range(len(parts))
        ]
        after = model([moved] * len(parts)).item()
    return {
        "loss": loss.item(),
        "shape": list(shared.shape),
        "parts": [part.flatten().tolist() for part in parts],
        "grad": grad.flatten().tolist(),
        "after": after,
        "alone": alone,
    }


def use_labels(setting: Setting) -> list[str]:
    """What each use computes, in the order of the forward pass."""
    match setting["example"]:
        case "bias":
            return ["z₁ = x₁ + b", "z₂ = x₂ + b"]
        case "twice":
            return ["A₁ = W x", "A₂ = W Z₁"]
        case "rnn":
            return [f"a{_LOW[k]} = W h{_LOW[k - 1]}" for k in range(1, setting["steps"] + 1)]
        case _:
            return [f"row “{setting['first']}”", f"row “{setting['second']}”", "s = E h"]


_LOW = "₀₁₂₃₄₅₆"


def _double(values: Any) -> Tensor:
    return torch.tensor(values, dtype=torch.float64)


def _word(word: str) -> Tensor:
    return torch.tensor(MATERIAL["words"].index(word))
