"""A small model written down as data: layers, and what was done to their slots.

A recipe is what the ledger widget and Python tell each other. ``input`` is the width of the
input (for an embedding: the number of its rows); ``layers`` is a chain; ``links`` are the things
done, in order: ``{"op": "tie", "source": "2.weight", "target": "4.weight"}``; ``flipped`` are the
slots whose uses pull the other way, and ``steps`` is how often ``optimizer`` has stepped.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn

from tying.ledger import ledger
from tying.slots import find_slot, slots
from tying.slots.derived import derived_slots
from tying.ties import tie, untie

Recipe = Mapping[str, Any]


def _layer(type: str, width: int = 0, bias: bool = True, calls: int = 1) -> dict[str, Any]:
    return {"type": type, "width": width, "bias": bias, "calls": calls}


def _recipe(width: int, layers: list, *links: tuple[str, str, str], flipped: list[str]) -> dict:
    done = [{"op": op, "source": source, "target": target} for op, source, target in links]
    rest = {"flipped": flipped, "optimizer": "sgd", "steps": 0}
    return {"input": width, "layers": layers, "links": done, **rest}


_NET = [_layer("linear", 8), _layer("relu"), _layer("linear", 8), _layer("relu"),
        _layer("linear", 8), _layer("relu"), _layer("linear", 1)]  # fmt: skip

_APART = ["4.weight", "4.bias"]  # so that the two middle layers disagree

PRESETS: dict[str, dict[str, Any]] = {
    "separate": _recipe(4, _NET, flipped=_APART),
    "tied": _recipe(4, _NET, ("reuse", "2.weight", "4.weight"), flipped=_APART),
    "copied": _recipe(4, _NET, ("copy", "2.weight", "4.weight"), ("copy", "2.bias", "4.bias"),
                      flipped=_APART),
    "aliased": _recipe(4, _NET, ("alias", "2.weight", "4.weight"), ("alias", "2.bias", "4.bias"),
                       flipped=_APART),
    "head": _recipe(16, [_layer("embedding", 8), _layer("linear", 8), _layer("relu"),
                         _layer("linear", 16, bias=False)], ("tie", "0.weight", "3.weight"),
                    flipped=["3.weight"]),
    "autoencoder": _recipe(12, [_layer("linear", 4), _layer("relu"), _layer("linear", 12)],
                           ("transpose", "0.weight", "2.weight"), flipped=["2.weight"]),
}  # fmt: skip
"""Recipes to start from: the chapter's net in four states, a language model's ends, an encoder."""


class Chain(nn.Sequential):
    """Layers in a row, each called as often as ``calls`` says, on what it gave the time before."""

    calls: tuple[int, ...] = ()

    def forward(self, input: Tensor) -> Tensor:
        """The output of the last call of the last layer."""
        x = input
        for layer, calls in zip(self, self.calls, strict=True):
            for _ in range(calls):
                x = layer(x)
        return x


def build(recipe: Recipe) -> Chain:
    """The module that ``recipe`` describes, in double precision.

    Every parameter is filled with one number, 0.1 for the first slot, 0.2 for the second, and so
    on, so that a single number tells its value, its gradient and its step.

    Raises:
        ValueError: if a link cannot be made, or if a layer that is called several times cannot take
            what it gives; the message says why.
    """
    layers, width = [], recipe["input"]
    for number, layer in enumerate(recipe["layers"]):
        layers.append(_MAKERS[layer["type"]](width, layer))
        before, width = width, layer["width"] if layer["type"] in ("linear", "embedding") else width
        if layer["calls"] > 1 and (layer["type"] == "embedding" or before != width):
            raise ValueError(
                f"layer {number}, {layers[-1]}, is called {layer['calls']} times, so it has to "
                "take what it gives; call it once, or make its input as wide as its output"
            )
    model = Chain(*layers).double()
    model.calls = tuple(layer["calls"] for layer in recipe["layers"])
    with torch.no_grad():
        for number, slot in enumerate(slots(model), start=1):
            slot.value.fill_(number / 10)
    for link in recipe["links"]:
        _DEEDS[link["op"]](model, link.get("source"), link["target"])
    return model


def example_input(recipe: Recipe) -> Tensor:
    """An input that the recipe's model accepts: one row, or one token."""
    if recipe["layers"] and recipe["layers"][0]["type"] == "embedding":
        return torch.zeros(1, dtype=torch.long)
    return torch.ones(1, recipe["input"], dtype=torch.float64)


_MAKERS: dict[str, Any] = {
    "embedding": lambda width, layer: nn.Embedding(width, layer["width"]),
    "linear": lambda width, layer: nn.Linear(width, layer["width"], bias=layer["bias"]),
    "layernorm": lambda width, layer: nn.LayerNorm(width),
    "relu": lambda width, layer: nn.ReLU(),
}


def _own(model: Chain, target: str, value: Tensor) -> None:
    if any(target in entry.slots and len(entry.slots) > 1 for entry in ledger(model).entries):
        untie(model, target)
    slot = find_slot(model, target)
    setattr(slot.module, slot.local, nn.Parameter(value))


def _copy(model: Chain, source: str, target: str) -> None:
    _require_shape(model, source, target)
    _own(model, target, find_slot(model, source).value.detach().clone())


def _alias(model: Chain, source: str, target: str) -> None:
    _require_shape(model, source, target)
    _own(model, target, find_slot(model, source).value.detach())


def _require_shape(model: Chain, source: str, target: str) -> None:
    a, b = (tuple(find_slot(model, name).value.shape) for name in (source, target))
    if a != b:
        raise ValueError(f"{target!r} has shape {b}, and {source!r} has {a}")


def _reuse(model: Chain, source: str, target: str) -> None:
    here, there = (int(name.split(".")[0]) for name in (source, target))
    kept, dropped = model[here], model[there]
    if repr(kept) != repr(dropped):
        raise ValueError(f"layer {there} is {dropped}, and layer {here} is {kept}")
    places = sum(module is dropped for module in model)
    for module in model if places == 1 else ():
        if any(source.module is dropped for source in derived_slots(module).values()):
            raise ValueError(f"another layer is computed from layer {there}; untie that one first")
    model[there] = kept


_DEEDS: dict[str, Any] = {
    "tie": tie,
    "transpose": lambda model, source, target: tie(model, source, target, transposed=True),
    "untie": lambda model, _, target: untie(model, target),
    "copy": _copy,
    "alias": _alias,
    "reuse": _reuse,
}
