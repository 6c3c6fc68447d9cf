"""Steps of a real optimiser on the model of a recipe.

The loss has a term for every use: the k-th use pulls each entry towards the value k, or towards −k
where the recipe lists its slot as ``flipped``, with half the squared distance. No two uses
have the same target, and a tie finds their mean. ``steps.js`` does the same without torch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from tying.slots import Slot, slots
from tying.slots.derived import origin
from tying.widgets.ledger.recipe import Recipe

LEARNING_RATE = 0.1

_OPTIMIZERS: dict[str, Any] = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}


@dataclass(frozen=True)
class SlotStep:
    """What a slot holds, and where its next step leads.

    Attributes:
        start: its value before any step.
        value: its value now.
        targets: the values towards which its uses pull.
        gradient: the gradient of the object that decides it.
        next: its value after the next step.
    """

    start: float
    value: float
    targets: list[int]
    gradient: float
    next: float


def targets(recipe: Recipe, model: nn.Module) -> dict[str, list[int]]:
    """The values towards which the uses of every slot pull, in the order of the calls."""
    by_slot: dict[str, list[int]] = {slot.name: [] for slot in slots(model)}
    use = 0
    for number, layer in enumerate(recipe.layers):
        names = [name for name in by_slot if name.startswith(f"{number}.")]
        for name in names * layer.calls:
            use += 1
            by_slot[name].append(-use if name in recipe.flipped else use)
    return by_slot


def take_steps(recipe: Recipe, model: nn.Module) -> list[SlotStep]:
    """What every slot holds after the recipe's steps, and what follows; the model is changed."""
    every = list(slots(model))
    if not every:
        return []
    targets_of = targets(recipe, model)
    # foreach=False: one object after the other, so that objects over one memory are well defined
    optimizer = _OPTIMIZERS[recipe.optimizer](model.parameters(), lr=LEARNING_RATE, foreach=False)
    starts = values = _values(every)
    for _ in range(recipe.steps + 1):
        values = _values(every)
        optimizer.zero_grad()
        _loss(every, targets_of).backward()
        optimizer.step()
    return [
        SlotStep(
            start=start,
            value=value,
            targets=targets_of[slot.name],
            gradient=_only(origin(slot.module, slot.local).parameter.grad),
            next=following,
        )
        for slot, start, value, following in zip(every, starts, values, _values(every), strict=True)
    ]


def _loss(every: list[Slot], targets_of: dict[str, list[int]]) -> Tensor:
    """Half the squared distance of each use from its target, over all entries."""
    terms = [
        (slot.value - target).square().sum() for slot in every for target in targets_of[slot.name]
    ]
    return torch.stack(terms).sum() / 2


def _values(every: list[Slot]) -> list[float]:
    return [_only(slot.value.detach()) for slot in every]


def _only(tensor: Tensor | None) -> float:
    """The number that all entries of ``tensor`` are, but for rounding."""
    assert tensor is not None
    first = tensor.flatten()[0]
    assert torch.allclose(tensor, first.expand_as(tensor), rtol=1e-12, atol=1e-12)
    return float(first)
