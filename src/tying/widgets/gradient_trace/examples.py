"""The four worked examples of the gradient trace, as a module that torch runs.

``programs.js`` and ``answer.js`` compute the same without torch, from the same data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from tying.trace import trace
from tying.widgets.gradient_trace.settings import MATERIAL, Setting

_SUBSCRIPTS = "₀₁₂₃₄₅₆"


@dataclass(frozen=True)
class Answer:
    """What torch computes of a setting; arrays are flat lists of their entries.

    Attributes:
        loss: the loss.
        shape: of the shared parameter.
        parts: the contribution of each use, in the order of the forward pass.
        grad: the sum of the contributions.
        after: the loss after one step of gradient descent at the setting's ``rate``.
        alone: for each use the loss if it alone took that step.
    """

    loss: float
    shape: list[int]
    parts: list[list[float]]
    grad: list[float]
    after: float
    alone: list[float]


class Worked(nn.Module):
    """One of the examples.

    Attributes:
        shared: its parameter.
        uses: how often the parameter is used.
    """

    def __init__(self, setting: Setting) -> None:
        super().__init__()
        self.setting = setting
        self.shared = nn.Parameter(_double(_entries(setting)) * setting.get("scale", 1))
        self.uses = len(use_labels(setting))

    def forward(self, copies: Sequence[Tensor] | None = None) -> Tensor:
        """The loss; with ``copies``, each use takes its own instead of the shared parameter."""
        compute = {"bias": _bias, "twice": _twice, "rnn": _rnn, "embedding": _embedding}
        uses = copies or [self.shared] * self.uses
        return _loss(self.setting, compute[self.setting["example"]](self.setting, uses))


def _entries(setting: Setting) -> list[Any]:
    """The entries of the shared parameter, before they are scaled."""
    match setting["example"]:
        case "bias":
            return [setting["b"]]
        case "embedding":
            return MATERIAL["table"]
        case _:
            return MATERIAL["matrices"][setting["matrix"]]


def _bias(setting: Setting, uses: Sequence[Tensor]) -> Tensor:
    """zₖ = xₖ + b."""
    z = [_double(setting[key]) + b for key, b in zip(("x1", "x2"), uses, strict=True)]
    return torch.cat(z)


def _twice(setting: Setting, uses: Sequence[Tensor]) -> Tensor:
    """Zₖ = W Zₖ₋₁ + bₖ, where Z₀ is the input."""
    z = _double([setting["x1"], setting["x2"]])
    for w, b in zip(uses, MATERIAL["biases"], strict=True):
        z = F.linear(z, w) + _double(b)
    return z


def _rnn(setting: Setting, uses: Sequence[Tensor]) -> Tensor:
    """hₖ = tanh(W hₖ₋₁ + xₖ)."""
    h = _double(MATERIAL["start"])
    inputs = MATERIAL["sequences"][setting["sequence"]][: len(uses)]
    for w, x in zip(uses, inputs, strict=True):
        h = torch.tanh(F.linear(h, w) + _double(x))
    return h


def _embedding(setting: Setting, uses: Sequence[Tensor]) -> Tensor:
    """The scores of all words for two rows of the table, added: E (e₁ + e₂)."""
    first, second = (_word(setting[key]) for key in ("first", "second"))
    return F.linear(F.embedding(first, uses[0]) + F.embedding(second, uses[1]), uses[2])


def _loss(setting: Setting, output: Tensor) -> Tensor:
    match setting["loss"]:
        case "sum":
            return output.sum()
        case "cross":
            is_word = setting["example"] == "embedding"
            target = _word(setting["next"]) if is_word else torch.tensor(setting["class"])
            return F.cross_entropy(output, target)
        case _:
            return (output - _double([setting["t1"], setting["t2"]])).square().sum() / 2


def answer_of(setting: Setting) -> Answer:
    """Loss, contribution of every use, their sum, and losses after a step, from torch."""
    model = Worked(setting)
    with trace(model) as t:
        loss = model()
        loss.backward()
    parts = [use.grad for use in reversed(t.uses("shared"))]
    shared, grad = model.shared.detach(), model.shared.grad
    assert grad is not None
    moved = shared - setting["rate"] * grad

    @torch.no_grad()
    def loss_if_moved(uses: Sequence[int]) -> float:
        return model([moved if k in uses else shared for k in range(len(parts))]).item()

    return Answer(
        loss=loss.item(),
        shape=list(shared.shape),
        parts=[part.flatten().tolist() for part in parts],
        grad=grad.flatten().tolist(),
        after=loss_if_moved(range(len(parts))),
        alone=[loss_if_moved([k]) for k in range(len(parts))],
    )


def use_labels(setting: Setting) -> list[str]:
    """What each use computes, in the order of the forward pass."""
    match setting["example"]:
        case "bias":
            return ["z₁ = x₁ + b", "z₂ = x₂ + b"]
        case "twice":
            return ["A₁ = W x", "A₂ = W Z₁"]
        case "rnn":
            steps = range(1, setting["steps"] + 1)
            return [f"a{_SUBSCRIPTS[k]} = W h{_SUBSCRIPTS[k - 1]}" for k in steps]
        case _:
            return [f"row “{setting['first']}”", f"row “{setting['second']}”", "s = E h"]


def _double(values: Any) -> Tensor:
    return torch.tensor(values, dtype=torch.float64)


def _word(word: str) -> Tensor:
    return torch.tensor(MATERIAL["words"].index(word))
