"""A small model written down as data: layers, and what was done to their slots.

The page and Python exchange recipes as plain data of the same form: ``{"input": 4, "layers": [...],
"links": [{"op": "tie", "source": "2.weight", "target": "4.weight"}], "flipped": [], "optimizer":
"sgd", "steps": 0}``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from tying.ledger import ledger
from tying.slots import find_slot, slots
from tying.slots.derived import derived_slots
from tying.ties import tie, untie


@dataclass(frozen=True)
class Layer:
    """A layer of a recipe.

    Attributes:
        type: ``linear``, ``embedding``, ``layernorm`` or ``relu``.
        width: how many numbers it gives; the last two types give as many as they take.
        bias: whether a linear layer has a bias.
        calls: how often it is called, on what it gave the time before.
    """

    type: str
    width: int = 0
    bias: bool = True
    calls: int = 1


@dataclass(frozen=True)
class Link:
    """Something done to the slots of a model: ``tie``, ``transpose``, ``copy``, and so on.

    Attributes:
        op: what is done, a key of ``OPERATIONS``.
        source: the slot that stays as it is; None for ``untie``.
        target: the slot that changes.
    """

    op: str
    source: str | None
    target: str


@dataclass(frozen=True)
class Recipe:
    """A model, and how often an optimiser has stepped on it.

    Attributes:
        input: the width of the input; for an embedding, the number of its rows.
        layers: the layers in a row.
        links: what was done to their slots, in order.
        flipped: the slots whose uses pull the other way.
        optimizer: ``sgd`` or ``adam``.
        steps: how often the optimiser has stepped.
    """

    input: int
    layers: tuple[Layer, ...]
    links: tuple[Link, ...] = ()
    flipped: tuple[str, ...] = ()
    optimizer: str = "sgd"
    steps: int = 0

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Recipe:
        """The recipe that a page sends."""
        links = data["links"]
        return cls(
            input=data["input"],
            layers=tuple(Layer(**layer) for layer in data["layers"]),
            links=tuple(Link(link["op"], link.get("source"), link["target"]) for link in links),
            flipped=tuple(data["flipped"]),
            optimizer=data["optimizer"],
            steps=data["steps"],
        )

    def to_data(self) -> dict[str, Any]:
        """The recipe as a page takes it."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in dataclasses.asdict(self).items()
        }


_NET = (
    Layer("linear", 8), Layer("relu"), Layer("linear", 8), Layer("relu"),
    Layer("linear", 8), Layer("relu"), Layer("linear", 1),
)  # fmt: skip

_APART = ("4.weight", "4.bias")  # so that the two middle layers disagree

_EXAMPLES = {
    "separate": Recipe(4, _NET, flipped=_APART),
    "tied": Recipe(4, _NET, (Link("reuse", "2.weight", "4.weight"),), _APART),
    "copied": Recipe(
        4, _NET, (Link("copy", "2.weight", "4.weight"), Link("copy", "2.bias", "4.bias")), _APART
    ),
    "aliased": Recipe(
        4, _NET, (Link("alias", "2.weight", "4.weight"), Link("alias", "2.bias", "4.bias")), _APART
    ),
    "head": Recipe(
        16,
        (Layer("embedding", 8), Layer("linear", 8), Layer("relu"), Layer("linear", 16, bias=False)),
        (Link("tie", "0.weight", "3.weight"),),
        flipped=("3.weight",),
    ),
    "autoencoder": Recipe(
        12,
        (Layer("linear", 4), Layer("relu"), Layer("linear", 12)),
        (Link("transpose", "0.weight", "2.weight"),),
        flipped=("2.weight",),
    ),
}

PRESETS: dict[str, dict[str, Any]] = {name: one.to_data() for name, one in _EXAMPLES.items()}
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
    on, so that a single number shows its value, its gradient and its step.

    Raises:
        ValueError: if a link cannot be made, or if a layer that is called several times cannot take
            what it gives; the message says why.
    """
    model = Chain(*_modules(recipe)).double()
    model.calls = tuple(layer.calls for layer in recipe.layers)
    with torch.no_grad():
        for number, slot in enumerate(slots(model), start=1):
            slot.value.fill_(number / 10)
    for link in recipe.links:
        OPERATIONS[link.op](model, link)
    return model


def example_input(recipe: Recipe) -> Tensor:
    """An input that the recipe's model accepts: one row, or one token."""
    if recipe.layers and recipe.layers[0].type == "embedding":
        return torch.zeros(1, dtype=torch.long)
    return torch.ones(1, recipe.input, dtype=torch.float64)


def _modules(recipe: Recipe) -> list[nn.Module]:
    """The layers as modules, before anything is done to their slots."""
    modules = []
    width = recipe.input
    for number, layer in enumerate(recipe.layers):
        modules.append(_MAKERS[layer.type](width, layer))
        gives = layer.width if layer.type in ("linear", "embedding") else width
        if layer.calls > 1 and (layer.type == "embedding" or gives != width):
            raise ValueError(
                f"layer {number}, {modules[-1]}, is called {layer.calls} times, so it has to "
                "take what it gives; call it once, or make its input as wide as its output"
            )
        width = gives
    return modules


_MAKERS: dict[str, Callable[[int, Layer], nn.Module]] = {
    "embedding": lambda width, layer: nn.Embedding(width, layer.width),
    "linear": lambda width, layer: nn.Linear(width, layer.width, bias=layer.bias),
    "layernorm": lambda width, layer: nn.LayerNorm(width),
    "relu": lambda width, layer: nn.ReLU(),
}


def _tie(model: Chain, link: Link) -> None:
    tie(model, _source(link), link.target)


def _transpose(model: Chain, link: Link) -> None:
    tie(model, _source(link), link.target, transposed=True)


def _untie(model: Chain, link: Link) -> None:
    untie(model, link.target)


def _copy(model: Chain, link: Link) -> None:
    _replace(model, link, _value(model, link).clone())


def _alias(model: Chain, link: Link) -> None:
    _replace(model, link, _value(model, link))


def _reuse(model: Chain, link: Link) -> None:
    """Put the module of the source in the place of that of the target."""
    here, there = (int(name.split(".")[0]) for name in (_source(link), link.target))
    kept, dropped = model[here], model[there]
    if repr(kept) != repr(dropped):
        raise ValueError(f"layer {there} is {dropped}, and layer {here} is {kept}")
    places = sum(module is dropped for module in model)
    for module in model if places == 1 else ():
        if any(source.module is dropped for source in derived_slots(module).values()):
            raise ValueError(f"another layer is computed from layer {there}; untie that one first")
    model[there] = kept


OPERATIONS: dict[str, Callable[[Chain, Link], None]] = {
    "tie": _tie,
    "transpose": _transpose,
    "untie": _untie,
    "copy": _copy,
    "alias": _alias,
    "reuse": _reuse,
}
"""What a link can do, by name."""


def _source(link: Link) -> str:
    if link.source is None:
        raise ValueError(f"{link.op!r} needs a source for {link.target!r}; name the slot to keep")
    return link.source


def _value(model: Chain, link: Link) -> Tensor:
    """What the source holds, in the same memory, if the target has its shape."""
    source, target = find_slot(model, _source(link)), find_slot(model, link.target)
    expected, shape = tuple(source.value.shape), tuple(target.value.shape)
    if shape != expected:
        raise ValueError(f"{link.target!r} has shape {shape}, and {link.source!r} has {expected}")
    return source.value.detach()


def _replace(model: Chain, link: Link, value: Tensor) -> None:
    """Give the target an object of its own over the memory of ``value``."""
    if any(link.target in entry.slots and len(entry.slots) > 1 for entry in ledger(model).entries):
        untie(model, link.target)
    slot = find_slot(model, link.target)
    setattr(slot.module, slot.local, nn.Parameter(value))
