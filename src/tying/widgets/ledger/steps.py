"""Steps of a real optimiser on the model of a recipe, as plain data.

The loss has a term for every use: the k-th use pulls each entry towards the value k, or towards −k
where the recipe lists its slot as ``flipped``, with half the squared distance. So no two uses
ask for the same, and a tie finds their mean. ``ledger_steps.js`` does the same without torch.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from tying.slots import slots
from tying.slots.derived import origin
from tying.widgets.ledger.recipe import Recipe

LEARNING_RATE = 0.1

_OPTIMIZERS: dict[str, Any] = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}


def targets(recipe: Recipe, model: nn.Module) -> dict[str, list[int]]:
    """The values towards which the uses of every slot pull, in the order of the calls."""
    found: dict[str, list[int]] = {slot.name: [] for slot in slots(model)}
    use = 0
    for number, layer in enumerate(recipe["layers"]):
        own = [name for name in found if name.startswith(f"{number}.")]
        for name in own * layer["calls"]:
            use += 1
            found[name].append(-use if name in recipe["flipped"] else use)
    return found


def take_steps(recipe: Recipe, model: nn.Module) -> list[dict[str, Any]]:
    """What every slot holds after the recipe's steps, what its object is asked, and what follows.

    Returns:
        For each slot its value at the ``start``, its ``value`` now, the ``targets`` of its uses,
        the ``gradient`` of the object that decides it, and the value after the ``next`` step. The
        model is changed.
    """
    places = list(slots(model))
    if not places:
        return []
    aims = targets(recipe, model)
    # foreach=False: one object after the other, so that objects over one memory are well defined
    optimizer = _OPTIMIZERS[recipe["optimizer"]](
        model.parameters(), lr=LEARNING_RATE, foreach=False
    )
    values = starts = [_only(slot.value.detach()) for slot in places]
    for _ in range(recipe["steps"] + 1):
        values = [_only(slot.value.detach()) for slot in places]
        optimizer.zero_grad()
        terms = [(slot.value - aim).square().sum() for slot in places for aim in aims[slot.name]]
        (torch.stack(terms).sum() / 2).backward()
        optimizer.step()
    return [
        {
            "start": start,
            "value": value,
            "targets": aims[slot.name],
            "gradient": _only(origin(slot.module, slot.local).parameter.grad),
            "next": _only(slot.value.detach()),
        }
        for slot, start, value in zip(places, starts, values, strict=True)
    ]


def _only(tensor: Tensor | None) -> float:
    """The number that all entries of ``tensor`` are, but for rounding."""
    assert tensor is not None
    first = tensor.flatten()[0]
    assert torch.allclose(tensor, first.expand_as(tensor), rtol=1e-12, atol=1e-12)
    return float(first)
